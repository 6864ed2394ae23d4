#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""type.py ANSWER... -- COMMAND...: runs it on a terminal and types an answer
each time it has stopped talking with no line end. ^C, ^D are keys; what the
terminal shows goes to stdout. Ends as the command does, or with 124."""
import os
import pty
import select
import signal
import sys
import time

at = sys.argv.index("--")
answers, command = sys.argv[1:at], sys.argv[at + 1:]
keys = {"^C": b"\x03", "^D": b"\x04"}
pid, fd = pty.fork()
if not pid:
    os.execvp(command[0], command)
shown, last = b"", time.monotonic()
end = time.monotonic() + 120
while True:
    ready, _, _ = select.select([fd], [], [], 0.2)
    if ready:
        try:
            data = os.read(fd, 65536)
        except OSError:
            break
        if not data:
            break
        shown += data
        last = time.monotonic()
        continue
    text = shown.replace(b"\r\x1b[K", b"")
    asks = text and not text.endswith(b"\n") and not text.endswith("…".encode())
    if answers and asks and time.monotonic() - last > 0.3:
        answer = answers.pop(0)
        os.write(fd, keys.get(answer, answer.encode() + b"\n"))
        last = time.monotonic()
    if asks and not answers and time.monotonic() - last > 15:
        end = 0
    if time.monotonic() > end:
        os.kill(pid, signal.SIGKILL)
        break
sys.stdout.buffer.write(shown)
_, status = os.waitpid(pid, 0)
if time.monotonic() > end:
    sys.exit(124)
sys.exit(os.waitstatus_to_exitcode(status) % 256)
