#!/bin/sh
# SPDX-License-Identifier: MIT
# What the gate costs: one record handed in, over a bare `git push` of the same,
# with the kept book and without it; and seventy-five at once through sshd. On
# a main of 1,000 and of 10,000 records. `make bench` gives TAIZHANG, ROOT and
# BUILD.
set -eu

: "${TAIZHANG:?}" "${ROOT:?}"
if [ -d /dev/shm ] && [ -w /dev/shm ]; then
	TMPDIR=/dev/shm
	export TMPDIR
fi
. "$ROOT/tests/flow/lib.sh"
. "$ROOT/tests/flow/gate_lib.sh"
set +e
rows=$work/rows
last=2026-10
sshd_pid=

# What is to be handed in is taken out of what main has, with its receipts:
# fifteen for the single pushes, and the crowd.
objects() { # SOURCE
	(cd "$1/content/units" && ls -d ./*/$last/window ./*/$last/window-2 \
		./*/$last/enforce) | sed 's|^\./||' | sort | head -90
}

county_serve() { # COUNT
	source=$work/source
	"$ROOT/tests/bench/corpus" "$1" "$source"
	git -C "$source" init -q -b main
	git -C "$source" config gc.auto 0
	objects "$source" >"$work/objects"
	{
		echo '用户:'
		for unit in "$source"/content/units/*; do
			unit=${unit##*/}
			echo "  - {用户: $unit-a, 单位: $unit, 角色: [报送]}"
		done
	} >"$source/content/plan/roster.yaml"
	git -C "$source" add -A
	git -C "$source" commit -qm whole
	git -C "$source" branch whole
	while read -r object; do
		rm -r "$source/content/units/$object" \
			"$source/content/journal/$object"
	done <"$work/objects"
	git -C "$source" add -A
	git -C "$source" commit -qm without
	base=$(git -C "$source" rev-parse HEAD)
	while read -r object; do
		git -C "$source" read-tree -i --prefix="content/units/$object/" \
			"whole:content/units/$object"
		commit=$(git -C "$source" commit-tree -p "$base" -m "$object" \
			"$(git -C "$source" write-tree)")
		git -C "$source" update-ref "refs/heads/u/$object" "$commit"
		git -C "$source" read-tree "$base"
	done <"$work/objects"
	git -C "$source" gc -q
	bare=$work/bare.git
	git clone -q --bare --single-branch "$source" "$bare"
	repo=$work/county.git
	"$TAIZHANG" init --server "$repo" --from "$source" \
		--publish "$work/site" >/dev/null
}
county_drop() {
	rm -rf "$work/source" "$work/bare.git" "$work/county.git" \
		"$work/site"
}

# The builder of main, as a push starts it; until it has ended.
published() {
	for _ in $(seq 600); do
		grep -qs "^$(main_now) " "$repo/taizhang/built" && return
		sleep 0.1
	done
	echo "no portal was built" >&2
}

# timed NAME COMMAND…: $wall and $cpu in ms; the processor's time of all that
# git waits for.
timed() {
	began=$(date +%s%N)
	/usr/bin/time -o "$work/used" -f '%U %S' "$@" </dev/null \
		>"$work/said" 2>&1 || {
		echo "it failed: $*" >&2
		cat "$work/said" >&2
		exit 1
	}
	wall=$((($(date +%s%N) - began) / 1000000))
	cpu=$(tail -1 "$work/used" | awk '{ printf "%d", ($1 + $2) * 1000 }')
}

