-- name: 负责同志没有亲自体验
-- level: error
-- scope: record
-- clause: 一(二)
-- says: 至少一个事项由主要负责同志本人体验，这里{{怎样}}
-- remedy: 写上主要负责同志（或主持工作同志、企业负责同志）亲自体验的事项和体验人；本人没有参加的，改期由本人体验
-- 体验人所指不明的，栏目检查已经说了，这里不重复
WITH 体验 AS MATERIALIZED (
  SELECT 环节.parent AS 活动, count(*) AS 事项数,
         max(人.身份 IS NOT '分管负责同志') AS 本人
    FROM 活动_环节 AS 环节
    JOIN 活动_环节_事项 AS 事项 ON 事项.parent = 环节.id
    LEFT JOIN 活动_参加人 AS 人 ON 人.id = 事项.体验人_id
   GROUP BY 环节.parent)
SELECT 活动.id, '参加人' AS field,
       CASE WHEN 体验.事项数 IS NULL THEN '没有写体验的事项'
            ELSE '的 ' || 体验.事项数 || ' 个事项都由分管负责同志体验' END AS 怎样
  FROM 活动
  LEFT JOIN 体验 ON 体验.活动 = 活动.id
 WHERE 体验.本人 IS NOT 1;
