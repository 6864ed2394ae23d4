#!/bin/sh
# SPDX-License-Identifier: MIT
# The clerk's manual of the desk: what it tells is done in a browser, and what
# it says is on the screen is there (tests/browser/manual.mjs). With PICTURES,
# a folder, the pictures that it shows are taken.
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

MODULES=$ROOT/build/npm BROWSER=$browser DECIDE=$work/decide
export MODULES BROWSER DECIDE
# shellcheck disable=SC2154 # desk_make
timeout 300 node "$ROOT/tests/browser/manual.mjs" "$url" mzj-dong \
	"$ROOT/docs/manual/desk.md" ${PICTURES:+"$PICTURES"}
