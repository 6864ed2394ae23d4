-- name: 工单超期未办结
-- level: warning
-- scope: book
-- clause: 三(四)
-- says: 工单 {{工单}}（{{责任单位}}）应在 {{完成时限}} 办结，过了 {{天}} 天还没有办结{{督导}}
-- remedy: 督导责任单位办结，写上督导记录；办结了的写办结日期和答复日期
-- 同一张工单每月都列，只看最近一份台账里的
WITH 近 AS MATERIALIZED (
  SELECT 工单.id, 工单.工单, 工单.责任单位, 工单.完成时限, 工单.办结日期, max(督办.活动月) AS 活动月
    FROM 督办_工单 AS 工单
    JOIN 督办 ON 督办.id = 工单.parent
   GROUP BY 督办.单位, 工单.工单, 工单.责任单位, 工单.转办日期)
SELECT 近.id, '完成时限' AS field, 近.工单, 单位.名称 AS 责任单位, 近.完成时限,
       CAST(julianday(date('now')) - julianday(近.完成时限) AS INTEGER) AS 天,
       coalesce('，最近一次督导在 ' || (SELECT max(日期) FROM 督办_工单_督导记录 WHERE parent = 近.id),
                '，没有督导记录') AS 督导
  FROM 近
  LEFT JOIN 单位 ON 单位.代码 = 近.责任单位
 WHERE 近.办结日期 IS NULL AND 近.完成时限 < date('now');
