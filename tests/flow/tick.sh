#!/bin/sh
# SPDX-License-Identifier: MIT
# What time does to main: days that were missed, in order and once; deadlines
# with what was missing; clocks that are wrong; and verify, which makes all of
# it again.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/gate_lib.sh"

county_small
# Deadlines: one before the first day that was turned, one on it, two on the
# day before yesterday, one that is to come.
cat >>"$source/content/plan/views.sql" <<END
-- 截止期限
CREATE VIEW 截止期限 AS
SELECT column1 AS 期, column2 AS 事, column3 || 'T24:00:00+08:00' AS 期限 FROM (VALUES
  ('2020-01', '报送', '$(ago 9)'), ('2020-02', '报送', '$(ago 4)'),
  ('2020-03', '总结', '$(ago 2)'), ('2020-03', '报送', '$(ago 2)'),
  ('2020-04', '报送', '$(ago -1)'));
-- 截止缺报
CREATE VIEW 截止缺报 AS
SELECT 期, 事, 代码 || '-' || 期 || '-window' AS 对象
  FROM 截止期限 AS 限 JOIN 名册_单位
 WHERE 事 = '报送' AND 牵头 IS NULL AND 代码 <> 'ysb'
   AND NOT EXISTS (SELECT 1 FROM 事件 WHERE 事件 = '收到' AND 时间 <= 限.期限
                      AND 对象 = 代码 || '-' || 限.期 || '-window');
END
journal=$source/content/journal
mkdir -p "$journal/day" "$journal/mzj/2020-03/window" \
	"$journal/wjj/2020-03/window"
printf '事件: 日结\n时间: "%sT00:00:07+08:00"\n期限: "%sT24:00:00+08:00"\n' \
	"$(ago 3)" "$(ago 4)" >"$journal/day/0001.yml"
