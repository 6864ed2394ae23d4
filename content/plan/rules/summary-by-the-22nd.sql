-- name: 月度总结迟报或缺项
-- level: warning
-- scope: book
-- clause: 四(二)
-- says: {{名称}} {{月}} 报送期的月度总结{{怎样}}，期限 {{总结日}}
-- remedy: {{办法}}
WITH
-- 有活动要总结的报送期和类别
类 AS MATERIALIZED (
  SELECT DISTINCT 报送期.月, 报送期.总结日, 类别.牵头, 类别.代码, 类别.名称
    FROM (SELECT DISTINCT 日期, 类 FROM 活动) AS 天
    JOIN 报送期 ON 报送期.月 = (SELECT 月 FROM 报送期 WHERE 报送日 >= 天.日期
                                 ORDER BY 报送日 LIMIT 1)
    JOIN 规定_类别 AS 类别 ON 类别.代码 = 天.类),
近 AS MATERIALIZED (
  SELECT max(总结日) AS 日 FROM 报送期 WHERE 总结日 <= date('now')),
期 AS MATERIALIZED (
  SELECT DISTINCT 类.月, 类.总结日, 类.牵头, 单位.id, 单位.名称
    FROM 类 JOIN 名册_单位 AS 单位 ON 单位.代码 = 类.牵头)
SELECT 期.id, '代码' AS field, 期.名称, 期.月, 期.总结日, '没有报' AS 怎样,
       '尽快补报；迟报的照样收，标为迟报' AS 办法
  FROM 期
 WHERE 期.总结日 < date('now')
   AND (期.牵头, 期.月) NOT IN (SELECT 单位, 报送月 FROM 总结)
UNION ALL
SELECT 总结.id, NULL, 期.名称, 期.月, 期.总结日,
       '迟了 ' || CAST(julianday(substr(回执.收到, 1, 10)) - julianday(期.总结日) AS INTEGER) ||
       ' 天（' || substr(回执.收到, 1, 10) || ' 收到）',
       '下次在总结日以前报'
  FROM 期
  JOIN 总结 ON 总结.单位 = 期.牵头 AND 总结.报送月 = 期.月
  JOIN 回执 ON 回执.记录 = 总结.编号
  JOIN 近 ON substr(回执.收到, 1, 10) > 近.日
 WHERE substr(回执.收到, 1, 10) > 期.总结日
UNION ALL
SELECT 总结.id, '各类', 单位.名称, 类.月, 类.总结日, '缺“' || 类.名称 || '”一节',
       '牵头的每类活动各写一节'
  FROM 类
  JOIN 总结 ON 总结.单位 = 类.牵头 AND 总结.报送月 = 类.月
  JOIN 名册_单位 AS 单位 ON 单位.代码 = 类.牵头
 WHERE (总结.id, 类.代码) NOT IN (SELECT parent, 类 FROM 总结_各类 WHERE 类 IS NOT NULL);
