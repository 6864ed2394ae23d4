-- name: 渠道没有都体验
-- level: warning
-- scope: record
-- clause: 二(一)1
-- says: 审批服务线上、线下都要体验，这里没有写{{缺少}}
-- remedy: 补上另一种渠道的体验，在“渠道”里写 [线上, 线下]；事项没有线上渠道的，在“无线上渠道”里说明
WITH 渠 AS MATERIALIZED (
  SELECT min(环节.id) AS id,
         coalesce(max(渠道.值 = '线下'), 0) AS 线下,
         coalesce(max(渠道.值 = '线上'), 0) AS 线上,
         max(环节.无线上渠道 IS NOT NULL) AS 无线上
    FROM 活动_环节 AS 环节
    LEFT JOIN 活动_环节_渠道 AS 渠道 ON 渠道.parent = 环节.id
   WHERE 环节.名称 = '审批服务'
   GROUP BY 环节.parent)
SELECT id, '渠道' AS field,
       CASE WHEN 线下 THEN '线上' WHEN 线上 OR 无线上 THEN '线下' ELSE '渠道' END AS 缺少
  FROM 渠
 WHERE NOT (线下 AND (线上 OR 无线上));
