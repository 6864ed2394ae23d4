#!/bin/sh
# SPDX-License-Identifier: MIT
# One content, wherever it lies: a worktree, a commit, a bare repository, a
# pack, a tag; and what may be in a commit that may not be in a tree.
. "$(dirname "$0")/lib.sh"

repo=$work/repo
tree_make "$repo"
commit_make "$repo"

# build NAME OPTIONS...: into $work/NAME.
build() {
	_out=$work/$1
	shift
	"$TAIZHANG" build --quiet --out "$_out" "$@"
}

ok "worktree" build tree -C "$repo" --today 2026-11-22
ok "commit" build head -C "$repo" --rev HEAD --today 2026-11-22
ok "commit equals worktree" same "$work/tree" "$work/head"
like "the manifest names the worktree" '"commit": "worktree"' \
	"$(cat "$work/tree/manifest.json")"
like "the manifest names the commit" \
	"\"commit\": \"$(git -C "$repo" rev-parse HEAD)\"" \
	"$(cat "$work/head/manifest.json")"

git -C "$repo" tag -a -m one v1
git -C "$repo" gc -q --prune=now
ok "packed, by tag" build tag -C "$repo" --rev v1 --today 2026-11-22
ok "tag equals worktree" same "$work/tree" "$work/tag"
git clone -q --bare "$repo" "$work/bare.git"
ok "bare" build bare -C "$work/bare.git" --rev main --today 2026-11-22
ok "bare equals worktree" same "$work/tree" "$work/bare"
ok "from below the root of the repository" \
	build below -C "$repo/content" --rev HEAD --today 2026-11-22
ok "short id" build short -C "$repo" --today 2026-11-22 \
	--rev "$(git -C "$repo" rev-parse --short HEAD)"

printf -- '---\n题: 第二版\n---\n' >"$repo/content/notes/b/index.md"
commit_make "$repo"
ok "the commit before" build before -C "$repo" --rev HEAD~1 --today 2026-11-22
ok "HEAD~1 is what it was" same "$work/tree" "$work/before"
ok "the commit now" build now -C "$repo" --rev HEAD --today 2026-11-22
like "and HEAD is new" 第二版 "$(cat "$work/now/notes/b.html")"
printf -- '---\n题: 还没有提交\n---\n' >"$repo/content/notes/b/index.md"
ok "an edit that is not committed" \
	build edit -C "$repo" --rev HEAD --today 2026-11-22
ok "is not in a commit's portal" same "$work/now" "$work/edit"

# The same findings from both.
printf -- '---\n题： 取号\n---\n' >"$repo/content/notes/b/index.md"
commit_make "$repo"
run "$TAIZHANG" check -C "$repo" --today 2026-11-22
worktree=$out
run "$TAIZHANG" check -C "$repo" --rev HEAD --today 2026-11-22
is "the report is the same" "$worktree" "$out"
is "and so is the status" 1 "$code"
git -C "$repo" reset -q --hard v1

# Which day it is: the committer's, in the county.
commit_make "$repo" 1795044600 # 2026-11-18 23:30 UTC
ok "default day" build day -C "$repo" --rev HEAD
like "23:30 UTC is the next day" '"day": "2026-11-19"' \
	"$(cat "$work/day/manifest.json")"
commit_make "$repo" 1795017599 # 2026-11-18 15:59:59 UTC
ok "before midnight" build day1 -C "$repo" --rev HEAD
like "23:59:59 in the county is that day" '"day": "2026-11-18"' \
	"$(cat "$work/day1/manifest.json")"
commit_make "$repo" 1795017600 # 2026-11-18 16:00:00 UTC
ok "at midnight" build day2 -C "$repo" --rev HEAD
like "midnight in the county is the next" '"day": "2026-11-19"' \
	"$(cat "$work/day2/manifest.json")"
TZ=America/New_York build day3 -C "$repo" --rev HEAD
ok "TZ does not matter" same "$work/day2" "$work/day3"

