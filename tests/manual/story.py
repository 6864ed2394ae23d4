#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs manuals as one story, on a machine to throw away (enter.sh), each block
in order, by the people who stand before the prompts:

    story.py docs/manual/keeper.md …

Every fenced block is one of these; its words stand behind the language.

    console     "mzj-dong$ taizhang status" (root: "root#"): a command of this
                person; it goes on in the next line behind a \\. The lines below
                are what it says: "…" stands for anything within a line, a line
                of "…" for any lines. It has to end with 0.
                  fails     the last command of the block has to end otherwise
                  soon      may take some seconds to come out so
                  stays     the only command goes on until the manual ends
                  tty       at a terminal
                A line of the answer that has 〔text〕 is where that was typed.
    diff PATH   a change of a file: lines with "-" become lines with "+", those
                with " " stand before and behind
    a language and a PATH      the whole file
    yaml PATH ci               that, and a recipe for a forge's runner: its
                commands are run as the runner would, on what is there and on
                a file with a fault

A PATH is absolute, and written by root, or from where the person of the last
command is, and written by him. The paragraph above names it. In both, AAAA… stands for the
public key of the 用户 in its line. With MANUAL_SHOWS in the environment all
that was said is shown, for whoever writes a manual. Each person has a home, a folder where he
is, which stays from command to command, and nothing else that does.
"""
import json
import os
import pty
import pwd
import re
import select
import shlex
import signal
import subprocess
import sys
import time

import yaml

PROMPT = re.compile(r"^([a-z][a-z0-9-]*)([#$]) (.*)$")
COMMAND_SECONDS = 60
SOON_SECONDS = 30
count = failures = 0
places = {}
staying = []


def result(name, why):
    global count, failures
    count += 1
    print("%sok %d - %s" % ("not " if why else "", count, name))
    if why:
        failures += 1
        for line in why.splitlines():
            print("# " + line)
    sys.stdout.flush()


def person(name):
    """Whoever is not there yet comes with an account, as on a PC of his own,
    and with a picture from his phone."""
    try:
        return pwd.getpwnam(name)
    except KeyError:
        subprocess.run(["useradd", "-m", "-s", "/bin/bash", name], check=True)
        who = pwd.getpwnam(name)
        subprocess.run([os.environ["BUILD"] + "/tests/bench/photo",
                        who.pw_dir + "/IMG_2031.jpg", "1600", "1200", "7", "6"],
                       check=True)
        return who


def place(name):
    return places.setdefault(name, person(name).pw_dir)


def environment(who):
    path = "/usr/local/bin:/usr/bin:/bin"
    if who.pw_uid == 0:
        path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    return {"HOME": who.pw_dir, "USER": who.pw_name, "LOGNAME": who.pw_name,
            "PATH": path, "LANG": "C.UTF-8", "TERM": "dumb", "NO_COLOR": "1",
            "ROOT": os.environ["ROOT"], "BUILD": os.environ["BUILD"],
            "SHELL": "/bin/bash"}


def become(who):
    os.initgroups(who.pw_name, who.pw_gid)
    os.setgid(who.pw_gid)
    os.setuid(who.pw_uid)
    os.umask(0o022)


def stay(name, command, expected):
    """Starts it, and waits for what it says first."""
    who = person(name)
    process = subprocess.Popen(
        ["/bin/bash", "-c", "cd %s && exec %s" % (
            shlex.quote(place(name)), command)],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, env=environment(who),
        preexec_fn=lambda: (os.setsid(), become(who)))
    staying.append(process)
    deadline = time.monotonic() + SOON_SECONDS
    out = b""
    while time.monotonic() < deadline:
        if select.select([process.stdout], [], [], 0.2)[0]:
            out += os.read(process.stdout.fileno(), 65536)
        if matches(expected, out.decode("utf-8", "replace")):
            return process.poll() or 0, out.decode()
    return 124, out.decode("utf-8", "replace")


def read_all(fd, answers, at_end):
    """What comes out of it; each answer goes in when its question has."""
    out = b""
    deadline = time.monotonic() + COMMAND_SECONDS
    while time.monotonic() < deadline:
        ready = select.select([fd], [], [], 0.2)[0]
        if not ready:
            if at_end():
                break
            continue
        try:
            some = os.read(fd, 65536)
        except OSError:
            break
        if not some:
            break
        out += some
        while answers and answers[0][0].encode() in out[answers[0][2]:]:
            question, answer, _ = answers.pop(0)
            for later in answers:
                later[2] = len(out)
            os.write(fd, answer.encode() + b"\n")
    return out.decode("utf-8", "replace").replace("\r\n", "\n")


def run(name, command, answers=None):
    """Status and what it said, by that person, where he is."""
    who = person(name)
    # What is left running in the background keeps no end of the pipe open.
    kept = "/tmp/place-%d" % who.pw_uid
    script = "cd %s || exit 99\n%s\n_status=$?\npwd >%s\nexit $_status\n" % (
        shlex.quote(place(name)), command, kept)
    argv = ["/bin/bash", "-c", script]
    if answers is not None:
        pid, fd = pty.fork()
        if pid == 0:
            become(who)
            os.execve(argv[0], argv, environment(who))
        out = read_all(fd, [[q, a, 0] for q, a in answers], lambda: False)
        os.kill(pid, signal.SIGHUP)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        os.close(fd)
    else:
        process = subprocess.Popen(
            argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, env=environment(who),
            preexec_fn=lambda: (os.setsid(), become(who)))
        out = read_all(process.stdout.fileno(), [],
                       lambda: process.poll() is not None)
        try:
            status = process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            status, out = 124, out + "\n(took too long)"
    try:
        places[name] = open(kept).read().strip() or places[name]
        os.unlink(kept)
    except FileNotFoundError:
        pass
    return status, out


def pattern(lines):
    """A regular expression for what the manual says is answered."""
    out = ""
    for line in lines:
        if line.strip() == "…":
            out += r"(?:.*\n)*?"
        else:
            out += ".*".join(re.escape(p) for p in line.split("…")) + "\n"
    return re.compile(out + r"\Z")


def matches(lines, said):
    # What a terminal had shown and wiped out again is not there any more.
    said = re.sub(r"[^\n]*\r\x1b\[K", "", said)
    said = re.sub(r"[ \t\r]+\n", "\n", said)
    if said and not said.endswith("\n"):
        said += "\n"
    return pattern([line.rstrip() for line in lines]).match(said)


def typed(lines):
    """Questions with their answers, and the lines as they will come out."""
    answers, shown = [], []
    for line in lines:
        hit = re.search(r"〔(.*?)〕", line)
        if hit:
            question = line[:hit.start()].rstrip().split("…")[-1]
            answers.append((question, hit.group(1)))
            # A password is not shown as it is typed.
            line = line[:hit.start()].rstrip() + "…"
        shown.append(line)
    return answers, shown


def commands(text):
    """(person, command, expected lines) of a console block."""
    found = []
    goes_on = False
    for line in text:
        start = PROMPT.match(line)
        if goes_on:
            found[-1][1] += "\n" + line
            goes_on = line.endswith("\\")
        elif start:
            if (start.group(1) == "root") != (start.group(2) == "#"):
                raise ValueError("root has #, others have $: " + line)
            found.append([start.group(1), start.group(3), []])
            goes_on = line.endswith("\\")
        elif not found:
            raise ValueError("no command before: " + line)
        else:
            found[-1][2].append(line)
    return found


def shown(lines):
    """Indented; of many, the first and the last."""
    if len(lines) > 24:
        lines = lines[:12] + ["(and so on)"] + lines[-12:]
    return "\n".join("  " + line for line in lines)


def console(where, words, text):
    last = None
    todo = commands(text)
    for i, (name, command, expected) in enumerate(todo):
        fails = "fails" in words and i == len(todo) - 1
        answers = None
        if "tty" in words:
            answers, expected = typed(expected)
        deadline = time.monotonic() + (SOON_SECONDS if "soon" in words else 0)
        while True:
            if "stays" in words:
                status, said = stay(name, command, expected)
            else:
                status, said = run(name, command, answers)
            good = (status in (1, 2, 3) if fails else status == 0) and (
                matches(expected, said))
            if good or time.monotonic() >= deadline:
                break
            time.sleep(0.5)
        why = ""
        if not good:
            why = "status %d; the manual says:\n%s\nit said:\n%s" % (
                status, shown(expected), shown(said.splitlines()))
        result("%s %s" % (where, command.replace("\n", " ")), why)
        if "MANUAL_SHOWS" in os.environ:
            print(said)
        last = name
    return last


def keys_put(text):
    """AAAA… in a line with 用户: NAME is that user's public key."""
    def key(match):
        name = re.search(r"用户: ([a-z0-9-]+)", match.group(0)).group(1)
        path = person(name).pw_dir + "/.ssh/id_ed25519.pub"
        return match.group(0).replace("AAAA…", open(path).read().split()[1])

    return re.sub(r"^.*用户: .*AAAA….*$", key, text, flags=re.M)


