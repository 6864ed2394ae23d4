-- name: 用语不规范
-- level: warning
-- scope: record
-- clause: 系统约定
-- says: “{{错误}}”应写作“{{正确}}”：…{{前后}}…{{说明}}
-- remedy: 改为“{{正确}}”；这里没有写错的，请县营商办在 content/plan/wording.yaml 里给“{{错误}}”加一个“除外”
-- 先把含有任何一个错误写法的文字挑出来，再逐词细看
WITH 文 AS MATERIALIZED (
  SELECT id, field, plain
    FROM texts
   WHERE has_word(plain, (SELECT group_concat(错误, char(10)) FROM 用语_用语))
     AND id NOT IN (SELECT id FROM 用语_用语)),
次 AS (
  SELECT 文.id, 文.field, 文.plain, 词.错误, 词.正确, 词.说明,
         (length(文.plain) - length(replace(文.plain, 词.错误, ''))) / length(词.错误) AS 出现,
         (SELECT coalesce(sum((length(文.plain) - length(replace(文.plain, 除外.值, '')))
                              / length(除外.值)), 0)
            FROM 用语_用语_除外 AS 除外
           WHERE 除外.parent = 词.id AND 除外.值 <> '') AS 除外
    FROM 文
    JOIN 用语_用语 AS 词 ON instr(文.plain, 词.错误) > 0)
SELECT id, field, 错误, 正确, coalesce('（' || 说明 || '）', '') AS 说明,
       replace(substr(plain, max(instr(plain, 错误) - 6, 1),
                      length(错误) + 12), char(10), ' ') AS 前后
  FROM 次
 WHERE 出现 > 除外;
