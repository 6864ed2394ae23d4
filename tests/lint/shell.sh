#!/bin/sh
# SPDX-License-Identifier: MIT
# Shell scripts, by shellcheck; all are POSIX but .ci/run.
files=$(find . -path './build*' -prune -o -path ./.git -prune -o \
	-path ./site -prune -o -name '*.sh' -print)
[ ! -f .ci/run ] || files="$files .ci/run"
# shellcheck disable=SC2086
shellcheck -x -P SCRIPTDIR $files
# shellcheck disable=SC2086
for file in $files; do
	case $(head -n 1 "$file") in
	'#!/bin/sh') ;;
	'#!/usr/bin/env bash' | '#!/bin/bash')
		[ "$file" = .ci/run ] || echo "$file: needs bash"
		;;
	*) [ "$file" = ./tests/flow/lib.sh ] || echo "$file: no #! line" ;;
	esac
done
