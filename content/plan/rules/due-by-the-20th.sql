-- name: 迟报
-- level: warning
-- scope: book
-- clause: 四(二)
-- says: {{名称}}的“{{类别}}”{{收到}} {{哪次}}，期限 {{期限}}，迟 {{天}} 天
-- remedy: {{办法}}
-- 只提醒最近一个报送日以来收到的；更早的在报送台账里看
WITH 近 AS MATERIALIZED (
  SELECT max(报送日) AS 日 FROM 报送期 WHERE 报送日 <= date('now')),
件 AS (
  SELECT 记录, '收到' AS 哪次, 收到 AS 时间, 期限,
         '下次在报送日以前报；台账上标为迟报' AS 办法
    FROM 回执 WHERE 收到 > 期限
  UNION ALL
  -- 期限以后自己换的也写明；退回以后补正的不算
  SELECT 记录, '又换了一份（先前按时报过）', 最近收到, 期限,
         '台账上两次的时间都写明；没有退回的，不要在期限以后换'
    FROM 回执
   WHERE 收到 <= 期限 AND 最近收到 > 期限 AND 最近退回 IS NULL)
SELECT 活动.id, NULL AS field, a.单位名称 AS 名称, a.类别, 件.哪次, 件.办法,
       substr(件.时间, 1, 10) || ' ' || substr(件.时间, 12, 5) AS 收到,
       substr(件.期限, 1, 10) AS 期限,
       CAST(julianday(substr(件.时间, 1, 10)) - julianday(substr(件.期限, 1, 10)) AS INTEGER) AS 天
  FROM 件
  JOIN 近 ON substr(件.时间, 1, 10) > 近.日
  JOIN 活动 ON 活动.编号 = 件.记录
  JOIN 活动一览 AS a ON a.id = 活动.id;
