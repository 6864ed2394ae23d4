#!/bin/sh
# SPDX-License-Identifier: MIT
# Releases: put in place as a whole, sharing what did not change, a few kept;
# and a plain folder, which must be ours.
. "$(dirname "$0")/lib.sh"

tree=$work/tree
site=$tree/site
tree_make "$tree"

build() {
	"$TAIZHANG" build -C "$tree" --today 2026-11-22 "$@"
}

# As editors do: a build may be reading the file.
edit() {
	printf -- '---\n题: %s\n---\n' "$1" >"$work/edited"
	mv "$work/edited" "$tree/content/notes/b/index.md"
}

releases() {
	find "$site/releases" -mindepth 1 -maxdepth 1 | wc -l | tr -d ' '
}

inode() {
	stat -c %i "$1"
}

run build
is "the first release" 0 "$code"
like "is told" '^已发布：2 份文件，3 个页面' "$out"
like "with the place" "^打开：$site/current/index.html$" "$out"
ok "current is a link" test -L "$site/current"
like "to the release" '^releases/worktree-2026-11-22$' \
	"$(readlink "$site/current")"
ok "with its pages" test -s "$site/current/notes/a.html"
ok "its pictures" test -s "$site/current/pictures/a_01.png"
ok "its assets" test -s "$(find "$site/current/" -name 'style.*.css')"
is "and nothing that was not meant" \
	"assets index.html manifest.json notes pictures" \
	"$(find "$site/current/" -mindepth 1 -maxdepth 1 -printf '%f\n' |
		LC_ALL=C sort | paste -sd' ' -)"
ok "the manifest is right" sh -c "cd '$site/current/' && sed -n \
's/^    \"\(.*\)\": \"\(.*\)\",*\$/\2  \1/p' manifest.json |
	sha256sum -c --quiet --strict"
is "the manifest names every other file" \
	"$(find "$site/current/" -type f ! -name manifest.json | wc -l)" \
	"$(grep -c '^    "' "$site/current/manifest.json")"
unlike "no non-public field is there" 机密 "$(cat "$site"/current/*/*.html)"

before=$(readlink "$site/current")
run build
is "the same again" 0 "$code"
like "changes nothing" '^没有变化' "$out"
is "current stays" "$before" "$(readlink "$site/current")"
is "there is one release" 1 "$(releases)"

edit 第二版
run build
is "an edit" 0 "$code"
like "is published" '^已发布' "$out"
is "as a release of its own" 2 "$(releases)"
like "with the new text" 第二版 "$(cat "$site/current/notes/b.html")"
unlike "the old release keeps the old" 第二版 \
	"$(cat "$site/$before/notes/b.html")"
is "what did not change is the same file" \
	"$(inode "$site/$before/notes/a.html")" \
	"$(inode "$site/current/notes/a.html")"
is "a picture too" "$(inode "$site/$before/pictures/a_01.png")" \
	"$(inode "$site/current/pictures/a_01.png")"
ok "what did change is not" test \
	"$(inode "$site/$before/notes/b.html")" != \
	"$(inode "$site/current/notes/b.html")"

for i in 3 4 5 6 7 8; do
	edit "第 $i 版"
	build --quiet
done
is "five are kept" 5 "$(releases)"
like "the last one is current" '第 8 版' "$(cat "$site/current/notes/b.html")"
ok "current leads somewhere" test -d "$site/current/"

# What is wrong keeps the old portal.
before=$(readlink "$site/current")
cp "$tree/layouts/note.html" "$work/note.html"
echo '{{没有}}' >>"$tree/layouts/note.html"
run build
is "a broken layout" 1 "$code"
like "keeps the portal back" '门户没有更新' "$out"
is "which stays" "$before" "$(readlink "$site/current")"
is "with nothing left behind" "" \
	"$(find "$site/releases" -maxdepth 1 -name '.new*')"
cp "$work/note.html" "$tree/layouts/note.html"
cp "$tree/content/plan/kinds/note.yaml" "$work/note.yaml"
sed -i 's/^name: /name：/' "$tree/content/plan/kinds/note.yaml"
run build
is "a kind that cannot be read" 1 "$code"
is "keeps the portal too" "$before" "$(readlink "$site/current")"
# shellcheck disable=SC2317 # called by its name
kind_said() {
	printf '%s\n' "$out" | grep -q '门户没有更新'
}
todo "and says so" "says 没有变化, as if all were well" kind_said
cp "$work/note.yaml" "$tree/content/plan/kinds/note.yaml"
edit 这个标题长得超过了十个字
run build
is "a record that breaks a rule is a finding" 1 "$code"
like "but the portal goes out" '^已发布' "$out"
edit 好

