-- name: 没有影像
-- level: error unless explained
-- scope: record
-- clause: 四(二)
-- says: {{说}}
-- remedy: {{办法}}
SELECT id, '影像' AS field, '没有活动影像' AS 说,
       '在“影像”里至少写一张图片；视频写明存在哪里；确实没有的，在“情况说明”里写明 images-with-it 和原因' AS 办法,
       NULL AS level
  FROM 活动
 WHERE id NOT IN (SELECT parent FROM 活动_影像
                   WHERE 文件 IS NOT NULL OR 视频 IS NOT NULL)
 UNION ALL
SELECT id, NULL, '第 ' || seq || ' 项影像没有说明', '写一句影像里是什么', 'warning'
  FROM 活动_影像
 WHERE 说明 IS NULL AND coalesce(文件, 视频) IS NOT NULL;
