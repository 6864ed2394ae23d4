#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The official account's interface on this machine, as its documentation says
it behaves, for tests/flow/wechat.sh.

    wechat_server.py FOLDER [CERTIFICATE]

The port is written to FOLDER/port, each call as a line to FOLDER/log, and what
the account has to FOLDER/state.json. FOLDER/faults, read before each call, has
lines "PATH FAULT"; the first that fits the path is used up, one that begins
with "*" stays:

    code N       answers with this error
    slow S       waits so many seconds first
    cut          closes without having done anything
    lost         does it and closes without an answer
    garbage      answers something that is no JSON
    expired      no token is good any more; answers 42001
"""

import http.server
import json
import os
import re
import ssl
import sys
import threading
import time
import urllib.parse

APPID, SECRET = "wxtest0123456789", "s3cr3t-of-the-test"
folder = sys.argv[1]
lock = threading.Lock()
state = {"tokens": 0, "pictures": {}, "materials": [], "drafts": []}
good_token = None


class Refused(Exception):
    def __init__(self, code, message="refused"):
        super().__init__(message)
        self.code = code


def token_name(number):
    return "TOKEN-%04d-%s" % (number, "x" * 40)


def stable_token(body, _query):
    global good_token
    asked = json.loads(body)
    if asked["grant_type"] != "client_credential" or asked["appid"] != APPID:
        raise Refused(40013, "invalid appid")
    if asked["secret"] != SECRET:
        raise Refused(40001, "invalid credential %s" % asked["secret"])
    if good_token is None or asked["force_refresh"]:
        state["tokens"] += 1
        good_token = token_name(state["tokens"])
    return {"access_token": good_token, "expires_in": 7200}


def part_of(handler, body):
    """The one part of a form: its file name and bytes."""
    kind = handler.headers["Content-Type"]
    mark = re.fullmatch(r"multipart/form-data; boundary=(.+)", kind)
    if not mark:
        raise Refused(41005, "media data missing")
    mark = b"--" + mark.group(1).encode()
    parts = body.split(mark)
    if len(parts) != 3 or parts[2].strip() != b"--":
        raise Refused(41005, "media data missing")
    head, _, data = parts[1][2:].partition(b"\r\n\r\n")
    name = re.search(rb'name="media"; filename="([^"]+)"', head)
    if not name or not data.endswith(b"\r\n"):
        raise Refused(41005, "media data missing")
    return name.group(1).decode(), data[:-2]


def kind_of(data):
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    raise Refused(40005, "invalid file type")


def uploadimg(handler, body):
    _, data = part_of(handler, body)
    kind = kind_of(data)
    if len(data) >= 1024 * 1024:
        raise Refused(40009, "invalid image size")
    number = len(state["pictures"]) + 1
    url = "http://mmbiz.qpic.cn/mmbiz_%s/%s%d/0?wx_fmt=%s&from=appmsg" % (
        kind, "A" * 90, number, kind)
    state["pictures"][url] = len(data)
    return {"url": url}


def add_material(handler, body):
    name, data = part_of(handler, body)
    kind_of(data)
    if len(data) > 10 * 1024 * 1024:
        raise Refused(40009, "invalid image size")
    item = {"media_id": "MATERIAL-%d" % (len(state["materials"]) + 1),
            "name": name, "url": "http://mmbiz.qpic.cn/x"}
    state["materials"].insert(0, item)
    return {"media_id": item["media_id"], "url": item["url"]}


def checked(article):
    def text(name):
        value = article.get(name, "")
        if not isinstance(value, str):
            raise Refused(47001, "data format error")
        return value
    if not text("title") or not text("content"):
        raise Refused(44003, "empty news data")
    for name, most, code in (("title", 32, 45003), ("author", 16, 45110),
                             ("digest", 128, 45004)):
        if len(text(name)) > most:
            raise Refused(code, "%s size out of limit" % name)
    content = text("content")
    if len(content) >= 20000 or len(content.encode()) >= 1 << 20:
        raise Refused(45002, "content size out of limit")
    if len(text("content_source_url").encode()) > 1024:
        raise Refused(45005, "url size out of limit")
    for href in re.findall(r'href="([^"]*)"', content):
        if not href.startswith("https://mp.weixin.qq.com/"):
            raise Refused(40066, "invalid url")
    if re.search(r"<(script|style|iframe)|\s(on\w+|id|class)=", content):
        raise Refused(45166, "invalid content")
    for src in re.findall(r'src="([^"]*)"', content):
        src = src.replace("&amp;", "&").replace("https://", "http://", 1)
        if src not in state["pictures"]:
            raise Refused(45166, "picture from elsewhere")
    if text("thumb_media_id") not in (
            m["media_id"] for m in state["materials"]):
        raise Refused(40007, "invalid media_id")
    return dict(article)


def article_json(body):
    if b"\\u" in body:
        raise Refused(40033, "invalid charset")
    try:
        return json.loads(body.decode("utf-8"))
    except ValueError:
        raise Refused(47001, "data format error") from None


def draft_find(media_id):
    for draft in state["drafts"]:
        if draft["media_id"] == media_id:
            return draft
    raise Refused(40007, "invalid media_id")


def draft_add(_handler, body):
    articles = article_json(body).get("articles")
    if not isinstance(articles, list) or len(articles) != 1:
        raise Refused(44003, "empty news data")
    draft = {"media_id": "DRAFT-%d" % (len(state["drafts"]) + 1),
             "content": {"news_item": [checked(articles[0])]}}
    state["drafts"].insert(0, draft)
    return {"media_id": draft["media_id"], "item": []}


def draft_update(_handler, body):
    asked = article_json(body)
    draft = draft_find(asked["media_id"])
    if asked["index"] != 0 or not isinstance(asked["articles"], dict):
        raise Refused(47001, "data format error")
    draft["content"]["news_item"][0] = checked(asked["articles"])
    return {"errcode": 0, "errmsg": "ok"}


def draft_get(_handler, body):
    return draft_find(article_json(body)["media_id"])["content"]


def listed(items):
    def answer(_handler, body):
        asked = article_json(body)
        count = asked["count"]
        if not 1 <= count <= 20:
            raise Refused(47001, "data format error")
        page = state[items][asked["offset"]:asked["offset"] + count]
        return {"total_count": len(state[items]), "item_count": len(page),
                "item": page}
    return answer


CALLS = {
    "media/uploadimg": uploadimg, "material/add_material": add_material,
    "material/batchget_material": listed("materials"),
    "draft/add": draft_add, "draft/update": draft_update,
    "draft/get": draft_get, "draft/batchget": listed("drafts"),
}


def fault_for(path):
    name = os.path.join(folder, "faults")
    try:
        with open(name, encoding="utf-8") as file:
            lines = file.read().splitlines()
    except FileNotFoundError:
        return []
    for i, line in enumerate(lines):
        where, *fault = line.lstrip("*").split()
        if where in (path, "any"):
            if not line.startswith("*"):
                del lines[i]
                with open(name, "w", encoding="utf-8") as file:
                    file.write("".join(x + "\n" for x in lines))
            return fault
    return []


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_args):
        pass

    def do_POST(self):
        address = urllib.parse.urlsplit(self.path)
        path = address.path.removeprefix("/cgi-bin/")
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with lock:
            self.call(path, urllib.parse.parse_qs(address.query), body)

    def call(self, path, query, body):
        global good_token
        fault = fault_for(path)
        with open(os.path.join(folder, "log"), "a", encoding="utf-8") as log:
            log.write(path + "\n")
        if fault[:1] == ["slow"]:
            time.sleep(float(fault[1]))
        if fault == ["cut"]:
            self.close_connection = True
            return
        try:
            if fault[:1] == ["code"]:
                ip = " 203.0.113.7" if fault[1] == "40164" else ""
                raise Refused(int(fault[1]), "invalid ip%s %s" % (
                    ip, good_token) if ip else "told so %s" % good_token)
            if fault == ["expired"]:
                good_token = None
                raise Refused(42001, "access_token expired")
            if path == "stable_token":
                answer = stable_token(body, query)
            else:
                if query.get("access_token") != [good_token]:
                    raise Refused(40001, "invalid credential")
                answer = CALLS[path](self, body)
        except Refused as refused:
            answer = {"errcode": refused.code, "errmsg": str(refused)}
        with open(os.path.join(folder, "state.json"), "w",
                  encoding="utf-8") as file:
            json.dump(state, file, ensure_ascii=False)
        if fault == ["lost"]:
            self.close_connection = True
            return
        text = json.dumps(answer, ensure_ascii=False).encode()
        if fault == ["garbage"]:
            text = b"<html>gateway</html>"
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
if len(sys.argv) > 2:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2])
    server.socket = context.wrap_socket(server.socket, server_side=True)
with open(os.path.join(folder, "port.new"), "w", encoding="utf-8") as out:
    out.write(str(server.server_port))
os.rename(os.path.join(folder, "port.new"), os.path.join(folder, "port"))
# Whoever started it may be killed.
threading.Timer(600, os._exit, [1]).start()
server.serve_forever()
