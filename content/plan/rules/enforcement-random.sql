-- name: 没有写怎样抽取
-- level: warning
-- scope: record
-- clause: 二(二)1
-- says: 执法检查要随机选取执法活动，这里没有写怎样抽取
-- remedy: 在“抽取方式”里写明，如双随机平台抽取对象和人员
SELECT id, NULL AS field FROM 活动_环节
 WHERE 名称 = '执法检查' AND 抽取方式 IS NULL;
