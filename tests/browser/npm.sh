#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs into build/npm what only tests in a browser need, unless it is
# there: axe looks for what WCAG forbids, puppeteer drives Chromium, the Nu
# checker reads the HTML.
set -eu

folder=$(cd "$(dirname "$0")/../.." && pwd)/build/npm
wanted='axe-core@4.10.3 puppeteer-core@24.10.0 vnu-jar@24.10.17'
[ "$(cat "$folder/installed" 2>/dev/null)" != "$wanted" ] || exit 0
mkdir -p "$folder"
# Tests run side by side; the second finds it done.
exec 9>"$folder/lock"
flock 9
[ "$(cat "$folder/installed" 2>/dev/null)" != "$wanted" ] || exit 0
echo '{"private": true}' >"$folder/package.json"
# Words of the list are packages.
# shellcheck disable=SC2086
npm install --prefix "$folder" --no-audit --no-fund --no-package-lock \
	--ignore-scripts --loglevel=error $wanted >&2
echo "$wanted" >"$folder/installed"
