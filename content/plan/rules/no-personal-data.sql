-- name: 有个人信息
-- level: error
-- scope: record
-- blocks: portal
-- clause: 系统约定（个人信息保护法）
-- says: {{哪里}}有{{kind}}
-- remedy: {{办法}}
SELECT file, line, column, width, kind,
       CASE WHEN line > 0 THEN '这里'
            WHEN file LIKE '%.png' OR file LIKE '%.jp%g' THEN '图片的附加信息或文件名里'
            ELSE '文件或目录的名称里'
       END AS 哪里,
       CASE WHEN kind = '拍摄位置' THEN '用看图软件另存一次，去掉图片里的拍摄位置'
            WHEN line = 0 THEN '改文件名；附加信息里的，用看图软件另存一次去掉'
            ELSE CASE kind
              WHEN '手机号码' THEN '写成 138****1234 的样子：前三位、四个 *、后四位；或者删去'
              WHEN '固定电话' THEN '删去；对外公开的办公电话，报请核准后写进 content/plan/allowed.yaml'
              WHEN '身份证号码' THEN '删去；非写不可的，写成 6101**********1234 的样子'
              WHEN '车牌号码' THEN '删去；公务车辆的，报请核准后写进 content/plan/allowed.yaml'
              WHEN '电子邮箱' THEN '删去；单位的公开邮箱，报请核准后写进 content/plan/allowed.yaml'
              WHEN '详细住址' THEN '只写到镇街或村、社区；对外办公的门牌，报请核准后写进 content/plan/allowed.yaml'
              WHEN '群众姓名' THEN '写成王女士、李先生或张某某'
              ELSE '删去'
            END
       END AS 办法
  FROM personal
 WHERE NOT is_mask AND allowed IS NULL;
