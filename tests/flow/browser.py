# SPDX-License-Identifier: MIT
"""Chromium, as tests ask it things and press its keys."""

import json
import os
import subprocess
import time


class Browser:
    """DevTools over a pipe: messages are JSON, each with a NUL behind it."""

    def __init__(self, chromium, profile):
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()

        def pipes():
            # Through copies out of the way: either may be 3 or 4.
            a, b = os.dup(theirs_in), os.dup(theirs_out)
            a, b = os.dup(a), os.dup(b)
            os.dup2(a, 3)
            os.dup2(b, 4)

        self.process = subprocess.Popen(
            [chromium, '--headless=new', '--no-sandbox', '--disable-gpu',
             '--disable-dev-shm-usage', '--remote-debugging-pipe',
             '--user-data-dir=' + profile, 'about:blank'],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, close_fds=False, preexec_fn=pipes)
        os.close(theirs_in)
        os.close(theirs_out)
        self.input, self.output = os.fdopen(ours_in, 'rb'), ours_out
        self.rest, self.number, self.session = b'', 0, None
        target = self.call('Target.createTarget', url='about:blank')
        self.session = self.call('Target.attachToTarget', flatten=True,
                                 targetId=target['targetId'])['sessionId']

    def call(self, method, **params):
        self.number += 1
        message = {'id': self.number, 'method': method, 'params': params}
        if self.session:
            message['sessionId'] = self.session
        os.write(self.output, json.dumps(message).encode() + b'\0')
        while True:
            while b'\0' not in self.rest:
                more = os.read(self.input.fileno(), 65536)
                if not more:
                    raise EOFError
                self.rest += more
            one, self.rest = self.rest.split(b'\0', 1)
            answer = json.loads(one)
            if answer.get('id') == self.number:
                return answer.get('result', {})

    def ask(self, what):
        result = self.call('Runtime.evaluate', expression=what,
                           returnByValue=True, awaitPromise=True)
        return result.get('result', {}).get('value')

    def until(self, what, seconds=20):
        """The value of `what` once it is truthy, or None."""
        end = time.time() + seconds
        while time.time() < end:
            value = self.ask(f'(() => {{ try {{ return {what} }} catch {{}} }})()')
            if value:
                return value
            time.sleep(0.05)
        return None

    def close(self):
        self.session = None
        try:
            self.call('Browser.close')
        except (EOFError, OSError):
            pass
        self.process.wait(20)
