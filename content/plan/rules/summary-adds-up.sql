-- name: 总结与台账不符
-- level: error
-- scope: book
-- clause: 四(二)
-- says: “{{类别}}”{{怎样}}
-- remedy: {{办法}}
WITH 节 AS MATERIALIZED (
  SELECT 各类.*, 总结.报送月, 总结.单位, 统计.类别, 统计.牵头, 统计.后改,
         iif(统计.截至 = '9999-12-31', '现在的',
             substr(统计.截至, 1, 10) || ' ' || substr(统计.截至, 12, 5) || ' 的') AS 截至,
         统计.场次 AS 应场次,
         统计.人次 AS 应人次,
         统计.主要负责 AS 应主要负责,
         统计.事项数 AS 应事项数,
         统计.问题数 AS 应问题数,
         统计.需求数 AS 应需求数,
         统计.措施数 AS 应措施数,
         统计.已办结 AS 应已办结
    FROM 总结_各类 AS 各类
    JOIN 总结 ON 总结.id = 各类.parent
    JOIN 月度统计 AS 统计 ON 统计.月 = 总结.报送月 AND 统计.类 = 各类.类),
数 AS (
  SELECT id, '场次' AS field, 类别, 截至, 场次 AS 写的, 应场次 AS 应为 FROM 节 WHERE 后改 = 0 AND 牵头 = 单位
  UNION ALL
  SELECT id, '人次' AS field, 类别, 截至, 人次 AS 写的, 应人次 AS 应为 FROM 节 WHERE 后改 = 0 AND 牵头 = 单位
  UNION ALL
  SELECT id, '主要负责' AS field, 类别, 截至, 主要负责 AS 写的, 应主要负责 AS 应为 FROM 节 WHERE 后改 = 0 AND 牵头 = 单位
  UNION ALL
  SELECT id, '事项数' AS field, 类别, 截至, 事项数 AS 写的, 应事项数 AS 应为 FROM 节 WHERE 后改 = 0 AND 牵头 = 单位
  UNION ALL
  SELECT id, '问题数' AS field, 类别, 截至, 问题数 AS 写的, 应问题数 AS 应为 FROM 节 WHERE 后改 = 0 AND 牵头 = 单位
  UNION ALL
  SELECT id, '需求数' AS field, 类别, 截至, 需求数 AS 写的, 应需求数 AS 应为 FROM 节 WHERE 后改 = 0 AND 牵头 = 单位
  UNION ALL
  SELECT id, '措施数' AS field, 类别, 截至, 措施数 AS 写的, 应措施数 AS 应为 FROM 节 WHERE 后改 = 0 AND 牵头 = 单位
  UNION ALL
  SELECT id, '已办结' AS field, 类别, 截至, 已办结 AS 写的, 应已办结 AS 应为 FROM 节 WHERE 后改 = 0 AND 牵头 = 单位),
-- 体验过的事项都要列上
体验 AS MATERIALIZED (
  SELECT DISTINCT 节.id, 节.类别, 事项.名称
    FROM 节
    JOIN 总结活动 AS 场 ON 场.月 = 节.报送月 AND 场.类 = 节.类
    CROSS JOIN 活动_环节 AS 环节 ON 环节.parent = 场.id
    CROSS JOIN 活动_环节_事项 AS 事项 ON 事项.parent = 环节.id
   WHERE 节.后改 = 0),
缺 AS MATERIALIZED (
  SELECT * FROM 体验
   WHERE (id, 名称) NOT IN (SELECT parent, 值 FROM 总结_各类_事项 WHERE 值 IS NOT NULL)
     AND 名称 IS NOT NULL)
SELECT id, field, 类别,
       '的' || field || '写的是 ' || 写的 || '，' || 截至 || '台账是 ' || 应为 AS 怎样,
       '改成 ' || 应为 || '；每个数字怎么数，见 content/plan/views.sql 的“月度统计”' AS 办法
  FROM 数
 WHERE 写的 <> 应为
UNION ALL
SELECT id, '事项', 类别, '漏列了体验过的 ' || count(*) || ' 个事项：' || (
         SELECT group_concat(名称, '、') FROM (
           SELECT 名称 FROM 缺 AS 些 WHERE 些.id = 缺.id ORDER BY 名称 LIMIT 5)) ||
         iif(count(*) > 5, ' 等', ''),
       '把漏的事项列进去'
  FROM 缺 GROUP BY id
UNION ALL
SELECT 节.id, '类', 节.类别, '由' || 单位.名称 || '牵头，不由本单位总结', '只写本单位牵头的活动'
  FROM 节 JOIN 单位 ON 单位.代码 = 节.牵头
 WHERE 节.牵头 <> 节.单位;
