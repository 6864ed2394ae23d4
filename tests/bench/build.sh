#!/bin/sh
# SPDX-License-Identifier: MIT
# How long a full build takes, by stages, for 1,000 and for 10,000 records, and
# what goes with it: publishing, checking, copying the same portal; and Hugo on
# the same content with the same pages, where there is a hugo; and what each
# rule costs. `make bench`
# gives TAIZHANG and ROOT. The day is the sample's: the corpus lies before it.
set -eu

: "${TAIZHANG:?}" "${ROOT:?}"
day=2026-11-22
next_day=2026-11-23
disk=/dev/shm
kind="a RAM disk"
if ! [ -d "$disk" ] || ! [ -w "$disk" ]; then
	disk=${TMPDIR:-/tmp}
	kind="no RAM disk"
fi
work=$(mktemp -d "$disk/taizhang-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
rows=$work/rows
portal=$work/portal
timer=
[ -x /usr/bin/time ] && timer=/usr/bin/time

say() {
	echo "  $*" >&2
}

row() { # LABEL COUNT WALL CPU
	printf '%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "${4-}" >>"$rows"
}

note() { # LABEL COUNT TEXT
	row "$1" "$2" "$3" '*'
}

# The best of RUNS of a command: $wall and $cpu (seconds), $memory (KB), and
# what that run wrote to stderr in $work/best. PREPARE goes before each.
measure() { # RUNS PREPARE COMMAND…
	left=$1 prepare=$2
	shift 2
	wall=
	while [ "$left" -gt 0 ]; do
		left=$((left - 1))
		$prepare
		began=$(date +%s.%N)
		${timer:+$timer -o "$work/used" -f '%U %S %M'} "$@" \
			>/dev/null 2>"$work/said" || {
			echo "it failed: $*" >&2
			cat "$work/said" >&2
			exit 1
		}
		ended=$(date +%s.%N)
		[ -n "$timer" ] || echo 0 0 0 >"$work/used"
		took=$(echo "$began $ended" | awk '{ printf "%.3f", $2 - $1 }')
		if [ -z "$wall" ] ||
			awk "BEGIN { exit !($took < $wall) }"; then
			wall=$took
			cpu=$(awk '{ printf "%.3f", $1 + $2 }' "$work/used")
			memory=$(awk '{ print $3 }' "$work/used")
			cp "$work/said" "$work/best"
		fi
	done
}

# The same for a row of the table.
timed() { # LABEL COUNT RUNS PREPARE COMMAND…
	label=$1 size=$2
	shift 2
	measure "$@"
	row "$label" "$size" "$wall" "$cpu"
}

bytes_of() { # FOLDER: files, pages, MB
	find "$1" -type f -printf '%s %f\n' | awk '
		{ n++; s += $1; if (/\.html$/) pages++ }
		END { printf "%d pages, %d files, %.1f MB", pages, n, s / 1e6 }'
}

fresh() {
	rm -rf "$portal"
}

build_stages() { # COUNT TREE
	measure 3 fresh env TAIZHANG_TIMES=1 "$TAIZHANG" build -C "$2" \
		--today $day --quiet --out "$portal"
	awk -v count="$1" '
		BEGIN {
			name["读取记录"] = "read records"
			name["建立索引"] = "indexes"
			name["建立视图"] = "views"
			name["核对引用"] = "references"
			name["公开版总册"] = "public book"
			name["核对版式"] = "check layouts"
			name["生成页面"] = "render pages"
			name["整理图片"] = "copy pictures"
		}
		$2 == "秒" && !/合计/ {
			label = $5 in name ? name[$5] : $5
			printf "  %s\t%s\t%s\t%s\n", label, count, $1, $3
		}' "$work/best" >>"$rows"
	row "build, all of it" "$1" "$wall" "$cpu"
	[ "$memory" -gt 0 ] || memory=$(awk '/合计/ { print $6 * 1024 }' \
		"$work/best")
	note "  peak memory" "$1" "$((memory / 1024)) MB"
	note "  seconds per 1,000 records" "$1" \
		"$(echo "$wall $1" | awk '{ printf "%.3f", $1 / $2 * 1000 }')"
	note "  written" "$1" "$(bytes_of "$portal")"
}

no_copy() {
	rm -rf "$work/copy"
}

publish_and_more() { # COUNT TREE
	count=$1 tree=$2
	timed "cp -r of the portal" "$count" 3 no_copy \
		cp -r "$portal" "$work/copy"
	no_copy
	timed "publish: a first release" "$count" 1 : \
		"$TAIZHANG" build -C "$tree" --today $day --quiet \
		--site "$work/site"
	timed "publish: again, unchanged" "$count" 1 : \
		"$TAIZHANG" build -C "$tree" --today $day --quiet \
		--site "$work/site"
	timed "publish: the next day" "$count" 1 : \
		"$TAIZHANG" build -C "$tree" --today $next_day --quiet \
		--site "$work/site"
	rm -rf "$work/site"
	timed "check" "$count" 1 : "$TAIZHANG" check -C "$tree" --today $day
	timed "query" "$count" 1 : "$TAIZHANG" query -C "$tree" \
		--today $day 'SELECT count(*) FROM 活动'
	git -C "$tree" init -q
	git -C "$tree" config gc.auto 0
	git -C "$tree" add -A
	git -C "$tree" -c user.name=bench -c user.email=bench@localhost \
		commit -qm corpus
	git -C "$tree" gc -q
	timed "build from a packed commit" "$count" 3 fresh \
		"$TAIZHANG" build -C "$tree" --rev HEAD --today $day --quiet \
		--out "$portal"
	rm -rf "$tree/.git" "$portal"
}

# The same pages by both: no rules, ledgers, figures. Leaves $ours and
# $ours_memory.
plain_build() { # COUNT TREE
	sh "$ROOT/tests/bench/plain.sh" "$2"
	timed "build, plain pages" "$1" 3 fresh \
		"$TAIZHANG" build -C "$2" --today $day --quiet --out "$portal"
	ours=$wall
	ours_memory=$memory
	note "  written, plain pages" "$1" "$(bytes_of "$portal")"
	rm -rf "$portal"
}

no_hugo_portal() {
	rm -rf "$work/hugo/public"
}

hugo_build() { # COUNT TREE
	count=$1
	mkdir "$work/hugo"
	sh "$ROOT/tests/bench/hugo/site.sh" "$2" "$work/hugo"
	timed "Hugo" "$count" 2 no_hugo_portal \
		hugo --quiet -s "$work/hugo" -d "$work/hugo/public"
	[ "$memory" = 0 ] ||
		note "  peak memory of Hugo" "$count" "$((memory / 1024)) MB"
	note "  written by Hugo" "$count" "$(bytes_of "$work/hugo/public")"
	note "  taizhang is faster by" "$count" "$(echo "$wall $ours" |
		awk '{ printf "%.1f times", $1 / $2 }')"
	[ "$memory" = 0 ] || note "  taizhang's share of its memory" "$count" \
		"$(echo "$ours_memory $memory" |
			awk '{ printf "%.0f %%", $1 / $2 * 100 }')"
	rm -rf "$work/hugo"
}

