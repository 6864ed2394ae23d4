-- name: 文章不合公众号上限
-- level: error
-- scope: record
-- clause: 公众号接口
-- says: {{怎样}}
-- remedy: {{办法}}
SELECT id, '标题' AS field, '标题有 ' || length(标题) || ' 个字，公众号最多 ' || 标题字数 || ' 个' AS 怎样,
       '改短标题；发出以后标题不能再改' AS 办法, NULL AS level
  FROM 文章, 文章上限 WHERE length(标题) > 标题字数
UNION ALL
SELECT id, '摘要', '摘要有 ' || length(摘要) || ' 个字，公众号最多 ' || 摘要字数 || ' 个', '改短摘要', NULL
  FROM 文章, 文章上限 WHERE length(摘要) > 摘要字数
UNION ALL
SELECT id, '单位', '作者是“' || 单位名称 || '”，有 ' || length(单位名称) || ' 个字，公众号最多 ' || 作者字数 || ' 个',
       '在名册里写单位的简称', NULL
  FROM 文章一览, 文章上限 WHERE length(单位名称) > 作者字数
UNION ALL
SELECT 文章.id, '标题', '“阅读原文”的地址有 ' || (length(CAST(网址 AS BLOB)) + length(编号) + 14) || ' 字节，公众号最多 ' || 原文字节,
       '改短设置里的网址，或文章的目录名', NULL
  FROM 文章, 文章上限, 设置
 WHERE length(CAST(网址 AS BLOB)) + length(编号) + 14 > 原文字节
UNION ALL
SELECT id, '链接', '链接不是公众号文章的地址', '从公众号复制，以 https://mp.weixin.qq.com/ 开头', NULL
  FROM 文章 WHERE 链接 NOT LIKE 'https://mp.weixin.qq.com/%'
UNION ALL
SELECT id, '标题', '没有配图，发公众号时没有封面', '在“影像”里写一张，第一张作封面', 'warning'
  FROM 文章 WHERE id NOT IN (SELECT parent FROM 文章_影像);
