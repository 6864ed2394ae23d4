#!/bin/sh
# SPDX-License-Identifier: MIT
# Pushes that are cut off: the one who pushes is killed at each step, the disk
# is full. The repository stays whole, and the same push again ends well, with
# the time of the first where main has it.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/gate_lib.sh"

programs_need python3
county_small
server_make ''
w=$work/w
git clone -q "$repo" "$w"

# new OBJECT: the record of a walk on main as it is, with a picture that packs
# to nothing smaller.
new() {
	git -C "$w" fetch -q "$repo" main
	git -C "$w" checkout -q -f --detach FETCH_HEAD
	walk "$w/content/units/$1" 在窗口等了一刻钟
	python3 - "$w/content/units/$1/a.png" <<'END'
import os, struct, sys, zlib
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + \
        struct.pack(">I", zlib.crc32(kind + data))
rows = b"".join(b"\0" + os.urandom(600) for _ in range(600))
open(sys.argv[1], "wb").write(b"\x89PNG\r\n\x1a\n" +
    chunk(b"IHDR", struct.pack(">IIBBBBB", 600, 600, 8, 0, 0, 0, 0)) +
    chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
END
	printf '![门口](a.png)\n' >>"$w/content/units/$1/index.md"
	commit "$w"
}

# --- whoever pushes is killed --------------------------------------------------

# The client goes when the server's side has come so far: half of the push is
# there, the first hook begins, the second does.
mkdir "$work/as"
number=0
for step in receive-pack pre-receive proc-receive; do
	hook=$repo/hooks/$step
	receive=$(undoored mzj-a)
	number=$((number + 1))
	object=mzj/2024-0$number/window
	new "$object"
	rm -f "$work/begun"
	if [ $step = receive-pack ]; then
		printf '%s\n' '#!/bin/sh' "{ head -c 20000; touch $work/begun" \
			"sleep 2; } | $receive \"\$@\"" >"$work/receive"
		chmod +x "$work/receive"
		receive=$work/receive
	else
		target=$(readlink "$hook")
		ln -sf "$target" "$work/as/$step"
		rm "$hook"
		printf '%s\n' '#!/bin/sh' "touch $work/begun" 'sleep 2' \
			"exec $work/as/$step" >"$hook"
		chmod +x "$hook"
	fi
	git -C "$w" push --receive-pack="$receive" "$repo" \
		"HEAD:refs/heads/u/$object" >"$work/push.out" 2>&1 &
	client=$!
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		[ -e "$work/begun" ] && break
		sleep 0.3
	done
	ok "$step: it has come so far" test -e "$work/begun"
	kill -KILL "$client"
	wait "$client" 2>/dev/null
	# What goes on without the client comes to its end.
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		sleep 0.5
		pgrep -f "receive-pack.* ?'?$repo" >"$work/left" || break
	done
	if [ $step != receive-pack ]; then
		rm "$hook"
		ln -s "$target" "$hook"
	fi
	first=$(main_file "content/journal/$object/0001.yml")
	ok "$step: the repository is whole" git -C "$repo" fsck --no-dangling
	run git -C "$w" push --receive-pack="$(undoored mzj-a)" "$repo" \
		"HEAD:refs/heads/u/$object"
	accepted "$step: the same again is received"
	case $first in
	事件*)
		is "$step: with the time of the first" "$first" \
			"$(main_file "content/journal/$object/0001.yml")"
		;;
	*) like "$step: for the first time" '回执 0001 号' "$err" ;;
	esac
	is "$step: once" 1 "$(git -C "$repo" ls-tree --name-only main \
		"content/journal/$object/" | wc -l)"
	[ $step != proc-receive ] ||
		like "$step: main had it by then" '^事件: 收到$' "$first"
done
verified() {
	exits "$1: verify" 0 "$TAIZHANG" verify -C "$repo"
}
verified "killed"

# --- the disk is full ------------------------------------------------------------

mkdir "$work/small"
if ! mount -t tmpfs -o size=32m none "$work/small" 2>/dev/null; then
	echo "# no small disk here: whoever may mount one tries it"
	finish
fi
trap 'umount "$work/small"; chmod -R u+w "$work" 2>/dev/null; rm -rf "$work"' EXIT
cp -a "$repo" "$work/small/county.git"
repo=$work/small/county.git
n=0 refusals=0 wrong=
# With so many KB left: none, enough for the objects and not for what the gate
# writes, and more.
for left in 0 8 300 360 372 380 392 400 420; do
	n=$((n + 1))
	object=mzj/$(printf '2025-%02d' $n)/window
	new "$object"
	free=$(df -k --output=avail "$work/small" | tail -1)
	head -c $(((free - left) * 1024)) /dev/zero >"$work/small/filler"
	push_was=$(main_now)
	run timeout 100 git -C "$w" push \
		--receive-pack="$(undoored mzj-a)" "$repo" \
		"HEAD:refs/heads/u/$object"
	if [ "$code" != 0 ]; then
		refusals=$((refusals + 1))
		[ "$(main_now)" = "$push_was" ] || case $(main_file \
			"content/journal/$object/0001.yml") in
		事件*) ;;
		*) wrong="$wrong $left: main moved" ;;
		esac
		printf '%s\n' "$err" | grep -Eq \
			'No space left|不能|未收到|unable to|failed' ||
			wrong="$wrong $left: $err"
	fi
	rm "$work/small/filler"
	git -C "$repo" fsck --no-dangling >"$work/fsck" 2>&1 ||
		wrong="$wrong $left: $(head -n 1 "$work/fsck")"
	run timeout 100 git -C "$w" push \
		--receive-pack="$(undoored mzj-a)" "$repo" \
		"HEAD:refs/heads/u/$object"
	[ "$code" = 0 ] || wrong="$wrong $left: again: $err"
	[ "$(git -C "$repo" rev-parse "refs/heads/u/$object")" = \
		"$(git -C "$w" rev-parse HEAD)" ] || wrong="$wrong $left: branch"
done
is "a full disk refuses, and breaks nothing" "" "$wrong"
ok "it was full ($refusals times of $n)" test "$refusals" -ge 3
verified "full"

finish
