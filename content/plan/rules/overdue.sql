-- name: 挂账超期
-- level: warning
-- scope: book
-- clause: 四(三)
-- says: {{责任单位}}的挂账{{种类}}超期 {{天}} 天：完成时限 {{完成时限}}，现在是“{{状态}}”
-- remedy: 办完的申请销号；确实要延的，申请延期并写明理由，由核查单位定
SELECT id, '完成时限' AS field, 种类, 责任单位名称 AS 责任单位, 完成时限, 状态, 超期天数 AS 天
  FROM 台账
 WHERE 超期天数 IS NOT NULL;
