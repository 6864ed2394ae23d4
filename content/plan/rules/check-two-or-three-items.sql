-- name: 业务检查事项数不对
-- level: error unless explained
-- scope: record
-- clause: 二(一)2
-- says: {{说}}
-- remedy: {{办法}}
WITH 查 AS MATERIALIZED (
  SELECT 环节.parent AS 活动, min(环节.id) AS id,
         count(DISTINCT 事项.名称) AS 实有, max(环节.抽取方式 IS NOT NULL) AS 抽取
    FROM 活动_环节 AS 环节
    LEFT JOIN 活动_环节_事项 AS 事项 ON 事项.parent = 环节.id
   WHERE 环节.名称 = '业务检查'
   GROUP BY 环节.parent),
数 AS MATERIALIZED (
  SELECT 查.*, 少.值 AS 最少, 多.值 AS 最多
    FROM 查
    JOIN 活动 ON 活动.id = 查.活动
    JOIN 参数 AS 少 ON 少.名称 = '业务检查最少' AND 活动.日期 >= 少.起 AND 活动.日期 < 少.止
    JOIN 参数 AS 多 ON 多.名称 = '业务检查最多' AND 活动.日期 >= 多.起 AND 活动.日期 < 多.止)
SELECT id, '事项' AS field,
       '业务检查随机选取 ' || 最少 || ' 到 ' || 最多 || ' 个事项，这里有 ' || 实有 || ' 个' AS 说,
       iif(实有 < 最少,
           '补上检查过的事项；确实不够的，在“情况说明”里写明 check-two-or-three-items 和原因',
           '多查不算错，下次集中查两三项，查得深一些') AS 办法,
       iif(实有 < 最少, NULL, 'warning') AS level
  FROM 数
 WHERE 实有 < 最少 OR 实有 > 最多
 UNION ALL
SELECT id, NULL, '业务检查的事项要随机选取，这里没有写怎样抽取',
       '在“抽取方式”里写明，如当日办件中按尾号抽取', 'warning'
  FROM 数
 WHERE NOT 抽取;
