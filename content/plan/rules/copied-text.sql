-- name: 文字雷同
-- level: warning
-- scope: book
-- clause: 四(一)
-- says: “{{field}}”从这里起有 {{length}} 字与更早的记录 {{其他文件}} 第 {{other_line}} 行起的“{{other_field}}”几乎一样，占这一栏的 {{share}}%
-- remedy: 改写成这一次亲眼看到、亲身办到的情况；确是同一情况的，写明“与某次活动相同”，不要照抄
SELECT file_of(alike.id) AS file, line, 1 AS column, alike.field, length, share, other_field, other_line,
       file_of(alike.other) AS 其他文件
  FROM alike
 WHERE length >= (SELECT 值 FROM 规定_参数
                   WHERE 名称 = '雷同字数' AND 起 <= alike.date
                   ORDER BY 起 DESC LIMIT 1);
