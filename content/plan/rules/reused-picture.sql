-- name: 旧图再用
-- level: warning
-- scope: book
-- clause: 四(一)
-- says: {{图片}} 与更早的记录 {{其他文件}} 用过的 {{其他图片}} 是同一张图片{{经过}}
-- remedy: 换成这一次活动拍的图片；没有拍到的，删去这一张
SELECT id, field, replace(file, rtrim(file, replace(file, '/', '')), '') AS 图片,
       file_of(other) AS 其他文件,
       replace(other_file, rtrim(other_file, replace(other_file, '/', '')), '') AS 其他图片,
       iif(difference IS NULL, '', '（缩放过，或另存过）') AS 经过
  FROM twin;
