-- name: 没有写问题也没有说明
-- level: error
-- scope: record
-- clause: 四(二)
-- says: {{说}}
-- remedy: {{办法}}
SELECT 活动.id, '日期' AS field, '问题清单、需求清单都是空的，也没有写“未发现问题”' AS 说,
       '写上发现的问题和需求；确实没有的，在“未发现问题”里写明查了什么、为什么没有' AS 办法,
       NULL AS level
  FROM 活动
 WHERE 未发现问题 IS NULL
   AND id NOT IN (SELECT parent FROM 活动_问题)
   AND id NOT IN (SELECT parent FROM 活动_需求)
 UNION ALL
SELECT 活动.id, '未发现问题', '“未发现问题”只写了“' || 活动.未发现问题 || '”，看不出理由',
       '写明查了什么、为什么没有，不少于 ' || 参数.值 || ' 个字', 'warning'
  FROM 活动
  JOIN 参数 ON 参数.名称 = '未发现理由字数'
   AND 活动.日期 >= 参数.起 AND 活动.日期 < 参数.止
 WHERE length(活动.未发现问题) < 参数.值;
