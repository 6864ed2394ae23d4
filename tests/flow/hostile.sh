#!/bin/sh
# SPDX-License-Identifier: MIT
# Pushes that no git would make: objects written byte by byte, files that
# swell, names that are orders, a connection held open. The door is left out
# where what is tried lies behind it.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/gate_lib.sh"

programs_need python3
county_small
server_make ''
w=$work/w
git clone -q "$repo" "$w"
base=$(git -C "$w" rev-parse HEAD)
plan=$(git -C "$w" rev-parse "$base:content/plan")
layouts=$(git -C "$w" rev-parse "$base:layouts")
object=mzj/$month/window
ref=refs/heads/u/$object
escape=$(printf '\033')

# past USER ARGUMENT...: a push as the door would have it received.
past() {
	before=$(main_now)
	refs_before=$(refs_now)
	_user=$1
	shift
	run timeout 60 git -C "$w" push \
		--receive-pack="$(undoored "$_user")" "$repo" "$@"
}

# tree ENTRY...: "MODE:ID:NAME", the name with Python's escapes, as a tree that
# git would not write.
cat >"$work/tree.py" <<'END'
import sys
for entry in sys.argv[1:]:
    mode, oid, name = entry.split(":", 2)
    name = name.encode().decode("unicode_escape").encode("latin-1")
    sys.stdout.buffer.write(
        mode.encode() + b" " + name + b"\0" + bytes.fromhex(oid))
END
tree() {
	python3 "$work/tree.py" "$@" |
		git -C "$w" hash-object -t tree -w --stdin --literally
}

# forged ENTRY...: a commit on main with these as the record's files. The way
# to them is written by hand as well: an index would not hold such names.
forged() {
	_tree=$(tree "40000:$(tree "$@"):window")
	_tree=$(tree "40000:$(tree "40000:$_tree:$month"):mzj")
	_tree=$(tree "40000:$plan:plan" "40000:$_tree:units")
	_tree=$(tree "40000:$_tree:content" "40000:$layouts:layouts")
	git -C "$w" commit-tree -p "$base" -m forged "$_tree"
}

# blob TEXT: its id; TEXT as printf has it.
blob() {
	# shellcheck disable=SC2059 # that is what it is for
	printf -- "$1" | git -C "$w" hash-object -w --stdin
}
record="---\\n日期: $today\\n说明: 在窗口等了一刻钟\\n---\\n"
good=$(blob "$record")
other=$(blob x)

# --- names ---------------------------------------------------------------------

# Twice: git itself looks first, and if it did not, we should.
for fsck in true false; do
	git -C "$repo" config receive.fsckObjects $fsck
	while IFS='|' read -r what name; do
		past mzj-a "$(forged "100644:$good:index.md" \
			"100644:$other:$name"):$ref"
		refused "$what (git looks: $fsck)" 'path-name|unpack|gate-'
		unlike "$what: is not shown raw (git looks: $fsck)" \
			"$escape" "$err"
	done <<'END'
the folder above|..
the folder of git|.git
the same by its short name|git~1
the same with a sign that is not seen|.g\xe2\x80\x8cit
a path for a name|a/b.md
an absolute path|/etc/passwd
no name|
a line end|a\nb.md
a sign that turns round|a\xe2\x80\xaeb.md
an option|-rf
no UTF-8|a\xff.md
orders to the terminal|\x1b]0;x\x07.md
END
done
git -C "$repo" config receive.fsckObjects true
past mzj-a "$(forged "100644:$good:index.md" "100644:$other:index.md"):$ref"
refused "the same name twice" 'duplicate|unpack'

past mzj-a "$(forged "100644:$(blob \
	"---\\n日期: $today\\n说明: a\\033]0;x\\007bcd\\n---\\n"):index.md"):$ref"
refused "orders to the terminal in a text" 'text-control'
unlike "are not repeated" "$escape" "$err"

# --- what is no commit, what is no object -----------------------------------------

