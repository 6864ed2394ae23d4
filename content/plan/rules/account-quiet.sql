-- name: 公众号多日没有发文
-- level: warning
-- scope: book
-- clause: 系统约定
-- says: 公众号已经 {{天数}} 天没有发文，上次是 {{日}}；政务新媒体检查的底线是两周
-- remedy: 发一篇好的做法；已经发了的，把日期补写到记录的“发出”
WITH 最近 AS (
  SELECT coalesce(max(发出), min(substr(发布, 1, 10))) AS 日 FROM 文章一览),
过期 AS (
  SELECT 日, CAST(julianday('now', 'start of day') - julianday(日) AS INTEGER) AS 天数, 值 AS 上限
    FROM 最近
    JOIN 参数 ON 名称 = '停更提醒天数' AND date('now') >= 起 AND date('now') < 止
   WHERE 日 IS NOT NULL)
SELECT max(w.id) AS id, iif(w.发出 IS NULL, '标题', '发出') AS field, 天数, 日, 上限
  FROM 过期 JOIN 文章一览 AS w ON coalesce(w.发出, substr(w.发布, 1, 10)) = 日
 WHERE 天数 >= 上限
 GROUP BY 日;
