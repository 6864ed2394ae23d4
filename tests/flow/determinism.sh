#!/bin/sh
# SPDX-License-Identifier: MIT
# The same commit gives the same bytes, whoever builds it, where and how.
. "$(dirname "$0")/lib.sh"

# A small tree, and the project's own, where several threads have work.
tree_make "$work/small"
commit_make "$work/small"
mkdir "$work/large"
cp -R "$ROOT/content" "$ROOT/layouts" "$work/large/"
commit_make "$work/large"

# build NAME TREE COMMAND...: the command runs taizhang, into $work/NAME.
# Findings of records (status 1) do not keep the portal back.
build() {
	_to=$work/$1
	_from=$work/$2
	shift 2
	"$@" build -C "$_from" --rev HEAD --out "$_to" --quiet
	[ $? -le 1 ] && [ -s "$_to/manifest.json" ]
}

# alike NAME TREE COMMAND...: built so, it is the same as built plainly.
alike() {
	_title=$1
	_tree=$2
	shift 2
	rm -rf "$work/other"
	if build other "$_tree" "$@" >"$work/build.out" 2>&1; then
		ok "$_tree: $_title" diff -r "$work/$_tree-plain" "$work/other"
	else
		result "$_tree: $_title" 1
		note "$(head -20 "$work/build.out")"
	fi
}

# shellcheck disable=SC2317 # called by its name
in_folder() {
	(cd / && "$@")
}

# shellcheck disable=SC2317 # called by its name
with_umask() {
	(umask 077 && "$@")
}

# Another user, in a folder and with a program of his own.
# shellcheck disable=SC2317 # called by its name
other_user() {
	_home=$(mktemp -d /tmp/flow-user.XXXXXX) || return 1
	cp -R "$work/$1" "$_home/tree" && cp "$TAIZHANG" "$_home/taizhang" &&
		chown -R 65534:65534 "$_home" &&
		setpriv --reuid 65534 --regid 65534 --clear-groups \
			env HOME="$_home" "$_home/taizhang" build \
			-C "$_home/tree" --rev HEAD --out "$_home/out" --quiet
	[ $? -le 1 ] && diff -r "$work/$1-plain" "$_home/out"
	_status=$?
	rm -rf "$_home"
	return "$_status"
}

for tree in small large; do
	ok "$tree: builds" build "$tree-plain" "$tree" "$TAIZHANG"
	alike "again" "$tree" "$TAIZHANG"
	alike "another time zone" "$tree" \
		env TZ=Pacific/Kiritimati "$TAIZHANG"
	alike "another locale" "$tree" env LC_ALL=zh_CN.UTF-8 "$TAIZHANG"
	alike "no locale, no environment" "$tree" env -i "$TAIZHANG"
	alike "another umask" "$tree" with_umask "$TAIZHANG"
	alike "from another folder" "$tree" in_folder "$TAIZHANG"
	alike "another home" "$tree" env HOME=/nonexistent "$TAIZHANG"
	if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
		ok "$tree: another user" other_user "$tree"
	fi
	if taskset -c 0 true 2>/dev/null; then
		alike "on one processor" "$tree" taskset -c 0 "$TAIZHANG"
	fi
	cp -R "$work/$tree" "$work/$tree-copy"
	rm -rf "$work/other"
	ok "$tree: from a copy" build other "$tree-copy" "$TAIZHANG"
	ok "$tree: a copy is the same" \
		diff -r "$work/$tree-plain" "$work/other"
	find "$work/$tree-copy/content" -exec touch -d 2001-01-01 {} +
	for report in text json; do
		"$TAIZHANG" check -C "$work/$tree" --rev HEAD \
			--format "$report" >"$work/one"
		TZ=UTC LC_ALL=C "$TAIZHANG" check -C "$work/$tree-copy" \
			--rev HEAD --format "$report" >"$work/two"
		ok "$tree: the same report, $report" \
			cmp "$work/one" "$work/two"
	done
done

# Files in another order in their folders: made backwards.
mkdir -p "$work/backwards"
(cd "$work/small" && find content layouts -type f | LC_ALL=C sort -r) |
	while read -r path; do
		mkdir -p "$work/backwards/$(dirname "$path")"
		cp "$work/small/$path" "$work/backwards/$path"
	done
"$TAIZHANG" build -C "$work/small" --today 2026-11-22 --out "$work/forth" \
	--quiet
"$TAIZHANG" build -C "$work/backwards" --today 2026-11-22 --out "$work/back" \
	--quiet
ok "the order of making files does not matter" \
	diff -r "$work/forth" "$work/back"

# Another day is another portal only where the day shows.
"$TAIZHANG" build -C "$work/small" --today 2026-11-23 --out "$work/later" \
	--quiet
ok "a page without the day stays the same the day after" \
	cmp "$work/forth/notes/a.html" "$work/later/notes/a.html"
ok "the page with the day does not" \
	grep -q 2026-11-23 "$work/later/index.html"

finish
