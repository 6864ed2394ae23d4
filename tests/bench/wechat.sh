#!/bin/sh
# SPDX-License-Identifier: MIT
# Five articles through ours and through an existing tool, Wenyan's core from
# npm (Apache-2.0; 250 MB with what it needs, into $BUILD/npm): what it keeps
# and we do not is printed, and is an error.
set -eu

for program in node npm; do
	if ! command -v $program >/dev/null; then
		echo "wechat: no $program here, nothing is compared"
		exit 0
	fi
done
npm=$BUILD/npm
if ! [ -d "$npm/node_modules/@wenyan-md/core" ]; then
	mkdir -p "$npm"
	if ! (cd "$npm" && npm install --no-audit --no-fund --silent \
		@wenyan-md/core@3.0.10 jsdom@27 formdata-node@6 form-data-encoder@4 >/dev/null 2>&1); then
		echo "wechat: npm gets nothing, nothing is compared"
		exit 0
	fi
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/wechat.XXXXXX")
trap 'rm -rf "$work"' EXIT
tree=$work/tree
mkdir -p "$tree/content/units/mzj/articles" "$work/texts"
cp -R "$ROOT/content/plan" "$tree/content/plan"
cp -R "$ROOT/layouts" "$tree/layouts"

# article NAME FILE: the text of FILE, behind the head of a record or not.
# Masked numbers lose their stars in Wenyan, so there are none.
article() {
	mkdir "$tree/content/units/mzj/articles/$1"
	cp "$ROOT/content/units/rsj/articles/sample-sheet/01.png" \
		"$tree/content/units/mzj/articles/$1/01.png"
	awk 'NR == 1 && /^---$/ { head = 1; next }
		head && /^---$/ { head = 0; next } !head' "$2" |
		sed 's/[*][*][*][*]/号号号号/g' >"$work/texts/$1.md"
	{
		printf -- '---\n标题: %s\n日期: 2026-11-12\n' "$1"
		printf '影像: [{文件: 01.png, 说明: 图}]\n---\n'
		cat "$work/texts/$1.md"
	} >"$tree/content/units/mzj/articles/$1/index.md"
}
article desk "$ROOT/content/units/huaxu/articles/queue-desk/index.md"
article sheet "$ROOT/content/units/rsj/articles/sample-sheet/index.md"
for name in rich lists links; do
	article $name "$ROOT/tests/flow/articles/$name.md"
done
"$TAIZHANG" build --quiet -C "$tree" --today 2026-11-22 \
	--out "$work/portal" 2>/dev/null || [ $? = 1 ]
cp "$ROOT/tests/bench/wechat.mjs" "$npm/wechat.mjs"
node "$npm/wechat.mjs" "$work/texts" "$work/portal/articles"
