#!/bin/sh
# SPDX-License-Identifier: MIT
# Each header stands alone, and keeps out its second inclusion by its path.
for header in src/*/*.h; do
	# shellcheck disable=SC2086
	${CC:-cc} $CPPFLAGS $WARN ${PACKAGE_CFLAGS-} -Werror -fsyntax-only -x c \
		-include "$header" -include "$header" /dev/null ||
		echo "$header does not stand alone"
	guard=$(echo "${header#src/}" | tr 'a-z/.' 'A-Z__')
	grep -q "^#ifndef $guard\$" "$header" ||
		echo "$header: its guard is not $guard"
done