def write(name, path, text):
    who = person(name)
    folder = os.path.dirname(path)
    subprocess.run(["mkdir", "-p", folder], check=True,
                   preexec_fn=lambda: become(who))
    subprocess.run(["tee", path], input=text.encode(), check=True,
                   stdout=subprocess.DEVNULL, preexec_fn=lambda: become(who))


def change(name, path, lines):
    old = keys_put("".join(line[1:] + "\n" for line in lines
                           if line[:1] in " -"))
    new = keys_put("".join(line[1:] + "\n" for line in lines
                           if line[:1] in " +"))
    text = open(path, encoding="utf-8").read()
    if [line for line in lines if line[:1] not in (" ", "+", "-")]:
        raise ValueError("a line of a diff begins with space, + or -")
    if ("\n" + text).count("\n" + old) != 1:
        raise ValueError("%s has not once:\n%s" % (path, old))
    write(name, path, text.replace(old, new, 1))


# --- recipes for runners -------------------------------------------------------

# What else of a recipe is known here, so that a mistyped word shows.
GITEA = {"name", "on", "jobs"}
GITEA_JOB = {"runs-on", "steps"}
GITEA_STEP = {"name", "uses", "with", "if", "run"}
GITLAB_JOB = {"tags", "rules", "variables", "script", "artifacts"}


