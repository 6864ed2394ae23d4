# SPDX-License-Identifier: MIT
"""What a web server of the tests does before it passes anything on: a login in
which names are good with themselves as the password, on loopback alone."""

import base64
import http.server
import os
import threading


class LoginHandler(http.server.BaseHTTPRequestHandler):
    """Who asks, and how one is asked who he is."""

    realm = "test"

    def user(self):
        words = self.headers.get("Authorization", "").split()
        if len(words) != 2 or words[0] != "Basic":
            return None
        name, _, password = base64.b64decode(words[1]).decode().partition(":")
        return name if name and name == password else None

    def refuse(self):
        self.send_response(401)
        self.send_header("WWW-Authenticate", f'Basic realm="{self.realm}"')
        self.send_header("Content-Length", "0")
        self.end_headers()


def serve(handler, port_file, seconds):
    """At any free port, which the file then names; ends after so long."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Timer(seconds, os._exit, [0]).start()
    with open(port_file + ".new", "w", encoding="ascii") as port:
        port.write(f"{server.server_port}\n")
    os.rename(port_file + ".new", port_file)
    server.serve_forever()
