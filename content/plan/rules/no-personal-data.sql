-- name: 有个人信息
-- level: error
-- scope: record
-- when: always
-- blocks: portal
-- clause: 系统约定（个人信息保护法）
-- says: 这里有{{kind}}
-- remedy: {{办法}}
SELECT file, line, column, width, kind,
       CASE kind
         WHEN '手机号码' THEN '写成 138****1234 的样子：前三位、四个 *、后四位；或者删去'
         WHEN '固定电话' THEN '删去；对外公开的办公电话，报请核准后写进 content/plan/allowed.yaml'
         WHEN '身份证号码' THEN '删去；非写不可的，写成 6101**********1234 的样子'
         WHEN '银行卡号' THEN '删去'
         WHEN '车牌号码' THEN '删去；公务车辆的，报请核准后写进 content/plan/allowed.yaml'
         WHEN '电子邮箱' THEN '删去；单位的公开邮箱，报请核准后写进 content/plan/allowed.yaml'
         WHEN '详细住址' THEN '只写到镇街或村、社区；对外办公的门牌，报请核准后写进 content/plan/allowed.yaml'
         WHEN '群众姓名' THEN '写成王女士、李先生或张某某'
         WHEN '拍摄位置' THEN '用看图软件另存一次，去掉图片里的拍摄位置'
         ELSE '删去'
       END ||
       CASE WHEN line = 0 AND file LIKE '%.png' OR line = 0 AND file LIKE '%.jp%g'
            THEN '（在图片的文件名或附加信息里）'
            WHEN line = 0 THEN '（在文件或目录的名称里）'
            ELSE '' END AS 办法
  FROM personal
 WHERE NOT is_mask AND allowed IS NULL;
