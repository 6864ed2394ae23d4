#!/bin/sh
# SPDX-License-Identifier: MIT
# A clerk at the desk, in a browser (tests/browser/desk.mjs).
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/gate_lib.sh"
. "$(dirname "$0")/desk_lib.sh"

browser_find
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

DECIDE=$work/decide PHOTO=$work/one.png
export DECIDE PHOTO
browse desk.mjs "$url" mzj-dong
finish
