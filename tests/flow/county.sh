#!/bin/sh
# SPDX-License-Identifier: MIT
# Another county: a repository of its own, and its own thresholds, names, a
# fourth kind of activity with a rule and a ledger, all without touching C.
. "$(dirname "$0")/lib.sh"

county=$work/county
check() {
	run "$TAIZHANG" check -C "$county" --today 2026-11-22
}

ok "init" "$TAIZHANG" init "$county" --name 长安区 --today 2026-11-22
is "one commit, nothing besides" "1 " \
	"$(git -C "$county" rev-list --count main) $(git -C "$county" status --short)"
is "no word of the other county" "" \
	"$(grep -rl 蓝田 "$county" --exclude-dir=.git)"
is "nor its address" "" \
	"$(grep -rl lantian.example "$county" --exclude-dir=.git)"
like "offices are of the right level" '名称: 区民政局' \
	"$(cat "$county/content/plan/units.yaml")"
unlike "no towns of the other county" 镇街 \
	"$(grep '代码:' "$county/content/plan/units.yaml")"
check
is "it has no error" 0 "$code"
ok "from its commit a portal is built" "$TAIZHANG" build --quiet \
	-C "$county" --rev main --today 2026-11-22 --out "$work/portal"
like "with its name" '长安区' "$(cat "$work/portal/index.html")"

run "$TAIZHANG" init "$county"
is "a folder with something in it is left alone" 2 "$code"
run "$TAIZHANG" init "$work/x" --name 'a/b'
is "a name is a name" 2 "$code"
is "and nothing is made" no "$([ -e "$work/x" ] && echo yes || echo no)"
mkdir "$work/empty"
ok "an empty folder will do" "$TAIZHANG" init "$work/empty"
like "the plan of its own county" 蓝田县 \
	"$(cat "$work/empty/content/plan/settings.yaml")"
is "with its towns" 19 "$(grep -c "类别: 镇街" "$work/empty/content/plan/units.yaml")"
chmod a-w "$work/empty"
if [ "$(id -u)" != 0 ]; then
	run "$TAIZHANG" init "$work/empty/inner"
	is "a place that cannot be written is a failure" 3 "$code"
fi
chmod u+w "$work/empty"

# A record of the sample keeps this county's plan too.
plan=$county/content/plan
record=$county/content/units/mzj/2026-11/window
mkdir -p "$(dirname "$record")"
cp -R "$ROOT/content/units/mzj/2026-11/window" "$record"
check
is "a record" 0 "$code"

# A threshold is a line of data.
sed -i 's/^参数:/&\n  - {名称: 最少环节, 类: window, 值: 5, 起: 2026-11-01, 依据: 本区规定}/' \
	"$plan/programme.yaml"
check
is "the threshold is raised" 1 "$code"
like "and told" '至少参与 5 个规定环节' "$out"
sed -i '/本区规定/d' "$plan/programme.yaml"

# A step has another name, in the plan and from then on in records.
sed -i 's/座谈交流/恳谈交流/g' "$plan/programme.yaml" "$plan"/rules/*.sql \
	"$plan"/kinds/*.yaml "$plan/views.sql"
check
like "the old name is not known" '“名称”所指的“座谈交流”不存在' "$out"
sed -i 's/座谈交流/恳谈交流/g' "$record/index.md"
check
is "the new one is" 0 "$code"

# A fourth kind of activity.
sed -i 's/{类:window|/&visit|/' "$plan/kinds/activity.yaml"
sed -i -e 's/^类别:/&\n  - {代码: visit, 名称: 进企业, 序: 4, 牵头: spj}/' \
	-e 's/^环节:/&\n  - {名称: 上门走访, 类: visit, 序: 1, 依据: 本区规定}/' \
	-e 's/^参数:/&\n  - {名称: 最少环节, 类: visit, 值: 1, 起: 2026-11-01, 依据: 本区规定}/' \
	"$plan/programme.yaml"
sed -i 's/\(代码: mzj,.*参与: \[\)/\1{类: visit, 起: 2026-11}, /' "$plan/units.yaml"
cat >"$plan/rules/visit-names-firms.sql" <<'SQL'
-- name: 没有写走访的企业
-- level: error
-- scope: record
-- clause: 本区规定
-- says: “{{名称}}”没有写走访了哪些企业
-- remedy: 在“事项”里一家企业写一行
SELECT 环节.id, '名称' AS field, 环节.名称
  FROM 活动_环节 AS 环节
 WHERE 环节.名称 = '上门走访'
   AND 环节.id NOT IN (SELECT parent FROM 活动_环节_事项);
SQL
cat >"$county/layouts/ledgers/firms.html" <<'HTML'
---
path: ledgers/firms.html
data:
  设置: SELECT *, nullif(示例, '否') AS 示例数据 FROM 设置
  行: SELECT 编号, 描述 FROM 问题台账 WHERE 类别 = '进企业' ORDER BY 编号
---
{{<base}}
{{$title}}企业问题台账{{/title}}
{{$main}}
<h1>企业问题台账</h1>
<ul>{{#行}}<li>{{编号}} {{描述}}</li>{{/行}}</ul>
{{/main}}
{{/base}}
HTML
visit=$county/content/units/mzj/2026-11/visit
mkdir -p "$visit"
cp "$record"/*.png "$visit/"
cat >"$visit/index.md" <<'MD'
---
日期: 2026-11-19
体验类型: 定期体验
场所: 其他
地点: 区工业园
参加人:
  - {姓名: 张某某, 职务: 局长, 身份: 主要负责同志}
环节:
  - 名称: 上门走访
    情况: 走访两家企业，都提到用工登记要跑两个窗口。
问题:
  - {序号: 1, 描述: 用工登记要跑两个窗口, 环节: 上门走访, 整改方式: 立行立改, 完成日期: 2026-11-20, 结果: 合并为一个窗口}
措施:
  - {序号: 1, 针对: [问题1], 内容: 窗口合并}
影像:
  - {文件: 01.png, 说明: 在车间听取意见}
---

走访了两家企业。
MD
rm -f "$visit"/0[2-9].png
check
like "its rule finds" 'visit-names-firms' "$out"
is "and that is an error" 1 "$code"
sed -i 's/^    情况: 走访/    事项:\n      - {名称: 某某机械厂用工登记, 体验人: 张某某}\n&/' \
	"$visit/index.md"
check
is "mended" 0 "$code"
ok "built" "$TAIZHANG" build --quiet -C "$county" --today 2026-11-22 \
	--out "$work/portal"
like "its ledger" 'mzj-2026-11-visit-p01 用工登记要跑两个窗口' \
	"$(cat "$work/portal/ledgers/firms.html")"
like "its page" 上门走访 "$(cat "$work/portal/activities/mzj-2026-11-visit.html")"

finish
