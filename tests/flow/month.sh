#!/bin/sh
# SPDX-License-Identifier: MIT
# The story of a month: fifty units hand in what they owe all at once through
# sshd, the leads return and accept side by side, corrections come, and late
# ones, and the portal shows what is accepted, at each step.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/gate_lib.sh"

sshd_find
source=$work/source
county_make "$source"
n=1
while [ $n -le 48 ]; do
	echo "  - {代码: u$n}"
	n=$((n + 1))
done >>"$source/content/plan/units.yaml"
users_make >"$source/content/plan/roster.yaml" <<'END'
spj-r spj 审核
spj-s spj 审核
sfj-r sfj 审核
ysb-a ysb 统筹
END
n=1
while [ $n -le 48 ]; do
	echo "u$n-a u$n 报送"
	n=$((n + 1))
done | users_make | sed 1d >>"$source/content/plan/roster.yaml"
repo=$work/county.git
server_make "$work/site"
"$TAIZHANG" keys -C "$repo" >"$work/authorized_keys"
sshd_start
ok "sshd answers" test -n "$sshd_pid"

# shown: the records on the portal, when it is of main as it is.
shown() {
	if built '' >"$work/built.out"; then
		grep -o '<p>' "$work/site/current/index.html" | wc -l
	else
		echo late
	fi
}
received() {
	git -C "$repo" for-each-ref refs/heads/u | wc -l
}
events() {
	git -C "$repo" rev-list --first-parent --count main
}

# --- the twentieth: all at once ---------------------------------------------------

clone u1-a
w=$work/w-u1-a
git -C "$w" checkout -q --detach
base=$(git -C "$w" rev-parse HEAD)
# begin UNIT CLASS SAID [DAY]: a commit of this record, on main as it was.
begin() {
	git -C "$w" checkout -q --detach "$base"
	walk "$w/content/units/$1/$month/$2" "$3" "${4:-$today}"
	commit "$w" "$1 $2"
	git -C "$w" update-ref "refs/heads/$1-$2" HEAD
}
count=0
# Forty-eight have a window, twenty-seven have gone along as well.
for unit in $(seq 48); do
	begin "u$unit" window "第 $unit 个单位的窗口"
	count=$((count + 1))
	if [ "$unit" -le 27 ]; then
		begin "u$unit" enforce "第 $unit 个单位的执法"
		count=$((count + 1))
	fi
done
before=$(events)
began=$(date +%s)
pids=
for branch in $(git -C "$w" for-each-ref --format='%(refname:short)' \
	'refs/heads/u*-*'); do
	as "${branch%-*}-a" git -C "$w" push -q "$url" \
		"$branch:refs/heads/u/${branch%-*}/$month/${branch#*-}" \
		>"$work/$branch.out" 2>&1 && rm "$work/$branch.out" &
	pids="$pids $!"
done
# shellcheck disable=SC2086
all_well $pids
took=$(($(date +%s) - began))
note "$count pushes at once: $took s"
is "seventy-five pushes at once" 75 "$count"
is "are all received" 0 "$bad"
[ "$bad" = 0 ] || note "$(tail -n +1 "$work"/u*.out)"
is "with a receipt each" $((before + 75)) "$(events)"
is "and a branch each" 75 "$(received)"
is "each receipt is of its own object" 75 \
	"$(git -C "$repo" ls-tree -r --name-only main content/journal | wc -l)"
is "nothing is on the portal" 0 "$(shown)"

# --- the leads --------------------------------------------------------------------

