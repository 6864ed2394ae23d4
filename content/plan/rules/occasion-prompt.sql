-- name: 即时体验不及时
-- level: warning
-- scope: record
-- clause: 一(三)2
-- says: 即时体验在触发后 {{天数}} 天才组织，应在 {{应在}} 天以内（{{触发}} 起，{{日期}} 体验）
-- remedy: 第一时间组织体验；触发日期写错的更正
SELECT 活动.id, '日期' AS field, 活动.日期, 活动.触发_日期 AS 触发, 参数.值 AS 应在,
       CAST(julianday(活动.日期) - julianday(活动.触发_日期) AS INTEGER) AS 天数
  FROM 活动
  JOIN 参数 ON 参数.名称 = '即时体验天数'
   AND 活动.日期 >= 参数.起 AND 活动.日期 < 参数.止
 WHERE 活动.体验类型 = '即时体验'
   AND julianday(活动.日期) - julianday(活动.触发_日期) > 参数.值;
