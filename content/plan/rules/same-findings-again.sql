-- name: 问题重复出现
-- level: warning
-- scope: book
-- clause: 四(一)
-- says: 这个问题 {{上次}} 报过，{{上次完成}} 已了结
-- remedy: 没有改到位的，写清为什么又出现、这次怎么根治；是另一个问题的，把描述写具体
WITH 次 AS (
  SELECT id, 发现日期, lag(编号) OVER 同样 AS 上次, lag(发现日期) OVER 同样 AS 上次日期,
         lag(了结) OVER 同样 AS 上次了结, lag(完成日期) OVER 同样 AS 上次完成
    FROM 问题台账
  WINDOW 同样 AS (
    PARTITION BY 单位, fold(描述)
        ORDER BY 发现日期, 编号))
SELECT id, '描述' AS field, 上次, 上次完成
  FROM 次
 WHERE 上次了结 = '是' AND 上次日期 < 发现日期 AND 上次完成 <= 发现日期;
