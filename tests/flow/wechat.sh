#!/bin/sh
# SPDX-License-Identifier: MIT
# Articles to a server of our own that behaves as the official account's
# interface does: once, again, changed, and with everything that goes wrong.
. "$(dirname "$0")/lib.sh"

tree=$work/tree
there=$work/there
mkdir -p "$tree/content/units" "$there"
cp -R "$ROOT/content/plan" "$tree/content/plan"
cp -R "$ROOT/layouts" "$tree/layouts"
cp -R "$ROOT/content/units/huaxu" "$tree/content/units/huaxu"
folder=$tree/content/units/huaxu/articles/queue-desk
article=$folder/index.md
sed -i '/^发出/d' "$article"
printf '\n**要点**：见[办法](https://www.gov.cn/a?b=1&c=2)和[上篇](https://mp.weixin.qq.com/s/x)。\n' >>"$article"
cp "$article" "$work/article"

python3 "$ROOT/tests/flow/wechat_server.py" "$there" 2>"$work/server" &
server=$!
trap 'kill $server; rm -rf "$work"' EXIT
n=0
until [ -s "$there/port" ] || [ $n -gt 100 ]; do n=$((n + 1)); sleep 0.1; done

XDG_CACHE_HOME=$work/cache
XDG_CONFIG_HOME=$work/config
XDG_STATE_HOME=$work/state
TAIZHANG_WECHAT_API=http://127.0.0.1:$(cat "$there/port")
unset TAIZHANG_WECHAT_APPID TAIZHANG_WECHAT_SECRET
export XDG_CACHE_HOME XDG_CONFIG_HOME XDG_STATE_HOME TAIZHANG_WECHAT_API
secret=s3cr3t-of-the-test
own=$XDG_STATE_HOME/taizhang/wechat-wxtest0123456789

# wechat WHAT...: runs it; all that it says is kept.
wechat() {
	rm -f "$there/log"
	run "$TAIZHANG" wechat -C "$tree" --today 2026-11-22 "$@"
	printf '%s\n%s\n' "$out" "$err" >>"$work/said"
}
# calls: what the server was asked, in order.
calls() {
	if [ -f "$there/log" ]; then paste -sd' ' "$there/log"; fi
}
# has WHAT: how many the account has of it.
has() {
	python3 -c 'import json,sys
print(len(json.load(open(sys.argv[1]))[sys.argv[2]]))' "$there/state.json" "$1"
}
# fault LINE...
fault() {
	printf '%s\n' "$@" >"$there/faults"
}
# forget: as if nothing had been sent; the token stays.
forget() {
	rm -f "$own/state.json" "$there/faults"
}
id=huaxu-articles-queue-desk

# --- the account ---
wechat push $id
is "without an account" 1 "$code"
like "what is missing" 没有这个账号设置文件 "$err"
like "by its name" '\[wechat-account\]' "$err"
mkdir -p "$XDG_CONFIG_HOME/taizhang"
printf 'appid: wxtest0123456789\nsecret: %s\ntimeout: 2\n' $secret \
	>"$XDG_CONFIG_HOME/taizhang/wechat.yaml"
chmod 644 "$XDG_CONFIG_HOME/taizhang/wechat.yaml"
wechat push $id
is "a file others can read is refused" 1 "$code"
like "and why" 别人也能读 "$err"
chmod 600 "$XDG_CONFIG_HOME/taizhang/wechat.yaml"
for base in http://example.com https://127.0.0.1.example.com:1 \
	http://127.0.0.1:1@example.com; do
	run env TAIZHANG_WECHAT_API=$base "$TAIZHANG" wechat -C "$tree" \
		--today 2026-11-22 push $id
	is "the interface is not at $base" 1 "$code"
done

# --- a dry run ---
wechat --dry-run push $id
is "a dry run" 0 "$code"
is "asks nobody" "" "$(calls)"
like "it says what there is" '^正文：[0-9]+ 个字符' "$out"
like "and where the article stands" \
	'^阅读原文：https://www.lantian.example/zt/zlc/articles/' "$out"

# --- once, and again ---
wechat push $id
is "pushed" 0 "$code"
is "in this order" \
	"stable_token media/uploadimg material/add_material draft/add" \
	"$(calls)"
python3 - "$there/state.json" >"$work/draft" <<'P'
import json, sys
item = json.load(open(sys.argv[1]))["drafts"][0]["content"]["news_item"][0]
for name, value in item.items():
    print("%s=%s" % (name, value))
P
draft=$(cat "$work/draft")
like "its title" '^title=搬了新楼，先把队排好$' "$draft"
like "its author" '^author=华胥镇$' "$draft"
like "its digest" '^digest=一台叫号器换来一个安静的大厅$' "$draft"
like "its picture, over https" 'src="https://mmbiz.qpic.cn/[^"]*&amp;from' \
	"$draft"