past mzj-a "$other:$ref"
refused "a file for a commit" '不是提交|rejected'
git -C "$w" tag -a -m x tagged "$base"
past mzj-a "refs/tags/tagged:$ref"
refused "a tag for a commit" '不是提交|rejected'
past mzj-a "$base:refs/heads/u/mzj/$month/-rf"
refused "an option for an object" '没有这个入口|rejected'
for command in "git-upload-pack '--upload-pack=touch $work/done'" \
	"git-upload-pack 'county.git' --timeout=1" \
	"git-upload-pack 'county.git'; touch $work/done" \
	"git-upload-pack '\$(touch $work/done)county.git'x" \
	"git-receive-pack -h" "git-upload-archive 'county.git'" \
	"" "scp -t /"; do
	run env SSH_ORIGINAL_COMMAND="$command" "$TAIZHANG" shell mzj-a \
		-C "$repo"
	like "the door opens not for: $command" '只能用 git' "$err"
done
ok "and nothing of it was done" test ! -e "$work/done"

# --- pictures --------------------------------------------------------------------

cat >"$work/picture.py" <<'END'
import struct, sys, zlib
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + \
        struct.pack(">I", zlib.crc32(kind + data))
width, height, place = map(int, sys.argv[1:])
# Exif: one entry, the list of what a receiver of satellites said: north of
# the equator, by so much.
exif = struct.pack("<2sHIHHHIII", b"II", 42, 8, 1, 0x8825, 4, 1, 26, 0) + \
    struct.pack("<HHHI4sHHIII", 2, 1, 2, 2, b"N\0\0\0", 2, 5, 3, 56, 0) + \
    struct.pack("<6I", 34, 1, 9, 1, 30, 1)
sys.stdout.buffer.write(b"\x89PNG\r\n\x1a\n" +
    chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)) +
    (chunk(b"eXIf", exif) if place else b"") +
    chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b""))
END
# pictured NAME PATTERN WIDTH HEIGHT PLACE
pictured() {
	_picture=$(python3 "$work/picture.py" "$3" "$4" "$5" |
		git -C "$w" hash-object -w --stdin)
	past mzj-a "$(forged "100644:$_picture:a.png" \
		"100644:$(blob "$record![门口](a.png)\\n"):index.md"):$ref"
	refused "$1" "$2"
}
pictured "a picture of fifty thousand by fifty thousand" picture- 50000 50000 0
pictured "one that is too wide" picture- 8001 10 0
pictured "one that says where it was taken" personal 1 1 1

# --- what swells ------------------------------------------------------------------

bomb=$(head -c 200000000 /dev/zero | git -C "$w" hash-object -w --stdin)
past mzj-a "$(forged "100644:$bomb:big.md" "100644:$good:index.md"):$ref"
refused "200 MB in 200 KB" 'file-size'

# Deltas: some hundred bytes that say "that megabyte, a hundred times over", of
# which there may be as many as one likes. Sent as they are, through the door.
cat >"$work/swell.py" <<'END'
import hashlib, struct, subprocess, sys, zlib, resource
repo, old_main, ref, program, count = sys.argv[1:]
def head(kind, size):
    out, byte = b"", kind << 4 | size & 15
    size >>= 4
    while size:
        out += bytes([byte | 128])
        byte, size = size & 127, size >> 7
    return out + bytes([byte])
def number(n):
    out = b""
    while n > 127:
        out, n = out + bytes([n & 127 | 128]), n >> 7
    return out + bytes([n])
def copies(source, size, times):
    # "copy SIZE bytes from 0", as often as that
    one = bytes([0x80 | 0x70]) + size.to_bytes(3, "little")
    return number(source) + number(size * times) + one * times
base = b"0" * (1 << 20)
name = hashlib.sha1(b"blob %d\0" % len(base) + base).digest()
pack = [head(3, len(base)) + zlib.compress(base)]
size = len(base)
for i in range(int(count)):
    delta = copies(size, 1 << 20, 2000 + i)
    pack.append(head(7, len(delta)) + name + zlib.compress(delta))
body = b"PACK" + struct.pack(">II", 2, len(pack)) + b"".join(pack)
body += hashlib.sha1(body).digest()
def pkt(text):
    return b"%04x" % (len(text) + 4) + text
said = pkt(b"0" * 40 + b" " + b"1" * 40 + b" " + ref.encode() +
    b"\0report-status") + b"0000" + body
p = subprocess.run([program, "shell", "mzj-a", "-C", repo], input=said,
    stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    env={"SSH_ORIGINAL_COMMAND": "git-receive-pack 'county.git'"})