# Of the two, one came in time and one a day late.
for unit in mzj:3 wjj:1; do
	printf '事件: 收到\n提交: 4a4b71bb9e10\n报送人: x\n时间: "%sT12:00:00+08:00"\n' \
		"$(ago "${unit#*:}")" >"$journal/${unit%:*}/2020-03/window/0001.yml"
done
commit_make "$source" 1700000000
unset GIT_AUTHOR_DATE GIT_COMMITTER_DATE
base=$work/base.git
run "$TAIZHANG" init --server "$base" --from "$source" --publish "$work/site"
is "a server" 0 "$code"
repo=$work/county.git
cp -a "$base" "$repo"

# told: the events on main since it was set up, oldest first.
told() {
	git -C "$1" log --reverse --first-parent --format=%s \
		"$(git -C "$1" config taizhang.start)..main"
}
file() {
	main_file "content/journal/$1.yml"
}

# --- downtime ------------------------------------------------------------------

exits "doctor: a timer that does not run" 3 "$TAIZHANG" doctor -C "$repo"
like "is seen" '离上次日结 3 天' "$out"
exits "after three days" 0 "$TAIZHANG" tick -C "$repo"
is "all that was missed is told in order" "截止：2020-02 报送，缺报 2 件
  mzj-2020-02-window
  wjj-2020-02-window
日结：$(ago 3)
截止：2020-03 总结，缺报 0 件
截止：2020-03 报送，缺报 1 件
  wjj-2020-03-window
日结：$(ago 2)
日结：$(ago 1)" "$(printf '%s\n' "$out")"
wanted="截止 close 0001
日结 day 0002
截止 close 0002
截止 close 0003
日结 day 0003
日结 day 0004"
is "and on main, a commit each" "$wanted" "$(told "$repo")"
is "each changes its file alone" "content/journal/close/0003.yml" \
	"$(git -C "$repo" diff --name-only main~3 main~2)"
like "a deadline says when it was" "^期限: \"$(ago 2)T24:00:00" "$(file close/0003)"
like "when it was noted" "^时间: \"$today" "$(file close/0003)"
like "which it is" '^事: "报送"$' "$(file close/0003)"
like "and what was missing then: late is missing" \
	'^缺报: \["wjj-2020-03-window"\]$' "$(file close/0003)"
like "a day says which" "^期限: \"$(ago 1)T24:00:00" "$(file day/0004)"
ok "the portal follows" built "^$(git -C "$repo" rev-parse main) [01]\$"

before=$(git -C "$repo" rev-parse main)
exits "again" 0 "$TAIZHANG" tick -C "$repo"
is "says nothing" "" "$out$err"
is "and does nothing" "$before" "$(git -C "$repo" rev-parse main)"
exits "verify makes it again" 0 "$TAIZHANG" verify -C "$repo"
like "all of it" '核对了 6 件事' "$out"
exits "check of main finds nothing to say of it" 0 \
	"$TAIZHANG" check -C "$repo" --rev main

# --- the portal, held against main ---------------------------------------------

exits "verify --site" 0 "$TAIZHANG" verify -C "$repo" --site "$work/site"
like "makes the portal again" "门户是 $(git -C "$repo" rev-parse main | cut -c1-12) 生成的" "$out"
copy=$work/copy
cp -rL "$work/site/current" "$copy"
exits "a copy of it will do" 0 "$TAIZHANG" verify -C "$repo" --site "$copy"
# changed NAME PATTERN: the copy is, and verify sees it; then it is as it was.
changed() {
	exits "verify --site: $1" 1 "$TAIZHANG" verify -C "$repo" --site "$copy"
	like "verify --site: $1: which" "$2" "$out"
	like "verify --site: $1: as a finding" '\[site-differs\]' "$out"
	rm -rf "$copy"
	cp -rL "$work/site/current" "$copy"
}
sed -i 's/<p>/<p> /;$s/$/x/' "$copy/index.html"
changed "a file that was changed" 'index.html'
rm "$copy/index.html"
changed "one that is not there" '没有这个文件'
mkdir "$copy/more"
echo x >"$copy/more/index.html"
changed "one too many" 'more/index.html'
ln -sf manifest.json "$copy/index.html"
changed "a link" 'index.html'
sed -i 's/"day": "....-..-..",/"day": "2026-01-01",/' "$copy/manifest.json"
changed "another day" 'manifest.json'
sed -i 's/"version": ".*"/"version": "9.9"/' "$copy/manifest.json"
changed "another version" '9.9 版生成的'
sed -i "s/\"commit\": \".*\"/\"commit\": \"$(printf '%040d' 1)\"/" \
	"$copy/manifest.json"
changed "a commit from elsewhere" '没有门户写的那个提交'
loose=$(git -C "$repo" commit-tree -m loose 'main^{tree}')
sed -i "s/\"commit\": \".*\"/\"commit\": \"$loose\"/" "$copy/manifest.json"
changed "a commit that never was on main" '不在 main 的历史里'
exits "no portal at all" 3 "$TAIZHANG" verify -C "$repo" --site "$work/nowhere"

# Who should have asked for the portal was cut off: the timer does.
rm "$repo/taizhang/built"
exits "a build that was lost" 0 "$TAIZHANG" tick -C "$repo"
ok "is made up for" built "^$before [01]\$"

# --- at once -------------------------------------------------------------------

rm -rf "$repo"
cp -a "$base" "$repo"
git -C "$repo" config taizhang.publish ''
pids=
for n in 1 2 3 4; do
	timeout 60 "$TAIZHANG" tick -C "$repo" >"$work/tick-$n.out" 2>&1 &
	pids="$pids $!"
done
# shellcheck disable=SC2086
all_well $pids
is "four at once end well" 0 "$bad"
is "and each thing is done once" "$wanted" "$(told "$repo")"

# --- the first time ------------------------------------------------------------

git -C "$source" rm -q -r content/journal
git -C "$source" commit -q -m fresh
fresh=$work/fresh.git
run "$TAIZHANG" init --server "$fresh" --from "$source" --publish "$work/site"
git -C "$fresh" config taizhang.publish ''
exits "without a past" 0 "$TAIZHANG" tick -C "$fresh"
is "yesterday is the first day" "日结：$(ago 1)" "$out"
is "and nothing is closed behind it" "日结 day 0001" "$(told "$fresh")"

# --- clocks --------------------------------------------------------------------

rm -rf "$repo"
cp -a "$base" "$repo"
git -C "$repo" config taizhang.publish ''
start=$(git -C "$repo" rev-parse main)
# main_with PATH TEXT MESSAGE [SECONDS]: main with this file, as if the server
# had put it there.
main_with() {
	main_forge "$(tree_with "$1" "$2")" "$3" "${4:-}"
}
back() {
	git -C "$repo" update-ref refs/heads/main "$start"
}
main_with content/x.md x 后来 $(($(date +%s) + 7200))
before=$(git -C "$repo" rev-parse main)
exits "a clock set back" 3 "$TAIZHANG" tick -C "$repo"
like "is refused" '\[gate-clock\]' "$err"
is "and main stands still" "$before" "$(git -C "$repo" rev-parse main)"
back
main_with content/journal/day/0001.yml "事件: 日结
时间: \"$(ago 80)T00:00:07+08:00\"
期限: \"$(ago 80)T24:00:00+08:00\"" 从前 1700000000
exits "eighty days, or a clock set forward" 3 "$TAIZHANG" tick -C "$repo"
like "are not taken for granted" '离上次日结 79 天' "$err"
exits "but where somebody says so" 0 "$TAIZHANG" tick -C "$repo" --long
is "each day comes" 79 "$(told "$repo" | grep -c 日结)"
back
main_with content/journal/day/0001.yml '事件: 日结
时间: "2026-11-20T00:00:07+08:00"' 从前 1700000000
exits "a day that does not say which" 3 "$TAIZHANG" tick -C "$repo"
like "is a fault" '日结没有写' "$err"
back
main_with content/journal/close/9999.yml "事件: 截止
时间: \"$(ago 3)T00:00:07+08:00\"
期限: \"$(ago 4)T24:00:00+08:00\"
期: \"2019-12\"
事: \"报送\"" 从前 1700000000
exits "deadlines of which no more can be noted" 1 \
	timeout 60 "$TAIZHANG" tick -C "$repo"
like "are a fault" '截止的流水满了' "$err"
back
exits "a repository that is not served" 3 "$TAIZHANG" tick -C "$source/.git"
like "has no time" '不是 taizhang init' "$err"

# --- forged --------------------------------------------------------------------

# forged NAME PATTERN PATH TEXT MESSAGE
forged() {
	main_with "$3" "$4" "$5"
	exits "verify: $1" 1 "$TAIZHANG" verify -C "$repo"
	like "verify: $1: why" "$2" "$out"
	back
}
stamp=$(TZ=Asia/Shanghai date +%Y-%m-%dT%H:%M:%S+08:00)
day="事件: 日结
时间: \"$stamp\""
forged "a day before its deadline" 还轮不到 content/journal/day/0002.yml \
	"$day
期限: \"$(ago 3)T24:00:00+08:00\"" "日结 day 0002"
forged "a deadline that hides who was missing" 对不上 \
	content/journal/close/0001.yml "事件: 截止
时间: \"$stamp\"
期限: \"$(ago 4)T24:00:00+08:00\"
期: \"2020-02\"
事: \"报送\"
缺报: [\"wjj-2020-02-window\"]" "截止 close 0001"
forged "time at a unit's door" 不是服务器记下的 \
	content/journal/mzj/2020-03/window/0002.yml "$day" \
	"日结 mzj/2020-03/window 0002"

ok "the repository is whole" git -C "$repo" fsck --strict --no-dangling

finish
