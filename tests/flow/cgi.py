#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A web server with a login that runs one program by CGI: cgi.py PORT-FILE
COMMAND... Names are good with themselves as the password. Loopback, for at
most five minutes."""

import os
import subprocess
import sys

import login

MOUNT = "/git"


class Handler(login.LoginHandler):
    realm = "git"
    protocol_version = "HTTP/1.1"

    def body(self):
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def answer(self):
        body, user = self.body(), self.user()
        if not user:
            self.refuse()
            return
        path, _, query = self.path.partition("?")
        # As a web server does: what the client says comes as HTTP_*.
        variables = {"HTTP_" + name.upper().replace("-", "_"): value
                     for name, value in self.headers.items()}
        variables.update(os.environ, REQUEST_METHOD=self.command,
                         PATH_INFO=path.removeprefix(MOUNT),
                         QUERY_STRING=query, REMOTE_USER=user,
                         REMOTE_ADDR=self.client_address[0],
                         CONTENT_TYPE=self.headers.get("Content-Type", ""),
                         CONTENT_LENGTH=str(len(body)))
        done = subprocess.run(sys.argv[2:], input=body, env=variables,
                              stdout=subprocess.PIPE, timeout=60, check=False)
        head, _, rest = done.stdout.partition(b"\r\n\r\n")
        fields = [line.split(": ", 1) for line in head.decode().split("\r\n")]
        status = dict(fields).get("Status", "200 OK")
        self.send_response(int(status.split()[0]))
        for name, value in fields:
            if name not in ("Status", "Content-Length"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        self.wfile.write(rest)

    do_GET = do_POST = answer


login.serve(Handler, sys.argv[1], 300)
