-- name: 没有举一反三
-- level: warning
-- scope: record
-- clause: 四(三)
-- says: 申请销号没有写举一反三：这个问题别处有没有
-- remedy: 在“举一反三”里写同类问题还查了哪里、查出什么
SELECT 进展.id, '事由' AS field
  FROM 进展
  JOIN 活动_问题 AS 问题 ON 问题.编号 = 进展.台账
 WHERE 进展.事由 = '申请销号' AND 进展.举一反三 IS NULL AND 问题.举一反三 IS NULL;
