#!/bin/sh
# SPDX-License-Identifier: MIT
# A clerk at the desk, in a browser (tests/browser/desk.mjs).
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/gate_lib.sh"
. "$(dirname "$0")/desk_lib.sh"

node_need
desk_make
picture "$work/one.png"
decide_make
export PHOTO="$work/one.png"
# shellcheck disable=SC2154 # desk_make
desk_browse desk.mjs "$url" mzj-dong
finish