def known(found, words):
    if set(found) - words:
        raise ValueError("what is %s?" % (set(found) - words))


def recipe_read(text, path):
    """Scripts, one a step (whether it runs after a failure, too), the files
    that are kept, and which variables say what to compare with."""
    recipe = yaml.safe_load(text)
    if path.startswith(".gitea/"):
        recipe["on"] = recipe.pop(True)  # YAML 1.1 takes "on" for yes.
        known(recipe, GITEA)
        (job,) = recipe["jobs"].values()
        known(job, GITEA_JOB)
        for step in job["steps"]:
            known(step, GITEA_STEP)
        out = [s for s in job["steps"] if "checkout" in s.get("uses", "")]
        if out[0]["with"]["fetch-depth"] != 0:
            raise ValueError("without history there is nothing to compare")
        kept = [s["with"]["path"] for s in job["steps"]
                if "artifact" in s.get("uses", "")]
        return ([(s["run"], s.get("if") == "always()") for s in job["steps"]
                 if "run" in s], kept, {"GITHUB_BASE_REF": "main"})
    (job,) = recipe.values()
    known(job, GITLAB_JOB)
    if job["variables"]["GIT_DEPTH"] != "0":
        raise ValueError("without history there is nothing to compare")
    return ([("set -e\n" + "\n".join(job["script"]), False)],
            job["artifacts"]["paths"],
            {"CI_MERGE_REQUEST_DIFF_BASE_SHA": "$(git merge-base HEAD "
                                               "origin/main)"})


def recipe_run(name, steps, variables):
    """0 where all steps ended so, and what they said."""
    set_all = "".join('export %s="%s"\n' % v for v in variables.items())
    worst, said = 0, ""
    for script, is_always in steps:
        if worst and not is_always:
            continue
        status, out = run(name, set_all + "(" + script + "\n)")
        worst, said = worst or status, said + out
    return worst, said


def recipe(name, path):
    folder = place(name)
    steps, kept, variables = recipe_read(
        open(os.path.join(folder, path), encoding="utf-8").read(), path)
    status, said = recipe_run(name, steps, variables)
    if status:
        raise ValueError("ends with %d: %s" % (status, said[-2000:]))
    run(name, "git checkout -q -b fault && mkdir -p content/units/mzj/2026-11/"
        "window && printf -- '---\\n日期：2026-11-12\\n---\\n' >content/units/"
        "mzj/2026-11/window/index.md && git add content && "
        "git -c user.name=a -c user.email=a commit -q -m fault")
    status, said = recipe_run(name, steps, variables)
    if status != 1 or "[head-colon]" not in said:
        raise ValueError("passes a fault (%d): %s" % (status, said[-2000:]))
    for one in kept:
        text = open(os.path.join(folder, one), encoding="utf-8").read()
        json.loads(text)
        if "head-colon" not in text:
            raise ValueError("%s does not name the fault" % one)
    run(name, "git checkout -q - && git branch -q -D fault && rm -f " +
        " ".join(kept))


