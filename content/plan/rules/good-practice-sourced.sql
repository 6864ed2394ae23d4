-- name: 文章来源或三审不全
-- level: error
-- scope: record
-- clause: 三(二), 四(四), 系统约定
-- says: 文章{{怎样}}
-- remedy: {{办法}}
SELECT id, '标题' AS field, '没有写来源：写的是哪次活动' AS 怎样,
       '在“来源”里写至少一次活动的编号' AS 办法
  FROM 文章 WHERE id NOT IN (SELECT parent FROM 文章_来源)
UNION ALL
SELECT 文章.id, '来源', '所写的活动都还没有审核通过', '等牵头单位审核通过再报，或者换一次通过了的活动'
  FROM 文章
  JOIN 文章_来源 AS 来源 ON 来源.parent = 文章.id
  LEFT JOIN 回执 ON 回执.记录 = 来源.值
 GROUP BY 文章.id
HAVING max(回执.首次通过) IS NULL AND max(回执.收到) IS NOT NULL
UNION ALL
SELECT id, '标题', '没有写' || substr(
         iif(编辑 IS NULL, '、编辑', '') || iif(校对 IS NULL, '、校对', '') ||
         iif(审核 IS NULL, '、审核', ''), 2),
       '三审三校：谁编辑、谁校对、谁审核，都写上姓名'
  FROM 文章 WHERE 编辑 IS NULL OR 校对 IS NULL OR 审核 IS NULL;
