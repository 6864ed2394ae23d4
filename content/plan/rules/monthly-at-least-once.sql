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
应 AS (
  SELECT DISTINCT 应参与.单位, 应参与.类, 月.活动月
    FROM 应参与
    JOIN 月 ON 月.活动月 BETWEEN 应参与.起 AND 应参与.止
   WHERE 月.活动月 < strftime('%Y-%m', 'now'))
SELECT 单位.id, '代码' AS field, 单位.名称, 应.活动月, 规定_类别.名称 AS 类别
  FROM 应
  JOIN 名册_单位 AS 单位 ON 单位.代码 = 应.单位
   AND 应.活动月 <= coalesce(substr(单位.止, 1, 7), '9999-12')
  JOIN 规定_类别 ON 规定_类别.代码 = 应.类
 WHERE (应.单位, 应.类, 应.活动月) NOT IN (
         SELECT 活动.单位, 活动.类, 活动.活动月 FROM 活动
         UNION ALL
         SELECT 未开展.单位, 类.值, 未开展.活动月
           FROM 未开展
           JOIN 未开展_类 AS 类 ON 类.parent = 未开展.id
          WHERE 类.值 IS NOT NULL);
