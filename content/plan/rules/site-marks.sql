-- name: 门户的标识不全
-- level: warning
-- scope: book
-- clause: 系统约定
-- says: 门户还没有写{{缺}}
-- remedy: 问清楚以后写进 content/plan/settings.yaml；不知道的不要编，页脚里空着
SELECT id, '名称' AS field,
       substr(iif(网站标识码 IS NULL, '、网站标识码', '') ||
              iif(备案号 IS NULL, '、ICP 备案号', '') ||
              iif(公安备案 IS NULL, '、公安备案号', '') ||
              iif(域名 IS NULL, '、域名', '') ||
              iif(网址 IS NULL, '、网址（没有它就没有 sitemap.xml）', '') ||
              iif(纠错地址 IS NULL, '、网站纠错的入口', ''), 2) AS 缺
  FROM 设置
 WHERE 网站标识码 IS NULL OR 备案号 IS NULL OR 公安备案 IS NULL OR 域名 IS NULL
    OR 网址 IS NULL OR 纠错地址 IS NULL
UNION ALL
SELECT id, '网址', '对网址：要以 https:// 开头、以斜杠结尾，域名要和“域名”一栏相同'
  FROM 设置
 WHERE 网址 NOT LIKE 'https://' || coalesce(域名, '%') || '/%' OR 网址 NOT LIKE '%/'
UNION ALL
SELECT id, '纠错地址', '对纠错的入口：要以 https:// 开头'
  FROM 设置 WHERE 纠错地址 NOT LIKE 'https://%';
