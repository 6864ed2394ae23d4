-- name: 环节不够
-- level: error unless explained
-- scope: record
-- clause: 二(一)(二)(三)
-- says: {{类别}}每次至少参与 {{应有}} 个规定环节，这里有 {{实有}} 个
-- remedy: 补上没有写的环节：{{缺少}}；确实没有参与的，在“情况说明”里写明 steps-at-least 和原因
WITH 数 AS MATERIALIZED (
  SELECT 活动.id, 活动.类, 参数.值 AS 应有, count(DISTINCT 规定.名称) AS 实有
    FROM 活动
    JOIN 参数 ON 参数.名称 = '最少环节' AND 参数.类 = 活动.类
     AND 活动.日期 >= 参数.起 AND 活动.日期 < 参数.止
    LEFT JOIN 活动_环节 AS 环节 ON 环节.parent = 活动.id
    LEFT JOIN 规定_环节 AS 规定 ON 规定.名称 = 环节.名称 AND 规定.类 = 活动.类
   GROUP BY 活动.id)
SELECT 数.id, '环节' AS field, 规定_类别.名称 AS 类别, 应有, 实有,
       (SELECT group_concat(名称, '、') FROM (
          SELECT 规定.名称 FROM 规定_环节 AS 规定
           WHERE 规定.类 = 数.类
             AND 规定.名称 NOT IN (SELECT 环节.名称 FROM 活动_环节 AS 环节
                                    WHERE 环节.parent = 数.id AND 环节.名称 IS NOT NULL)
           ORDER BY 规定.序)) AS 缺少
  FROM 数
  JOIN 规定_类别 ON 规定_类别.代码 = 数.类
 WHERE 实有 < 应有;