# decide USER CLASS UNIT...: yes to these, eight in a push.
decide() {
	_user=$1 _class=$2
	shift 2
	while [ $# -gt 0 ]; do
		_refs=
		while [ $# -gt 0 ] && [ "$(echo "$_refs" | wc -w)" -lt 8 ]; do
			_refs="$_refs $1-$_class:refs/approve/$1/$month/$_class"
			shift
		done
		# shellcheck disable=SC2086
		as "$_user" git -C "$w" push -q "$url" $_refs \
			>>"$work/$_user.out" 2>&1 || return 1
	done
}
push spj-r "$w" "u1-window:refs/return/u1/$month/window" -o reason=写详细些
accepted "one is returned"
decide spj-r window $(seq -f 'u%g' 2 25) &
one=$!
decide spj-s window $(seq -f 'u%g' 26 48) &
two=$!
decide sfj-r enforce $(seq -f 'u%g' 1 27) &
three=$!
# While they decide, one that is being decided on comes again.
git -C "$w" checkout -q --detach u48-window
walk "$w/content/units/u48/$month/window" 又去看了一次
commit "$w" again
push u48-a "$w" "HEAD:refs/heads/u/u48/$month/window"
again=$code
bad=0
for pid in $one $two $three; do
	wait "$pid" || bad=$((bad + 1))
done
if [ "$again" = 0 ]; then
	# The one came first: what was not the latest is not accepted.
	like "a push against its approval" 'gate-stale|^$' \
		"$(cat "$work/spj-s.out")"
else
	like "a push against its approval" 'gate-stale' "$err"
fi
[ "$again" = 0 ] || is "the leads have decided" 0 "$bad"
accepted_now=$(git -C "$repo" ls-tree -r --name-only main content/units |
	grep -c 'index.md')
# A push of eight is taken one by one; with one of them refused, whoever was
# to decide has stopped there.
ok "most are on main" test "$accepted_now" -ge 58 -a "$accepted_now" -le 74
is "and on the portal" "$accepted_now" "$(shown)"

# Two say yes to the same at once.
git -C "$w" checkout -q --detach u1-window
walk "$w/content/units/u1/$month/window" 在窗口等了一刻钟
commit "$w" corrected
push u1-a "$w" "HEAD:refs/heads/u/u1/$month/window"
accepted "the correction"
corrected=$(git -C "$w" rev-parse HEAD)
for user in spj-r spj-s; do
	as $user git -C "$w" push "$url" \
		"$corrected:refs/approve/u1/$month/window" \
		>"$work/$user.both" 2>&1 &
	[ $user = spj-r ] && one=$! || two=$!
done
said=
wait "$one" && said=1
wait "$two" && said=${said}2
like "of two who accept it at once one has" '^[12]$' "$said"
like "and the other is told" '已经审核过了' "$(cat "$work"/spj-?.both)"
is "it is on the portal" $((accepted_now + 1)) "$(shown)"
like "as corrected" 在窗口等了一刻钟 "$(cat "$work/site/current/index.html")"

# --- late, and a client that dies ------------------------------------------------

late=$(TZ=Asia/Shanghai date -d '-10 days' +%Y-%m-%d)
git -C "$w" checkout -q --detach "$base"
walk "$w/content/units/u40/$month/enforce" 执法那边走了一遍 "$late"
commit "$w" late
push u40-a "$w" "HEAD:refs/heads/u/u40/$month/enforce"
accepted "a late one is received"
like "and marked" '迟报 7 天' "$err"

git -C "$w" checkout -q --detach "$base"
walk "$w/content/units/u41/$month/enforce" 执法那边走了一遍
commit "$w" killed
journal=content/journal/u41/$month/enforce/0001.yml
for wait in 0.1 0.3 0.6 1 1.6 2.4; do
	as u41-a timeout -s KILL $wait git -C "$w" push -q "$url" \
		"HEAD:refs/heads/u/u41/$month/enforce" >/dev/null 2>&1
	# What it began on the server ends there, if it has come so far.
	sleep 1
	time=$(git -C "$repo" show "main:$journal" 2>/dev/null | grep 时间)
	[ -z "$time" ] || break
done
push u41-a "$w" "HEAD:refs/heads/u/u41/$month/enforce"
accepted "a client killed at several steps: the same push again"
if [ -n "$time" ]; then
	is "has the time it had" "$time" "$(main_file "$journal" | grep 时间)"
fi
is "and one receipt" 1 "$(git -C "$repo" ls-tree --name-only \
	"main:${journal%/*}" | wc -l)"

exits "verify" 0 "$TAIZHANG" verify -C "$repo"
ok "the repository is whole" git -C "$repo" fsck --no-dangling
shown >/dev/null

finish
