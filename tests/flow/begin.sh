#!/bin/sh
# SPDX-License-Identifier: MIT
# Beginning records of the real plan: what is known is there, every other field
# with its sentence, questions on a terminal, and nothing half done.
. "$(dirname "$0")/lib.sh"

# shellcheck disable=SC2154
tree=$work/tree
mkdir "$tree"
cp -R "$ROOT/content" "$ROOT/layouts" "$tree/"
cd "$tree" || exit 1
export XDG_CACHE_HOME="$work/cache"
T=$TAIZHANG
day=2026-12-03
# gaps FILE: what check finds in it, each id once.
gaps() {
	"$T" check --today $day --format json "$1" | python3 -c '
import json, sys
print(*sorted({f["id"] for f in json.load(sys.stdin)}))'
}

# --- what is known --------------------------------------------------------------

run "$T" new --today $day window --unit mzj
is "an activity by its class" 0 "$code"
file=content/units/mzj/2026-12/window/index.md
text=$(cat $file)
like "in its place" "写好了：.*/$file" "$out"
like "what each field is for" '^# 必填，公开。活动当天；跨几天的写第一天$' "$text"
like "an example" '^日期: "【待填，如 2026-11-12】"$' "$text"
like "what may be chosen" '从这里选：定期体验、即时体验、跟踪体验$' "$text"
like "what may be left out is out of force" '^#未发现问题: "【待填' "$text"
like "what is open is offered" \
	'^# 还没有了结：mzj-2026-10-window-p01 .*（整改中，2026-12-15 到期，还有12天）' \
	"$text"
like "with what to do about it" \
	'^#   taizhang new progress --unit mzj 台账=mzj-2026-10-window-p01$' "$text"
like "nothing is wrong but the gaps" gap-left "$(gaps $file)"
unlike "no fault of its head" 'head-|key-|field-|reference' "$(gaps $file)"
is "as many gaps as it says" \
	"$(printf '%s\n' "$out" | sed -n 's/^还有 \([0-9]*\) 处.*/\1/p')" \
	"$(printf '%s\n' "$text" | grep -v '^ *#' | grep -c '【待填')"
# One mark less, and the field is in force.
sed -i 's/^#未发现问题: .*/未发现问题: 三个事项都按指南办理，没有发现问题/' $file
unlike "a field that is taken in" 'findings-or-none-said' "$(gaps $file)"

# Every list that is taken in is a list.
python3 - $file >"$work/all.md" <<'END'
import re, sys
text = open(sys.argv[1], encoding="utf-8").read()
head, body = text.split("\n---\n", 1)
print(re.sub(r"^#+(?![ #])|^#+(?=  )(?! *taizhang)", "", head,
             flags=re.M) + "\n---\n" + body, end="")
END
cp "$work/all.md" $file
unlike "with all fields taken in: it parses" 'head-|key-|field-|reference' \
	"$(gaps $file)"

run "$T" new --today $day 进展 --unit mzj 台账=mzj-2026-10-window-p01 \
	事由=整改进展 情况=端口开了三个
is "a step of the ledger" 0 "$code"
file=content/units/mzj/ledger/mzj-2026-10-window-p01/02.md
like "is the next one" "$file" "$out"
is "with the day and what was said it is whole" "" "$(gaps $file)"
run "$T" new --today 2026-12-22 no-activity --unit rsj --stdout
is "what was missed" "  - window   - enforce" "$(printf '%s\n' "$out" |
	grep '^  - ' | tr '\n' ' ' | sed 's/ $//')"
run "$T" new --today $day mechanism --unit mzj --stdout
is "a second one" 0 "$code"
for wrong in "window --unit mzj 日期=昨天" "window --unit mzj 体验类型=随便" \
	"window --unit mzj 环节=一" "window --unit mzj --month 2026-13" \
	"activity --unit mzj 类=window 次=二" \
	"summary --unit spj --month 2026-11 各类=一"; do
	# shellcheck disable=SC2086
	exits "wrong: new $wrong" 2 "$T" new --today $day $wrong
	is "wrong: new $wrong: nothing on stdout" "" "$out"
done
exits "what the draft has already" 2 "$T" new --today $day progress --unit mzj \
	台账=mzj-2026-10-window-p01 序=09

# --- questions --------------------------------------------------------------------

# asked NAME STATUS ANSWER... -- COMMAND...
asked() {
	_name=$1 _status=$2
	shift 2
	out=$(python3 "$ROOT/tests/flow/type.py" "$@" 2>&1)
	is "$_name" "$_status" $?
}
file=content/units/rsj/2026-12/enforce/index.md
asked "a number for which, then line by line" 0 \
	2 2026-12-02 随便 定期体验 '' '' -- \
	"$T" new --today $day activity --unit rsj
