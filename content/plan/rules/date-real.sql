-- name: 日期不实
-- level: error
-- scope: record
-- clause: 系统约定
-- says: {{栏}} {{日期}} {{错}}
-- remedy: {{办法}}
-- 日历上没有的日子，栏目检查已经说了
WITH 日 AS (
  SELECT id, '日期' AS field, '活动日期' AS 栏, 日期 FROM 活动
  UNION ALL SELECT id, '日期', '环节日期', 日期 FROM 活动_环节
  UNION ALL SELECT id, '日期', '回访日期', 日期 FROM 活动_环节_回访
  UNION ALL SELECT id, '办理日期', '办理日期', 办理日期 FROM 活动_环节_回访
  UNION ALL SELECT id, '答复日期', '答复日期', 答复日期 FROM 活动_环节_办件)
SELECT id, field, 栏, 日期, '还没有到（今天是 ' || date('now') || '）' AS 错,
       '写实际的日期' AS 办法
  FROM 日
 WHERE 日期 > date('now')
 UNION ALL
SELECT id, '日期', '活动日期', 日期, '不在目录所写的活动月 ' || 活动月 || ' 里',
       '更正日期，或把记录移到 ' || substr(日期, 1, 7) || ' 目录；跨几天的写第一天，环节另写日期'
  FROM 活动
 WHERE substr(日期, 1, 7) <> 活动月;
