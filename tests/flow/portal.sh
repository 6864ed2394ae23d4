#!/bin/sh
# SPDX-License-Identifier: MIT
# The portal as its readers have it: what a government page must say, open
# data, sizes, and each sort of page in a browser (tests/browser/check.mjs).
. "$(dirname "$0")/lib.sh"

tree=$work/tree
mkdir -p "$tree"
cp -R "$ROOT/content" "$ROOT/layouts" "$tree"
sed -i '/^网址:\|^域名:\|^备案号:\|^网站标识码:\|^纠错地址:/d' \
	"$tree/content/plan/settings.yaml"
cat >>"$tree/content/plan/settings.yaml" <<'END'
网站标识码: 6101220000
备案号: 陕ICP备00000000号-1
域名: www.lantian.example
网址: https://www.lantian.example/zt/zlc/
纠错地址: https://www.lantian.example/jiucuo/
END
# Something that was taken down, which the sample has not.
mkdir -p "$tree/content/journal/mzj/2026-10/window-9"
cat >"$tree/content/journal/mzj/2026-10/window-9/0001.yml" <<'END'
事件: 撤下
审核人: spj-lei
时间: "2026-11-12T17:34:00+08:00"
意见: 写了不该公开的内容
END
commit_make "$tree" 1795300000
exits "the sample with all its marks has no error" 0 "$TAIZHANG" build \
	--quiet -C "$tree" --rev HEAD --today 2026-11-22 --out "$work/p"
# What is due next year has a page, what is done then has none yet.
exits "in December no link is dead" 0 "$TAIZHANG" check -C "$tree" \
	--today 2026-12-25
commit=$(git -C "$tree" rev-parse HEAD | cut -c1-12)
p=$work/p

# meta FILE NAME [PORTAL]: what a page says under this name.
meta() {
	sed -n "s/^<meta name=\"$2\" content=\"\(.*\)\">$/\1/p" \
		"${3:-$p}/$1"
}
activity=activities/mzj-2026-11-window.html
# The quotation marks are the name's.
# shellcheck disable=SC1111
is "the site's name" "蓝田县“走流程、坐窗口、跟执法、处投诉”活动台账" \
	"$(meta index.html SiteName)"
is "its domain and code" "www.lantian.example 6101220000" \
	"$(meta units.html SiteDomain) $(meta units.html SiteIDCode)"
is "the first page's sort" 首页 "$(meta index.html ColumnType)"
is "a column" "台账 工作动态" \
	"$(meta ledgers.html ColumnName) $(meta ledgers.html ColumnType)"
is "an article's title" "县民政局走流程坐窗口（2026年11月6日）" \
	"$(meta $activity ArticleTitle)"
journal=$tree/content/journal/mzj/2026-11/window
is "its date of publication is the journal's" \
	"$(sed -n '/审核通过/,$s/^时间: "\(.*\)T\(..:..\).*/\1 \2/p' \
		"$journal"/*.yml | tail -n 1)" "$(meta $activity PubDate)"
is "its source, author, address" \
	"县民政局 县民政局 https://www.lantian.example/zt/zlc/$activity" \
	"$(meta $activity ContentSource) $(meta $activity Author) $(meta $activity Url)"
like "its picture" '^https://www.lantian.example/zt/zlc/pictures/' \
	"$(meta $activity Image)"
article=articles/huaxu-articles-queue-desk.html
is "an article says what it tells, twice, and its picture" \
	"一台叫号器换来一个安静的大厅 一台叫号器换来一个安静的大厅 https://www.lantian.example/zt/zlc/pictures/huaxu-articles-queue-desk_01.png" \
	"$(meta $article description) $(meta $article Description) $(meta $article Image)"
is "no page says nothing under a name" "" \
	"$(grep -rlE '<meta [^>]*content=""' "$p")"
is "the newest are told in whole sentences" 6 \
	"$(sed -n '/id="newest"/,/<\/section>/p' "$p/index.html" |
	grep -c '^<p>[^<]*。”\?</p>$')"
ok "who approved it is said" grep -q '县行政审批局审核通过' "$p/$activity"
like "each page says its commit and when that was" \
	"$commit</span>（2026-11-22 06:26）" "$(cat "$p/about.html")"
is "pages without it, but for what is pasted" "404.html" \
	"$(cd "$p" && grep -L "$commit" -r . --include='*.html' |
	grep -v wechat.html | sed 's,^\./,,' | sort | tr '\n' ' ' | sed 's/ $//')"
like "the footer has the codes" '陕公网安备61012202000008号' \
	"$(cat "$p/index.html")"
like "and where to tell of mistakes" \
	'https://www.lantian.example/jiucuo/">我为政府网站找错' \
	"$(cat "$p/index.html")"

# Without a journal: the commit's time, and never the record's.
rm -rf "$tree/content/journal"
commit_make "$tree" 1795300060
"$TAIZHANG" build --quiet -C "$tree" --rev HEAD --today 2026-11-22 \
	--out "$work/q" >/dev/null 2>&1