# Something left from a build that was stopped.
mkdir -p "$site/releases/.new/notes"
echo half >"$site/releases/.new/notes/a.html"
ok "what a stopped build left is cleared" build --quiet
ok "and gone" test ! -e "$site/releases/.new"
like "the new portal is whole" 等了一刻钟 "$(cat "$site/current/notes/a.html")"

# A lost link, a lost release.
rm "$site/current"
ok "a lost link is made again" build --quiet
ok "and leads somewhere" test -s "$site/current/index.html"
rm -rf "$site/releases"
ok "lost releases are made again" build --quiet
ok "and lead somewhere" test -s "$site/current/index.html"

# Somebody changed a published file: the next build mends it.
printf 'x' >"$work/x"
cp --remove-destination "$work/x" "$site/current/notes/a.html"
run build
like "a file that was changed by hand is written again" '^已发布' "$out"
like "as it should be" 等了一刻钟 "$(cat "$site/current/notes/a.html")"

# Many at once: each waits for the one before.
pids=
for i in 1 2 3 4; do
	build --quiet >"$work/many.$i" 2>&1 &
	pids="$pids $!"
	edit "同时 $i"
done
bad=0
for pid in $pids; do
	wait "$pid" || bad=1
done
is "four builds at once all end well" 0 "$bad"
ok "one more" build --quiet
like "and the last text is there" '同时 4' "$(cat "$site/current/notes/b.html")"
ok "whole" python3 "$ROOT/tests/flow/links.py" "$site/current/"

# The internal edition has a place of its own.
ok "internal" build --quiet --edition internal
ok "stands beside" test -s "$site/internal/current/index.html"
like "and says so" '"edition": "internal"' \
	"$(cat "$site/internal/current/manifest.json")"
like "the public one stays public" '"edition": "public"' \
	"$(cat "$site/current/manifest.json")"
ok "--site" build --quiet --site "$work/elsewhere/deep"
ok "leads there" test -s "$work/elsewhere/deep/current/index.html"

# Every link of every page is relative and leads somewhere.
ok "links of the small portal" \
	python3 "$ROOT/tests/flow/links.py" "$site/current/"
"$TAIZHANG" build -C "$ROOT" --today 2026-11-22 --out "$work/real" --quiet \
	>"$work/real.out" 2>&1
ok "links of the project's portal" \
	python3 "$ROOT/tests/flow/links.py" "$work/real"

# A plain folder.
ok "--out makes the folder" build --quiet --out "$work/out/deep"
ok "with the pages" test -s "$work/out/deep/index.html"
ok "--out again" build --quiet --out "$work/out/deep"
echo old >"$work/out/deep/old.html"
mkdir "$work/out/deep/gone"
echo old >"$work/out/deep/gone/old.html"
ok "--out with stale files" build --quiet --out "$work/out/deep"
ok "removes them" test ! -e "$work/out/deep/old.html"
ok "and their folders" test ! -e "$work/out/deep/gone"
ok "it equals a release" same "$work/out/deep" "$site/current"
mkdir "$work/foreign"
echo mine >"$work/foreign/letter.txt"
exits "--out refuses a foreign folder" 3 build --quiet --out "$work/foreign"
is "and leaves it alone" "letter.txt" "$(ls "$work/foreign")"
echo '{"name": "an app"}' >"$work/foreign/manifest.json"
run build --quiet --out "$work/foreign"
# shellcheck disable=SC2317 # called by its name
not_taken() {
	[ -e "$work/foreign/letter.txt" ]
}
todo "a foreign folder with a manifest.json of its own is safe" \
	"any manifest.json is taken for ours, and the rest is removed" not_taken
mkdir "$work/empty"
ok "--out takes an empty folder" build --quiet --out "$work/empty"
ln -s "$work/foreign-target" "$work/empty/notes2"
ok "a link in it is removed, not followed" build --quiet --out "$work/empty"
ok "indeed" test ! -L "$work/empty/notes2"
echo x >"$work/file"
exits "--out on a file" 3 build --quiet --out "$work/file"
is "leaves it" x "$(cat "$work/file")"

# A folder that cannot be written.
if [ "$(id -u)" -ne 0 ]; then
	mkdir "$work/closed"
	chmod 555 "$work/closed"
	exits "a closed folder" 3 build --quiet --out "$work/closed/x"
	chmod 755 "$work/closed"
fi

finish
