-- name: 立行立改没有写全
-- level: error
-- scope: record
-- clause: 四(三)
-- says: 立行立改的{{清单}}{{序号}}{{错}}
-- remedy: {{办法}}
WITH 改 AS (
  SELECT id, parent, '问题' AS 清单, 序号, 完成日期, 结果 FROM 活动_问题
   WHERE 整改方式 = '立行立改'
  UNION ALL
  SELECT id, parent, '需求', 序号, 完成日期, 结果 FROM 活动_需求
   WHERE 整改方式 = '立行立改'),
看 AS MATERIALIZED (
  SELECT 改.id, 改.清单, 改.序号, 改.完成日期,
         CASE WHEN 改.完成日期 IS NULL AND 改.结果 IS NULL THEN '没有写完成日期和结果'
              WHEN 改.完成日期 IS NULL THEN '没有写完成日期'
              WHEN 改.结果 IS NULL THEN '没有写结果'
              WHEN 改.完成日期 > date('now')
              THEN '的完成日期是 ' || 改.完成日期 || '，还没有到'
              WHEN 改.完成日期 < 活动.日期
              THEN '的完成日期是 ' || 改.完成日期 || '，早于活动（' || 活动.日期 || '）'
         END AS 错,
         substr(回执.最近收到, 1, 10) AS 收到
    FROM 改
    JOIN 活动 ON 活动.id = 改.parent
    LEFT JOIN 回执 ON 回执.记录 = 活动.编号
     AND (回执.最近退回 IS NULL OR 回执.最近退回 < 回执.最近收到))
SELECT id, iif(完成日期 IS NULL OR 错 = '没有写结果', '整改方式', '完成日期') AS field,
       清单, 序号, 错,
       '写上已经改好的日子和做了什么；还没有改好的，整改方式写挂账销号' AS 办法, NULL AS level
  FROM 看
 WHERE 错 IS NOT NULL
 UNION ALL
SELECT id, '完成日期', 清单, 序号,
       '的完成日期是 ' || 完成日期 || '，在报送（' || 收到 || '）之后',
       '核对完成日期；报送时还没有改好的，应当挂账销号', 'warning'
  FROM 看
 WHERE 错 IS NULL AND 完成日期 > 收到;
