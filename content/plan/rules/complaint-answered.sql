-- name: 投诉没有答复
-- level: error
-- scope: record
-- clause: 二(三)3
-- says: {{说}}
-- remedy: {{办法}}
SELECT 环节.id, NULL AS field, '投诉处理要写明现场办理的投诉件，这里一件也没有' AS 说,
       '在“办件”里写上工单、事由和答复日期' AS 办法
  FROM 活动_环节 AS 环节
 WHERE 环节.名称 = '投诉处理'
   AND 环节.id NOT IN (SELECT parent FROM 活动_环节_办件)
 UNION ALL
SELECT 办件.id, iif(办件.挂账问题 IS NULL, '工单', '挂账问题'),
       '工单 ' || coalesce(办件.工单, '') || iif(办件.挂账问题 IS NULL,
         ' 没有答复日期，也没有挂账', ' 没有答复日期，所指的问题也没有挂账'),
       '向群众答复了的写“答复日期”；需持续跟进的写“挂账问题”，指向整改方式为挂账销号或提请协调的问题'
  FROM 活动_环节_办件 AS 办件
  LEFT JOIN 活动_问题 AS 问题 ON 问题.id = 办件.挂账问题_id
 WHERE 办件.答复日期 IS NULL
   AND (办件.挂账问题 IS NULL OR 问题.整改方式 = '立行立改')
 UNION ALL
SELECT 进展.id, '事由', '投诉件 ' || coalesce(办件.工单, '') || ' 申请销号，还没有向群众答复的日期',
       '先向群众答复处理结果，再在这一步里写“答复日期”'
  FROM 进展
  JOIN 活动_问题 AS 问题 ON 问题.编号 = 进展.台账
  JOIN 活动_环节_办件 AS 办件 ON 办件.挂账问题_id = 问题.id
 WHERE 进展.事由 = '申请销号' AND 进展.答复日期 IS NULL AND 办件.答复日期 IS NULL;
