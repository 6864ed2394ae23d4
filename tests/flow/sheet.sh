#!/bin/sh
# SPDX-License-Identifier: MIT
# Excel files as a spreadsheet program reads them: LibreOffice opens them and
# writes down what it sees, which must be what the rows were.
. "$(dirname "$0")/lib.sh"

tree=$work/tree
mkdir -p "$tree/content/plan/kinds" "$tree/content/notes" "$tree/layouts"
cat >"$tree/content/plan/kinds/note.yaml" <<'E'
name: 便条
help: 一张便条
files: notes/{名}.md
path:
  名: {type: text, public: yes, help: 文件名}
fields:
  话: {type: text, public: yes, help: 一句话}
  日: {type: date, public: yes, help: 哪天}
  数: {type: integer, public: yes, help: 多少}
  值: {type: decimal, public: yes, help: 多少}
E
# note_file NAME TEXT DAY NUMBER DECIMAL
note_file() {
	printf -- "---\n话: '%s'\n日: %s\n数: %s\n值: %s\n---\n" \
		"$2" "$3" "$4" "$5" >"$tree/content/notes/$1.md"
}
note_file a '=1+1' 2026-02-28 -7 1.5
note_file b '+cmd|calc' 2024-02-29 0 -0.25
note_file c '-2' 1949-10-01 123456789 3
note_file d '@SUM(A1)' 2026-11-22 1 0.1
note_file e '＝1+1' 2026-11-22 1 0.1
note_file f '说"好"，一行' 2026-11-22 1 0.1
note_file g '0012' 2026-11-22 1 0.1
note_file h '2026-01-01' 2026-11-22 1 0.1
cat >"$tree/layouts/list.html" <<'E'
---
path: list.html
table:
  title: 便条:清单/全部[一二三四五六七八九十一二三四五六七八九十一二三四五]
  rows: SELECT 名, 话, 日, 数, 值 FROM 便条 ORDER BY 名
  columns:
    名:
    话: {width: 40}
    日: {type: date}
    数: {type: integer}
    值: {type: decimal}
---
{{count}}{{#files}}<a href="{{address}}">{{label}}</a>{{/files}}
E
ok "build" "$TAIZHANG" build --quiet -C "$tree" --today 2026-11-22 \
	--out "$work/out"
is "a spreadsheet program's kind of file" PK \
	"$(head -c 2 "$work/out/list.xlsx")"

# seen FORMAT: what LibreOffice sees.
# shellcheck disable=SC2317 # ok() runs it
seen() {
	rm -rf "$work/seen"
	timeout 120 soffice "-env:UserInstallation=file://$work/office" \
		--headless --convert-to "$1" --outdir "$work/seen" \
		"$work/out/list.xlsx" >/dev/null 2>&1
}
# Comma, quotes, UTF-8; all texts in quotes, values as they are, no formulas.
ok "it opens" seen \
	"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false"
expected='"名","话","日","数","值"
"a","=1+1",2026-02-28,-7,1.5
"b","+cmd|calc",2024-02-29,0,-0.25
"c","-2",1949-10-01,123456789,3
"d","@SUM(A1)",2026-11-22,1,0.1
"e","＝1+1",2026-11-22,1,0.1
"f","说""好""，一行",2026-11-22,1,0.1
"g","0012",2026-11-22,1,0.1
"h","2026-01-01",2026-11-22,1,0.1'
is "texts are texts, days and numbers are days and numbers" "$expected" \
	"$(sed '1s/^\xEF\xBB\xBF//' "$work/seen/list.csv")"

ok "as OpenDocument" seen fods
fods=$(cat "$work/seen/list.fods")
unlike "there is no formula" 'table:formula' "$fods"
like "the sheet has a name that may be" \
	'table:name="便条清单全部一二三四五六七八九十一二三四五六七八九十一二三四五"' "$fods"
like "days are days" 'office:value-type="date" office:date-value="2024-02-29"' \
	"$fods"
like "numbers are numbers" 'office:value-type="float" office:value="-0.25"' \
	"$fods"
like "the head is on every sheet of paper" 'table:table-header-rows' "$fods"
like "the filter" 'table:display-filter-buttons="true"' "$fods"
like "printed across" 'style:print-orientation="landscape"' "$fods"
like "on A4" 'fo:page-width="29.7cm"|fo:page-width="11.69' "$fods"

# What LibreOffice does not write down.
part=$(perl -MIO::Uncompress::Unzip=unzip -e '
	unzip $ARGV[0] => "-", Name => "xl/worksheets/sheet1.xml"' \
	"$work/out/list.xlsx")
like "the head stays in sight" '<pane ySplit="1"[^>]*state="frozen"' "$part"

# The same again is the same bytes.
ok "again" "$TAIZHANG" build --quiet -C "$tree" --today 2026-11-22 \
	--out "$work/again"
ok "equal" cmp "$work/out/list.xlsx" "$work/again/list.xlsx"

finish