print(len(body), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
print(p.stdout[-400:].decode(errors="replace"))
END
# swells NAME COUNT: so many deltas of 2 GB each.
swells() {
	before=$(main_now)
	run timeout 120 python3 "$work/swell.py" "$repo" "$base" "$ref" \
		"$TAIZHANG" "$2"
	like "$1 is not unpacked" 'unpack (index-pack|unpack-objects) abnormal' \
		"$out"
	most=$(printf '%s\n' "$out" | sed -n '1s/.* //p')
	ok "$1 takes little memory (${most:-?} KB)" \
		test "${most:-9999999}" -lt 300000
	is "$1: main stands" "$before" "$(main_now)"
}
git -C "$repo" config taizhang.identity ssh
swells "a pack that swells" 10
swells "one of many parts" 300
is "nothing of it stays" "" "$(find "$repo/objects" -name 'tmp_*' -o \
	-name 'incoming-*')"

# --- what would undo what was accepted ------------------------------------------------

past mzj-a "$(forged "100644:$good:index.md"):$ref"
accepted "a good one"
first=$(git -C "$repo" rev-parse "$ref")
past spj-r "$first:refs/approve/$object"
accepted "is accepted"
# From the same main as the first, as if that had never been.
git -C "$repo" update-ref -d "$ref"
past mzj-a "$(forged "100644:$(blob "${record}另外一次\\n"):index.md"):$ref"
refused "another from before it" 'gate-stale'

# --- a connection held open -----------------------------------------------------------

# All of the push comes three seconds after git has answered.
printf '%s\n' '#!/bin/sh' "{ sleep 3; cat; } | $(undoored mzj-a) \"\$@\"" \
	>"$work/slowly"
chmod +x "$work/slowly"
git -C "$w" fetch -q "$repo" main
git -C "$w" checkout -q -f FETCH_HEAD
walk "$w/content/units/mzj/$month/enforce" 执法那边走了一遍
commit "$w"
began=$(date +%s)
run timeout 60 git -C "$w" push --receive-pack="$work/slowly" "$repo" \
	"HEAD:refs/heads/u/mzj/$month/enforce"
accepted "a push on a slow line"
time=$(main_file "content/journal/mzj/$month/enforce/0001.yml" |
	sed -n 's/^时间: "\(.*\)"/\1/p')
ok "has the time at which all had come" \
	test "$(date -d "$time" +%s)" -ge $((began + 3))

# --- bounds ---------------------------------------------------------------------------

# The hook waits for the lock, and can be looked at.
walk "$w/content/units/mzj/$month/enforce" 执法那边又走了一遍
commit "$w"
python3 - "$repo/taizhang/lock" "$work/unlock" <<'END' &
import fcntl, os, sys, time
f = open(sys.argv[1], "a")
fcntl.flock(f, fcntl.LOCK_EX)
open(sys.argv[2], "w").close()
for _ in range(200):
    if not os.path.exists(sys.argv[2]):
        break
    time.sleep(0.1)
END
holder=$!
while ! [ -e "$work/unlock" ]; do sleep 0.1; done
past mzj-a "HEAD:refs/heads/u/mzj/$month/enforce" &
pusher=$!
# hook_pid: of the proc-receive of this repository.
hook_pid() {
	for _proc in /proc/[0-9]*; do
		if [ "$(readlink "$_proc/cwd" 2>/dev/null)" = "$repo" ] &&
			tr '\0' ' ' <"$_proc/cmdline" 2>/dev/null |
			grep -q '^hooks/proc-receive'; then
			echo "${_proc#/proc/}"
			return
		fi
	done
}
hook=
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	hook=$(hook_pid)
	[ -z "$hook" ] || break
	sleep 0.3
done
like "a hook's time is bounded" '^Max cpu time +60 ' \
	"$(cat "/proc/${hook:-none}/limits" 2>&1)"
# Killed, it has done nothing, and the next push is as if it had not been.
before=$(main_now)
[ -z "$hook" ] || kill -KILL "$hook"
wait "$pusher"
is "killed before the lock, it has done nothing" "$before" "$(main_now)"
rm "$work/unlock"
wait "$holder"
past mzj-a "HEAD:refs/heads/u/mzj/$month/enforce"
accepted "and the same again is received"

ok "the repository is whole" git -C "$repo" fsck --no-dangling
exits "verify" 0 "$TAIZHANG" verify -C "$repo"

finish
