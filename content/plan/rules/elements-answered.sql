-- name: 要素没有答全
-- level: warning
-- scope: record
-- clause: 二
-- says: “{{环节}}”还有 {{数}} 个要素没有勾选或评价：{{缺少}}
-- remedy: 体验了的在“要素”里勾上或写一句评价；没有体验的下次补上
-- 勾选、写评价都算答，所以在“要素”一栏的全文里找；要素写法相同的环节只找一次。
-- 事项没有线上渠道的，不看“线上”一组
WITH 应 AS MATERIALIZED (
  SELECT 规定.环节, 规定.组, 规定.seq AS 组序, 名称.seq AS 次序, 名称.值 AS 要素
    FROM 规定_要素 AS 规定
    JOIN 规定_要素_名称 AS 名称 ON 名称.parent = 规定.id),
写法 AS MATERIALIZED (
  SELECT DISTINCT 名称, coalesce(要素, '') AS 要素, 无线上渠道 IS NOT NULL AS 无线上
    FROM 活动_环节),
缺 AS MATERIALIZED (
  SELECT 写法.名称, 写法.要素, 写法.无线上, count(DISTINCT 应.要素) AS 数
    FROM 写法
    JOIN 应 ON 应.环节 = 写法.名称
   WHERE instr(写法.要素, 应.要素) = 0 AND NOT (写法.无线上 AND 应.组 = '线上')
   GROUP BY 写法.名称, 写法.要素, 写法.无线上)
SELECT 环节.id, '要素' AS field, 缺.名称 AS 环节, 缺.数,
       (SELECT group_concat(要素, '、') FROM (
          SELECT 应.要素 FROM 应
           WHERE 应.环节 = 缺.名称 AND instr(缺.要素, 应.要素) = 0
             AND NOT (缺.无线上 AND 应.组 = '线上')
           GROUP BY 应.要素 ORDER BY min(应.组序), min(应.次序))) AS 缺少
  FROM 缺
  JOIN 活动_环节 AS 环节
    ON 环节.名称 = 缺.名称 AND coalesce(环节.要素, '') = 缺.要素
   AND (环节.无线上渠道 IS NOT NULL) = 缺.无线上;
