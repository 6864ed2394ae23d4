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
hand_plan ysb-fan mzj-new
desk_browse review.mjs "$url" mzj-dong spj-lei ysb-shi $walk
finish
