-- name: 挂账要素不全
-- level: error
-- scope: record
-- clause: 四(三)
-- says: 挂账销号的{{清单}}{{序号}}缺少：{{缺少}}
-- remedy: {{办法}}
WITH 账 AS (
  SELECT 问题.id, '问题' AS 清单, 问题.序号, 问题.整改计划, 问题.完成时限, 问题.责任人, 活动.日期,
         EXISTS (SELECT 1 FROM 活动_措施_针对 AS 针对 WHERE 针对.值_id = 问题.id) AS 有措施
    FROM 活动_问题 AS 问题
    JOIN 活动 ON 活动.id = 问题.parent
   WHERE 问题.整改方式 = '挂账销号'
  UNION ALL
  SELECT 需求.id, '需求', 需求.序号, 需求.整改计划, 需求.完成时限, 需求.责任人, 活动.日期,
         EXISTS (SELECT 1 FROM 活动_措施_针对 AS 针对 WHERE 针对.值_id = 需求.id)
    FROM 活动_需求 AS 需求
    JOIN 活动 ON 活动.id = 需求.parent
   WHERE 需求.整改方式 = '挂账销号'),
缺 AS (
  SELECT id, 清单, 序号, 责任人,
         CASE WHEN 整改计划 IS NULL THEN '、整改计划' ELSE '' END ||
         CASE WHEN 完成时限 IS NULL THEN '、完成时限'
              WHEN 完成时限 <= 日期 THEN '、活动之后的完成时限（现在是 ' || 完成时限 || '）'
              ELSE '' END ||
         CASE WHEN 有措施 THEN '' ELSE '、针对它的措施' END AS 缺少,
         CASE WHEN 完成时限 <= 日期 THEN '完成时限' ELSE '整改方式' END AS field
    FROM 账)
SELECT id, field, 清单, 序号, substr(缺少, 2) AS 缺少,
       '写上整改计划和活动之后的完成时限，并在“措施”里写一条针对“' || 清单 || 序号 || '”的具体措施' AS 办法,
       NULL AS level
  FROM 缺 WHERE 缺少 <> ''
 UNION ALL
SELECT id, '整改方式', 清单, 序号, '责任人', '写上具体负责的人，不公开', 'warning'
  FROM 缺 WHERE 缺少 = '' AND 责任人 IS NULL;
