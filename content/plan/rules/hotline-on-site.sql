-- name: 转办体验不在分平台
-- level: error unless explained
-- scope: record
-- clause: 二(三)1
-- says: 转办体验要在 12345 热线蓝田分平台实地开展，这里写的是“{{场所}}”
-- remedy: “场所”选 12345蓝田分平台；活动主要在别处的，在这个环节里另写“场所”；确实没有到分平台的，在“情况说明”里写明 hotline-on-site 和原因
SELECT 环节.id, '场所' AS field, coalesce(环节.场所, 活动.场所) AS 场所
  FROM 活动
  JOIN 活动_环节 AS 环节 ON 环节.parent = 活动.id
 WHERE 环节.名称 = '转办体验'
   AND coalesce(环节.场所, 活动.场所) <> '12345蓝田分平台';
