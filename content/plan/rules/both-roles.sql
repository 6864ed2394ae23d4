-- name: 没有以两种身份体验
-- level: error unless explained
-- scope: record
-- clause: 二(一)1
-- says: 审批服务要以企业群众和工作人员两种身份各走一遍，这里没有写{{缺少}}
-- remedy: 补上另一种身份的体验，在“角色”里写 [企业群众, 工作人员]；确实没有的，在“情况说明”里写明 both-roles 和原因
WITH 角 AS MATERIALIZED (
  SELECT min(环节.id) AS id,
         coalesce(max(角色.值 = '企业群众'), 0) AS 群众,
         coalesce(max(角色.值 = '工作人员'), 0) AS 人员
    FROM 活动_环节 AS 环节
    LEFT JOIN 活动_环节_角色 AS 角色 ON 角色.parent = 环节.id
   WHERE 环节.名称 = '审批服务'
   GROUP BY 环节.parent)
SELECT id, '角色' AS field,
       CASE WHEN 群众 THEN '工作人员' WHEN 人员 THEN '企业群众' ELSE '角色' END AS 缺少
  FROM 角
 WHERE NOT (群众 AND 人员);
