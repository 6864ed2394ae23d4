#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154
# A small county for the tests of the gate; goes with lib.sh.

# county_make FOLDER: a source tree with a plan of its own, to be handed things
# in on any day: units mzj and wjj, leads spj and sfj, the office ysb. It has no
# roster yet.
county_make() {
	plan=$1/content/plan
	tree_make "$1"
	rm -r "$1/content/notes" "$1/layouts/note.html" \
		"$plan/kinds/note.yaml" "$plan/rules/short.sql"
	cp "$ROOT"/content/plan/kinds/event.yaml "$ROOT"/content/plan/kinds/roster.yaml \
		"$plan/kinds/"
	cat >"$plan/kinds/units.yaml" <<'END'
name: 名册
help: 单位
files: plan/units.yaml
fields:
  单位:
    type: list
    help: 单位
    fields:
      代码: {type: text, key: yes, help: 代码}
      牵头: {type: text, help: 牵头哪一类}
END
	cat >"$plan/kinds/walk.yaml" <<'END'
name: 走访
help: 一次走访
files: units/{单位}/{月}/{类:window|enforce}/index.md
gate: {submit: unit, decide: [lead, office], due: yes}
path:
  单位: {type: reference, to: 名册_单位, public: yes, help: 单位}
  月: {type: month, public: yes, help: 月份}
  类: {type: text, public: yes, help: 类别}
fields:
  编号: {type: id, public: yes, help: 编号}
  日期: {type: date, required: yes, public: yes, help: 哪天, example: 2026-11-12}
  说明: {type: text, required: yes, public: yes, help: 一句话, example: 取号}
  问题:
    type: list
    public: yes
    help: 问题
    fields:
      编号: {type: id, prefix: p, from: 序号, public: yes, help: 编号}
      序号: {type: integer, required: yes, key: yes, public: yes, help: 序号}
      描述: {type: text, required: yes, public: yes, help: 描述}
body: {name: 正文, type: markdown, public: yes, help: 正文}
END
	cat >"$plan/kinds/step.yaml" <<'END'
name: 进展
help: 台账的一步
files: units/{单位}/ledger/{台账}/{序}.md
gate: {submit: unit, decide: [lead, office], append: yes, comment: yes}
path:
  单位: {type: reference, to: 名册_单位, public: yes, help: 单位}
  台账: {type: reference, to: 走访_问题, public: yes, help: 问题}
  序: {type: integer, public: yes, help: 第几步}
fields:
  编号: {type: id, public: yes, help: 编号}
  情况: {type: text, required: yes, public: yes, help: 做了什么}
END
	cat >"$plan/kinds/summary.yaml" <<'END'
name: 总结
help: 牵头单位的总结
files: units/{单位}/{月}/summary/index.md
gate: {submit: lead, decide: [office]}
path:
  单位: {type: reference, to: 名册_单位, help: 单位}
  月: {type: month, help: 月份}
fields:
  说明: {type: text, required: yes, help: 一句话}
END
	cat >"$plan/kinds/bulletin.yaml" <<'END'
name: 通报
help: 统筹单位的通报
files: units/{单位}/{月}/bulletin/index.md
gate: {submit: office, decide: [second]}
path:
  单位: {type: reference, to: 名册_单位, help: 单位}
  月: {type: month, help: 月份}
fields:
  说明: {type: text, required: yes, help: 一句话}
END
	cat >"$plan/units.yaml" <<'END'
单位:
  - {代码: mzj}
  - {代码: wjj}
  - {代码: spj, 牵头: window}
  - {代码: sfj, 牵头: enforce}
  - {代码: ysb}
END
	# A walk is due three days after its day.
	cat >"$plan/views.sql" <<'END'
-- 报送期限
CREATE VIEW 报送期限 AS
SELECT 编号 AS 对象, date(日期, '+3 days') || 'T24:00:00+08:00' AS 期限 FROM 走访;
-- 审核牵头
CREATE VIEW 审核牵头 AS
SELECT 走访.编号 AS 对象, 名册_单位.代码 AS 单位, 1 AS 序
  FROM 走访 JOIN 名册_单位 ON 名册_单位.牵头 = 走访.类
UNION
SELECT 进展.单位 || '-ledger-' || 进展.台账, 名册_单位.代码, 1
  FROM 进展 JOIN 名册_单位 ON instr(进展.台账, '-' || 名册_单位.牵头 || '-');
END
	cat >"$plan/rules/said.sql" <<'END'
-- name: 说明太短
-- level: error
-- scope: record
-- clause: 系统约定
-- says: “{{说明}}”太短
-- remedy: 多写几个字
SELECT id, '说明' AS field, 说明 FROM 走访 WHERE length(说明) < 4
END
	# Something is always to be said of others.
	cat >"$plan/rules/lonely.sql" <<'END'
-- name: 没有走访
-- level: warning
-- scope: book
-- clause: 系统约定
-- says: {{代码}} 走得不够
-- remedy: 再走一遍
SELECT id, '代码' AS field, 代码 FROM 名册_单位
END
	cp "$ROOT/content/plan/rules/no-personal-data.sql" "$plan/rules/"
	cat >"$1/layouts/index.html" <<'END'
---
path: index.html
data:
  走访: SELECT 编号, 说明 FROM 走访 ORDER BY 编号
---
{{#走访}}<p>{{编号}} {{说明}}</p>{{/走访}}
END
}

# walk FOLDER SAID [DAY]: the record of a walk, of today.
walk() {
	mkdir -p "$1"
	printf -- '---\n日期: %s\n说明: %s\n问题:\n  - {序号: 1, 描述: 找不到门}\n---\n走了一遍。\n' \
		"${3:-$today}" "$2" >"$1/index.md"
}

# commit FOLDER [MESSAGE]: all that is in this clone.
commit() {
	git -C "$1" add -A
	git -C "$1" commit -q -m "${2:-one}"
}

# undoored USER: the command that receives a push as the door would have it
# received, for what is tried behind the door's back.
undoored() {
	echo "env TAIZHANG_USER=$1 GIT_CONFIG_COUNT=1" \
		"GIT_CONFIG_KEY_0=transfer.hideRefs" \
		"GIT_CONFIG_VALUE_0='!refs/heads/u' git-receive-pack"
}

today=$(TZ=Asia/Shanghai date +%Y-%m-%d)
# shellcheck disable=SC2034 # used by whoever reads this
month=${today%-??}

# --- a server ------------------------------------------------------------------

# county_small: $source is that county, with somebody for each role who has no
# key; $repo is where its server goes.
county_small() {
	source=$work/source
	repo=$work/county.git
	county_make "$source"
	cat >"$source/content/plan/roster.yaml" <<'END'
用户:
  - {用户: mzj-a, 单位: mzj, 角色: [报送]}
  - {用户: wjj-a, 单位: wjj, 角色: [报送]}
  - {用户: spj-r, 单位: spj, 角色: [审核]}
  - {用户: ysb-a, 单位: ysb, 角色: [统筹]}
  - {用户: ysb-b, 单位: ysb, 角色: [统筹]}
END
}

# county_real: $source is the county's own plan and records; $repo is where its
# server goes.
county_real() {
	source=$work/source
	repo=$work/county.git
	mkdir "$source"
	cp -R "$ROOT/content" "$ROOT/layouts" "$source"
}

# server_make SITE: $repo from all that is in $source, publishing to SITE; '':
# nowhere.
server_make() {
	commit_make "$source" 1700000000
	unset GIT_AUTHOR_DATE GIT_COMMITTER_DATE
	"$TAIZHANG" init --server "$repo" --from "$source" \
		--publish "${1:-$work/site}" >"$work/init.out" 2>&1 ||
		note "$(cat "$work/init.out")"
	# Nobody waits for a portal.
	[ -n "$1" ] || git -C "$repo" config --unset taizhang.publish
}

# built PATTERN: the last build ended so, or ('') is of main as it is, within
# twenty seconds.
built() {
	_built=$1
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 \
		21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40; do
		grep -Eqs "${_built:-^$(main_now) [01]\$}" \
			"$repo/taizhang/built" && return
		sleep 0.5
	done
	note "$(cat "$repo/taizhang/built" 2>&1)"
	return 1
}

# --- a server on loopback ------------------------------------------------------

# users_make: the roster of the lines "user unit roles", with a key each.
users_make() {
	echo '用户:'
	while read -r user unit roles; do
		ssh-keygen -q -t ed25519 -N '' -C '' -f "$work/$user" </dev/null
		key=$(cut -d' ' -f1,2 "$work/$user.pub")
		echo "  - {用户: $user, 单位: $unit, 角色: [$roles], 公钥: [$key]}"
	done
}

# sshd_find: where there is none, there is nothing to test.
sshd_find() {
	sshd=$(command -v sshd || echo /usr/sbin/sshd)
	if ! [ -x "$sshd" ]; then
		echo "1..0 # SKIP there is no sshd"
		exit 0
	fi
}

# shellcheck disable=SC2317 # called by the trap
sshd_stop() {
	[ -z "$sshd_pid" ] || kill "$sshd_pid" 2>/dev/null
	chmod -R u+w "$work" 2>/dev/null
	rm -rf "$work"
}

# sshd_start: with $work/authorized_keys, on a port of its own, for at most ten
# minutes. $sshd_pid is empty where it failed.
# SHLVL: a bash that sshd begins reads ~/.bashrc, whatever who runs the tests has
# there, unless it is told that it is not the first shell.
sshd_start() {
	chmod 700 "$work"
	ssh-keygen -q -t ed25519 -N '' -C '' -f "$work/host" </dev/null
	cat >"$work/sshd_config" <<END
ListenAddress 127.0.0.1
HostKey $work/host
PidFile none
AuthorizedKeysFile $work/authorized_keys
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin yes
PermitUserEnvironment no
AcceptEnv *
SetEnv SHLVL=2
LogLevel ERROR
MaxStartups 200
END
	mkdir -p /run/sshd 2>/dev/null
	port=0 sshd_pid=
	for try in 1 2 3 4 5 6 7 8; do
		port=$((20000 + ($$ * 7 + try * 1013) % 20000))
		timeout 600 "$sshd" -D -e -p "$port" -f "$work/sshd_config" \
			2>"$work/sshd.log" &
		sshd_pid=$!
		for _ in 1 2 3 4 5 6 7 8 9 10; do
			kill -0 "$sshd_pid" 2>/dev/null || break
			ssh-keyscan -p "$port" 127.0.0.1 >"$work/known" 2>/dev/null &&
				[ -s "$work/known" ] && break 2
			sleep 0.2
		done
		kill "$sshd_pid" 2>/dev/null
		wait "$sshd_pid" 2>/dev/null
		sshd_pid=
	done
	trap sshd_stop EXIT
}

# as USER COMMAND...: with that user's key. The default exchange of keys takes
# each client 70 ms of processor, which in a county is its own.
as() {
	_user=$1
	shift
	GIT_SSH_COMMAND="ssh -F /dev/null -p $port -i $work/$_user \
-o IdentitiesOnly=yes -o BatchMode=yes -o ConnectTimeout=60 \
-o KexAlgorithms=curve25519-sha256 \
-o UserKnownHostsFile=$work/known -o LogLevel=ERROR" \
		timeout 120 "$@"
}
url=ssh://$(id -un)@127.0.0.1/county.git

# main: what it is now.
main_now() {
	git -C "$repo" rev-parse main
}
main_file() {
	git -C "$repo" show "main:$1" 2>&1
}
# tree_with PATH TEXT: main's tree with this file.
tree_with() {
	_blob=$(printf '%s\n' "$2" | git -C "$repo" hash-object -w --stdin)
	GIT_INDEX_FILE=$work/index git -C "$repo" read-tree main
	GIT_INDEX_FILE=$work/index git -C "$repo" update-index --add \
		--cacheinfo "100644,$_blob,$1"
	GIT_INDEX_FILE=$work/index git -C "$repo" write-tree
}
# main_forge TREE MESSAGE [SECONDS]: main is a commit more, as the server would
# write it, but for the signature; $forged.
main_forge() {
	_at="${3:-$(date +%s)} +0800"
	forged=$(printf '%s\n' "$2" |
		GIT_AUTHOR_DATE=$_at GIT_COMMITTER_DATE=$_at \
			GIT_AUTHOR_NAME=taizhang GIT_COMMITTER_NAME=taizhang \
			GIT_AUTHOR_EMAIL=taizhang@localhost \
			GIT_COMMITTER_EMAIL=taizhang@localhost \
			git -C "$repo" commit-tree -p main "$1")
	git -C "$repo" update-ref refs/heads/main "$forged"
}
# clone USER: $work/w-USER, from the server, at its main.
clone() {
	rm -rf "$work/w-$1"
	as "$1" git clone -q "$url" "$work/w-$1" 2>"$work/clone.err" ||
		note "$(cat "$work/clone.err")"
}
# refused NAME PATTERN: the push that was just run was, and main stands still.
refused() {
	if [ "$code" != 0 ] && [ "$(main_now)" = "$before" ] &&
		[ "$(refs_now)" = "$refs_before" ] &&
		printf '%s\n' "$err" | grep -Eq -e "$2"; then
		result "$1" 0
	else
		result "$1" 1
		note "status $code, main $before -> $(main_now), wanted: $2"
		note "$(printf '%s\n' "$err" | head -30)"
	fi
}
refs_now() {
	git -C "$repo" for-each-ref
}
# push USER REPOSITORY ARGUMENT...: run, with main before it in $before.
push() {
	before=$(main_now)
	refs_before=$(refs_now)
	_who=$1 _where=$2
	shift 2
	run as "$_who" git -C "$_where" push "$url" "$@"
}
accepted() {
	is "$1" 0 "$code"
	[ "$code" = 0 ] || note "$(printf '%s\n' "$err" | head -30)"
}

# all_well PID...: $bad is how many of these processes did not end well.
all_well() {
	bad=0
	for _pid; do
		wait "$_pid" || bad=$((bad + 1))
	done
}

# ago DAYS: that day.
ago() {
	TZ=Asia/Shanghai date -d "$((0 - $1)) days" +%Y-%m-%d
}

# --- calls that fail -----------------------------------------------------------

# faults_need: $fault is what makes calls fail, and $work as they name it;
# without it the whole test is skipped.
faults_need() {
	if [ -n "${TAIZHANG_SANITIZED-}" ]; then
		echo "1..0 # SKIP sanitizers have the same calls for themselves"
		exit 0
	fi
	fault=$BUILD/tests/fault/fault.so
	work=$(cd "$work" && pwd -P)
}

# faults NAME CALL ERROR MOST: `deed CALL:N ERROR`, with the Nth such call failing
# for each N, on a copy of $base each time; then `again`, which says what is
# wrong, as does git.
faults() {
	n=1 wrong=
	while [ "$n" -lt "$4" ]; do
		rm -rf "$repo" "$work/hit"
		cp -a "$base" "$repo"
		(
			export FAULT="$2:$n" FAULT_ERROR="$3"
			export FAULT_BELOW="$repo" FAULT_LOG="$work/hit"
			export LD_PRELOAD="$fault"
			deed "$2:$n" "$3"
		) >"$work/said" 2>&1
		[ -e "$work/hit" ] || break
		git -C "$repo" fsck --strict --no-dangling >"$work/fsck" 2>&1 ||
			wrong="$wrong $2:$n: fsck: $(head -n 1 "$work/fsck")"
		wrong="$wrong$(again | sed "s/^/ $2:$n: /")"
		n=$((n + 1))
	done
	is "$1, $2 $3 ($((n - 1)) calls)" "" "$wrong"
	[ "$n" -gt 1 ] || note "no such call was made"
}

# reading: who may see which drafts, by the door that `listed USER` asks for its
# refs. The users are those that all flows have.
reading() {
	_hidden=$(git -C "$repo" commit-tree -p main -m hidden 'main^{tree}')
	for _unit in mzj wjj spj ysb; do
		git -C "$repo" update-ref \
			"refs/heads/u/$_unit/2019-01/window" "$_hidden"
	done
	git -C "$repo" update-ref refs/heads/plan "$_hidden"
	for _who in "mzj-a main mzj" "wjj-a main wjj" "spj-r main mzj spj wjj" \
		"ysb-a main mzj plan spj wjj ysb"; do
		is "what ${_who%% *} may read" "${_who#* }" "$(
			listed "${_who%% *}" | cut -f2 | sort |
				sed -n 's|^refs/heads/||
					s|^u/\(.*\)/2019-01/window$|\1|p
					/^main$/p
					/^plan$/p' | sort | tr '\n' ' ' |
				sed 's/ $//')"
	done
	for _ref in u/mzj u/wjj u/spj u/ysb; do
		git -C "$repo" update-ref -d "refs/heads/$_ref/2019-01/window"
	done
	git -C "$repo" update-ref -d refs/heads/plan
}
