-- name: 镇街场所不对
-- level: error unless explained
-- scope: record
-- clause: 一(二)4
-- says: 镇街走流程坐窗口在便民服务站或便民服务室开展，这里写的是“{{场所}}”
-- remedy: “场所”选便民服务站（镇街）或便民服务室（村、社区）；确在别处开展的，在“情况说明”里写明 town-place 和原因
SELECT 活动.id, '场所' AS field, 活动.场所
  FROM 活动
  JOIN 名册_单位 AS 单位 ON 单位.代码 = 活动.单位
 WHERE 活动.类 = 'window' AND 单位.类别 = '镇街'
   AND 活动.场所 NOT IN ('便民服务站', '便民服务室');
