-- name: 回访对象非上月办事群众
-- level: error unless explained
-- scope: record
-- clause: 二(一)3
-- says: 有效回访中{{几}} {{合格}} 个在上月（{{上月}}）办过事，应有 {{应有}} 个；这一个办理日期是 {{办理日期}}，回访日期是 {{日期}}
-- remedy: 换成 {{上月}} 办过业务或咨询过的企业群众，或更正办理日期
WITH 访 AS (
  SELECT 回访.id, 回访.parent, 回访.日期, 回访.办理日期,
         strftime('%Y-%m', 回访.日期, 'start of month', '-1 month') AS 上月,
         substr(回访.办理日期, 1, 7) AS 办理月
    FROM 活动_环节_回访 AS 回访
   WHERE 回访.有效 = '是' AND 回访.日期 IS NOT NULL AND 回访.办理日期 IS NOT NULL),
数 AS MATERIALIZED (
  SELECT 环节.id,
         (SELECT 值 FROM 规定_参数 AS 参数
           WHERE 参数.名称 = '有效回访' AND 参数.起 <= 活动.日期
           ORDER BY 参数.起 DESC LIMIT 1) AS 应有,
         (SELECT count(*) FROM 访 WHERE 访.parent = 环节.id AND 办理月 = 上月) AS 合格
    FROM 活动
    JOIN 活动_环节 AS 环节 ON 环节.parent = 活动.id
   WHERE 环节.名称 = '服务回访')
SELECT 访.id, '办理日期' AS field, 访.日期, 访.办理日期, 访.上月, 数.应有, 数.合格,
       iif(数.合格 < 数.应有, '只有', '已有') AS 几,
       iif(数.合格 < 数.应有, NULL, 'warning') AS level
  FROM 数
  JOIN 访 ON 访.parent = 数.id
 WHERE 访.办理月 <> 访.上月;
