#!/bin/sh
# SPDX-License-Identifier: MIT
# The clerk's manual of the desk: what it tells is done in a browser, and what
# it says is on the screen is there (tests/browser/manual.mjs). With PICTURES,
# a folder, the pictures that it shows are taken.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/gate_lib.sh"
. "$(dirname "$0")/desk_lib.sh"

node_need
desk_make
decide_make
# shellcheck disable=SC2154 # desk_make
timeout 300 node "$ROOT/tests/browser/manual.mjs" "$url" mzj-dong \
	"$ROOT/docs/manual/desk.md" ${PICTURES:+"$PICTURES"}
