-- name: 投诉分析不全
-- level: error unless explained
-- scope: record
-- clause: 二(三)2
-- says: {{说}}
-- remedy: {{办法}}
WITH 析 AS MATERIALIZED (
  SELECT 环节.id, 环节.接诉数量, 类型.件数,
         CASE WHEN 环节.接诉数量 IS NULL THEN '、接诉数量' ELSE '' END ||
         CASE WHEN 类型.parent IS NULL THEN '、投诉类型' ELSE '' END ||
         CASE WHEN 环节.典型案例 IS NULL THEN '、典型案例' ELSE '' END AS 缺少
    FROM 活动_环节 AS 环节
    LEFT JOIN (SELECT parent, sum(件数) AS 件数 FROM 活动_环节_投诉类型
                GROUP BY parent) AS 类型 ON 类型.parent = 环节.id
   WHERE 环节.名称 = '投诉分析')
SELECT id, NULL AS field, '投诉分析要有本领域的接诉数量、问题类型和典型案例，这里缺少：' || substr(缺少, 2) AS 说,
       '补上所缺的；典型案例至少一个，隐去当事人；确实没有的，在“情况说明”里写明 complaints-analysed 和原因' AS 办法,
       NULL AS level
  FROM 析
 WHERE 缺少 <> ''
 UNION ALL
SELECT id, '接诉数量', '接诉 ' || 接诉数量 || ' 件，各类型加起来 ' || 件数 || ' 件',
       '核对件数；一件涉及几个类型而对不上的，可以不改', 'warning'
  FROM 析
 WHERE 缺少 = '' AND 接诉数量 <> 件数;
