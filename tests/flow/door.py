#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A web server with a login before a Unix socket: door.py PORT-FILE SOCKET.
Names are good with themselves as the password; the name goes on in
X-Remote-User, and what a client says under that name does not. Where there is
a file PORT-FILE.cut, the answer to the next form is lost on its way back.
Loopback, for at most fifteen minutes."""

import os
import socket
import sys

import login

SECONDS = 900


class Handler(login.LoginHandler):
    realm = "desk"
    protocol_version = "HTTP/1.0"

    def log_message(self, *_):
        pass

    def head(self, user):
        passed = [f"{name}: {value}" for name, value in self.headers.items()
                  if name.lower() not in ("x-remote-user", "connection", "authorization")]
        return "\r\n".join([f"{self.command} {self.path} HTTP/1.1", *passed,
                            f"X-Remote-User: {user}", "Connection: close", "", ""]).encode()

    def answer(self):
        user = self.user()
        if not user:
            self.refuse()
            return
        desk = socket.socket(socket.AF_UNIX)
        desk.connect(sys.argv[2])
        left = int(self.headers.get("Content-Length", 0))
        try:
            desk.sendall(self.head(user))
            while left:
                piece = self.rfile.read(min(left, 65536))
                if not piece:
                    break
                left -= len(piece)
                desk.sendall(piece)
        except OSError:
            pass  # It has said no: what it says is to be read.
        try:
            while piece := desk.recv(65536):
                if os.path.exists(sys.argv[1] + ".cut") and self.command == "POST":
                    os.remove(sys.argv[1] + ".cut")
                    return
                self.wfile.write(piece)
        except OSError:
            pass
        desk.close()

    do_GET = do_POST = do_HEAD = do_PUT = answer


login.serve(Handler, sys.argv[1], SECONDS)
