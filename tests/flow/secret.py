#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Plants a secret in every field of every kind that is not public:

    secret.py KINDS CONTENT      writes records; prints the secrets, one a line

It reads the kinds as they are, so a new kind or field is covered without a word
here. A secret is whatever its type allows that nothing else says: a text of
its own, a day in 1911, a number of nine digits. Choices, yes-no and references
have no room for one."""
import os
import re
import sys

RECORD = "mzj-2026-11-window"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c636000000002000148afa471"
    "0000000049454e44ae426082")
WORD = re.compile(r"\s*([^:{}\[\],]+?)\s*:\s*")


def flow(text, at):
    """A value in braces, in brackets or plain; and where it ends."""
    if text[at] == "{":
        value, at = {}, at + 1
        while text[at] != "}":
            found = WORD.match(text, at)
            if not found:
                at += 1
                continue
            value[found[1]], at = flow(text, found.end())
        return value, at + 1
    if text[at] == "[":
        end = text.index("]", at)
        return [w.strip() for w in text[at + 1:end].split(",")], end + 1
    if text[at] == '"':
        end = text.index('"', at + 1)
        return text[at + 1:end], end + 1
    end = at
    depth = 0
    while end < len(text) and (depth or text[end] not in ",}"):
        depth += (text[end] == "{") - (text[end] == "}")
        end += 1
    return text[at:end].strip(), end


def kind_read(path):
    """The subset of YAML that kinds are written in."""
    root = {}
    stack = [(-1, root)]
    for line in open(path, encoding="utf-8"):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        indent = len(line) - len(line.lstrip())
        key, rest = line.strip().split(":", 1)
        rest = rest.strip()
        while stack[-1][0] >= indent:
            stack.pop()
        if rest:
            whole = rest[0] in '{["'
            stack[-1][1][key] = flow(rest, 0)[0] if whole else rest
        else:
            stack[-1][1][key] = {}
            stack.append((indent, stack[-1][1][key]))
    return root


class Planter:
    def __init__(self):
        self.secrets = []

    def secret(self, kind):
        n = len(self.secrets)
        made = {
            "text": f"机密{n:04d}号",
            "markdown": f"机密{n:04d}号",
            "date": f"1911-{n // 28 % 12 + 1:02d}-{n % 28 + 1:02d}",
            "month": f"19{n % 90 + 10:02d}-{n // 90 % 12 + 1:02d}",
            "moment": f"1912-{n // 28 % 12 + 1:02d}-{n % 28 + 1:02d}"
                      "T08:00:00+08:00",
            "integer": str(988000000 + n),
            "decimal": str(988000000 + n) + ".5",
        }.get(kind)
        if made:
            self.secrets.append(made[:19] if kind == "moment" else made)
        return made

    def scalar(self, field, is_open):
        kind = field.get("type", "text")
        if not is_open and "max" not in field:
            made = self.secret(kind)
            if made:
                return f'"{made}"'
        if kind == "yes-no":
            return "否"  # a picture's 公开 too
        if kind == "choice":
            # What is on the ledger shows in more places than what is not.
            ledger = [c for c in field["choices"] if c == "挂账销号"]
            return (ledger or field["choices"])[0]
        if kind == "integer":
            return field.get("min", "1") if field.get("key") else "1"
        if kind == "picture":
            return "01.png"
        if kind == "reference":
            example = field.get("example", "")
            if isinstance(example, list):
                example = example[0]
            example = example.strip("[]").split(",")[0]
            example = re.sub(r"^[a-z]+-\d{4}-\d\d-[a-z]+", RECORD, example)
            example = re.sub(r"-([pnm])\d\d$", r"-\g<1>01", example)
            return f'"{example or "问题1"}"'
        made = {"date": "2026-11-12", "month": "2026-11", "decimal": "1.5",
                "moment": "2026-11-12T08:00:00+08:00"}.get(kind)
        return f'"{made or field.get("example", "公开")}"'

    def fields(self, fields, indent, is_open):
        """Lines of a mapping. A list is public only if it says so, and what
        stands in a list that is not cannot be."""
        lines = []
        pad = " " * indent
        for name, field in fields.items():
            kind = field.get("type", "text")
            shown = is_open and field.get("public") == "yes"
            if kind == "id":
                continue
            if kind == "group":
                lines.append(f"{pad}{name}:")
                lines += self.fields(field["fields"], indent + 2, is_open)
            elif kind == "list" and "fields" in field:
                inner = self.fields(field["fields"], indent + 4, shown)
                inner[0] = " " * (indent + 2) + "- " + inner[0].lstrip()
                lines += [f"{pad}{name}:"] + inner
            elif kind == "list":
                one = dict(field, type=field.get("of", "text"))
                value = self.scalar(one, shown)
                if value:
                    lines.append(f"{pad}{name}: [{value}]")
            elif kind == "map":
                if field.get("explains"):
                    value = self.secret("text") if not shown else "公开"
                    lines.append(f"{pad}{name}: {{steps-at-least: {value}}}")
                else:
                    value = self.scalar({"type": "text"}, shown)
                    lines.append(f"{pad}{name}: {{线下: {value}}}")
            else:
                value = self.scalar(field, shown)
                if kind != "reference" or field.get("required") == "yes":
                    lines.append(f"{pad}{name}: {value}")
        return lines


PARTS = {"单位": "mzj", "次": "1", "序": "01", "月": "2026-11", "名": "a"}


def path_of(kind):
    """The kind's pattern, filled in."""
    def part(found):
        name, _, choice = found[1].partition(":")
        if choice and choice != "**":
            return choice.split("|")[0]
        field = kind.get("path", {}).get(name, {})
        if field.get("type") == "month":
            return "2026-11"
        if name == "台账":
            return RECORD + "-p01"
        if choice == "**":
            return f"mzj/ledger/{RECORD}-p01"
        return PARTS.get(name, "a")
    pattern = re.sub(r"\[[^\[\]{}]*\{[^}]*\}[^\[\]]*\]", "", kind["files"])
    return re.sub(r"\{([^}]+)\}", part, pattern)


def main(kinds, content):
    planter = Planter()
    for name in sorted(os.listdir(kinds)):
        kind = kind_read(os.path.join(kinds, name))
        path = os.path.join(content, path_of(kind))
        before = len(planter.secrets)
        lines = planter.fields(kind.get("fields", {}), 0, True)
        body = kind.get("body")
        is_open = body and body.get("public") == "yes"
        if body:
            text = "公开的正文。" if is_open else planter.secret("markdown")
        # The plan's own files hold what all else refers to.
        if os.path.exists(path) and len(planter.secrets) == before:
            continue
        if os.path.exists(path):
            del planter.secrets[before:]
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as out:
            if path.endswith(".md"):
                lines = ["---"] + lines + ["---"] + ([text] if body else [])
            out.write("\n".join(lines) + "\n")
        if any("01.png" in line for line in lines):
            picture = os.path.join(os.path.dirname(path), "01.png")
            with open(picture, "wb") as out:
                out.write(PNG)
    print("\n".join(planter.secrets))


main(sys.argv[1], sys.argv[2])
