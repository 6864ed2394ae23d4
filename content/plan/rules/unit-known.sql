-- name: 单位不在册
-- level: error
-- scope: record
-- clause: 附件1
-- says: 活动日期 {{日期}} 不在{{名称}}的登记期内（{{登记期}}）
-- remedy: 核对目录里的单位代码和活动日期；登记期有变的，请牵头单位改名册
SELECT 活动.id, '日期' AS field, 活动.日期, 单位.名称,
       iif(单位.起 IS NULL, '', 单位.起 || ' 起') ||
       iif(单位.起 IS NULL OR 单位.止 IS NULL, '', '，') ||
       iif(单位.止 IS NULL, '', 单位.止 || ' 止') AS 登记期
  FROM 活动
  JOIN 名册_单位 AS 单位 ON 单位.代码 = 活动.单位
 WHERE 活动.日期 < 单位.起 OR 活动.日期 > 单位.止;
