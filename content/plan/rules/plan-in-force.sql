-- name: 没有在执行的活动计划
-- level: warning
-- scope: book
-- when: always
-- clause: 三(二)(三)(四)
-- says: {{名称}}{{怎样}}
-- remedy: {{办法}}
WITH
计 AS MATERIALIZED (
  SELECT 计划.单位 AS 牵头, 计划.id, 计划.起, coalesce(计划.止, '9999-12-31') AS 止,
         安排.类, 安排.单位
    FROM 计划 JOIN 计划_安排 AS 安排 ON 安排.parent = 计划.id),
-- 这类活动的计划在哪些日子有效
日 AS MATERIALIZED (SELECT DISTINCT 牵头, 类, 起, 止 FROM 计),
天 AS MATERIALIZED (
  SELECT 天.日期, 天.类, 类别.牵头, 类别.名称 AS 类别, 天.次数,
         EXISTS (SELECT 1 FROM 日 WHERE 日.类 = 天.类 AND 日.牵头 = 类别.牵头
                                    AND 天.日期 BETWEEN 日.起 AND 日.止) AS 有
    FROM (SELECT 日期, 类, count(*) AS 次数 FROM 活动 GROUP BY 日期, 类) AS 天
    JOIN 规定_类别 AS 类别 ON 类别.代码 = 天.类)
-- 没有计划的，提醒牵头单位，一月一类一条
SELECT 单位.id, '代码' AS field, 单位.名称,
       ' ' || substr(天.日期, 1, 7) || ' 有 ' || sum(天.次数) || ' 次“' || 天.类别 ||
       '”没有在执行的活动计划' AS 怎样,
       '由牵头单位明确参与的单位和事项，报当月活动计划' AS 办法
  FROM 天
  JOIN 名册_单位 AS 单位 ON 单位.代码 = 天.牵头
 WHERE NOT 天.有
 GROUP BY 单位.id, 天.类, substr(天.日期, 1, 7)
UNION ALL
-- 有计划而计划里没有这个单位的，提醒这个单位；即时体验不等计划
SELECT 活动.id, '日期', 单位.名称, '不在 ' || 活动.日期 || ' 这天的“' || 天.类别 || '”活动计划里',
       '请牵头单位把它排进计划，或者按即时体验报'
  FROM 活动
  JOIN 天 ON 天.日期 = 活动.日期 AND 天.类 = 活动.类 AND 天.有
  JOIN 名册_单位 AS 单位 ON 单位.代码 = 活动.单位
 WHERE 活动.体验类型 IS NOT '即时体验'
   AND NOT EXISTS (SELECT 1 FROM 计
                    WHERE 计.单位 = 活动.单位 AND 计.类 = 活动.类
                      AND 活动.日期 BETWEEN 计.起 AND 计.止);
