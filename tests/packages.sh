#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs what is missing of Debian's packages for a purpose, and does nothing
# where all is there:
#
#     tests/packages.sh build|test|lint|analyze|fuzz|cover|valgrind|bench …
set -eu

packages_for() {
	case $1 in
	build)
		echo libgit2-dev libyaml-dev libcmark-dev libsqlite3-dev \
			libssl-dev libjansson-dev libxlsxwriter-dev \
			libjpeg62-turbo-dev libpng-dev libexif-dev liblcms2-dev \
			zlib1g-dev libmicrohttpd-dev liblz4-dev \
			libcurl4-openssl-dev libc6-dev
		command -v pkg-config >/dev/null || echo pkg-config
		command -v "${CC:-cc}" >/dev/null || echo gcc
		;;
	test)
		echo libcmocka-dev git openssh-server libreoffice-calc-nogui \
			python3-jsonschema python3-icalendar \
			python3-feedparser libxml2-utils chromium \
			pandoc libreoffice-writer-nogui poppler-utils \
			fonts-noto-cjk \
			libimage-exiftool-perl \
			nginx-light fcgiwrap apache2-utils python3-yaml curl
		command -v node >/dev/null || echo nodejs
		command -v npm >/dev/null || echo npm
		command -v java >/dev/null || echo default-jre-headless
		;;
	lint) echo clang-format shellcheck ;;
	analyze) echo gcc clang clang-tidy cppcheck ;;
	fuzz) echo clang libclang-rt-14-dev ;;
	valgrind) echo valgrind ;;
	cover) echo gcc gcovr ;;
	bench) echo hugo time ;;
	*)
		echo "packages.sh: no purpose is called $1" >&2
		exit 2
		;;
	esac
}

missing_of() {
	# shellcheck disable=SC2086
	dpkg-query -W -f '${Package} ${db:Status-Status}\n' $1 2>/dev/null |
		awk -v wanted="$1" '
			$2 == "installed" { has[$1] = 1 }
			END {
				n = split(wanted, want, " ")
				for (i = 1; i <= n; i++)
					if (!(want[i] in has))
						printf " %s", want[i]
			}'
}

wanted=
for purpose; do
	wanted="$wanted $(packages_for "$purpose")" || exit 2
done
wanted=$(echo "$wanted" | tr -s ' \n' '  ')

if ! command -v dpkg-query >/dev/null; then
	echo "This is no Debian: see to it yourself that what Debian calls" \
		"$wanted is installed." >&2
	exit 0
fi
missing=$(missing_of "$wanted")
[ -n "$missing" ] || exit 0

# make -j may want two purposes at once; apt-get takes one at a time.
exec 9>"${TMPDIR:-/tmp}/taizhang-packages-$(id -u).lock"
flock 9
missing=$(missing_of "$wanted")
[ -n "$missing" ] || exit 0

echo "Needed to $* and not installed yet:$missing" >&2
as_root=
if [ "$(id -u)" != 0 ]; then
	if ! command -v sudo >/dev/null; then
		echo "Only root can install them, and there is no sudo. As root:" >&2
		echo "    apt-get install --no-install-recommends$missing" >&2
		exit 1
	fi
	echo "Installing them with sudo, which may ask for your password." >&2
	as_root=sudo
fi

# The lists may be absent (a fresh image) or too old to be of use.
install_all() {
	# shellcheck disable=SC2086
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y \
		--no-install-recommends $missing </dev/null >"$log" 2>&1
}

log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! install_all; then
	echo "Bringing the package lists up to date …" >&2
	if ! $as_root apt-get update -qq </dev/null || ! install_all; then
		cat "$log" >&2
		echo "The packages could not be installed." >&2
		exit 1
	fi
fi
echo "Installed." >&2
