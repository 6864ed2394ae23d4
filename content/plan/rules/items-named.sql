-- name: 事项不在计划里
-- level: warning
-- scope: record
-- clause: 三(二)(三)、四(二)
-- says: “{{事项}}”不在牵头单位给{{单位}}安排的“{{类别}}”事项里
-- remedy: 写计划里的事项名称；确需体验计划外事项的，请牵头单位补进计划
-- 没有写“止”的计划，到同一单位的下一份计划为止
WITH 计划期 AS MATERIALIZED (
  SELECT id, 起,
         coalesce(止, date(lead(起) OVER (PARTITION BY 单位 ORDER BY 起), '-1 day'),
                  '9999-12-31') AS 止
    FROM 计划),
期月 AS MATERIALIZED (
  SELECT 计划期.*, 报送期.月
    FROM 计划期 JOIN 报送期 ON 报送期.月 BETWEEN substr(计划期.起, 1, 7) AND substr(计划期.止, 1, 7)),
安排 AS MATERIALIZED (
  SELECT 排.id, 排.单位, 排.类, 期月.月, 期月.起, 期月.止
    FROM 计划_安排 AS 排
    CROSS JOIN 期月 ON 期月.id = 排.parent
   WHERE 排.id IN (SELECT parent FROM 计划_安排_事项 WHERE 值 IS NOT NULL))
-- 一次活动可能不止一份计划管着：哪一份里都没有才算，一份也没有的不算
SELECT 事项.id, '名称' AS field, 事项.名称 AS 事项, 单位.名称 AS 单位, 类别.名称 AS 类别
  FROM 活动_环节_事项 AS 事项
  CROSS JOIN 活动_环节 AS 环节 ON 环节.id = 事项.parent
  CROSS JOIN 活动 ON 活动.id = 环节.parent
  JOIN 名册_单位 AS 单位 ON 单位.代码 = 活动.单位
  JOIN 规定_类别 AS 类别 ON 类别.代码 = 活动.类
 WHERE 0 = (SELECT max((安排.id, 事项.名称) IN (SELECT parent, 值 FROM 计划_安排_事项))
              FROM 安排
             WHERE 安排.单位 = 活动.单位 AND 安排.类 = 活动.类 AND 安排.月 = 活动.活动月
               AND 活动.日期 BETWEEN 安排.起 AND 安排.止);
