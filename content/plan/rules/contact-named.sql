-- name: 没有联络员
-- level: warning
-- scope: book
-- clause: 四(二)
-- says: {{名称}}没有联络员
-- remedy: 明确专人负责，在 content/plan/roster.yaml 里给他加上“联络员”这个角色；由县营商办统一登记
SELECT 单位.id, '代码' AS field, 单位.名称
  FROM 名册_单位 AS 单位
 WHERE coalesce(单位.起, '0') <= date('now')
   AND coalesce(单位.止, '9999') >= date('now')
   AND 单位.id IN (SELECT parent FROM 名册_单位_参与
                   WHERE strftime('%Y-%m', 'now') BETWEEN 起 AND coalesce(止, '9999'))
   AND 单位.代码 NOT IN (
         SELECT 用户.单位
           FROM 人员_用户 AS 用户
           JOIN 人员_用户_角色 AS 角色 ON 角色.parent = 用户.id
          WHERE 角色.值 = '联络员' AND 用户.单位 IS NOT NULL
            AND coalesce(用户.止, '9999') > date('now'));
