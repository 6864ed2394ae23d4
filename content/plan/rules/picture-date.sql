-- name: 拍摄日期对不上
-- level: warning
-- scope: record
-- clause: 四(一)
-- says: {{图片}} {{说法}}，记录里没有这一天，最近的是 {{near}}
-- remedy: 换成这一次活动拍的图片；相机的日期没有调准的，在图片说明里写明
SELECT id, field, replace(file, rtrim(file, replace(file, '/', '')), '') AS 图片, near,
       iif(taken IS NULL, '最后一次改动是 ' || saved || '，只会拍得更早',
           '拍摄于 ' || taken) AS 说法
  FROM picture
 WHERE taken <> near OR (taken IS NULL AND saved < near);
