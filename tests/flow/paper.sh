#!/bin/sh
# SPDX-License-Identifier: MIT
# Papers: drafts with the month's figures, the printed page and the Word file.
. "$(dirname "$0")/lib.sh"

day=2026-11-22
tree=$work/tree
mkdir "$tree"
cp -R "$ROOT/content" "$ROOT/layouts" "$tree"
T=$TAIZHANG

# check PATH: what it finds there, a line each: file:line [id]
check() {
	"$T" check -C "$tree" --today $day --format json "$@" \
		>"$work/found.json"
	python3 - "$work/found.json" <<'END'
import json, sys
for f in json.load(open(sys.argv[1], encoding="utf-8")):
    if f["level"] != "warning":
        print(f["id"], f["path"], f["message"])
END
}

# fill FILE: what a person does with the gaps.
fill() {
	sed -i 's/【待填[^】]*】/主要负责同志带头，当场能改的当场改，改不了的写进台账，逐件盯到办结/' "$1"
}

# --- drafts -----------------------------------------------------------------

drafts="sfj/2026-09/summary sfj/2026-10/summary sfj/2026-11/summary
	spj/2026-09/summary spj/2026-10/summary spj/2026-11/summary
	ysb/2026-09/bulletin ysb/2026-10/bulletin ysb/2026-11/bulletin"

# draft PATH [OPTION...]: what `new` says it is.
draft() {
	_path=$1
	shift
	_month=${_path#*/}
	"$T" new -C "$tree" --today $day "${_path##*/}" --unit "${_path%%/*}" \
		--month "${_month%/*}" "$@"
}

# all HOW: every lead's and month's draft has gaps, and nothing else is wrong
# with it; filled, nothing is.
all() {
	for d in $drafts; do
		file=$tree/content/units/$d/index.md
		draft "$d" --stdout >"$work/draft" || note "new $d: $?"
		cp "$work/draft" "$file"
	done
	found=$(check content/units/sfj content/units/spj content/units/ysb)
	is "$1: gaps are left and nothing else is wrong" gap-left \
		"$(printf '%s\n' "$found" | cut -d ' ' -f 1 | sort -u)"
	is "$1: in each of them" "$(echo "$drafts" | wc -w)" \
		"$(printf '%s\n' "$found" | cut -d ' ' -f 2 | sort -u |
			grep -c .)"
	for d in $drafts; do
		fill "$tree/content/units/$d/index.md"
	done
	is "$1: filled, they pass" "" "$(check)"
}
all "as it was when the summary came in"
summary=$(cat "$tree/content/units/spj/2026-11/summary/index.md")
like "figures" '^    问题数: 54$' "$summary"
like "who was late" '^迟报：县财政局（走流程坐窗口，迟1天）' "$summary"
like "who is missing" '^没有开展活动，也没有说明：县水务局（10月' "$summary"
like "against the month before" '与上期相比，活动多35场，问题多34个' "$summary"
like "what many have in common" '^34个单位发现问题35个，如县发改委“' "$summary"
like "what is overdue" '^县城管执法局：占道许可.*超期33天' "$summary"
bulletin=$(cat "$tree/content/units/ysb/2026-11/bulletin/index.md")
like "whom a bulletin might praise" '^  - 单位: nyncj$' "$bulletin"
like "and criticise, if a person says so" \
	'^#       - cgj-2026-09-window-p01$' "$bulletin"

# A figure that is changed no longer adds up.
sed -i 's/问题数: 54/问题数: 53/' \
	"$tree/content/units/spj/2026-11/summary/index.md"
like "what does not add up is told" \
	'^summary-adds-up .*的问题数写的是 53' "$(check content/units/spj)"

# Without summaries the drafts say what is so today.
for d in $drafts; do
	rm -r "$tree/content/units/$d" "$tree/content/journal/$d"
	mkdir -p "$tree/content/units/$d"
done
all "as it is now"

# The criticism that is proposed stands, once a person wants it.
sed -i 's/^#\( .*\)$/\1/; s/^ 批评/批评/; /点名批评由人定/d; /下面是没有迟报/d' \
	"$tree/content/units/ysb/2026-11/bulletin/index.md"
sed -i 's/^   - 单位/  - 单位/; s/^     \([原事依无]\)/    \1/; s/^       - /      - /' \
	"$tree/content/units/ysb/2026-11/bulletin/index.md"
