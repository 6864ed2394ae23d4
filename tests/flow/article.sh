#!/bin/sh
# SPDX-License-Identifier: MIT
# An article begun from activities: their facts and pictures, gaps that check
# finds, and once they are filled an article like any other.
. "$(dirname "$0")/lib.sh"

tree=$work/tree
mkdir -p "$tree"
cp -R "$ROOT/content" "$ROOT/layouts" "$tree/"
cd "$tree" || exit 1
export XDG_CACHE_HOME="$work/cache"
draft() {
	run "$TAIZHANG" article --today 2026-11-22 "$@"
}
check() {
	run "$TAIZHANG" check --today 2026-11-22 "$@"
}

draft draft mzj-2026-11-window
is "begun" 0 "$code"
file=content/units/mzj/articles/2026-11-window/index.md
like "it says where" "写好了：.*/$file" "$out"
like "who, where" '县民政局局长朱某某等2位负责同志到县政务服务中心' "$(cat $file)"
like "what was found" '这一趟发现问题1个、需求1条，定了2条措施' "$(cat $file)"
unlike "nobody in charge by name" '曹某某' "$(cat $file)"
like "gaps for a person" '【待填：群众怎么说' "$(cat $file)"
is "the picture lies beside it" 0 \
	"$(cmp content/units/mzj/2026-11/window/01.png \
		content/units/mzj/articles/2026-11-window/mzj-2026-11-window_01.png
	echo $?)"
check content/units/mzj/articles
is "not done yet" 1 "$code"
is "for its gaps alone" "gap-left" "$(printf '%s\n' "$out" |
	sed -n 's/.* 错误 .*\[\([a-z-]*\)\]$/\1/p' | sort -u)"
sed -i 's/【待填：标题[^】]*】/一看就会的代办认证/; s/【待填[^】]*】/补上了/' $file
check content/units/mzj/articles
is "filled" 0 "$code"
unlike "nothing is said of it" "$file" "$out"
draft draft mzj-2026-11-window
is "what is there stays" 2 "$code"
draft --name two draft mzj-2026-11-window rsj-2026-09-window
is "two activities" 0 "$code"
is "both are named" 2 "$(grep -c '^  - [a-z]*-2026' \
	content/units/mzj/articles/two/index.md)"
draft draft nobody-2026-11-window
is "none of this name" 1 "$code"
like "said" '没有编号是 nobody-2026-11-window 的活动' "$err"
rm -r content/journal/mzj/2026-11/window
draft --name three --stdout draft mzj-2026-11-window
is "without a journal nobody can tell, and it goes" 0 "$code"
mkdir -p content/journal/mzj/2026-11/window
cp "$ROOT/content/journal/mzj/2026-11/window/0001.yml" \
	content/journal/mzj/2026-11/window/
draft --name three --stdout draft mzj-2026-11-window
is "received and not approved" 1 "$code"
draft draft
is "no activity" 2 "$code"
draft x mzj-2026-11-window
is "no such thing" 2 "$code"
draft --name '../x' draft rsj-2026-09-window
is "a name is a name" 2 "$code"

run "$TAIZHANG" new --today 2026-11-22 --unit rsj --stdout article 名=2026-09-window
like "new begins the same words" '县人社局局长' "$out"

# The longest of the sample: as long as an article should be.
for id in $(cd "$ROOT" && "$TAIZHANG" query --today 2026-11-22 --csv \
	"SELECT 编号 FROM 活动 ORDER BY length(正文) DESC LIMIT 4" |
	sed 1d | tr -d '\r'); do
	draft -C "$ROOT" --stdout draft "$id"
	words=$(printf '%s\n' "$out" | awk 'n > 1; /^---$/ { n++ }' |
		tr -d '\n' | python3 -c 'import sys; print(len(sys.stdin.read()))')
	is "$id: $words characters" yes \
		"$([ "$words" -ge 250 ] && [ "$words" -le 900 ] && echo yes)"
done

finish
