-- name: 遮盖写法不规范
-- level: warning
-- scope: record
-- clause: 系统约定（个人信息保护法）
-- says: {{kind}}不是规定的写法
-- remedy: {{办法}}
SELECT file, line, column, width, kind,
       CASE kind
         WHEN '手机号码的遮盖' THEN '写成 138****1234 的样子：前三位、四个半角 *、后四位'
         WHEN '证件号码的遮盖' THEN '写成 6101**********1234 的样子：前四位、半角 *、后四位，总长不变'
         ELSE '写成姓氏加“某”或“某某”，或者姓氏加“先生”“女士”'
       END AS 办法
  FROM personal
 WHERE is_mask;
