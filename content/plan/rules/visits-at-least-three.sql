-- name: 有效回访不够
-- level: error unless explained
-- scope: record
-- clause: 二(一)3
-- says: 服务回访至少 {{应有}} 个有效，这里有 {{实有}} 个（接通并回答了问题才算有效）
-- remedy: 补足有效回访；上月办事群众确实不够的，在“情况说明”里写明 visits-at-least-three 和原因
WITH 数 AS MATERIALIZED (
  SELECT 环节.id,
         (SELECT 值 FROM 规定_参数 AS 参数
           WHERE 参数.名称 = '有效回访' AND 参数.起 <= 活动.日期
           ORDER BY 参数.起 DESC LIMIT 1) AS 应有,
         (SELECT count(*) FROM 活动_环节_回访 AS 回访
           WHERE 回访.parent = 环节.id AND 回访.有效 = '是') AS 实有
    FROM 活动
    JOIN 活动_环节 AS 环节 ON 环节.parent = 活动.id
   WHERE 环节.名称 = '服务回访')
SELECT id, '回访' AS field, 应有, 实有 FROM 数 WHERE 实有 < 应有;
