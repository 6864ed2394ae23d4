-- name: 台账进展次序有误
-- level: error
-- scope: book
-- clause: 四(三)
-- says: {{怎样}}
-- remedy: {{办法}}
WITH
交 AS MATERIALIZED (
  SELECT 台账, max(日期) AS 日期 FROM 交办 GROUP BY 台账),
步 AS MATERIALIZED (
  SELECT 步.*, 条目.整改方式, 条目.责任单位 AS 原责任, 活动.单位 AS 发现单位, 活动.日期 AS 发现日期,
         活动.类 AS 活动类, lag(步.日期) OVER 前 AS 上一日期, lag(步.编号) OVER 前 AS 上一编号
    FROM 进展办理 AS 步
    JOIN 条目 ON 条目.编号 = 步.台账
    JOIN 活动 ON 活动.id = 条目.parent
  WINDOW 前 AS (PARTITION BY 步.单位, 步.台账 ORDER BY 步.序)),
销 AS MATERIALIZED (
  SELECT 台账, min(日期) AS 日期, min(id) AS id, 单位, min(序) AS 序
    FROM 进展办理 WHERE 事由 = '申请销号' AND 有效 GROUP BY 台账, 单位)
SELECT 步.id, NULL AS field,
       步.台账 || ' 归' || 台账.责任单位名称 || '办，不归' || 单位.名称 AS 怎样,
       '由责任单位报进展；要换责任单位的，请牵头单位交办' AS 办法
  FROM 步
  JOIN 台账 ON 台账.编号 = 步.台账
  JOIN 单位 ON 单位.代码 = 步.单位
  LEFT JOIN 交 ON 交.台账 = 步.台账
 WHERE 步.单位 <> 台账.责任单位
   AND NOT (步.单位 = coalesce(步.原责任, 步.发现单位) AND 步.日期 <= 交.日期)
UNION ALL
SELECT 步.id, NULL, 步.台账 || ' 是立行立改的，不在挂账之列',
       '台账编号写错的，改到对的目录里；改成挂账的，更正原记录'
  FROM 步 WHERE 步.整改方式 = '立行立改'
UNION ALL
SELECT 步.id, '日期', '这一步写的是 ' || 步.日期 || '，比' ||
       CASE WHEN 步.日期 < 步.上一日期 THEN '上一步（' || 步.上一日期
            ELSE '发现问题那天（' || 步.发现日期 END || '）还早',
       '改正日期；每一步的日期不早于前一步'
  FROM 步 WHERE 步.日期 < 步.上一日期 OR 步.日期 < 步.发现日期
UNION ALL
SELECT 步.id, '日期', 步.台账 || ' 已经销号，不能再报进展',
       '问题又出现的，按新的问题登记'
  FROM 步 JOIN 销 ON 销.台账 = 步.台账 AND 销.单位 = 步.单位 AND 步.序 > 销.序
UNION ALL
SELECT 步.id, '事由', '申请延期没有写新完成时限', '写上“新完成时限”'
  FROM 步 WHERE 步.事由 = '申请延期' AND 步.新完成时限 IS NULL
UNION ALL
SELECT 步.id, '新完成时限', '新完成时限 ' || 步.新完成时限 || ' 不在申请那天（' || 步.日期 || '）以后',
       '写申请以后的日子'
  FROM 步 WHERE 步.事由 = '申请延期' AND 步.新完成时限 <= 步.日期
UNION ALL
SELECT 步.id, iif(步.完成日期 IS NULL, '事由', '完成日期'),
       coalesce('完成日期 ' || 步.完成日期 || ' 比申请销号那天（' || 步.日期 || '）还晚', '申请销号没有写完成日期'),
       '写上实际完成的日子；没有完成的先报整改进展'
  FROM 步 WHERE 步.事由 = '申请销号' AND (步.完成日期 IS NULL OR 步.完成日期 > 步.日期);
