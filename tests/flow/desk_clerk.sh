#!/bin/sh
# SPDX-License-Identifier: MIT
# A clerk at the desk, in a browser (tests/browser/desk.mjs).
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/gate_lib.sh"
. "$(dirname "$0")/desk_lib.sh"

browser=$(command -v chromium || command -v chromium-browser || :)
if [ -n "${TAIZHANG_SANITIZED:-}" ] || [ -z "$browser" ] ||
	! command -v node >/dev/null || ! command -v python3 >/dev/null; then
	echo "1..0 # SKIP no chromium, node or python3 here, or sanitized"
	exit 0
fi
if ! HOME=${HOME_OF_USER:-$work} sh "$ROOT/tests/browser/npm.sh" 2>"$work/npm"; then
	echo "1..0 # SKIP npm cannot install"
	exit 0
fi
desk_make
picture "$work/one.png"

# decide ACT OBJECT REASON: by a reviewer, past the door.
cat >"$work/decide" <<END
#!/bin/sh
oid=\$(git -C "$repo" rev-parse "refs/heads/u/\$2") || exit 1
option="comment=\$3"
[ "\$1" != return ] || option="reason=\$3"
exec timeout 60 git -C "$repo" push -q -o "\$option" \\
	--receive-pack "$(undoored spj-lei)" "$repo" "\$oid:refs/\$1/\$2"
END
chmod +x "$work/decide"

MODULES=$ROOT/build/npm BROWSER=$browser DECIDE=$work/decide PHOTO=$work/one.png
export MODULES BROWSER DECIDE PHOTO
run timeout 600 node "$ROOT/tests/browser/desk.mjs" "$url" mzj-dong
printf '%s\n' "$out" | sed -n 's/^ok [0-9]* - //p' >"$work/good"
while read -r name; do
	result "$name" 0
done <"$work/good"
bad=$(printf '%s\n' "$out" | grep -v '^ok\|^1\.\.')
is "nothing is wrong in the browser" "0 " "$code $bad$err"
is "and nothing was said on the server" "" "$(sed '1,2d' "$work/desk.log")"
finish
