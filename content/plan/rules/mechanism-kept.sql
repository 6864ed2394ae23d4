-- name: 没有长效机制
-- level: warning
-- scope: book
-- clause: 四(三)
-- says: {{名称}}今天没有在执行的“分析研判、跟踪问效”机制{{曾有}}
-- remedy: 印发后报一份长效机制；修订了的报新的一份，写明从哪天起执行
SELECT 单位.id, '代码' AS field, 单位.名称,
       coalesce('，上一份到 ' || (SELECT max(机制.止) FROM 机制
                                   WHERE 机制.单位 = 单位.代码 AND 机制.起 <= date('now')) || ' 为止', '') AS 曾有
  FROM 名册_单位 AS 单位
 WHERE coalesce(单位.止, '9999') >= date('now')
   AND 单位.id IN (SELECT parent FROM 名册_单位_参与
                   WHERE strftime('%Y-%m', 'now') BETWEEN 起 AND coalesce(止, '9999'))
   AND 单位.代码 NOT IN (SELECT 单位 FROM 机制
                          WHERE 起 <= date('now') AND coalesce(止, '9999') >= date('now'));
