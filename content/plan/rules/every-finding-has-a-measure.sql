-- name: 问题没有措施
-- level: warning
-- scope: record
-- clause: 四(二)
-- says: 问题{{序号}}没有一条措施针对它
-- remedy: 在“措施”里写一条，“针对”里写上问题{{序号}}；一条措施可以针对几个问题
-- 挂账销号的没有措施是错误，见 ledger-complete
SELECT id, '描述' AS field, 序号
  FROM 活动_问题
 WHERE 整改方式 IS NOT '挂账销号'
   AND id NOT IN (SELECT 值_id FROM 活动_措施_针对 WHERE 值_id IS NOT NULL);