like "those that may be begun" \
	'^   2  taizhang new activity --unit rsj --month 2026-12 类=enforce' "$out"
like "the sentence is the question" '^日期（活动当天；跨几天的写第一天，如 2026-11-12）：' \
	"$out"
like "a wrong answer is asked again" '不在可选范围|从这里选|只能选' "$out"
like "what was answered is there" '^体验类型: 定期体验$' "$(cat $file)"
like "so is the day" '^日期: 2026-12-02$' "$(cat $file)"
like "what was not is a gap" '^地点: "【待填' "$(cat $file)"
file=content/units/wjj/2026-12/window/index.md
asked "gone in the middle" 2 2026-12-02 ^D -- \
	"$T" new --today $day window --unit wjj
like "is told" '什么都没有写' "$out"
ok "nothing is there" test ! -e content/units/wjj/2026-12
asked "ended in the middle" 254 2026-12-02 ^C -- \
	"$T" new --today $day window --unit wjj
ok "nothing is there either" test ! -e content/units/wjj/2026-12
asked "what is there is said before anything is asked" 2 -- \
	"$T" new --today $day window --unit mzj
unlike "nothing is asked" '日期（' "$out"

# --- what is owed -----------------------------------------------------------------

# What status offers begins the record where it is looked for.
mkdir "$work/county"
cp -R "$ROOT/content" "$ROOT/layouts" "$work/county/"
commit_make "$work/county"
git clone -q "$work/county" "$work/clone"
git -C "$work/clone" config taizhang.user qxj-chen
run "$T" status -C "$work/clone" --today $day --offline
is "what is owed" 0 "$code"
offer=$(printf '%s\n' "$out" | sed -n 's/^ *taizhang \(new .*2026-11 类=enforce.*\)/\1/p')
# shellcheck disable=SC2086
run "$T" $offer -C "$work/clone" --today $day
like "an offer leads to the first of its month" \
	'^写好了：.*/content/units/qxj/2026-11/enforce/index.md$' "$out"

# --- reminders -------------------------------------------------------------------

# Its help says one thing of the day: it is today's, whatever --rev says.
unlike "no word of a commit's day" '默认提交那天' "$("$T" remind --help)"
run "$T" remind --today 2026-12-18
is "reminders" 0 "$code"
like "who has not handed in" \
	'^11月的跟执法（12月20日截止，还有2天）：.*县气象局.*。$' "$out"
like "to whose chat it goes" '^【县司法局】2026-12-18 ' "$out"
like "what is overdue" \
	'^挂账“占道许可到期后无人核销”（10月20日截止，已过59天）：县城管执法局。$' "$out"
all=$(printf '%s\n' "$out" | wc -l)
run "$T" remind --today 2026-12-18 --lead sfj
unlike "one lead alone" '县行政审批局' "$out"
run "$T" remind --today 2026-12-18 --days 30
ok "more days, more of it" test "$(printf '%s\n' "$out" | wc -l)" -gt "$all"
run "$T" remind --today 2026-12-18 --json
is "for programs" "activity 2" "$(printf '%s' "$out" | python3 -c '
import json, sys
r = [x for x in json.load(sys.stdin) if x["unit"] == "qxj" and x["matter"] == "报送"]
print("activity", r[0]["days"])')"
exits "days are a number" 2 "$T" remind --days 三
# What has come in is not owed, though nobody has decided on it.
mkdir -p content/journal/qxj/2026-11/enforce
cat >content/journal/qxj/2026-11/enforce/0001.yml <<'END'
事件: 收到
提交: 4a4b71bb9e10
报送人: qxj-chen
时间: "2026-12-10T17:41:09+08:00"
期限: "2026-12-20T24:00:00+08:00"
迟报: 否
替换: 无
END
run "$T" remind --today 2026-12-18
unlike "what has come is not owed" '跟执法.*县气象局' "$out"
sed 's/收到/退回补正/; s/报送人: .*/审核人: sfj-hou\n意见: 写详细些/
/期限\|迟报\|替换/d; s/10T/11T/' content/journal/qxj/2026-11/enforce/0001.yml \
	>content/journal/qxj/2026-11/enforce/0002.yml
run "$T" remind --today 2026-12-18
like "what was returned is" \
	'^退回补正 11月的跟执法：写详细些（12月20日截止，还有2天）：县气象局。$' "$out"
run "$T" remind --today 2026-12-18 --json
is "by the name that other commands take" qxj/2026-11/enforce \
	"$(printf '%s' "$out" | python3 -c '
import json, sys
for x in json.load(sys.stdin):
    if x["matter"] == "补正" and x["unit"] == "qxj": print(x["object"])')"

finish
