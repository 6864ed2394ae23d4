#!/bin/sh
# SPDX-License-Identifier: MIT
# What becomes of a receipt and of a decision when the disk fails or the hook
# is killed at each call with which it writes: the repository stays whole, and
# the same push again ends well, with the time of the first where main had it.
. "$(dirname "$0")/../flow/lib.sh"
. "$(dirname "$0")/../flow/gate_lib.sh"

fault=$BUILD/tests/fault/fault.so
if [ -n "${TAIZHANG_SANITIZED-}" ]; then
	echo "1..0 # SKIP sanitizers have the same calls for themselves"
	exit 0
fi
work=$(cd "$work" && pwd -P)

county_small
server_make ''
mkdir "$work/as"
ln -s "$(realpath "$TAIZHANG")" "$work/as/proc-receive"
object=mzj/$month/window
ref=refs/heads/u/$object
git clone -q "$work/county.git" "$work/w"
walk "$work/w/content/units/$object" 在窗口等了一刻钟
commit "$work/w"
oid=$(git -C "$work/w" rev-parse HEAD)
repo=$work/t.git

# push USER REF: what is in $work/w, as the door would let it in.
push() {
	timeout 60 git -C "$work/w" push -q -o comment=属实 \
		--receive-pack="$(undoored "$1")" "$repo" \
		"$oid:$2" >"$work/said" 2>&1
}
# The hook with one call that fails.
arm() {
	rm "$repo/hooks/proc-receive"
	cat >"$repo/hooks/proc-receive" <<END
#!/bin/sh
FAULT=$1 FAULT_ERROR=$2 FAULT_BELOW=$repo FAULT_LOG=$work/hit \
	LD_PRELOAD=$fault exec $work/as/proc-receive
END
	chmod 755 "$repo/hooks/proc-receive"
}
disarm() {
	rm "$repo/hooks/proc-receive"
	ln -s "$(realpath "$TAIZHANG")" "$repo/hooks/proc-receive"
}
event() {
	git -C "$repo" show "main:content/journal/$object/$1.yml" 2>/dev/null
}
events() {
	git -C "$repo" ls-tree --name-only main \
		"content/journal/$object/" | wc -l
}

# each NAME BASE USER REF NUMBER CALL ERROR
each() {
	n=1 wrong=
	while [ "$n" -lt 100 ]; do
		rm -rf "$repo" "$work/hit"
		cp -a "$2" "$repo"
		arm "$6:$n" "$7"
		push "$3" "$4"
		[ -e "$work/hit" ] || break
		rm -f "$work/hit"
		disarm
		git -C "$repo" fsck --strict --no-dangling >"$work/fsck" 2>&1 ||
			wrong="$wrong $6:$n: fsck: $(head -n 1 "$work/fsck")"
		was=$(event "$5")
		# Where receive-pack is done first, git may end by SIGPIPE (141)
		# when it says goodbye; what it did is looked at below.
		push "$3" "$4" || [ $? = 141 ] ||
			wrong="$wrong $6:$n: again: $(tail -n 3 "$work/said")"
		[ "$(events)" = "${5#000}" ] ||
			wrong="$wrong $6:$n: $(events) events"
		[ -z "$was" ] || [ "$was" = "$(event "$5")" ] ||
			wrong="$wrong $6:$n: another event"
		[ "$(git -C "$repo" rev-parse "$ref" 2>&1)" = "$oid" ] ||
			wrong="$wrong $6:$n: the branch is elsewhere"
		n=$((n + 1))
	done
	is "$1, $6 $7 ($((n - 1)) calls)" "" "$wrong"
	[ "$n" -gt 1 ] || [ "$6" = mkdir ] || [ "$6" = unlink ] ||
		note "no such call was made"
}

for fault_at in "rename KILL" "link KILL" "create KILL" "write KILL" \
	"mkdir KILL" "unlink KILL" "write ENOSPC" "sync EIO" "rename EIO" \
	"create ENOSPC"; do
	# shellcheck disable=SC2086
	each receipt "$work/county.git" mzj-a "$ref" 0001 $fault_at
done
rm -rf "$repo"
cp -a "$work/county.git" "$repo"
push mzj-a "$ref" || note "$(cat "$work/said")"
is "a receipt to decide on" 1 "$(events)"
cp -a "$repo" "$work/received.git"
for fault_at in "rename KILL" "create KILL" "write KILL" "write ENOSPC" \
	"sync EIO"; do
	# shellcheck disable=SC2086
	each decision "$work/received.git" spj-r "refs/approve/$object" 0002 \
		$fault_at
done

# --- what was taken down leaves history ------------------------------------------

rm -rf "$repo"
cp -a "$work/received.git" "$repo"
for user in spj-r:approve ysb-a:remove ysb-b:remove; do
	run git -C "$work/w" push -o comment=属实 -o reason=写了住址 \
		--receive-pack="$(undoored "${user%:*}")" "$repo" \
		"$oid:refs/${user#*:}/$object"
	is "$user" 0 "$code"
	[ "$code" = 0 ] || note "$err"
done
text=$(git -C "$repo" rev-parse "$oid:content/units/$object/index.md")
rm -rf "$work/removed.git"
cp -a "$repo" "$work/removed.git"

base=$work/removed.git

deed() {
	timeout 60 "$TAIZHANG" purge -C "$repo"
}
verified() {
	timeout 60 "$TAIZHANG" verify -C "$repo" >"$work/said" 2>&1 ||
		echo "verify: $(tail -n 3 "$work/said")"
}
again() {
	verified
	deed >"$work/said" 2>&1 || echo "again: $(tail -n 3 "$work/said")"
	git -C "$repo" cat-file -e "$text" 2>/dev/null && echo "still there"
	verified
}
for fault_at in "rename KILL" "create KILL" "write KILL" "unlink KILL" \
	"write ENOSPC" "unlink EIO"; do
	# shellcheck disable=SC2086
	faults purge $fault_at 100
done
finish