# What the plan's rules cost, and how that grows: the CPU time of each that
# takes more than 10 ms, at 5,000 and at 20,000 records, and per record.
rules_times() { # COUNT: into $work/rules-COUNT
	"$ROOT/tests/bench/corpus" "$1" "$work/tree"
	TAIZHANG_TIMES=1 "$TAIZHANG" check -C "$work/tree" --today $day \
		2>"$work/said" >/dev/null
	awk '/规则/ { print $4, $1 }' "$work/said" | sort >"$work/rules-$1"
	rm -rf "$work/tree"
}

rules_table() {
	say "the rules on 5,000 and 20,000 records"
	rules_times 5000
	rules_times 20000
	join "$work/rules-5000" "$work/rules-20000" | sort -k3nr | awk '
		BEGIN {
			printf "\n%-34s %10s %10s %10s\n", "rules, CPU s",
				"5,000", "20,000", "per record"
		}
		function line(name, a, b) {
			printf "  %-32s %10.3f %10.3f %10s\n", name, a, b,
				(a < 0.002 ? "-" : sprintf("%.2f", b / a / 4))
		}
		{
			few += $2
			many += $3
			if ($3 > 0.01)
				line($1, $2, $3)
		}
		END { line("all of them", few, many) }'
}

for count in 1000 10000; do
	say "$count records"
	"$ROOT/tests/bench/corpus" "$count" "$work/tree"
	build_stages "$count" "$work/tree"
	publish_and_more "$count" "$work/tree"
	plain_build "$count" "$work/tree"
	if command -v hugo >/dev/null; then
		say "$count records, by Hugo"
		hugo_build "$count" "$work/tree"
	fi
	rm -rf "$work/tree"
done

echo
echo "On $disk ($kind), $(nproc) processors, $(date +%Y-%m-%d)," \
	"load $(cut -d ' ' -f 1 /proc/loadavg); best of three, Hugo of two."
command -v hugo >/dev/null &&
	echo "Hugo: $(hugo version | awk '{ print $2 }'), the same pages:" \
		"plain ones, without rules, ledgers and figures."
echo
awk -F '\t' '
	!($1 in seen) { seen[$1] = 1; order[++n] = $1 }
	{ wall[$1, $2] = $3; cpu[$1, $2] = $4 }
	function cost(label) {
		a = wall[label, 1000]
		b = wall[label, 10000]
		return a >= 0.01 ? sprintf("%.2f", b / a / 10) : "-"
	}
	END {
		head = "%-34s %21s %21s %10s\n"
		printf head, "", "1,000 records", "10,000 records", "cost per"
		printf "%-34s %10s %10s %10s %10s %10s\n", "", "wall s",
			"CPU s", "wall s", "CPU s", "record"
		for (i = 1; i <= n; i++) {
			l = order[i]
			if (cpu[l, 10000] == "*")
				continue
			printf "%-34s %10s %10s %10s %10s %10s\n", l,
				wall[l, 1000], cpu[l, 1000],
				wall[l, 10000], cpu[l, 10000], cost(l)
		}
		print ""
		printf "%-34s %33s %33s\n", "", "1,000 records",
			"10,000 records"
		for (i = 1; i <= n; i++) {
			l = order[i]
			if (cpu[l, 10000] == "*")
				printf "%-34s %33s %33s\n", l,
					wall[l, 1000], wall[l, 10000]
		}
	}' "$rows"
rules_table
