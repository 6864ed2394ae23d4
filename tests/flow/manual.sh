#!/bin/sh
# SPDX-License-Identifier: MIT
# README.md's tour, and the manual, from a bare Debian on: each of its commands is run as it stands
# and has to say what the manual says, on a machine to throw away.
ROOT=${ROOT:-$(cd "$(dirname "$0")/../.." && pwd)}
BUILD=${BUILD:-$ROOT/build}
export ROOT BUILD

skip() {
	echo "1..0 # SKIP $1"
	exit 0
}
[ -z "${TAIZHANG_SANITIZED-}" ] || skip "the clock's library and the sanitizer's do not go together"
[ "$(id -u)" = 0 ] || skip "only root can have a machine of its own"
unshare -mnpf true 2>/dev/null || skip "no namespaces here"
for program in python3 nginx fcgiwrap htpasswd /usr/sbin/sshd; do
	command -v $program >/dev/null || skip "there is no $program"
done

python3 -c 'import yaml' 2>/dev/null || skip "there is no python3-yaml"

box=$(mktemp -d "${TMPDIR:-/tmp}/manual.XXXXXX") || exit 1
trap 'rmdir "$box"' EXIT
# Monday, nine in the morning in China.
began=$(date -d '2026-11-16 09:00 +0800' +%s)
cd "$ROOT/docs/manual" || exit 1
# shellcheck disable=SC2046 # a word a manual
timeout 600 unshare -mnpf sh "$ROOT/tests/manual/enter.sh" "$box" "$began" \
	python3 "$ROOT/tests/manual/story.py" "$ROOT/README.md" \
	$(sed "s|^|$ROOT/docs/manual/|" "$ROOT/tests/manual/order")
