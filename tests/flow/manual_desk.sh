#!/bin/sh
# SPDX-License-Identifier: MIT
# The manual of the desk: what it tells is done in a browser, and what it says
# is on the screen is there (tests/browser/manual.mjs). With PICTURES, a folder,
# the pictures that it shows are taken.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/gate_lib.sh"
. "$(dirname "$0")/desk_lib.sh"

node_need
desk_make
walk=mzj/2026-11/window-2
hand mzj-dong $walk "$ROOT/content/units/mzj/2026-11/window" \
	's/2026-11-06/2026-11-19/'
hand_plan ysb-fan mzj-xin
# shellcheck disable=SC2154 # desk_make
timeout 300 node "$ROOT/tests/browser/manual.mjs" "$url" "$ROOT/docs/manual" \
	mzj-dong spj-lei ysb-shi $walk ${PICTURES:+"$PICTURES"}
