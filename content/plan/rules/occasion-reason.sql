-- name: 没有写明体验的起因
-- level: error
-- scope: record
-- clause: 一(三)2、3
-- says: {{体验类型}}要写明起因，“触发”里{{缺少}}
-- remedy: {{办法}}
WITH 缺 AS (
  SELECT 活动.id, 活动.体验类型,
         CASE WHEN 活动.触发_事由 IS NULL THEN '、没有事由'
              WHEN 活动.体验类型 = '即时体验'
               AND 活动.触发_事由 NOT IN ('流程变化', '重要节点', '投诉集中', '其他')
              THEN '、事由“' || 活动.触发_事由 || '”是跟踪体验的'
              WHEN 活动.体验类型 = '跟踪体验'
               AND 活动.触发_事由 NOT IN ('改革措施', '重点项目', '事权下放', '其他')
              THEN '、事由“' || 活动.触发_事由 || '”是即时体验的'
              WHEN 活动.触发_事由 = '其他' AND 活动.触发_说明 IS NULL
              THEN '、事由写了其他而没有说明' ELSE '' END ||
         CASE WHEN 活动.触发_日期 IS NULL THEN '、没有日期' ELSE '' END ||
         CASE WHEN 活动.体验类型 <> '跟踪体验' THEN ''
              WHEN 活动.触发_上次活动 IS NULL THEN '、没有上次活动'
              WHEN 上次.日期 >= 活动.日期
              THEN '、上次活动（' || 上次.日期 || '）不在这一次之前' ELSE '' END AS 缺少,
         iif(活动.体验类型 = '即时体验',
             '事由选流程变化、重要节点、投诉集中或其他，写上发生的日期；选其他的再写一句说明',
             '事由选改革措施、重点项目、事权下放或其他，写上发生的日期和所跟踪的上次活动的编号；选其他的再写一句说明') AS 办法
    FROM 活动
    LEFT JOIN 活动 AS 上次 ON 上次.编号 = 活动.触发_上次活动
   WHERE 活动.体验类型 IN ('即时体验', '跟踪体验'))
SELECT id, iif(缺少 LIKE '、没有事由%没有日期%', '体验类型', '触发') AS field,
       体验类型, substr(缺少, 2) AS 缺少, 办法
  FROM 缺
 WHERE 缺少 <> '';
