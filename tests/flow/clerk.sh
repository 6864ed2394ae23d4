#!/bin/sh
# SPDX-License-Identifier: MIT
# A clerk who knows of git that one clones: new, photo, submit through sshd,
# refused, mended, received; returned and corrected; cut off in the middle.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/gate_lib.sh"

sshd_find
source=$work/source
county_make "$source"
{
	echo 用户:
	users_make <<'END'
mzj-a mzj 报送
mzj-b mzj 报送
wjj-a wjj 报送
spj-r spj 审核
sfj-r sfj 审核
ysb-a ysb 统筹
END
} | awk '!seen[$0]++' >"$source/content/plan/roster.yaml"
commit_make "$source" 1700000000
unset GIT_AUTHOR_DATE GIT_COMMITTER_DATE GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL
unset GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
repo=$work/county.git
"$TAIZHANG" init --server "$repo" --from "$source" --publish "$work/site" \
	>"$work/init.out" || note "$(cat "$work/init.out")"
git -C "$repo" config taizhang.publish ''
"$TAIZHANG" keys -C "$repo" >"$work/authorized_keys"
sshd_start
ok "sshd answers" test -n "$sshd_pid"

# t USER ARGUMENT...: taizhang, in that user's clone.
t() {
	_as=$1
	shift
	run as "$_as" sh -c 'cd "$1" && shift && exec "$@"' - \
		"$work/w-$_as" "$TAIZHANG" "$@"
}
journal() {
	git -C "$repo" ls-tree --name-only "main:content/journal/$1" 2>/dev/null |
		wc -l
}

# --- the first record -----------------------------------------------------------

clone mzj-a
w=$work/w-mzj-a
t mzj-a submit
is "nobody knows who it is" 2 "$code"
like "and says how to tell" 'git config taizhang.user' "$err"
# The key tells it.
mkdir -p "$work/.ssh"
cp "$work/mzj-a.pub" "$work/.ssh/id_ed25519.pub"
t mzj-a submit
is "nothing to hand in" 0 "$code"
like "says so" '没有要送的' "$out"
t mzj-a new window 日期="$today" 说明=短
is "begun" 0 "$code"
file=content/units/mzj/$month/window/index.md
like "in its place, of its own unit" "$file" "$out"
like "with what was said" "^日期: $today$" "$(cat "$w/$file")"
t mzj-a new window
is "what is there stays" 2 "$code"
t mzj-a submit
is "with gaps it is not sent" 1 "$code"
like "what is missing" 'gap-left' "$out"
like "the rule that the server has" '太短' "$out"
is "nothing came" 0 "$(journal "mzj/$month/window")"
sed -i 's/短$/看了取号机和窗口/; /【待填/d' "$w/$file"
t mzj-a submit --dry-run
is "it would be good" 0 "$code"
like "what would be sent" '新 index.md' "$out"
like "by when" '还有 3 天' "$out"
like "who decides" '由spj审核' "$out"
is "nothing came yet" 0 "$(journal "mzj/$month/window")"
t mzj-a submit
is "handed in" 0 "$code"
like "with a receipt" '已收到：mzj-a，回执 0001 号，.*按时，由spj审核' "$out"
is "which main has" 1 "$(journal "mzj/$month/window")"
is "the user's branch stands" "$(git -C "$w" rev-parse origin/main)" \
	"$(git -C "$w" rev-parse main)"
t mzj-a submit
is "again: nothing to do" 0 "$code"
like "says so again" '没有要送的' "$out"
is "one receipt" 1 "$(journal "mzj/$month/window")"
finish