unlike "none of ours" 'src="[^"]*pictures/' "$draft"
like "a link becomes a note" '办法<sup style="[^"]*">\[1\]</sup>' "$draft"
like "at the end" '\[1\] 办法：https://www.gov.cn/a\?b=1&amp;c=2' "$draft"
like "one inside the account stays" \
	'<a href="https://mp.weixin.qq.com/s/x" style=' "$draft"
wechat push $id
is "again" "0 draft/get 1" "$code $(calls) $(has drafts)"
like "it is there" 内容没有变 "$out"
sed -i 's/^标题: .*/标题: 先把队排好/' "$article"
wechat push $id
is "changed: not without being told so" "1 draft/get 1" \
	"$code $(calls) $(has drafts)"
wechat update $id
is "updated" "0 draft/update 1" "$code $(calls) $(has drafts)"
like "its new title" '"title": "先把队排好"' "$(cat "$there/state.json")"
wechat status
like "status knows it" "  $id  先把队排好  在草稿箱" "$out"
python3 - "$own/state.json" <<'P'
import json, sys
path = sys.argv[1]
state = json.load(open(path))
state["draft:huaxu-articles-queue-desk"] = "DRAFT-gone"
json.dump(state, open(path, "w"))
P
wechat status
like "and where it went" 不在草稿箱了 "$out"
wechat update $id
is "there is nothing to update" 1 "$code"
wechat push $id
is "a new one, then" "0 2" "$code $(has drafts)"
cp "$work/article" "$article"

# --- what is kept ---
is "the token is for its owner alone" "600 700" \
	"$(stat -c %a "$own/token") $(stat -c %a "$own")"
printf '%s\n%s\n' "$(($(date +%s) + 200))" OLD >"$own/token"
wechat status
like "renewed early" stable_token "$(calls)"
unlike "and not asked with the old one" '凭证' "$err"

# --- pictures that do not fit ---
python3 - "$folder/01.png" <<'P'
import random, struct, sys, zlib
random.seed(1)
w, h = 1000, 700
rows = b"".join(b"\0" + random.randbytes(3 * w) for _ in range(h))
def chunk(name, data):
    return (struct.pack(">I", len(data)) + name + data +
            struct.pack(">I", zlib.crc32(name + data)))
open(sys.argv[1], "wb").write(
    b"\x89PNG\r\n\x1a\n" +
    chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, 8, 2, 0, 0, 0)) +
    chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b""))
P
forget
wechat --dry-run push $id
like "a large one is made smaller" '^图1：.*（原 21[0-9]* 字节，已缩小）' "$out"
wechat push $id
is "and taken" "0 3" "$code $(has drafts)"
cp "$ROOT/content/units/huaxu/articles/queue-desk/01.png" \
	"$folder/01.png"

# --- before anything is sent ---
sed -i 's/^标题: .*/标题: 一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三/' "$article"
wechat push $id
is "33 characters are too many: told before" "1 " "$code $(calls)"
like "with its place" '公众号最多 32 个' "$err"
sed -i 's/^标题: .*/标题: 好/; /^影像/,/^  - /d' "$article"
wechat push $id
is "no cover, no draft" "1 " "$code $(calls)"
like "for its picture" '\[wechat-picture\]' "$err"
cp "$work/article" "$article"
printf '\n电话 13812345678。\n' >>"$article"
wechat push $id
is "a number of a person's is not sent" "1 " "$code $(calls)"
like "by its name" '\[no-personal-data\]' "$err"
cp "$work/article" "$article"
sed -i 's/^校对/发出: 2026-11-20\n校对/' "$article"
wechat push $id
is "one that was sent is not sent again" "1 " "$code $(calls)"
wechat --dry-run push $id
is "and a dry run says so" "1 这篇已在 2026-11-20 发出，不再存草稿。" \
	"$code $out"
cp "$work/article" "$article"
i=0
while [ $i -lt 400 ]; do
	printf '\n一二三四五六七八九十一二三四五六七八九十\n'
	i=$((i + 1))
done >>"$article"
wechat push $id
is "more than 20,000 characters" "1 " "$code $(calls)"
like "as they are counted" '排好版以后有 [0-9]+ 个字符，要少于 20000' "$err"
cp "$work/article" "$article"

# --- two at a time ---
flock --no-fork "$own/lock" sleep 60 &
holder=$!
while flock --nonblock "$own/lock" true; do sleep 0.1; done
wechat push $id
is "another one holds the account" 3 "$code"
like "and is said to" 正在运行 "$err"
kill $holder
wait $holder 2>/dev/null

# --- answers that are lost, connections that break ---
drafts=$(has drafts)
forget
fault "draft/add lost"
wechat push $id
is "the answer to draft/add is lost" 3 "$code"
like "it says so" 连接中断 "$err"
is "the draft is there" $((drafts + 1)) "$(has drafts)"
wechat push $id
is "found again, not doubled" "0 draft/batchget $((drafts + 1))" \
	"$code $(calls) $(has drafts)"
