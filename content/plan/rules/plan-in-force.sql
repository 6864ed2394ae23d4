-- name: 没有在执行的活动计划
-- level: warning
-- scope: book
-- clause: 三(二)(三)(四)
-- says: {{名称}}{{怎样}}
-- remedy: {{办法}}
WITH 依 AS MATERIALIZED (
  SELECT 活动, max(安排) AS 安排 FROM 所依计划 GROUP BY 活动)
-- 没有计划的，提醒牵头单位，一月一类一条
SELECT 单位.id, '代码' AS field, 单位.名称,
       ' ' || substr(活动.日期, 1, 7) || ' 有 ' || count(*) || ' 次“' || 类别.名称 ||
       '”没有在执行的活动计划' AS 怎样,
       '由牵头单位明确参与的单位和事项，报当月活动计划' AS 办法
  FROM 活动
  JOIN 规定_类别 AS 类别 ON 类别.代码 = 活动.类
  JOIN 名册_单位 AS 单位 ON 单位.代码 = 类别.牵头
 WHERE 活动.id NOT IN (SELECT 活动 FROM 依) AND 活动.日期 IS NOT NULL
 GROUP BY 单位.id, 活动.类, substr(活动.日期, 1, 7)
UNION ALL
-- 有计划而计划里没有这个单位的，提醒这个单位；即时体验不等计划
SELECT 活动.id, '日期', 单位.名称, '不在 ' || 活动.日期 || ' 这天的“' || 类别.名称 || '”活动计划里',
       '请牵头单位把它排进计划，或者按即时体验报'
  FROM 依
  JOIN 活动 ON 活动.id = 依.活动
  JOIN 规定_类别 AS 类别 ON 类别.代码 = 活动.类
  JOIN 名册_单位 AS 单位 ON 单位.代码 = 活动.单位
 WHERE 依.安排 IS NULL AND 活动.体验类型 IS NOT '即时体验';
