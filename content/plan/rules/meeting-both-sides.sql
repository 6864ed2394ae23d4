-- name: 座谈缺一方
-- level: error unless explained
-- scope: record
-- clause: 二(一)4
-- says: 座谈交流要有工作人员和企业群众两方代表，这里工作人员 {{工作人员}} 人、企业群众 {{企业群众}} 人
-- remedy: 写上实到的人数：审批（企业为业务）工作人员至少 1 人，企业群众代表至少 1 人；确实缺一方的，在“情况说明”里写明 meeting-both-sides 和原因
SELECT id, iif(coalesce(工作人员代表, 0) < 1, '工作人员代表', '企业群众代表') AS field,
       coalesce(工作人员代表, 0) AS 工作人员, coalesce(企业群众代表, 0) AS 企业群众
  FROM 活动_环节
 WHERE 名称 = '座谈交流'
   AND (coalesce(工作人员代表, 0) < 1 OR coalesce(企业群众代表, 0) < 1);