forget
materials=$(has materials)
fault "material/add_material lost"
wechat push $id
is "the answer for the cover is lost" 3 "$code"
wechat push $id
is "found in the library" "0 $((materials + 1))" "$code $(has materials)"
forget
drafts=$(has drafts)
# Without the state an older draft of this title would be taken for ours.
sed -i 's/^标题: .*/标题: 切断/' "$article"
fault "media/uploadimg cut" "material/add_material cut" "draft/add cut"
for step in 1 2 3; do
	wechat push $id
	is "cut at step $step" 3 "$code"
done
wechat push $id
is "then all of it, once" "0 $((drafts + 1))" "$code $(has drafts)"
cp "$work/article" "$article"
forget
drafts=$(has drafts)
fault "draft/add slow 1"
"$TAIZHANG" wechat -C "$tree" --today 2026-11-22 push $id \
	>"$work/killed" 2>&1 &
killed=$!
n=0
rm -f "$there/log"
until grep -qs draft/add "$there/log" || [ $n -gt 100 ]; do
	n=$((n + 1))
	sleep 0.1
done
kill -9 $killed
wait $killed 2>/dev/null
sleep 1.2
wechat push $id
is "killed while it waited: not doubled" "0 $((drafts + 1))" \
	"$code $(has drafts)"
forget
fault "draft/add slow 4"
wechat push $id
is "too slow" 3 "$code"
like "is told" 等得太久 "$err"
sleep 3
wechat push $id
is "and found" 0 "$code"
forget
fault "draft/add garbage"
wechat push $id
is "no JSON" 3 "$code"
wechat push $id
is "found behind it" 0 "$code"

# --- tokens ---
forget
fault "draft/add expired"
wechat push $id
is "a token that ends on the way is renewed once" "0 1" \
	"$code $(calls | grep -o stable_token | wc -l)"
forget
fault "*draft/add code 40001"
wechat push $id
is "one that is never good is given up" 1 "$code"
is "after one renewal" "2" "$(calls | grep -o draft/add | wc -l)"

# --- errors ---
forget
fault "*draft/add code 40164"
wechat push $id
is "40164 is not tried again" "1 1" \
	"$code $(calls | grep -o draft/add | wc -l)"
like "refused" '\[wechat-refused\]' "$err"
like "it shows the IP" '203\.0\.113\.7' "$err"
forget
fault "draft/add code -1" "draft/add code -1"
wechat push $id
is "busy, twice" "0 3" "$code $(calls | grep -o draft/add | wc -l)"
forget
wechat push $id
sed -n 's/^WECHAT_ERROR(\([0-9]*\),.*/\1/p' "$ROOT/src/wechat/error.def" \
	>"$work/numbers"
while read -r number; do
	forget
	fault "*draft/add code $number"
	wechat push $id
	is "$number ends it" 1 "$code"
	like "$number says what it is" "答 $number：[^（]+（told so|$number：.*203" \
		"$err"
	like "$number says what to do" '办法 ' "$err"
done <"$work/numbers"
forget
fault "*any code 99999"
wechat push $id
like "one that nobody knows" '答 99999：没有见过的错误' "$err"
forget

# --- secrets ---
printf 'appid: wxtest0123456789\nsecret: wrong-%s\ntimeout: 2\n' $secret \
	>"$XDG_CONFIG_HOME/taizhang/wechat.yaml"
rm -f "$own/token"
wechat push $id
like "a wrong secret" '40001' "$err"
run env TAIZHANG_WECHAT_APPID=wxtest0123456789 \
	TAIZHANG_WECHAT_SECRET=$secret "$TAIZHANG" wechat -C "$tree" \
	--today 2026-11-22 push $id
is "from the environment" 0 "$code"
printf '%s\n%s\n' "$out" "$err" >>"$work/said"
unlike "no secret is ever shown" "$secret|TOKEN-" "$(cat "$work/said")"
is "or written" "" "$(grep -rl $secret "$XDG_STATE_HOME" "$XDG_CACHE_HOME")"
is "the token only there" "$own/token" \
	"$(grep -rl TOKEN- "$XDG_STATE_HOME" "$XDG_CACHE_HOME")"

# --- a server that is not the one ---
if openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 \
	-keyout "$work/key" -out "$work/certificate" 2>/dev/null; then
	mkdir "$work/false"
	cat "$work/key" "$work/certificate" >"$work/both"
	python3 "$ROOT/tests/flow/wechat_server.py" "$work/false" \
		"$work/both" 2>/dev/null &
	other=$!
	trap 'kill $server $other; rm -rf "$work"' EXIT
	n=0
	until [ -s "$work/false/port" ] || [ $n -gt 100 ]; do
		n=$((n + 1))
		sleep 0.1
	done
	run env TAIZHANG_WECHAT_API="https://127.0.0.1:$(cat "$work/false/port")" \
		TAIZHANG_WECHAT_APPID=wxother TAIZHANG_WECHAT_SECRET=$secret \
		"$TAIZHANG" wechat -C "$tree" --today 2026-11-22 push $id
	is "a certificate that nobody vouches for" 3 "$code"
	like "is told" 证书通不过核对 "$err"
	is "and nothing was sent" no \
		"$([ -e "$work/false/log" ] && echo yes || echo no)"
fi

finish
