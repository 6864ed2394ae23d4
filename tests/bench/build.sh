#!/bin/sh
# SPDX-License-Identifier: MIT
# How long a full build takes, by stages, for 1,000 and for 10,000 records; the
# same portal copied; and Hugo on the same content, where there is a hugo.
# `make bench` gives TAIZHANG and ROOT. Everything is on a RAM disk if there is
# one. The day is the sample's, as the corpus lies before it.
set -eu

: "${TAIZHANG:?}" "${ROOT:?}"
day=2026-11-22
runs=3
disk=/dev/shm
[ -d "$disk" ] && [ -w "$disk" ] || disk=${TMPDIR:-/tmp}
work=$(mktemp -d "$disk/taizhang-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT INT TERM

# seconds COMMAND …: its wall time, the least of $runs; PREPARE is run before.
PREPARE=:
seconds() {
	least=
	for _ in $(seq "$runs"); do
		$PREPARE
		began=$(date +%s.%N)
		"$@" >"$work/out" 2>&1 || { cat "$work/out" >&2; exit 1; }
		ended=$(date +%s.%N)
		least=$(echo "$began $ended $least" | awk '{
			t = $2 - $1; print ($3 == "" || t < $3) ? t : $3 }')
	done
	printf '%.3f' "$least"
}

line() {
	printf '%-44s %9s  %s\n' "$1" "$2" "${3-}"
}

fresh() {
	rm -rf "$work/portal"
}

build() {
	"$TAIZHANG" build -C "$1" --today $day --quiet --out "$work/portal"
}

# The stages of the quickest of the runs, as the program itself tells them.
stages() {
	least=
	for _ in $(seq "$runs"); do
		fresh
		TAIZHANG_TIMES=1 "$TAIZHANG" build -C "$1" --today $day --quiet \
			--out "$work/portal" 2>"$work/times"
		total=$(awk '/合计/ { print $1 }' "$work/times")
		if [ -z "$least" ] || awk "BEGIN { exit !($total < $least) }"
		then
			least=$total
			cp "$work/times" "$work/best"
		fi
	done
	awk '/秒/ { printf "  %-28s %9.3f s  %7.3f CPU s\n",
		$5, $1, $3 }' "$work/best" | sed 's/合计，内存最多/total/'
	awk '/合计/ { printf "  peak memory %33d MB\n", $6 }' "$work/best"
}

# Hugo wants its own tree around the very same files.
hugo_site() {
	mkdir -p "$work/hugo/content" "$work/hugo/data"
	cp -r "$ROOT/tests/bench/hugo/." "$work/hugo"
	cp -r "$1/content/units" "$work/hugo/content/units"
	cp -r "$1/content/journal" "$work/hugo/data/journal"
	mkdir "$work/hugo/data/plan"
	cp "$1"/content/plan/*.yaml "$work/hugo/data/plan"
	for unit in "$work"/hugo/content/units/*/; do
		printf -- '---\ntitle: "%s"\n---\n' "$(basename "$unit")" \
			>"$unit/_index.md"
	done
	mkdir "$work/hugo/content/months" "$work/hugo/content/ledgers"
	find "$1/content/units" -mindepth 2 -maxdepth 2 -name '20*' |
		sed 's,.*/,,' | sort -u | while read -r month; do
		for kind in months ledgers; do
			printf -- '---\nmonth: "%s"\n---\n' "$month" \
				>"$work/hugo/content/$kind/$month.md"
		done
	done
}

hugo_fresh() {
	rm -rf "$work/hugo-portal"
}

hugo_build() {
	hugo --quiet -s "$work/hugo" -d "$work/hugo-portal"
}

echo "on $disk, $(nproc) processors, best of $runs"
for count in 1000 10000; do
	tree=$work/$count
	"$ROOT/tests/bench/corpus" $count "$tree"
	echo
	echo "$count records"
	stages "$tree"
	total=$(awk '/合计/ { print $1 }' "$work/best")
	memory=$(awk '/合计/ { print $6 }' "$work/best")
	eval "total_$count=$total"
	line "  files in the portal" "$(find "$work/portal" -type f | wc -l)" \
		"$(du -sk "$work/portal" | awk '{ print int($1 / 1024) }') MB"
	PREPARE=:
	line "  check" "$(seconds "$TAIZHANG" check -C "$tree" --today $day) s"
	line "  query" "$(seconds "$TAIZHANG" query -C "$tree" --today $day \
		'SELECT count(*) FROM 活动') s"
	copy() { cp -r "$work/portal" "$work/copy"; }
	uncopy() { rm -rf "$work/copy"; }
	PREPARE=uncopy
	line "  cp -r of the portal" "$(seconds copy) s"
	uncopy
done
# shellcheck disable=SC2154 # set by eval
echo "$total_1000 $total_10000" | awk '{
	printf "\ncost per record, 10,000 to 1,000: %.2f times\n", $2 / $1 / 10 }'

tree=$work/10000
echo
echo "10000 records, published"
PREPARE='rm -rf '"$tree/site"
runs=1
publish() { "$TAIZHANG" build -C "$tree" --today "$1" --quiet; }
line "  a first release" "$(seconds publish $day) s"
PREPARE=:
line "  the same again: nothing changes" "$(seconds publish $day) s"
line "  the next day's: what is equal is linked" \
	"$(seconds publish 2026-11-23) s"
rm -rf "$tree/site"
git -C "$tree" init -q
git -C "$tree" config gc.auto 0
git -C "$tree" add -A
git -C "$tree" -c user.name=bench -c user.email=bench@localhost \
	commit -qm corpus
git -C "$tree" gc -q
runs=3
PREPARE=fresh
from_git() {
	"$TAIZHANG" build -C "$tree" --rev HEAD --today $day --quiet \
		--out "$work/portal"
}
line "  from a commit, packed" "$(seconds from_git) s"
rm -rf "$tree/.git"

command -v hugo >/dev/null || { echo; echo 'no hugo here'; exit 0; }
echo
echo "Hugo on the same 10000 records"
hugo_site "$tree"
PREPARE=hugo_fresh
runs=2
hugo_time=$(seconds hugo_build)
line "  $(hugo version | awk '{ print $1, $2 }' | cut -c1-40)" "$hugo_time s"
line "  files" "$(find "$work/hugo-portal" -type f | wc -l)" \
	"$(du -sk "$work/hugo-portal" | awk '{ print int($1 / 1024) }') MB"
hugo_fresh
hugo_memory=
if [ -x /usr/bin/time ]; then
	hugo_memory=$(/usr/bin/time -f %M hugo --quiet -s "$work/hugo" \
		-d "$work/hugo-portal" 2>&1 | tail -n 1 |
		awk '{ print int($1 / 1024) }')
	line "  peak memory" "$hugo_memory MB"
fi
echo "$hugo_time $total ${hugo_memory:-0} $memory" | awk '{
	printf "\nHugo takes %.1f times as long", $1 / $2
	if ($3) printf " and %.1f times the memory", $3 / $4
	print "" }'
