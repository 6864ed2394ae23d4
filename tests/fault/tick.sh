#!/bin/sh
# SPDX-License-Identifier: MIT
# What becomes of a missed day and its deadline when the disk fails or the
# timer's program is killed at each call with which it writes: the next time
# goes on where that stopped, and nothing is there twice.
. "$(dirname "$0")/../flow/lib.sh"
. "$(dirname "$0")/../flow/gate_lib.sh"

faults_need

county_small
cat >>"$source/content/plan/views.sql" <<END
-- 截止期限
CREATE VIEW 截止期限 AS
SELECT '2020-01' AS 期, '报送' AS 事, '$(ago 1)T24:00:00+08:00' AS 期限;
-- 截止缺报
CREATE VIEW 截止缺报 AS
SELECT '2020-01' AS 期, '报送' AS 事, 代码 AS 对象 FROM 名册_单位;
END
mkdir -p "$source/content/journal/day"
printf '事件: 日结\n时间: "%sT00:00:07+08:00"\n期限: "%sT24:00:00+08:00"\n' \
	"$(ago 1)" "$(ago 2)" >"$source/content/journal/day/0001.yml"
server_make ''
base=$repo
start=$(git -C "$base" rev-parse main)
repo=$work/t.git
wanted="截止 close 0001
日结 day 0002"

deed() {
	timeout 60 "$TAIZHANG" tick -C "$repo"
}
again() {
	was=$(git -C "$repo" rev-parse main)
	deed >"$work/said" 2>&1 || echo "again: $(tail -n 3 "$work/said")"
	[ "$(git -C "$repo" log --reverse --format=%s "$start..main")" \
		= "$wanted" ] || echo "other events"
	git -C "$repo" merge-base --is-ancestor "$was" main ||
		echo "what was there has gone"
}
for fault_at in "rename KILL" "create KILL" "write KILL" "write ENOSPC" \
	"sync EIO"; do
	# shellcheck disable=SC2086
	faults tick $fault_at 200
done
finish