is "proposed criticism is well founded" "" "$(check content/units/ysb)"
like "and is there" '^批评:$' \
	"$(cat "$tree/content/units/ysb/2026-11/bulletin/index.md")"

# Where it goes, and what it does not write over.
rm -r "$tree/content/units/sfj/2026-11/summary"
exits "new" 0 draft sfj/2026-11/summary
like "it says where" "units/sfj/2026-11/summary/index.md$" "$out"
like "and how many gaps there are" '^还有 [0-9]+ 处要填' "$out"
before=$(cat "$tree/content/units/sfj/2026-11/summary/index.md")
exits "it is not written over" 2 draft sfj/2026-11/summary
like "and says so" '已经有了' "$err"
is "the file is as it was" "$before" \
	"$(cat "$tree/content/units/sfj/2026-11/summary/index.md")"
echo x >"$work/x"
exits "nor is another file" 2 draft sfj/2026-11/summary -o "$work/x"
is "which is as it was, too" x "$(cat "$work/x")"
exits "into a file" 0 draft sfj/2026-10/summary -o "$work/out.md"
is "the same text" "$(draft sfj/2026-10/summary --stdout)" \
	"$(cat "$work/out.md")"
exits "which lead's?" 2 "$T" new -C "$tree" --today $day summary
like "those that there are" '^  taizhang new summary --unit spj --month 2026-11$' \
	"$err"
exits "not a lead" 2 "$T" new -C "$tree" --today $day summary --unit mzj
like "the leads" '^  taizhang new summary --unit sfj --month 2026-11$' "$err"
exits "a month without activities" 2 "$T" new -C "$tree" \
	--today 2027-02-21 summary
like "how another one is asked for" \
	'没有这样一份可以起草；换一份：--unit 单位，--month 报送月$' "$err"
exits "a second bulletin" 0 "$T" new -C "$tree" --today $day 通报 次=2
[ -f "$tree/content/units/ysb/2026-11/bulletin-2/index.md" ]
result "has a folder of its own" $?

# A kind without a draft: its form.
exits "a form" 0 "$T" new -C "$tree" --today 2026-12-03 activity \
	--unit mzj 类=enforce
file=content/units/mzj/2026-12/enforce/index.md
like "in its place" '^日期: "【待填，如 ' "$(cat "$tree/$file")"
like "which does not pass" "^gap-left $file" "$(check "$file")"
for wrong in "activity --unit mzj" "activity --unit mzj 类=walk" \
	"activity --unit ../mzj 类=window" "activity --unit mzj 甲=1" \
	"nothing" "summary -o a --stdout" "summary --rev HEAD"; do
	# shellcheck disable=SC2086
	exits "wrong: new $wrong" 2 "$T" new -C "$tree" --today $day $wrong
	is "wrong: new $wrong: nothing on stdout" "" "$out"
done

# Whatever a record says, it is that in a draft.
small=$work/small
tree_make "$small"
mkdir "$small/content/plan/drafts"
cat >"$small/content/plan/drafts/note.md" <<'END'
---
each: SELECT 名 || '-2' AS 名, 题, 内部 FROM 便条 WHERE 名 = 'a'
data:
  同: SELECT 题 AS 话 FROM 便条 WHERE 名 = 'a'
---
---
题: {{题}}
内部: {{内部}}
---