# What a commit may hold and a tree may not.
strange=$work/strange
tree_make "$strange"
mkdir -p "$strange/content/notes/c" "$strange/content/notes/d"
ln -s ../../../secret "$strange/content/notes/a/02.png"
ln -s ../notes "$strange/content/loop"
printf -- '---\n题: 大写\n---\n' >"$strange/content/notes/c/README.md"
printf 'x' >"$strange/content/notes/c/照片.jpg"
printf 'x' >"$strange/content/notes/c/a
b.md"
{
	printf -- '---\n题: 大\n---\n'
	dd if=/dev/zero bs=1024 count=300 2>/dev/null | tr '\0' x
} >"$strange/content/notes/d/index.md"
commit_make "$strange"
git -C "$strange" update-index --add \
	--cacheinfo 160000,"$(git -C "$repo" rev-parse HEAD)",content/module
git -C "$strange" commit -q -m module
run "$TAIZHANG" check -C "$strange" --rev HEAD
is "findings, not a crash" 1 "$code"
like "a link" 'content/notes/a/02.png$' "$out"
like "a link to a folder" 'content/loop$' "$out"
like "a submodule" 'content/module$' "$out"
like "an uppercase name" '名称“README.md”不能用' "$out"
like "with the command that renames it" \
	"git mv 'content/notes/c/README.md' 'content/notes/c/readme.md'" "$out"
like "a Chinese name" '名称“照片.jpg”不能用' "$out"
like "a line end in a name is shown, not obeyed" 'a\\x0ab.md' "$out"
like "a file of 300 KB" '文件超过 256 KB' "$out"
commit=$out
run "$TAIZHANG" check -C "$strange" --today 2026-11-22
like "the worktree: a link" 'content/notes/a/02.png$' "$out"
like "the worktree: a file of 300 KB" 'file-size' "$out"
is "the worktree: the same kinds of findings" \
	"$(printf '%s\n' "$commit" | sed -n 's/.*\[\([a-z-]*\)\].*/\1/p' |
		sort -u)" \
	"$(printf '%s\n' "$out" | sed -n 's/.*\[\([a-z-]*\)\].*/\1/p' |
		sort -u)"
exits "a portal comes all the same" 1 \
	build portal -C "$strange" --rev HEAD --today 2026-11-22
ok "and holds what is good" test -f "$work/portal/notes/b.html"
mkfifo "$strange/content/notes/pipe"
exits "a pipe in the worktree is a finding" 1 timeout 10 \
	"$TAIZHANG" check -C "$strange" --today 2026-11-22

# A record's bytes are read by nobody but us: not even through a link.
echo 机密 >"$work/secret"
ln -sf "$work/secret" "$strange/content/notes/b/index.md"
run "$TAIZHANG" check -C "$strange" --today 2026-11-22
like "a linked record is refused" 'content/notes/b/index.md$' "$out"
unlike "and not read" 机密 "$out"

# What is no tree at all.
mkdir "$work/empty"
exits "not a repository" 3 "$TAIZHANG" check -C "$work/empty" --rev HEAD
like "says so" '没有 git 版本库' "$out$err"
exits "unknown rev" 3 "$TAIZHANG" check -C "$repo" --rev nothing
like "names it" 'nothing' "$out$err"
exits "a rev that is no commit" 3 \
	"$TAIZHANG" check -C "$repo" --rev 'HEAD:content/notes/a/index.md'
exits "no content" 1 "$TAIZHANG" check -C "$work/empty"
exits "no such folder" 3 "$TAIZHANG" check -C "$work/none"
git init -q "$work/bare-new"
exits "a repository without commits" 3 \
	"$TAIZHANG" check -C "$work/bare-new" --rev HEAD
git -C "$work/bare-new" commit -q --allow-empty -m nothing
exits "a commit without content" 1 \
	"$TAIZHANG" check -C "$work/bare-new" --rev HEAD

# A repository that lost an object says so and crashes not.
cp -R "$repo" "$work/broken"
git -C "$work/broken" unpack-objects -q <"$(ls "$repo"/.git/objects/pack/*.pack)"
rm -rf "$work/broken/.git/objects/pack"
commit_make "$work/broken"
blob=$(git -C "$work/broken" rev-parse HEAD:content/notes/a/index.md)
rm -f "$work/broken/.git/objects/$(echo "$blob" | cut -c1-2)/$(echo "$blob" |
	cut -c3-)"
exits "a missing object" 3 "$TAIZHANG" check -C "$work/broken" --rev HEAD

finish
