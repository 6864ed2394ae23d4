-- name: 当月没有活动
-- level: warning
-- scope: book
-- clause: 一(三)1
-- says: {{名称}} {{活动月}} 没有“{{类别}}”活动，也没有说明
-- remedy: 补报当月活动；确实没有开展的，报未开展情况说明，由牵头单位审核
WITH RECURSIVE 月 (活动月) AS (
  SELECT min(起) FROM 应参与
  UNION ALL
  SELECT strftime('%Y-%m', 活动月 || '-01', '+1 month') FROM 月
   WHERE 活动月 < strftime('%Y-%m', 'now', 'start of month', '-1 month')),
有 AS MATERIALIZED (
  SELECT DISTINCT 单位, 类, 活动月 FROM 活动
   UNION
  SELECT 未开展.单位, 类.值, 未开展.活动月
    FROM 未开展
    JOIN 未开展_类 AS 类 ON 类.parent = 未开展.id)
-- 从单位查起：只看一份材料时，名册不在其中，下面就不用查了
SELECT DISTINCT 单位.id, '代码' AS field, 单位.名称, 月.活动月, 规定_类别.名称 AS 类别
  FROM 名册_单位 AS 单位
  CROSS JOIN 应参与 ON 应参与.单位 = 单位.代码
  CROSS JOIN 月 ON 月.活动月 BETWEEN 应参与.起 AND 应参与.止
   AND 月.活动月 <= coalesce(substr(单位.止, 1, 7), '9999-12')
  JOIN 规定_类别 ON 规定_类别.代码 = 应参与.类
  LEFT JOIN 有 ON 有.单位 = 单位.代码 AND 有.类 = 应参与.类 AND 有.活动月 = 月.活动月
 WHERE 月.活动月 < strftime('%Y-%m', 'now') AND 有.单位 IS NULL;