# The best of five objects' pushes, from the Nth on, to a repository: a row.
pushes() { # COUNT LABEL FROM REPOSITORY
	best='' best_cpu=''
	sed -n "$3,$(($3 + 4))p" "$work/objects" >"$work/these"
	while read -r object; do
		timed git -C "$source" push -q --receive-pack="$(undoored \
			"${object%%/*}-a")" "$4" "u/$object:refs/heads/u/$object"
		if [ -z "$best" ] || [ "$wall" -lt "$best" ]; then
			best=$wall
		fi
		if [ -z "$best_cpu" ] || [ "$cpu" -lt "$best_cpu" ]; then
			best_cpu=$cpu
		fi
	done <"$work/these"
	printf '%s\t%s\t%s\t%s\n' "$2" "$1" "$best" "$best_cpu" >>"$rows"
}

single() { # COUNT
	pushes "$1" "bare push" 1 "$bare"
	# Nothing else runs meanwhile.
	git -C "$repo" config --unset taizhang.publish
	pushes "$1" "push, nothing kept yet" 1 "$repo"
	git -C "$repo" config taizhang.publish "$work/site"
	pushes "$1" "push, a builder beside it" 6 "$repo"
	published
	git -C "$repo" config --unset taizhang.publish
	pushes "$1" "push" 11 "$repo"
	git -C "$repo" config taizhang.publish "$work/site"
	awk -F '\t' -v count="$1" '
		$2 == count { wall[$1] = $3; cpu[$1] = $4 }
		END {
			printf "the gate (push over bare push)\t%s\t%d\t%d\n",
				count, wall["push"] - wall["bare push"],
				cpu["push"] - cpu["bare push"]
		}' "$rows" >"$work/row"
	cat "$work/row" >>"$rows"
}

# $used: what all processes have used that this shell has waited for, ms.
use() {
	times >"$work/times"
	used=$(sed -n 2p "$work/times" | tr 'ms' '  ' |
		awk '{ printf "%d", ($1 * 60 + $2 + $3 * 60 + $4) * 1000 }')
}

# Seventy-five at once, each a client, an ssh, an sshd of its own.
crowd() { # COUNT
	: >"$work/authorized_keys"
	for unit in "$source"/content/units/*; do
		unit=${unit##*/}
		[ -f "$work/$unit-a" ] || ssh-keygen -q -t ed25519 -N '' -C '' \
			-f "$work/$unit-a" </dev/null
		echo "restrict,command=\"$TAIZHANG shell $unit-a -C $repo\"" \
			"$(cut -d' ' -f1,2 "$work/$unit-a.pub")" \
			>>"$work/authorized_keys"
	done
	sshd=$(command -v sshd || echo /usr/sbin/sshd)
	[ -x "$sshd" ] && sshd_start
	if [ -z "$sshd_pid" ]; then
		echo "no sshd, no crowd" >&2
		return
	fi
	use
	before=$used
	began=$(date +%s%N)
	pids=
	sed 1,15d "$work/objects" >"$work/these"
	while read -r object; do
		as "${object%%/*}-a" git -C "$source" push -q "$url" \
			"+u/$object:refs/heads/u/$object" \
			</dev/null >"$work/out.$(echo "$object" | tr / .)" \
			2>&1 &
		pids="$pids $!"
	done <"$work/these"
	for pid in $pids; do
		wait "$pid" || :
	done
	wall=$((($(date +%s%N) - began) / 1000000))
	received=$(cat "$work"/out.* | grep -c '收到：' || :)
	# What sshd has used is known when it has ended.
	kill "$sshd_pid" 2>/dev/null || :
	wait "$sshd_pid" 2>/dev/null || :
	use
	cpu=$((used - before))
	published
	portal=$((($(date +%s%N) - began) / 1000000))
	printf '%s at once, through sshd\t%s\t%s\t%s\n' "$received" "$1" \
		"$wall" "$cpu" >>"$rows"
	printf '  until the portal has them\t%s\t%s\t\n' "$1" "$portal" \
		>>"$rows"
	rm -f "$work"/out.*
}

for count in ${COUNTS:-1000 10000}; do
	echo "  the gate on $count records" >&2
	county_serve "$count"
	single "$count"
	crowd "$count"
	county_drop
done
echo
echo "The gate: ms, best of five; $(nproc) processors," \
	"load $(cut -d ' ' -f 1 /proc/loadavg)."
echo
awk -F '\t' '
	!($1 in seen) { seen[$1] = 1; order[++n] = $1 }
	!($2 in size) { size[$2] = 1; sizes[++m] = $2 }
	{ wall[$1, $2] = $3; cpu[$1, $2] = $4 }
	END {
		printf "%-34s", ""
		for (k = 1; k <= m; k++)
			printf " %8s records    CPU", sizes[k]
		print ""
		for (i = 1; i <= n; i++) {
			printf "%-34s", order[i]
			for (k = 1; k <= m; k++)
				printf " %16s %6s", wall[order[i], sizes[k]],
					cpu[order[i], sizes[k]]
			print ""
		}
	}' "$rows"
