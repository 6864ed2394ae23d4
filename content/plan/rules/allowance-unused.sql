-- name: 许可没有用到
-- level: warning
-- scope: book
-- clause: 系统约定
-- says: 许可的“{{说明}}”哪里也没有写到
-- remedy: 从 content/plan/allowed.yaml 里删去这一条
SELECT 许可.id, '值' AS field, 许可.说明
  FROM 公开许可_许可 AS 许可
 WHERE 许可.id NOT IN (SELECT allowed FROM personal
                        WHERE allowed IS NOT NULL AND file <> 'content/plan/allowed.yaml');