# --- README.md -------------------------------------------------------------------

def is_open(command):
    """Does it go on in the next line?"""
    return command.endswith("\\") or command.count('"') % 2


def readme(path):
    """Its tour: lines in by four, commands behind "$ ". They are typed by "you",
    in a clone; sudo is root. What is shown of an answer is compared, where
    something is. A status is not: much of it is about faults."""
    person("you")
    run("you", "git config --global user.name you; "
        "git config --global user.email you; "
        "git clone -q https://git.example/taizhang.git taizhang; cd taizhang")
    todo = []
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip("\n")
        if line.startswith("    $ "):
            todo.append([number, line[6:], []])
        elif todo and line.startswith("    ") and is_open(todo[-1][1]):
            todo[-1][1] += "\n" + line[4:]
        elif todo and line.startswith("    "):
            todo[-1][2].append(line[4:])
        elif todo and not line and todo[-1][2]:
            todo[-1][2].append("")
        elif todo and line:
            todo.append([0, "", []])
    for number, command, expected in todo:
        if not number:
            continue
        while expected and not expected[-1]:
            expected.pop()
        expected = [re.sub("（[0-9.]+ 秒）", "（… 秒）", e) for e in expected]
        name = "you"
        if command.startswith("sudo "):
            name, places["root"], command = "root", place("you"), command[5:]
        if " serve" in command:
            status, said = stay(name, command, expected)
        else:
            status, said = run(name, command)
        said = said.rstrip("\n") + "\n"
        good = status in (0, 1) and (not expected or matches(expected, said))
        result("README.md:%d %s" % (number, command.split("\n")[0]),
               "" if good else "status %d; it says:\n%s\nit said:\n%s" % (
                   status, shown(expected), shown(said.splitlines())))
        if "MANUAL_SHOWS" in os.environ:
            print(said)


def blocks(path):
    """(line number, words, text, paragraph above) of each fenced block."""
    found = None
    above = []
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip("\n")
        if found is None and line.startswith("```"):
            found = (number, line[3:].split(), [], "\n".join(above))
        elif found is not None and line == "```":
            yield found
            found, above = None, []
        elif found is not None:
            found[2].append(line)
        elif line:
            above.append(line)
    if found:
        raise ValueError("%s:%d: not closed" % (path, found[0]))


def manual(path):
    who = "root"
    for process in staying:
        process.kill()
    staying.clear()
    for number, words, text, above in blocks(path):
        where = "%s:%d" % (os.path.basename(path), number)
        try:
            if not words:
                raise ValueError("what is this block?")
            if words[0] == "console":
                who = console(where, words[1:], text)
                continue
            if len(words) != 2 and words[2:] != ["ci"]:
                raise ValueError("neither commands nor a file")
            if words[1] not in above:
                raise ValueError("nobody is told that this is " + words[1])
            to = os.path.join(place(who), words[1])
            writer = "root" if to == words[1] else who
            if words[0] == "diff":
                change(writer, to, text)
            else:
                write(writer, to, keys_put("\n".join(text) + "\n"))
            if "ci" in words:
                recipe(who, words[1])
            result("%s %s" % (where, words[1]), "")
        except (ValueError, KeyError, OSError, yaml.YAMLError,
                subprocess.CalledProcessError) as fault:
            result("%s %s" % (where, " ".join(words)), repr(fault))


def loopback():
    import fcntl
    import socket
    import struct
    s = socket.socket()
    fcntl.ioctl(s, 0x8914, struct.pack("16sh22x", b"lo", 1))


if __name__ == "__main__":
    loopback()
    for argument in sys.argv[1:]:
        if argument.endswith("/README.md"):
            readme(argument)
        else:
            manual(argument)
    print("1..%d" % count)
    sys.exit(failures != 0)
