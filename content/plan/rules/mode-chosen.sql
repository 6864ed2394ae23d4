-- name: 没有选整改方式
-- level: error
-- scope: record
-- clause: 四(三)、三(二)
-- says: {{清单}}{{序号}}没有写整改方式
-- remedy: 能马上改的写立行立改；不能的写挂账销号；须别的单位解决的写提请协调
SELECT id, '序号' AS field, '问题' AS 清单, 序号 FROM 活动_问题 WHERE 整改方式 IS NULL
 UNION ALL
SELECT id, '序号', '需求', 序号 FROM 活动_需求 WHERE 整改方式 IS NULL;
