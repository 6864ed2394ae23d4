#!/bin/sh
# SPDX-License-Identifier: MIT
# A clerk, a reviewer and the office at the desk, in a browser
# (tests/browser/review.mjs).
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/gate_lib.sh"
. "$(dirname "$0")/desk_lib.sh"

node_need
desk_make
units=$ROOT/content/units
walk=mzj/2026-11/window-2
hand mzj-dong $walk "$units/mzj/2026-11/window" 's/2026-11-06/2026-11-19/'
hand wjj-fu wjj/mechanism/9 "$units/wjj/mechanism/1"
hand fgw-wang fgw/mechanism/9 "$units/wjj/mechanism/1"
git -C "$clone" checkout -q --detach "$(git -C "$repo" rev-parse main)"
sed -i '2a\  - {用户: mzj-new, 单位: mzj, 角色: [报送]}' \
	"$clone/content/plan/roster.yaml"
send ysb-fan refs/heads/plan
desk_browse review.mjs "$url" mzj-dong spj-lei ysb-shi $walk
finish
