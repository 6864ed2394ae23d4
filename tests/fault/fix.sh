#!/bin/sh
# SPDX-License-Identifier: MIT
# What becomes of the files when the disk fails or the process is killed while
# fix writes them: each call fails once, one after the other.
set -u

fault=$BUILD/tests/fault/fault.so
if [ -n "${TAIZHANG_SANITIZED-}" ]; then
	echo "1..0 # SKIP sanitizers have the same calls for themselves"
	exit 0
fi
work=${TMPDIR:-/tmp}/fix.$$
mkdir -p "$work" || exit 2
work=$(cd "$work" && pwd -P)
tests=0

ok() {
	tests=$((tests + 1))
	echo "ok $tests - $1"
}

not_ok() {
	tests=$((tests + 1))
	echo "not ok $tests - $1"
	echo "$2" | sed 's/^/# /'
}

mkdir -p "$work/old/content/plan/kinds"
cat >"$work/old/content/plan/kinds/note.yaml" <<-'END'
	name: 记事
	help: 一条记事
	files: notes/{名}/index.md
	path:
	  名: {type: text, public: yes, help: 由目录得出}
	fields:
	  日期: {type: date, public: yes, help: 日期}
END
for i in 1 2 3; do
	mkdir -p "$work/old/content/notes/n$i"
	printf -- '---\n日期：2026年6月%s日\n---\n' "$i" \
		>"$work/old/content/notes/n$i/index.md"
	{
		cat "$ROOT/content/units/mzj/2026-11/window/01.png"
		echo behind
	} >"$work/old/content/notes/n$i/01.png"
done
cp -r "$work/old" "$work/new"
"$TAIZHANG" fix -C "$work/new" --write >/dev/null || echo "# fix failed"

tree=$work/tree
files=$(cd "$work/old" && find . -type f)

# How many files are new; "?" where one is neither old nor new, or one more is
# there.
count() {
	new=0
	for file in $files; do
		if cmp -s "$tree/$file" "$work/new/$file"; then
			cmp -s "$work/old/$file" "$work/new/$file" ||
				new=$((new + 1))
		elif ! cmp -s "$tree/$file" "$work/old/$file"; then
			new="? $file"
			break
		fi
	done
	echo "$new"
}

left() {
	find "$tree" -type f -name '.*'
}

# each CALL ERROR CHECK
each() {
	call=$1 error=$2 check=$3
	n=1 wrong=
	while [ "$n" -lt 200 ]; do
		rm -rf "$tree" "$work/hit"
		cp -r "$work/old" "$tree"
		FAULT=$call:$n FAULT_ERROR=$error FAULT_BELOW=$tree \
			FAULT_LOG=$work/hit LD_PRELOAD=$fault \
			"$TAIZHANG" fix -C "$tree" --write >"$work/said" 2>&1
		status=$?
		[ -e "$work/hit" ] || break
		wrong=$wrong$("$check" "$call:$n $error" "$status")
		rm -f "$work/hit"
		"$TAIZHANG" fix -C "$tree" --write >/dev/null 2>&1
		[ "$(count)" = 6 ] ||
			wrong="$wrong$call:$n: not mended by the next run"
		n=$((n + 1))
	done
	if [ "$n" = 1 ]; then
		not_ok "$call $error" "no such call was made"
	elif [ -n "$wrong" ]; then
		not_ok "$call $error ($((n - 1)) calls)" "$wrong"
	else
		ok "$call $error ($((n - 1)) calls)"
	fi
}

# One file is not written; it is the old one, and the others are written.
check_one() {
	[ "$2" = 3 ] || echo "$1: exit status $2"
	grep -q '不能写入文件' "$work/said" || echo "$1: nothing was said"
	grep -q '改好 5 份文件.*；1 份没有写成' "$work/said" ||
		echo "$1: $(tail -n 1 "$work/said")"
	[ "$(count)" = 5 ] || echo "$1: $(count) files are new"
	[ -z "$(left)" ] || echo "$1: $(left) is left"
}

# It is told; each file is the old one or the new.
check_told() {
	[ "$2" = 3 ] || echo "$1: exit status $2"
	grep -q '不能' "$work/said" || echo "$1: nothing was said"
	case $(count) in
	5 | 6) ;;
	*) echo "$1: $(count) files are new" ;;
	esac
	[ -z "$(left)" ] || echo "$1: $(left) is left"
}

# Closing what was read, or a folder, loses nothing.
check_either() {
	[ "$2" = 0 ] || check_told "$1" "$2"
}

check_success() {
	[ "$2" = 0 ] || echo "$1: exit status $2"
	[ "$(count)" = 6 ] || echo "$1: $(count) files are new"
}

# Each file is the old one or the new, and nothing else is taken for a file.
check_killed() {
	[ "$2" = 137 ] || echo "$1: exit status $2"
	case $(count) in
	'?'*) echo "$1: $(count)" ;;
	esac
}

each create ENOSPC check_one
each write ENOSPC check_one
each write EIO check_one
each write SHORT check_success
each sync EIO check_told
each rename EIO check_one
each close EIO check_either
for call in create write sync rename close; do
	each "$call" KILL check_killed
done

rm -rf "$work"
echo "1..$tests"
