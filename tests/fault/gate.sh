#!/bin/sh
# SPDX-License-Identifier: MIT
# What becomes of a receipt and of a decision when the disk fails or the hook
# is killed at each call with which it writes: the repository stays whole, and
# the same push again ends well, with the time of the first where main had it.
. "$(dirname "$0")/../flow/lib.sh"
. "$(dirname "$0")/../flow/gate_lib.sh"

faults_need

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

# deed CALL:N ERROR: what fails is a call of the hook, not of git.
deed() {
	unset LD_PRELOAD
	arm "$@"
	push "$user" "$wish"
}
again() {
	disarm
	was=$(event "$number")
	# Where receive-pack is done first, git may end by SIGPIPE (141)
	# when it says goodbye; what it did is looked at below.
	push "$user" "$wish" || [ $? = 141 ] ||
		echo "again: $(tail -n 3 "$work/said")"
	[ "$(events)" = "${number#000}" ] || echo "$(events) events"
	[ -z "$was" ] || [ "$was" = "$(event "$number")" ] ||
		echo "another event"
	[ "$(git -C "$repo" rev-parse "$ref" 2>&1)" = "$oid" ] ||
		echo "the branch is elsewhere"
}

base=$work/county.git user=mzj-a wish=$ref number=0001
for fault_at in "rename KILL" "link KILL" "create KILL" "write KILL" \
	"mkdir KILL" "unlink KILL" "write ENOSPC" "sync EIO" "rename EIO" \
	"create ENOSPC"; do
	# shellcheck disable=SC2086
	faults receipt $fault_at 100
done
rm -rf "$repo"
cp -a "$work/county.git" "$repo"
push mzj-a "$ref" || note "$(cat "$work/said")"
is "a receipt to decide on" 1 "$(events)"
cp -a "$repo" "$work/received.git"
base=$work/received.git user=spj-r wish=refs/approve/$object number=0002
for fault_at in "rename KILL" "create KILL" "write KILL" "write ENOSPC" \
	"sync EIO"; do
	# shellcheck disable=SC2086
	faults decision $fault_at 100
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

# shellcheck disable=SC2317 # called by faults
deed() {
	timeout 60 "$TAIZHANG" purge -C "$repo"
}
# shellcheck disable=SC2317 # likewise
verified() {
	timeout 60 "$TAIZHANG" verify -C "$repo" >"$work/said" 2>&1 ||
		echo "verify: $(tail -n 3 "$work/said")"
}
# shellcheck disable=SC2317 # likewise
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
