-- name: 门户多日没有更新
-- level: warning
-- scope: book
-- clause: 系统约定
-- says: 门户已经 {{天数}} 天没有新内容，上次是 {{上次}}；政府网站检查的底线是两周
-- remedy: 审核已经收到的记录；没有新记录的，催报或发布一篇好的做法
WITH 上 AS (
  SELECT substr(max(时间), 1, 10) AS 次 FROM 事件 WHERE 事件 = '审核通过' AND substr(时间, 1, 10) <= date('now'))
SELECT 设置.id, '名称' AS field, 上.次 AS 上次,
       CAST(julianday('now', 'start of day') - julianday(上.次) AS INTEGER) AS 天数
  FROM 上
  JOIN 设置
  JOIN 参数 ON 参数.名称 = '停更提醒天数' AND date('now') >= 参数.起 AND date('now') < 参数.止
 WHERE julianday('now', 'start of day') - julianday(上.次) >= 参数.值;
