-- name: 跟单安排与工单不合
-- level: error
-- scope: record
-- clause: 一(二)3, 三(四)
-- says: {{怎样}}
-- remedy: {{办法}}
WITH 单 AS (
  SELECT 工单.id, 工单.parent, 工单.件数, 工单.跟单, 工单.理由, 单位.名称
    FROM 安排_工单 AS 工单
    LEFT JOIN 名册_单位 AS 单位 ON 单位.代码 = 工单.单位),
漏 AS (
  SELECT parent, max(件数) AS 件数, 名称 FROM 单
   WHERE 跟单 = '否' AND 理由 IS NULL GROUP BY parent)
SELECT id, '统计月' AS field, NULL AS level,
       '统计的是 ' || 统计月 || ' 的工单，安排的是 ' || 活动月 || ' 的跟单' AS 怎样,
       '按活动月的上一个月（' || strftime('%Y-%m', 活动月 || '-01', '-1 month') || '）统计' AS 办法
  FROM 安排
 WHERE 统计月 <> strftime('%Y-%m', 活动月 || '-01', '-1 month')
UNION ALL
SELECT 安排.id, '工单', NULL, '没有安排任何单位跟单', '工单最多的单位安排跟单'
  FROM 安排
 WHERE 安排.id NOT IN (SELECT parent FROM 单 WHERE 跟单 = '是')
UNION ALL
SELECT 单.id, '跟单', 'warning',
       单.名称 || '只有 ' || 单.件数 || ' 件而安排跟单，' || 漏.名称 || '有 ' || 漏.件数 || ' 件而没有安排，都没有写理由',
       '件数以外还看问题类型和领域的，在“理由”里写明'
  FROM 单 JOIN 漏 ON 漏.parent = 单.parent
 WHERE 单.跟单 = '是' AND 单.理由 IS NULL AND 单.件数 < 漏.件数
UNION ALL
SELECT 单.id, '类型', 'warning',
       单.名称 || '有 ' || 单.件数 || ' 件，按类型合计只有 ' || sum(类型.件数) || ' 件',
       '每一件都归到类型里；一件可以归几类'
  FROM 单 JOIN 安排_工单_类型 AS 类型 ON 类型.parent = 单.id
 GROUP BY 单.id HAVING sum(类型.件数) < 单.件数;
