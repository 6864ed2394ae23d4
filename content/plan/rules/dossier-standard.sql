-- name: 案卷评查要素不全
-- level: error unless explained
-- scope: record
-- clause: 二(二)3
-- says: {{说}}
-- remedy: {{办法}}
WITH 评 AS MATERIALIZED (
  SELECT id, coalesce(案卷数, 0) AS 案卷数,
         CASE WHEN 评查标准_市级 IS NULL THEN '、市级标准' ELSE '' END ||
         CASE WHEN 评查标准_行业 IS NULL THEN '、行业标准' ELSE '' END ||
         CASE WHEN coalesce(案卷数, 0) < 1 THEN '、案卷数' ELSE '' END AS 缺少,
         (SELECT count(*) FROM 活动_环节_案卷 AS 案卷
           WHERE 案卷.parent = 环节.id) AS 有结果
    FROM 活动_环节 AS 环节
   WHERE 名称 = '案卷评查')
SELECT id, iif(缺少 = '、案卷数', '案卷数', '评查标准') AS field,
       '案卷评查要写明市级和行业的评查标准和案卷数，这里缺少：' || substr(缺少, 2) AS 说,
       '在“评查标准”里写市级和行业两项，案卷数至少 1；确实没有的，在“情况说明”里写明 dossier-standard 和原因' AS 办法,
       NULL AS level
  FROM 评
 WHERE 缺少 <> ''
 UNION ALL
SELECT id, '案卷数', '评查了 ' || 案卷数 || ' 份案卷，写了结果的有 ' || 有结果 || ' 份',
       '在“案卷”里把每份的评查结果写上', 'warning'
  FROM 评
 WHERE 缺少 = '' AND 有结果 < 案卷数;
