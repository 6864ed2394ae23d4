#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2034,SC2154
# A desk to be tried, with the county's own plan and records: goes with lib.sh
# and gate_lib.sh.

# desk_make: $work/county.git, and a desk behind a door at $url, for USER:USER.
# The roster is the sample's, and the lines $desk_users more; of the records
# $desk_old, objects, nothing was ever received.
desk_make() {
	programs_need python3
	county_real
	[ -z "${desk_users:-}" ] ||
		printf '%s\n' "$desk_users" >>"$source/content/plan/roster.yaml"
	for _old in ${desk_old:-}; do
		rm -r "$source/content/journal/$_old"
	done
	server_make ''
	desk_start
	python3 "$ROOT/tests/flow/door.py" "$work/port" "$work/desk.sock" \
		2>"$work/door.log" &
	door_pid=$!
	trap desk_stop EXIT
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		[ -s "$work/port" ] && [ -S "$work/desk.sock" ] && break
		sleep 0.2
	done
	url=http://127.0.0.1:$(cat "$work/port")
}

desk_start() {
	timeout 900 "$TAIZHANG" desk -C "$repo" --socket "$work/desk.sock" \
		>"$work/desk.log" 2>&1 &
	desk_pid=$!
}

# shellcheck disable=SC2317 # called by the trap
desk_stop() {
	kill "$desk_pid" "$door_pid" 2>/dev/null
	wait "$desk_pid" 2>/dev/null
	chmod -R u+w "$work" 2>/dev/null
	rm -rf "$work"
}

# get USER PATH [CURL-OPTION...]: $code is the status, $out the page.
get() {
	_user=$1
	_path=$2
	shift 2
	code=$(curl -s -o "$work/page" -w '%{http_code}' -m 60 \
		-u "$_user:$_user" "$@" "$url$_path")
	out=$(cat "$work/page")
}

# hidden NAME [FILE]: what the page has in that hidden field.
hidden() {
	sed -n "s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" "${2:-$work/form}" |
		head -n 1
}

# open_form USER PATH: the page into $work/form, too.
open_form() {
	get "$@"
	cp "$work/page" "$work/form"
}

# post USER PATH CURL-OPTION...: with the hidden fields of $work/form.
post() {
	_who=$1
	_where=$2
	shift 2
	for _name in token once base branch folder commit; do
		grep -q "name=\"$_name\" value=" "$work/form" &&
			set -- -F "$_name=$(hidden $_name)" "$@"
	done
	get "$_who" "$_where" -D "$work/head" "$@"
	location=$(tr -d '\r' <"$work/head" | sed -n 's/^[Ll]ocation: //p')
}

# $clone, with the served repository's objects.
clone_make() {
	clone=$work/clone
	[ -d "$clone" ] || git clone -q --shared "$repo" "$clone"
}

# hand USER OBJECT FOLDER [SED]: the folder's files are handed in, as a push.
hand() {
	clone_make
	_at=$(git -C "$repo" rev-parse -q --verify "refs/heads/u/$2") ||
		_at=$(git -C "$repo" rev-parse main)
	git -C "$clone" checkout -q --detach "$_at"
	mkdir -p "$clone/content/units/$2"
	cp -R "$3/." "$clone/content/units/$2"
	[ -z "${4:-}" ] || sed -i "$4" "$clone/content/units/$2"/*.md
	send "$1" "refs/heads/u/$2"
}
# hand_plan USER NEW: a plan with one clerk more is handed in.
hand_plan() {
	clone_make
	git -C "$clone" checkout -q --detach "$(git -C "$repo" rev-parse main)"
	sed -i "2a\\  - {用户: $2, 单位: mzj, 角色: [报送]}" \
		"$clone/content/plan/roster.yaml"
	send "$1" refs/heads/plan
}
# send USER REF: all that is other in the clone.
send() {
	git -C "$clone" add -A
	git -C "$clone" commit -qm handed
	git -C "$clone" push -q --receive-pack \
		"$(undoored "$1" | sed 's,/u,,')" "$repo" "HEAD:$2" \
		>"$work/push" 2>&1 || note "$(cat "$work/push")"
}

# decide_make: $DECIDE is a program, ACT OBJECT REASON: by a reviewer, past the
# door.
decide_make() {
	DECIDE=$work/decide
	export DECIDE
	cat >"$DECIDE" <<END
#!/bin/sh
oid=\$(git -C "$repo" rev-parse "refs/heads/u/\$2") || exit 1
option="comment=\$3"
[ "\$1" != return ] || option="reason=\$3"
exec timeout 60 git -C "$repo" push -q -o "\$option" \\
	--receive-pack "$(undoored spj-lei)" "$repo" "\$oid:refs/\$1/\$2"
END
	chmod +x "$DECIDE"
}

# desk_browse SCRIPT ARGUMENT...: browse, and the desk has not complained.
desk_browse() {
	browse "$@"
	is "and nothing was said on the server" "" "$(sed '1,2d' "$work/desk.log")"
}