for page in $activity $article; do
	is "without a journal the commit's, ${page%%/*}" "2026-11-22 06:27" \
		"$(meta "$page" PubDate "$work/q")"
done

# Whom it lists.
ok "the site map is XML" xmllint --noout "$p/sitemap.xml"
is "every page of the site map is there" "" \
	"$(sed -n 's,.*<loc>https://www.lantian.example/zt/zlc/\(.*\)</loc>.*,\1,p' \
		"$p/sitemap.xml" | while read -r page; do
		[ -f "$p/$page" ] || echo "$page"
	done)"
is "and every page that may be indexed is in it" "$(cd "$p" && find . \
	-name '*.html' -exec grep -L 'name="robots" content="noindex"' {} + |
	sed 's,^\./,,' | sort)" "$(sed -n \
	's,.*<loc>https://www.lantian.example/zt/zlc/\(.*\)</loc>.*,\1,p' \
	"$p/sitemap.xml" | sort)"
ok "robots.txt names it" grep -qx \
	'Sitemap: https://www.lantian.example/zt/zlc/sitemap.xml' "$p/robots.txt"
is "the catalogue has every file of data" "" "$(python3 - "$p" <<'END'
import json, os, sys
root = sys.argv[1]
listed = {r["file"] for r in json.load(open(f"{root}/data.json"))["resources"]}
found = {os.path.relpath(os.path.join(d, f), root)
         for d, _, files in os.walk(root) for f in files
         if f.endswith((".csv", ".xlsx", ".json", ".sqlite")) and f != "data.json"}
print(*sorted(listed - {"feed.atom", "calendar.ics"} ^ found))
END
)"

# The public book.
is "the book can be read, and holds no more than is public" "ok 122 0 0 True" \
	"$(python3 - "$p/data/book.sqlite" <<'END'
import sqlite3, sys
book = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
one = lambda q: book.execute(q).fetchone()[0]
names = {r[0] for r in book.execute("SELECT name FROM sqlite_master")}
columns = {r[1] for n in names for r in book.execute(f'PRAGMA table_info("{n}")')}
blobs = sum(one(f'SELECT count(*) FROM "{n}" WHERE typeof("{r[1]}") = \'blob\'')
            for n in names for r in book.execute(f'PRAGMA table_info("{n}")'))
print(one("PRAGMA integrity_check"), one("SELECT count(*) FROM 活动"), blobs,
      len(columns & {"责任人", "审核人", "报送人", "意见", "file", "line"}),
      len(one("SELECT 正文 FROM 活动 LIMIT 1")) > 100)
END
)"

# What it weighs.
weight=0
for file in index.html $(cd "$p" && ls assets/style.*.css assets/type.*.js \
	assets/mark.*.svg); do
	weight=$((weight + $(gzip -9c "$p/$file" | wc -c)))
done
ok "the first page weighs 60 KB at most ($weight bytes)" [ "$weight" -le 61440 ]

# Nothing in it yet: no empty columns.
rm -rf "$tree/content/units"
"$TAIZHANG" build --quiet -C "$tree" --today 2026-11-22 --out "$work/e" \
	>/dev/null 2>&1
is "columns of an empty portal" "首页 单位 统计 方案 数据 说明" \
	"$(sed -n '/<nav aria-label="栏目"/,/<\/nav>/s/.*">\(.*\)<\/a><\/li>/\1/p' \
		"$work/e/index.html" | tr '\n' ' ' | sed 's/ $//')"

# In a browser, and through the Nu checker. None of it is our C.
if ! command -v java >/dev/null; then
	note "no java here: no browser"
	finish
fi
if ! node_find; then
	note "$why"
	finish
fi
pages=$(node --input-type=module -e "
import { pages } from '$ROOT/tests/browser/pages.mjs';
console.log(Object.values(pages).join(' '));")
# Two layouts of one pattern want two pages.
# Words of the list are pages.
# shellcheck disable=SC2086
is "each public layout has a page among those looked at" "" \
	"$(python3 - "$ROOT/layouts" $pages <<'END'
import pathlib, re, sys
paths = {}
for file in pathlib.Path(sys.argv[1]).rglob("*.html"):
    head = file.read_text().split("---")[1] if file.read_text()[:3] == "---" else ""
    path = re.search(r'^path: "?([^"\n]*\.html)"?$', head, re.M)
    if path and "\nedition: internal" not in head:
        paths[file] = re.sub(r"\{\{.*?\}\}", "\0", path[1])
for file, path in sorted(paths.items()):
    like = re.compile(".*".join(map(re.escape, path.split("\0"))) + "$")
    count = lambda all: sum(bool(like.match(one)) for one in all)
    if count(sys.argv[2:]) < count(paths.values()):
        print(file)
END
)"
# shellcheck disable=SC2086
is "the Nu checker finds no error" "" "$(cd "$p" &&
	java -Xss1m -jar "$MODULES/node_modules/vnu-jar/build/dist/vnu.jar" \
		--errors-only $pages 2>&1 | head -20)"
browse check.mjs "$p"
finish
