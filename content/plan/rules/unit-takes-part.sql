-- name: 单位不参加这类活动
-- level: error unless explained
-- scope: record
-- clause: 一(二)、附件1
-- says: {{名称}} {{活动月}} 不在“{{类别}}”的参加单位里
-- remedy: {{办法}}
SELECT 活动.id, NULL AS field, 单位.名称, 活动.活动月, 类别.名称 AS 类别,
       CASE WHEN 活动.类 = 'complaint'
            THEN '处投诉由县行政审批局每月安排；因投诉集中自行体验的，体验类型写即时体验；其他原因在“情况说明”里写明 unit-takes-part 和原因'
            ELSE '核对记录放的目录；应当参加的，请牵头单位在名册里登记；其他原因在“情况说明”里写明 unit-takes-part 和原因'
       END AS 办法,
       CASE WHEN 活动.类 = 'enforce' AND 单位.类别 IN ('镇街', '其他')
            THEN 'warning' END AS level
  FROM 活动
  JOIN 名册_单位 AS 单位 ON 单位.代码 = 活动.单位
  JOIN 规定_类别 AS 类别 ON 类别.代码 = 活动.类
 WHERE NOT EXISTS (SELECT 1 FROM 应参与
                    WHERE 应参与.单位 = 活动.单位 AND 应参与.类 = 活动.类
                      AND 活动.活动月 BETWEEN 应参与.起 AND 应参与.止)
   AND NOT (活动.类 = 'complaint' AND 活动.体验类型 IS '即时体验');
