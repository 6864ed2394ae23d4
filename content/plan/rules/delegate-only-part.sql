-- name: 委托体验不合规
-- level: warning
-- scope: record
-- clause: 一(二)
-- says: {{姓名}}受委托体验 {{事项数}} 个事项，{{缺少}}
-- remedy: 事项较多的单位才可委托分管负责同志体验部分事项，要写“委托”理由；单位事项较多的，请牵头单位在名册里登记“事项多”
-- 全部委托、没有一个事项由本人体验的，见 leader-present
WITH 受托 AS MATERIALIZED (
  SELECT 人.id, 人.parent, 人.姓名, 人.委托, count(*) AS 事项数
    FROM 活动_参加人 AS 人
    JOIN 活动_环节 AS 环节 ON 环节.parent = 人.parent
    JOIN 活动_环节_事项 AS 事项 ON 事项.parent = 环节.id AND 事项.体验人_id = 人.id
   WHERE 人.身份 = '分管负责同志'
   GROUP BY 人.id)
SELECT 受托.id, '姓名' AS field, 受托.姓名, 受托.事项数,
       CASE WHEN 受托.委托 IS NOT NULL
            THEN '而' || 单位.名称 || '没有登记为事项较多的单位'
            WHEN 单位.事项多 IS '是' THEN '没有写委托理由'
            ELSE '没有写委托理由，' || 单位.名称 || '也没有登记为事项较多的单位'
       END AS 缺少
  FROM 受托
  JOIN 活动 ON 活动.id = 受托.parent
  JOIN 名册_单位 AS 单位 ON 单位.代码 = 活动.单位
 WHERE 受托.委托 IS NULL OR 单位.事项多 IS NOT '是';