{{#同}}
{{话}}

二：{{话}}
{{/同}}
END
number=0
while IFS= read -r text; do
	number=$((number + 1))
	rm -rf "$small/content/notes/a-2"
	{
		echo ---
		python3 -c 'import json, sys
print("题:", json.dumps(sys.argv[1], ensure_ascii=False))
print("内部:", json.dumps(sys.argv[1] + "\n题: 又\n---\n" + sys.argv[1],
                        ensure_ascii=False))' "$text"
		echo ---
	} >"$small/content/notes/a/index.md"
	exits "text $number" 0 "$T" new -C "$small" note
	is "text $number: the head" "$(printf '%s\n%s' "$text" "$text")" \
		"$("$T" query -C "$small" --json \
			"SELECT 题 FROM 便条 WHERE 名 LIKE 'a%' ORDER BY 名" |
			python3 -c 'import json, sys
for row in json.load(sys.stdin): print(row["题"])')"
	is "text $number: a text of many lines" 1 \
		"$("$T" query -C "$small" --csv "SELECT count(DISTINCT 内部)
			FROM 便条 WHERE 名 LIKE 'a%'" | sed -n 2p | tr -d '\r')"
	is "text $number: the body" "$(printf '%s\n二：%s' "$text" "$text")" \
		"$("$T" query -C "$small" --json \
			"SELECT trim(plain(正文), char(10)) AS 文 FROM 便条 WHERE 名 = 'a-2'" |
			python3 -c 'import json, sys
for row in json.load(sys.stdin): print(row["文"])')"
done <<'END'
a: b #c
"引号" 和 'x' \n
- 一
1. 二
# 题
*甲* _乙_ `丙` **丁**
[x](y) <b>c</b> &lt; ![z](01.png)
138****1234 与 139****5678
> 引
{a: [b, c]}
@x %y !z |w
是
===
END
sed -i 's/{{话}}$/{{话语}}/' "$small/content/plan/drafts/note.md"
exits "a draft with a wrong name fails the check" 1 "$T" check -C "$small"
like "at its line" '^12:1 错误 模板里没有这个变量' "$out"
printf -- '---\neach: SELECT 1\n---\n没有表头\n' \
	>"$small/content/plan/drafts/note.md"
exits "so does one that is no record" 1 "$T" check -C "$small"
like "and says what is missing" '查询以后要写一份记录' "$out"

# --- the printed page -------------------------------------------------------

# pages FILE.pdf
pages() {
	pdfinfo "$1" | sed -n 's/^Pages: *//p'
}

# as_text FILE.pdf: the text alone, without spaces and page numbers.
as_text() {
	pdftotext -layout "$1" - | tr -d ' \n\f' | sed 's/—[0-9]*—//g'
}

rm -r "$tree/content/units/sfj/2026-11/summary" \
	"$tree/content/units/ysb/2026-11/bulletin-2" \
	"$tree/content/units/mzj/2026-12"
draft sfj/2026-11/summary >/dev/null
fill "$tree/content/units/sfj/2026-11/summary/index.md"
ok "build" "$T" build --quiet -C "$tree" --today $day --edition internal \
	--out "$work/portal"
ok "build for the public" "$T" build --quiet -C "$tree" --today $day \
	--out "$work/public"
is "the public has the summaries, not the bulletins" 6 \
	"$(find "$work/public/papers" -name '*.html' | wc -l)"
is "the internal edition has both" 9 \
	"$(find "$work/portal/papers" -name '*.html' | wc -l)"

browser_find
for name in spj-2026-11-summary ysb-2026-11-bulletin; do
	pdf=$work/$name.pdf
	ok "$name: printed" timeout 120 "$browser" --headless --no-sandbox \
		--disable-gpu --user-data-dir="$work/chromium" \
		--no-pdf-header-footer --print-to-pdf="$pdf" \
		"file://$work/portal/papers/$name.html"
	ok "$name: page, margins, lines, numbers" \
		python3 "$ROOT/tests/flow/paper.py" "$pdf" yes
	is "$name: every font is in it" yes \
		"$(pdffonts "$pdf" | awk 'NR > 2 { print $(NF - 4) }' |
			sort -u)"
	text=$(as_text "$pdf")
	like "$name: says that it is internal" '^内部　?示例数据' "$text"
	unlike "$name: nothing of the portal around it" \
		'跳到正文|首页|主办单位|打印出来' "$text"
done
like "title, to whom, text, who, when, annexes: in this order" \
	'县行政审批局关于2026年11月.*工作总结.*蓝田县营商办：本期（.*一、活动开展情况.*五、下一步打算.*附件：1．.*县行政审批局2026年11月[0-9]+日.*附件1.*活动数字.*附件2体验事项' \
	"$(as_text "$work/spj-2026-11-summary.pdf")"
# Two pages of annexes at the least, and one of text.
[ "$(pages "$work/spj-2026-11-summary.pdf")" -ge 5 ]
result "as many pages as it takes" $?

# --- Word -------------------------------------------------------------------

record=content/units/spj/2026-11/summary
exits "paper" 0 "$T" paper -C "$tree" --today $day -o "$work/a.docx" $record
like "says where" 'a\.docx$' "$out"
sleep 2
exits "again" 0 "$T" paper -C "$tree" --today $day -o "$work/b.docx" \
	$record/index.md
ok "equal bytes" cmp "$work/a.docx" "$work/b.docx"
commit_make "$tree"
exits "of a commit" 0 "$T" paper -C "$tree" --rev HEAD --today $day \
	-o "$work/c.docx" $record
ok "the same" cmp "$work/a.docx" "$work/c.docx"

# shellcheck disable=SC2317 # ok() runs it
word() {
	rm -rf "$work/word"
	timeout 120 soffice "-env:UserInstallation=file://$work/office" \
		--headless --convert-to pdf --outdir "$work/word" "$1" \
		>/dev/null 2>&1
}
ok "it opens" word "$work/a.docx"
ok "page, margins, lines, numbers" \
	python3 "$ROOT/tests/flow/paper.py" "$work/word/a.pdf" no
like "in the same order" \
	'^示例数据县行政审批局关于2026年11月.*工作总结蓝田县营商办：本期（.*一、活动开展情况.*五、下一步打算.*附件：1．.*县行政审批局2026年11月[0-9]+日附件1.*活动数字.*附件2体验事项' \
	"$(as_text "$work/word/a.pdf")"

# parts FILE.docx PART: what it is made of.
part() {
	perl -MIO::Uncompress::Unzip=unzip -e '
		unzip $ARGV[0] => "-", Name => $ARGV[1]' "$1" "$2"
}
styles=$(part "$work/a.docx" word/styles.xml | tr -d '\n')
like "text: 3号仿宋" 'docDefaults>.*eastAsia="仿宋_GB2312".*w:val="32"' "$styles"
like "title: 2号小标宋, centred" \
	'heading 1".*"center".*方正小标宋简体.*w:sz w:val="44"' "$styles"
like "lines 28.95 pt apart" 'pPrDefault>.*w:line="579"[^>]*' "$styles"
document=$(part "$work/a.docx" word/document.xml)
like "margins" 'w:pgMar[^>]*w:left="1588"[^>]*w:top="2098"' "$document"
for style in Addressee Signature1 Date1 AnnexNumber AnnexList Heading2; do
	like "style $style" "w:pStyle w:val=\"$style\"" "$document"
done
unlike "nothing is hidden in the text" \
	'w:vanish|w:ins |w:del |w:comment|w:bookmark|w:hyperlink|w:drawing' \
	"$document"
unlike "no author" 'creator>[^<]|lastModifiedBy>[^<]' \
	"$(part "$work/a.docx" docProps/core.xml)"
unlike "no comments" 'w:comment ' "$(part "$work/a.docx" word/comments.xml)"
all_parts=$(for p in $(perl -MIO::Uncompress::Unzip -e '
	my $u = IO::Uncompress::Unzip->new($ARGV[0]);
	do { print $u->getHeaderInfo->{Name}, "\n" } while $u->nextStream > 0' \
	"$work/a.docx"); do part "$work/a.docx" "$p"; done)
unlike "no paths" "$work|$HOME|content/|layouts/|/pictures/|\.html" "$all_parts"

# Any record with a text, with its pictures.
cd "$work" || exit 1
exits "an article" 0 "$T" paper -C "$tree" --today $day \
	content/units/rsj/articles/sample-sheet
[ -f "$work/rsj-articles-sample-sheet.docx" ]
result "under its own name" $?
tree_make "$work/pictured"
exits "a picture in the text" 0 "$T" paper -C "$work/pictured" -o p.docx \
	content/notes/a
like "is in the file" 'r:embed' "$(part p.docx word/document.xml)"
exits "a paper of what is not public" 0 "$T" paper -C "$tree" --today $day \
	-o d.docx content/units/ysb/2026-11/bulletin
like "says so" '内部' "$(part d.docx word/document.xml)"
for wrong in content/plan/units.yaml content/units/nobody content README; do
	exits "no record: $wrong" 2 "$T" paper -C "$tree" --today $day $wrong
done
draft sfj/2026-10/summary --stdout >"$tree/content/units/sfj/2026-10/summary/index.md"
exits "with gaps left" 0 "$T" paper -C "$tree" --today $day -o e.docx \
	content/units/sfj/2026-10/summary
like "it says that there are" '还有没填的空' "$err"
exits "without pandoc" 3 env PATH=/nonexistent "$T" paper -C "$tree" \
	--today $day -o f.docx content/units/sfj/2026-10/summary
like "what to install" '没有安装 pandoc' "$err"
[ ! -e f.docx ]
result "and nothing is written" $?

finish
