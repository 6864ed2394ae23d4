-- name: 批评没有依据
-- level: error
-- scope: record
-- clause: 四(三)
-- says: 批评{{名称}}{{怎样}}
-- remedy: {{办法}}
WITH
评 AS MATERIALIZED (
  SELECT 批评.id, 批评.单位, 批评.原因, 批评.无活动月, coalesce(单位.名称, 批评.单位) AS 名称
    FROM 通报_批评 AS 批评
    LEFT JOIN 单位 ON 单位.代码 = 批评.单位),
据 AS MATERIALIZED (
  SELECT 依据.id, 依据.parent, 依据.值,
         coalesce(活动.单位, 台账.单位, 督查.对象) AS 单位, 台账.责任单位
    FROM 通报_批评_依据 AS 依据
    LEFT JOIN 活动 ON 活动.编号 = 依据.值
    LEFT JOIN 台账 ON 台账.编号 = 依据.值
    LEFT JOIN 督查 ON 督查.编号 = 依据.值)
SELECT id, '单位' AS field, 名称, '没有写原因' AS 怎样,
       '写方案列出的四种原因之一：制度落实不到位、问题整改不彻底、敷衍塞责、无故不执行；只是迟报的列进名单，不点名批评' AS 办法
  FROM 评 WHERE 原因 IS NULL
UNION ALL
SELECT id, '单位', 名称, '没有指明依据', '在“依据”里写活动、台账或督查的编号；没有开展活动的写“无活动月”'
  FROM 评 WHERE 无活动月 IS NULL AND id NOT IN (SELECT parent FROM 据)
UNION ALL
SELECT 评.id, '依据', 评.名称, '所依据的 ' || 据.值 || ' 不是它的', '换成这个单位自己的记录、台账或对它的督查'
  FROM 据 JOIN 评 ON 评.id = 据.parent
 WHERE 据.单位 IS NOT NULL AND 评.单位 NOT IN (据.单位, coalesce(据.责任单位, 据.单位))
UNION ALL
SELECT 评.id, '无活动月', 评.名称, '在 ' || 评.无活动月 || ' 没有开展活动，可是应当开展的都有记录或说明',
       '核对月份；换成别的依据'
  FROM 评
 WHERE 评.无活动月 IS NOT NULL
   AND NOT EXISTS (
         SELECT 1 FROM 应参与
          WHERE 应参与.单位 = 评.单位 AND 评.无活动月 BETWEEN 应参与.起 AND 应参与.止
            AND (评.单位, 应参与.类, 评.无活动月) NOT IN (
                  SELECT 单位, 类, 活动月 FROM 活动
                  UNION ALL
                  SELECT 未开展.单位, 类.值, 未开展.活动月
                    FROM 未开展 JOIN 未开展_类 AS 类 ON 类.parent = 未开展.id));
