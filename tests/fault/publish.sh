#!/bin/sh
# SPDX-License-Identifier: MIT
# What becomes of the portal when the disk fails, is full, or the process is
# killed: each call that publishing makes fails once, one after the other.
set -u

fault=$BUILD/tests/fault/fault.so
if [ -n "${TAIZHANG_SANITIZED-}" ]; then
	echo "1..0 # SKIP sanitizers have the same calls for themselves"
	exit 0
fi
work=${TMPDIR:-/tmp}/publish.$$
mkdir -p "$work" || exit 2
work=$(cd "$work" && pwd -P)
tests=0

ok() {
	tests=$((tests + 1))
	echo "ok $tests - $1"
}

# not_ok NAME WHY: the faults of one test are all told.
not_ok() {
	tests=$((tests + 1))
	echo "not ok $tests - $1"
	echo "$2" | sed 's/^/# /'
}

# --- a county of eight notes ------------------------------------------------

county() {
	mkdir -p "$1/content/plan/kinds" "$1/layouts/assets"
	cat >"$1/content/plan/kinds/note.yaml" <<-'END'
		name: 记事
		help: 一条记事
		files: notes/{名}/index.md
		path:
		  名: {type: text, public: yes, help: 由目录得出}
		fields:
		  标题: {type: text, required: yes, public: yes, help: 标题}
		body: {name: 正文, type: markdown, public: yes, help: 正文}
	END
	cat >"$1/layouts/note.html" <<-'END'
		---
		path: notes/{{名}}/note.html
		each: SELECT 名, 标题, 正文 FROM 记事
		---
		<title>{{标题}}</title><link href="/assets/s.css">{{{正文}}}
	END
	cat >"$1/layouts/index.html" <<-'END'
		---
		path: index.html
		data:
		  记: SELECT 名, 标题 FROM 记事 ORDER BY 名
		---
		{{#记}}<a href="/notes/{{名}}/note.html">{{标题}}</a>{{/记}}
	END
	echo 'a {}' >"$1/layouts/assets/s.css"
	for i in 1 2 3 4 5 6 7 8; do
		mkdir -p "$1/content/notes/n$i"
		cp "$ROOT/content/units/mzj/2026-11/window/01.png" \
			"$1/content/notes/n$i/"
		printf -- '---\n标题: %s\n---\n正文\n\n![图](01.png)\n' "$i" \
			>"$1/content/notes/n$i/index.md"
	done
}

# What the county writes next: four records change, one goes, one comes.
change() {
	for i in 2 4 6 8; do
		echo "又记一笔。" >>"$1/content/notes/n$i/index.md"
	done
	rm -r "$1/content/notes/n7"
	cp -r "$1/content/notes/n1" "$1/content/notes/n9"
}

build() {
	"$TAIZHANG" build -C "$1" --today 2026-11-22 --site "$2" --quiet
}

# Every name and byte that a reader of the portal can get; "none" where there
# is no portal.
sum() {
	if ! [ -e "$1/current/index.html" ]; then
		echo none
		return
	fi
	(cd "$1/current/" && find . -type f | LC_ALL=C sort |
		xargs sha256sum) | sha256sum
}

county "$work/old"
cp -r "$work/old" "$work/new"
change "$work/new"
build "$work/old" "$work/published" || echo "# the first build failed"
build "$work/new" "$work/wanted" || echo "# the second build failed"
old=$(sum "$work/published")
new=$(sum "$work/wanted")
if [ "$old" = none ] || [ "$new" = none ] || [ "$old" = "$new" ]; then
	not_ok "two states of a portal" "$old $new"
	echo "1..$tests"
	exit 1
fi
ok "two states of a portal"

# --- one call fails ---------------------------------------------------------

site=$work/site

fresh() {
	rm -rf "$site" "$work/hit" "$work/said"
	# With its hard links and times.
	cp -a "$work/published" "$site"
}

# failing CALL NUMBER ERROR: builds the new state while this call fails.
failing() {
	FAULT=$1:$2 FAULT_ERROR=$3 FAULT_BELOW=$site FAULT_LOG=$work/hit \
		LD_PRELOAD=$fault build "$work/new" "$site" >/dev/null \
		2>"$work/said"
}

# Is all well after the next build?
check_next() {
	if ! build "$work/new" "$site" 2>"$work/said"; then
		echo "$1: the next build failed: $(head -n 1 "$work/said")"
	elif [ "$(sum "$site")" != "$new" ]; then
		echo "$1: the next build made another portal"
	fi
	for left in "$site"/releases/.new* "$site"/.current*; do
		[ -e "$left" ] || [ -L "$left" ] || continue
		echo "$1: ${left#"$site/"} is left after the next build"
	done
}

# The portal is the old one, and the exit status says so.
check_failed() {
	if [ "$2" != 3 ]; then
		echo "$1: exit status $2"
	fi
	if ! grep -q '[^ -~]' "$work/said"; then
		echo "$1: nothing was said"
	fi
	if [ "$(sum "$site")" != "$old" ]; then
		echo "$1: the portal is no longer the old one"
	fi
	for left in "$site"/releases/.new* "$site"/.current*; do
		[ -e "$left" ] || [ -L "$left" ] || continue
		echo "$1: ${left#"$site/"} is left"
	done
}

# Whatever happened, a portal is there, whole.
check_whole() {
	now=$(sum "$site")
	if [ "$now" != "$old" ] && [ "$now" != "$new" ]; then
		echo "$1: the portal is neither the old one nor the new"
	fi
}

# each CALL ERROR CHECK: for the first call of its kind, the second, and so on
# until there is none; the further out, the fewer are tried.
each() {
	call=$1 error=$2 check=$3
	n=1 hits=0 wrong=
	while [ "$n" -lt 2000 ]; do
		fresh
		failing "$call" "$n" "$error"
		status=$?
		[ -e "$work/hit" ] || break
		hits=$((hits + 1))
		wrong=$wrong$("$check" "$call:$n $error" "$status")$(
			[ "$status" = 0 ] || check_next "$call:$n $error")
		n=$((n + 1 + n / 12))
	done
	if [ "$hits" = 0 ]; then
		not_ok "$call $error" "no such call was made"
	elif [ -n "$wrong" ]; then
		not_ok "$call $error ($hits calls)" "$wrong"
	else
		ok "$call $error ($hits calls)"
	fi
}

# Nothing depends on it: the new portal, or a failure that leaves the old one.
check_either() {
	check_whole "$1"
	if [ "$2" = 0 ] && [ "$(sum "$site")" != "$new" ]; then
		echo "$1: exit status 0 without the new portal"
	elif [ "$2" != 0 ]; then
		check_failed "$1" "$2"
	fi
}

check_success() {
	if [ "$2" != 0 ] || [ "$(sum "$site")" != "$new" ]; then
		echo "$1: exit status $2"
	fi
}

each create ENOSPC check_failed
each create EIO check_failed
each mkdir ENOSPC check_failed
each write ENOSPC check_failed
each write SHORT check_success
each close EIO check_either
each link EIO check_failed
each symlink ENOSPC check_failed
each rename EIO check_failed
each sync EIO check_failed
each unlink EIO check_either

# --- killed -----------------------------------------------------------------

check_killed() {
	if [ "$2" != 137 ]; then
		echo "$1: exit status $2"
	fi
	check_whole "$1"
}

for call in create write link rename symlink sync unlink; do
	each "$call" KILL check_killed
done

wrong=
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	fresh
	build "$work/new" "$site" >/dev/null 2>&1 &
	pid=$!
	sleep "$(awk -v i="$i" 'BEGIN {
		srand(); printf "0.%03d", i * 2 + rand() * 10 }')"
	kill -9 "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
	wrong=$wrong$(check_whole "try $i")$(check_next "try $i")
done
if [ -n "$wrong" ]; then
	not_ok "killed at twenty moments" "$wrong"
else
	ok "killed at twenty moments"
fi

# --- a disk that is full ----------------------------------------------------

name="a disk that is full"
mkdir -p "$work/disk"
if mount -t tmpfs -o size=600k taizhang "$work/disk" 2>/dev/null; then
	trap 'umount "$work/disk"' EXIT
	site=$work/disk/site
	wrong=
	for left in 4 12 40 80; do
		rm -rf "$site" "$work/disk/ballast"
		cp -a "$work/published" "$site"
		free=$(df -k --output=avail "$work/disk" | tail -n 1)
		if [ "$free" -gt "$left" ]; then
			head -c "$(((free - left) * 1024))" /dev/zero \
				>"$work/disk/ballast"
		fi
		rm -rf "$work/said"
		build "$work/new" "$site" >/dev/null 2>"$work/said"
		status=$?
		if [ "$status" = 0 ]; then
			wrong=$wrong$(check_success "$left KB" 0)
		else
			wrong=$wrong$(check_failed "$left KB" "$status")
		fi
		rm -f "$work/disk/ballast"
		wrong=$wrong$(check_next "$left KB")
	done
	if [ -n "$wrong" ]; then
		not_ok "$name" "$wrong"
	else
		ok "$name"
	fi
	umount "$work/disk"
	trap - EXIT
else
	ok "$name # SKIP nothing can be mounted here"
fi

rm -rf "$work"
echo "1..$tests"
