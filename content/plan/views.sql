-- 方案的口径：什么叫挂账、销号、超期、迟报，只在这里写一遍。
-- 每个视图前面的 public: 列出公众可见的列（* 是全部），index: 列出要按它查找的列；
-- 有 index: 的视图只算一次，结果存成表。

-- 在册单位
-- public: *
-- index: 代码
CREATE VIEW 单位 AS
SELECT 代码, 名称, 序, 类别 FROM 名册_单位;

-- 各项数值在哪些天有效：从“起”那天起，到“止”那天以前
-- public: *
-- index: 名称
CREATE VIEW 参数 AS
SELECT 名称, 类, 值, 起, 依据,
       lead(起, 1, '9999-12-31') OVER (PARTITION BY 名称, 类 ORDER BY 起) AS 止
  FROM 规定_参数;

-- 哪个单位在哪些活动月参加哪类活动：名册写明的，和跟单安排里排上的
-- index: 单位
CREATE VIEW 应参与 AS
SELECT 单位.代码 AS 单位, 参与.类, 参与.起, coalesce(参与.止, '9999-12') AS 止
  FROM 名册_单位_参与 AS 参与
  JOIN 名册_单位 AS 单位 ON 单位.id = 参与.parent
UNION
SELECT 工单.单位, 'complaint', 安排.活动月, 安排.活动月
  FROM 安排_工单 AS 工单
  JOIN 安排 ON 安排.id = 工单.parent
 WHERE 工单.跟单 = '是';

-- 报送期：活动归入它当天或以后的第一个报送日；总结日报的是截至这个报送日的活动
-- public: *
-- index: 月, 报送日
CREATE VIEW 报送期 AS
WITH RECURSIVE 月份 (月) AS (
  SELECT min(月) FROM (SELECT min(活动月) AS 月 FROM 活动 UNION ALL SELECT min(起) FROM 应参与)
  UNION ALL
  SELECT strftime('%Y-%m', 月 || '-01', '+1 month') FROM 月份
   WHERE 月 < (SELECT max(coalesce(strftime('%Y-%m', max(活动月) || '-01', '+1 month'), ''),
                         strftime('%Y-%m', 'now', 'start of month', '+3 months')) FROM 活动)),
日子 AS (
  SELECT 月份.月,
         coalesce(例外.报送日, 月份.月 || printf('-%02d', 报.值)) AS 报送日,
         coalesce(例外.总结日, 月份.月 || printf('-%02d', 总.值)) AS 总结日
    FROM 月份
    JOIN 参数 AS 报 ON 报.名称 = '报送日' AND 月份.月 || '-28' >= 报.起 AND 月份.月 || '-28' < 报.止
    JOIN 参数 AS 总 ON 总.名称 = '总结日' AND 月份.月 || '-28' >= 总.起 AND 月份.月 || '-28' < 总.止
    LEFT JOIN 规定_例外 AS 例外 ON 例外.月 = 月份.月
   WHERE 月份.月 IS NOT NULL)
SELECT 月, date(lag(报送日, 1, '0001-01-01') OVER (ORDER BY 月), '+1 day') AS 起, 报送日, 总结日
  FROM 日子;

-- 每次活动的回执：最早收到的时间定迟报，最后一次审核通过的时间是发布时间
-- public: *
-- index: 记录
CREATE VIEW 回执 AS
SELECT 对象 AS 记录,
       min(CASE WHEN 事件 = '收到' THEN 时间 END) AS 收到,
       max(CASE WHEN 事件 = '审核通过' THEN 时间 END) AS 发布,
       min(CASE WHEN 事件 = '审核通过' THEN 时间 END) AS 首次通过,
       max(CASE WHEN 事件 = '收到' THEN 时间 END) AS 最近收到,
       max(CASE WHEN 事件 = '退回补正' THEN 时间 END) AS 最近退回,
       min(CASE WHEN 事件 = '收到' THEN 期限 END) AS 期限,
       CASE WHEN min(CASE WHEN 事件 = '收到' THEN 时间 END)
               > min(CASE WHEN 事件 = '收到' THEN 期限 END)
            THEN '是' ELSE '否' END AS 迟报,
       sum(事件 = '退回补正') AS 退回次数
  FROM 事件
 GROUP BY 对象;

-- 撤下了、还没有重新报上来的活动。原因公开
-- public: *
-- index: 记录, 单位
CREATE VIEW 撤下活动 AS
SELECT 撤.对象 AS 记录, 单位.代码 AS 单位, 单位.名称 AS 单位名称, 类别.代码 AS 类, 类别.名称 AS 类别,
       substr(撤.对象, length(单位.代码) + 2, 7) AS 活动月, max(撤.时间) AS 时间, 撤.意见 AS 原因
  FROM 事件 AS 撤
  JOIN 单位 ON 撤.对象 GLOB 单位.代码 || '-[0-9][0-9][0-9][0-9]-[0-9][0-9]-*'
  JOIN 规定_类别 AS 类别
    ON substr(撤.对象, length(单位.代码) + 10) || '-' GLOB 类别.代码 || '-*'
 WHERE 撤.事件 = '撤下' AND 撤.对象 NOT IN (SELECT 编号 FROM 活动)
 GROUP BY 撤.对象;

-- 活动一览
-- public: *
-- index: id, 编号, 单位, 活动月
CREATE VIEW 活动一览 AS
SELECT 活动.id, 活动.编号, 活动.单位, 单位.名称 AS 单位名称, 单位.序 AS 单位序,
       活动.类, 规定_类别.名称 AS 类别, 规定_类别.牵头,
       (SELECT 名称 FROM 单位 WHERE 代码 = 牵头) AS 牵头单位, 活动.次, 活动.活动月, 活动.日期,
       活动.体验类型, 活动.地点, 活动.正文, 活动.未发现问题
  FROM 活动
  JOIN 单位 ON 单位.代码 = 活动.单位
  JOIN 规定_类别 ON 规定_类别.代码 = 活动.类;

-- 可以公开的影像
-- public: *
-- index: 活动
CREATE VIEW 公开影像 AS
SELECT parent AS 活动, seq AS 次序, 文件, 说明
  FROM 活动_影像
 WHERE 公开 IS NOT '否' AND 文件 IS NOT NULL;

-- 每次活动当天牵头单位在执行的计划（可以有几份），和计划里排到这个单位的那一行，没有排到是空。
-- 没有写“止”的计划，到同一单位的下一份计划为止
CREATE VIEW 所依计划 AS
WITH
期 AS MATERIALIZED (
  SELECT id, 单位, 起,
         coalesce(止, date(lead(起) OVER (PARTITION BY 单位 ORDER BY 起), '-1 day'),
                  '9999-12-31') AS 止
    FROM 计划),
天 AS MATERIALIZED (
  SELECT 天.日期, 天.类, 期.id AS 计划
    FROM (SELECT DISTINCT 日期, 类 FROM 活动) AS 天
    JOIN 规定_类别 AS 类别 ON 类别.代码 = 天.类
    JOIN 期 ON 期.单位 = 类别.牵头 AND 天.日期 BETWEEN 期.起 AND 期.止),
排 AS MATERIALIZED (
  SELECT id, parent, 单位, 类 FROM 计划_安排)
SELECT 活动.id AS 活动, 天.计划, 排.id AS 安排
  FROM 活动
  JOIN 天 ON 天.日期 = 活动.日期 AND 天.类 = 活动.类
  LEFT JOIN 排 ON 排.parent = 天.计划 AND 排.单位 = 活动.单位 AND 排.类 = 活动.类;

-- 问题清单和需求清单的条目放在一起，状态的口径相同
CREATE VIEW 条目 AS
SELECT id, parent, 编号, '问题' AS 种类, 描述, 环节, 整改方式, 完成日期, 结果,
       整改计划, 完成时限, 责任单位, 举一反三
  FROM 活动_问题
UNION ALL
SELECT id, parent, 编号, '需求', 描述, 环节, 整改方式, 完成日期, 结果,
       整改计划, 完成时限, 责任单位, NULL
  FROM 活动_需求;

-- 台账的每一步由谁核查、结果如何。核查单位是这类活动的牵头单位；牵头单位自己的，由统筹的县营商办核查。
-- 有效 1：核查单位的人审核通过；0：退回了，或者通过得不对；空：还没有审核。
-- 申请销号还要写核查结论（审核意见）
-- index: id, 台账
CREATE VIEW 进展办理 AS
WITH
决定 AS MATERIALIZED (
  SELECT 事件.对象 || '-' || substr(件.值, 1, instr(件.值 || '.', '.') - 1) AS 编号,
         max(事件.次) AS 次, 事件.事件, 事件.时间, 事件.审核人, 事件.意见
    FROM 事件_件 AS 件
    JOIN 事件 ON 事件.id = 件.parent
   WHERE 事件.事件 IN ('审核通过', '退回补正')
   GROUP BY 1),
用户 AS MATERIALIZED (
  SELECT 用户.用户, 用户.单位,
         max(角色.值 = '审核') AS 能审核, max(角色.值 = '统筹') AS 能统筹
    FROM 人员_用户 AS 用户
    JOIN 人员_用户_角色 AS 角色 ON 角色.parent = 用户.id
   GROUP BY 用户.用户),
步 AS (
  SELECT 进展.id, 进展.编号, 进展.单位, 进展.台账, 进展.序, 进展.日期, 进展.事由,
         进展.新完成时限, 进展.完成日期, 进展.举一反三, 进展.答复日期,
         条目.种类, 活动.类, 规定_类别.牵头,
         决定.事件 AS 决定, 决定.时间 AS 决定时间, 决定.审核人, 决定.意见,
         用户.单位 AS 审核单位, 用户.能审核, 用户.能统筹
    FROM 进展
    JOIN 条目 ON 条目.编号 = 进展.台账
    JOIN 活动 ON 活动.id = 条目.parent
    JOIN 规定_类别 ON 规定_类别.代码 = 活动.类
    LEFT JOIN 决定 ON 决定.编号 = 进展.编号
    LEFT JOIN 用户 ON 用户.用户 = 决定.审核人),
错 AS (
  SELECT *,
         CASE WHEN 决定 IS NULL THEN NULL
              WHEN 决定 = '退回补正' THEN '退回补正'
              WHEN 审核单位 IS NULL THEN '审核人 ' || coalesce(审核人, '（没有写）') || ' 不在人员名册里'
              WHEN 审核单位 = 单位 THEN '审核人 ' || 审核人 || ' 就是责任单位自己的人'
              WHEN NOT ((审核单位 = 牵头 AND 能审核) OR 能统筹)
              THEN '审核人 ' || 审核人 || ' 不是核查单位的人'
              WHEN 事由 = '申请销号' AND trim(coalesce(意见, '')) = '' THEN '没有写核查结论'
         END AS 不算
    FROM 步)
SELECT *, CASE WHEN 决定 IS NULL THEN NULL ELSE 不算 IS NULL END AS 有效
  FROM 错;

-- 台账。交办以后归责任单位。已改：立行立改完成；销号：申请销号经核查单位通过；延期经同意才算数，
-- 取最后一次的新时限；还没有核查的，状态是申请销号，时限不变
-- public: *
-- index: id, 编号, 记录, 单位, 责任单位, 活动月
CREATE VIEW 台账 AS
WITH
进度 AS MATERIALIZED (
  SELECT 台账,
         max(iif(事由 = '申请延期' AND 有效, 新完成时限, NULL)) AS 新时限,
         coalesce(sum(事由 = '申请延期' AND 有效), 0) AS 延期次数,
         max(iif(事由 = '申请销号' AND 有效, coalesce(完成日期, 日期), NULL)) AS 销号日期,
         max(事由 = '申请销号' AND 有效 IS 1) AS 有销号,
         max(事由 = '申请销号' AND 有效 IS NULL) AS 在申请,
         max(事由 = '部分整改') AS 有部分
    FROM 进展办理 GROUP BY 台账),
最近 AS MATERIALIZED (
  SELECT 台账, max(序) AS 序, 情况, 日期 FROM 进展 GROUP BY 台账),
交 AS MATERIALIZED (
  SELECT 台账, max(日期) AS 日期, 责任单位, 完成时限, 整改计划 FROM 交办 GROUP BY 台账),
账 AS (
  SELECT 条目.id, 条目.种类, 条目.编号, a.编号 AS 记录, a.活动月, a.日期 AS 发现日期,
         a.单位, a.单位名称, a.单位序, a.类, a.类别, a.牵头, a.牵头单位,
         coalesce(交.责任单位, 条目.责任单位, a.单位) AS 责任单位,
         条目.环节, 条目.描述, 条目.整改方式,
         coalesce(进度.新时限, 交.完成时限, 条目.完成时限) AS 完成时限,
         coalesce(进度.延期次数, 0) AS 延期次数,
         coalesce(进度.销号日期, 条目.完成日期) AS 完成日期,
         CASE WHEN 条目.整改方式 = '立行立改' THEN '已改'
              WHEN 进度.有销号 THEN '销号'
              WHEN 进度.在申请 THEN '申请销号'
              WHEN 进度.有部分 THEN '部分整改'
              WHEN 进度.台账 IS NOT NULL THEN '整改中'
              WHEN 条目.整改方式 = '提请协调' AND 交.台账 IS NULL THEN '待交办'
              ELSE '已登记' END AS 状态,
         条目.结果, coalesce(条目.整改计划, 交.整改计划) AS 整改计划, 条目.举一反三,
         最近.情况 AS 最近进展, 最近.日期 AS 进展日期
    FROM 条目
    JOIN 活动一览 AS a ON a.id = 条目.parent
    LEFT JOIN 进度 ON 进度.台账 = 条目.编号
    LEFT JOIN 最近 ON 最近.台账 = 条目.编号
    LEFT JOIN 交 ON 交.台账 = 条目.编号),
限 AS (
  SELECT *, iif(状态 IN ('已改', '销号'), '是', '否') AS 了结,
         iif(状态 IN ('已改', '销号'), NULL,
             CAST(julianday(完成时限) - julianday('now', 'start of day') AS INTEGER)) AS 剩余天数
    FROM 账)
SELECT id, 种类, 编号, 记录, 活动月, 发现日期, 单位, 单位名称, 单位序, 类, 类别,
       牵头, 牵头单位, 责任单位,
       (SELECT 名称 FROM 单位 WHERE 代码 = 责任单位) AS 责任单位名称,
       环节, 描述, 整改方式, 完成时限, 延期次数, 完成日期, 状态, 了结, 剩余天数,
       结果, 整改计划, 举一反三, 最近进展, 进展日期,
       iif(剩余天数 < 0, -剩余天数, NULL) AS 超期天数,
       CASE WHEN 剩余天数 < 0 THEN '超期' || -剩余天数 || '天'
            WHEN 剩余天数 = 0 THEN '今天到期'
            WHEN 剩余天数 > 0 THEN '还有' || 剩余天数 || '天'
       END AS 期限说明
  FROM 限;

-- 问题台账
-- public: *
CREATE VIEW 问题台账 AS SELECT * FROM 台账 WHERE 种类 = '问题';

-- 还没有了结的问题，完成时限早的在前，每页 500 个
-- public: *
-- index: 页
CREATE VIEW 未了结问题 AS
WITH 依次 AS (
  SELECT 编号, row_number() OVER (
           ORDER BY 完成时限 IS NULL, 完成时限, 单位序, 编号) AS 次序
    FROM 问题台账
   WHERE 了结 = '否')
SELECT 编号, 次序, (次序 + 499) / 500 AS 页 FROM 依次;

-- 需求台账
-- public: *
CREATE VIEW 需求台账 AS SELECT * FROM 台账 WHERE 种类 = '需求';

-- 每月总数
-- public: *
-- index: 活动月
CREATE VIEW 月报 AS
SELECT a.活动月, a.活动数, a.单位数, a.迟报数, a.措施数,
       coalesce(p.问题数, 0) AS 问题数, coalesce(p.已了结, 0) AS 已了结,
       coalesce(p.挂账, 0) AS 挂账, coalesce(p.超期, 0) AS 超期,
       coalesce(p.需求数, 0) AS 需求数
  FROM (SELECT 活动.活动月, count(*) AS 活动数, count(DISTINCT 活动.单位) AS 单位数,
               coalesce(sum(回执.迟报 = '是'), 0) AS 迟报数,
               sum((SELECT count(*) FROM 活动_措施 WHERE parent = 活动.id)) AS 措施数
          FROM 活动
          LEFT JOIN 回执 ON 回执.记录 = 活动.编号
         GROUP BY 活动.活动月) AS a
  LEFT JOIN (SELECT 活动月, sum(种类 = '问题') AS 问题数,
                    sum(种类 = '问题' AND 了结 = '是') AS 已了结,
                    sum(种类 = '问题' AND 了结 = '否') AS 挂账,
                    sum(种类 = '问题' AND 超期天数 IS NOT NULL) AS 超期,
                    sum(种类 = '需求') AS 需求数
               FROM 台账
              GROUP BY 活动月) AS p
    ON p.活动月 = a.活动月;

-- 单位每月：参加了什么、是否按时、问题多少
-- public: *
-- index: 单位
CREATE VIEW 单位月报 AS
SELECT a.单位, a.活动月, a.活动数, a.迟报数,
       coalesce(p.问题数, 0) AS 问题数, coalesce(p.已了结, 0) AS 已了结,
       coalesce(p.挂账, 0) AS 挂账, coalesce(p.超期, 0) AS 超期
  FROM (SELECT 活动.单位, 活动.活动月, count(*) AS 活动数,
               coalesce(sum(回执.迟报 = '是'), 0) AS 迟报数
          FROM 活动
          LEFT JOIN 回执 ON 回执.记录 = 活动.编号
         GROUP BY 活动.单位, 活动.活动月) AS a
  LEFT JOIN (SELECT 单位, 活动月, count(*) AS 问题数,
                    sum(了结 = '是') AS 已了结, sum(了结 = '否') AS 挂账,
                    sum(超期天数 IS NOT NULL) AS 超期
               FROM 问题台账
              GROUP BY 单位, 活动月) AS p
    ON p.单位 = a.单位 AND p.活动月 = a.活动月;

-- 每个报送期每类活动的总结算到哪一刻：总结报上来的那一刻；还没有总结的算到现在
-- index: 月, 类
CREATE VIEW 总结期 AS
SELECT 报送期.月, 报送期.起, 报送期.报送日, 类别.代码 AS 类, 类别.名称 AS 类别, 类别.序, 类别.牵头,
       coalesce(回执.最近收到, '9999-12-31') AS 截至
  FROM 报送期
  JOIN 规定_类别 AS 类别
  LEFT JOIN 总结 ON 总结.单位 = 类别.牵头 AND 总结.报送月 = 报送期.月
  LEFT JOIN 回执 ON 回执.记录 = 总结.编号;

-- 总结要算进去的活动：此后才通过的不算。没有流水的目录（单位自己的副本）都算。
-- 后改：总结报上来以后又更正过
-- index: id, 月
CREATE VIEW 总结活动 AS
SELECT 活动.id, 活动.编号, 活动.单位, 期.月, 期.类, 期.截至,
       回执.首次通过 <= 期.截至 AND 回执.发布 > 期.截至 AS 后改
  FROM 活动
  JOIN 总结期 AS 期 ON 期.类 = 活动.类
                   AND 期.月 = (SELECT 月 FROM 报送期 WHERE 报送日 >= 活动.日期
                                 ORDER BY 报送日 LIMIT 1)
  LEFT JOIN 回执 ON 回执.记录 = 活动.编号
 WHERE coalesce(回执.首次通过, 回执.收到, iif(期.截至 = '9999-12-31', '', NULL)) <= 期.截至;

-- 月度统计：每个报送期每类活动的数字，和总结报上来的那一刻一样：此后才通过的活动、此后才办结的事不算
CREATE VIEW 月度统计 AS
WITH
数 AS (
  SELECT 月, 类, 后改,
         (SELECT count(*) FROM 活动_参加人 WHERE parent = 场.id) AS 人,
         (SELECT count(*) FROM 活动_参加人
           WHERE parent = 场.id AND 身份 IN ('主要负责同志', '主持工作同志')) AS 主,
         (SELECT count(DISTINCT 事项.名称)
            FROM 活动_环节 AS 环节
            JOIN 活动_环节_事项 AS 事项 ON 事项.parent = 环节.id
           WHERE 环节.parent = 场.id) AS 事,
         (SELECT count(*) FROM 活动_问题 WHERE parent = 场.id) AS 问,
         (SELECT count(*) FROM 活动_需求 WHERE parent = 场.id) AS 需,
         (SELECT count(*) FROM 活动_措施 WHERE parent = 场.id) AS 措,
         (SELECT count(*) FROM 活动_问题 AS 项
           WHERE 项.parent = 场.id
             AND iif(项.整改方式 = '立行立改', 项.完成日期,
                     (SELECT min(决定时间) FROM 进展办理
                       WHERE 台账 = 项.编号 AND 事由 = '申请销号' AND 有效)) <= 场.截至) +
         (SELECT count(*) FROM 活动_需求 AS 项
           WHERE 项.parent = 场.id
             AND iif(项.整改方式 = '立行立改', 项.完成日期,
                     (SELECT min(决定时间) FROM 进展办理
                       WHERE 台账 = 项.编号 AND 事由 = '申请销号' AND 有效)) <= 场.截至) AS 办
    FROM 总结活动 AS 场),
和 AS (
  SELECT 月, 类, count(*) AS 场次, sum(人) AS 人次, sum(主) AS 主要负责, sum(事) AS 事项数,
         sum(问) AS 问题数, sum(需) AS 需求数, sum(措) AS 措施数, sum(办) AS 已办结,
         coalesce(sum(后改), 0) AS 后改
    FROM 数 GROUP BY 月, 类)
SELECT 期.月, 期.类, 期.类别, 期.牵头, 期.截至,
       coalesce(和.场次, 0) AS 场次,          -- 活动几次
       coalesce(和.人次, 0) AS 人次,          -- 参加的负责同志，主要的、主持工作的、分管的都算，来几次算几次
       coalesce(和.主要负责, 0) AS 主要负责,  -- 其中主要负责同志和主持工作的同志
       coalesce(和.事项数, 0) AS 事项数,      -- 体验的事项；同一次活动里同一个事项只算一个
       coalesce(和.问题数, 0) AS 问题数,      -- 问题清单的条数
       coalesce(和.需求数, 0) AS 需求数,      -- 需求清单的条数
       coalesce(和.措施数, 0) AS 措施数,      -- 解决措施清单的条数
       coalesce(和.已办结, 0) AS 已办结,      -- 问题和需求里已改的（完成日期到了）、已销号的（核查通过了）
       coalesce(和.后改, 0) AS 后改           -- 总结报上来以后又更正过的活动：当时的数字已看不到，不再核对
  FROM 总结期 AS 期
  LEFT JOIN 和 ON 和.月 = 期.月 AND 和.类 = 期.类;

-- 报送台账：每个单位每类活动每月一行；同月做了几次的，一次一行；没有要求而做了的也在内。
-- 期限是活动日期当天或以后的第一个报送日；没有活动的，算到当月最后一天所在的报送期，过了才是缺报。
-- 状态：按时、迟报、缺报、已说明（报了未开展情况说明）、已撤下（报过，撤下了）、未到期、未经回执（没有流水，分不出是否按时）
-- public: *
-- index: 活动月, 报送期, 单位
CREATE VIEW 报送台账 AS
WITH RECURSIVE
月 (活动月) AS (
  SELECT min(起) FROM 应参与
  UNION ALL
  SELECT strftime('%Y-%m', 活动月 || '-01', '+1 month') FROM 月
   WHERE 活动月 < strftime('%Y-%m', 'now')),
应 AS MATERIALIZED (
  SELECT DISTINCT 应参与.单位, 应参与.类, 月.活动月
    FROM 应参与
    JOIN 月 ON 月.活动月 BETWEEN 应参与.起 AND 应参与.止
    JOIN 名册_单位 ON 名册_单位.代码 = 应参与.单位
     AND 月.活动月 <= coalesce(substr(名册_单位.止, 1, 7), '9999-12')
   WHERE 月.活动月 <= strftime('%Y-%m', 'now')),
缺 AS MATERIALIZED (
  SELECT 单位, 类, 活动月 FROM 应
  EXCEPT SELECT 单位, 类, 活动月 FROM 活动),
说明 AS MATERIALIZED (
  SELECT DISTINCT 未开展.单位, 类.值 AS 类, 未开展.活动月
    FROM 未开展 JOIN 未开展_类 AS 类 ON 类.parent = 未开展.id),
天 AS MATERIALIZED (
  SELECT 日期, (SELECT 月 FROM 报送期 WHERE 报送日 >= 日期 ORDER BY 报送日 LIMIT 1) AS 报送期
    FROM (SELECT 日期 FROM 活动
           UNION SELECT date(活动月 || '-01', '+1 month', '-1 day') FROM 月)),
行 AS (
  SELECT 活动.单位, 活动.类, 活动.活动月, 活动.日期, 活动.编号, 天.报送期,
         iif(应.单位 IS NULL, '否', '是') AS 应报, NULL AS 说明
    FROM 活动
    JOIN 天 ON 天.日期 = 活动.日期
    LEFT JOIN 应 ON 应.单位 = 活动.单位 AND 应.类 = 活动.类 AND 应.活动月 = 活动.活动月
  UNION ALL
  SELECT 缺.单位, 缺.类, 缺.活动月, NULL, NULL, 天.报送期, '是', 说明.单位
    FROM 缺
    JOIN 天 ON 天.日期 = date(缺.活动月 || '-01', '+1 month', '-1 day')
    LEFT JOIN 说明 ON 说明.单位 = 缺.单位 AND 说明.类 = 缺.类 AND 说明.活动月 = 缺.活动月),
账 AS (
  SELECT 行.*, coalesce(substr(回执.期限, 1, 10), 报送期.报送日) AS 期限,
         回执.收到, 回执.最近收到, coalesce(回执.退回次数, 0) AS 退回次数,
         iif(回执.收到 > coalesce(回执.期限, 报送期.报送日 || 'T24'),
             max(1, CAST(julianday(substr(回执.收到, 1, 10))
                       - julianday(coalesce(substr(回执.期限, 1, 10), 报送期.报送日)) AS INTEGER)),
             NULL) AS 迟报天数
    FROM 行
    LEFT JOIN 报送期 ON 报送期.月 = 行.报送期
    LEFT JOIN 回执 ON 回执.记录 = 行.编号)
SELECT 账.活动月, 账.报送期, 账.单位, 单位.名称 AS 单位名称, 单位.序 AS 单位序,
       账.类, 规定_类别.名称 AS 类别, 账.应报, 账.编号, 账.日期, 账.期限,
       substr(账.收到, 1, 10) || ' ' || substr(账.收到, 12, 5) AS 首次收到,
       substr(账.最近收到, 1, 10) || ' ' || substr(账.最近收到, 12, 5) AS 最近收到,
       账.退回次数, 账.迟报天数,
       CASE WHEN 账.编号 IS NULL AND 账.说明 IS NOT NULL THEN '已说明'
            WHEN 账.编号 IS NULL AND EXISTS (
                   SELECT 1 FROM 撤下活动 AS 撤
                    WHERE 撤.单位 = 账.单位 AND 撤.类 = 账.类 AND 撤.活动月 = 账.活动月) THEN '已撤下'
            WHEN 账.编号 IS NULL AND 账.期限 < date('now') THEN '缺报'
            WHEN 账.编号 IS NULL THEN '未到期'
            WHEN 账.收到 IS NULL THEN '未经回执'
            WHEN 账.迟报天数 IS NOT NULL THEN '迟报'
            ELSE '按时' END AS 状态
  FROM 账
  JOIN 单位 ON 单位.代码 = 账.单位
  JOIN 规定_类别 ON 规定_类别.代码 = 账.类;

-- 报送台账缩成每个单位每月一格：几类、几次活动里最要紧的一种状态；已撤下的算在已说明里
-- public: *
-- index: 历, 单位
CREATE VIEW 报送格 AS
WITH 双 AS (
  SELECT '活动月' AS 历, 活动月 AS 月, 单位, 编号, 状态, 迟报天数 FROM 报送台账
  UNION ALL
  SELECT '报送期', 报送期, 单位, 编号, 状态, 迟报天数 FROM 报送台账 WHERE 报送期 IS NOT NULL),
和 AS (
  SELECT 历, 月, 单位, count(*) AS 行数, count(编号) AS 场次, max(迟报天数) AS 迟,
         sum(状态 = '按时') AS 按时, sum(状态 = '迟报') AS 迟报, sum(状态 = '缺报') AS 缺报,
         sum(状态 IN ('已说明', '已撤下')) AS 已说明, sum(状态 = '未到期') AS 未到期,
         sum(状态 = '未经回执') AS 未经回执
    FROM 双 GROUP BY 历, 月, 单位)
SELECT *, substr(月, 1, 4) AS 年, CAST(substr(月, 6) AS INTEGER) AS 月份,
       CASE WHEN 缺报 THEN '缺报'
            WHEN 迟报 THEN '迟' || 迟 || '天'
            WHEN 未经回执 THEN '未经回执'
            WHEN 未到期 THEN '未到期'
            WHEN 按时 THEN '按时'
            ELSE '已说明' END AS 格
  FROM 和;

-- 牵头单位的月度总结：有活动要总结的报送期，每个牵头单位一行
-- public: *
-- index: 月
CREATE VIEW 总结台账 AS
WITH 期 AS MATERIALIZED (
  SELECT 报送台账.报送期 AS 月, 规定_类别.牵头 AS 单位,
         count(编号) AS 场次
    FROM 报送台账 JOIN 规定_类别 ON 规定_类别.代码 = 报送台账.类
   WHERE 报送台账.报送期 IS NOT NULL
   GROUP BY 报送台账.报送期, 规定_类别.牵头
  HAVING count(编号) > 0),
账 AS (
  SELECT 期.*, 报送期.起, 报送期.报送日, 报送期.总结日, 总结.编号,
         回执.收到, 回执.最近收到, coalesce(回执.退回次数, 0) AS 退回次数,
         iif(substr(回执.收到, 1, 10) > 报送期.总结日,
             CAST(julianday(substr(回执.收到, 1, 10)) - julianday(报送期.总结日) AS INTEGER),
             NULL) AS 迟报天数
    FROM 期
    JOIN 报送期 ON 报送期.月 = 期.月
    LEFT JOIN 总结 ON 总结.单位 = 期.单位 AND 总结.报送月 = 期.月
    LEFT JOIN 回执 ON 回执.记录 = 总结.编号)
SELECT 账.月, 账.单位, 单位.名称 AS 单位名称, 单位.序 AS 单位序,
       (SELECT group_concat(名称, '、') FROM (
          SELECT 名称 FROM 规定_类别 WHERE 牵头 = 账.单位 ORDER BY 序)) AS 各类, 账.场次, 账.起, 账.报送日, 账.总结日, 账.编号,
       substr(账.收到, 1, 10) || ' ' || substr(账.收到, 12, 5) AS 首次收到,
       substr(账.最近收到, 1, 10) || ' ' || substr(账.最近收到, 12, 5) AS 最近收到,
       账.退回次数, 账.迟报天数,
       CASE WHEN 账.编号 IS NULL AND 账.总结日 < date('now') THEN '缺报'
            WHEN 账.编号 IS NULL THEN '未到期'
            WHEN 账.收到 IS NULL THEN '未经回执'
            WHEN 账.迟报天数 IS NOT NULL THEN '迟' || 账.迟报天数 || '天'
            ELSE '按时' END AS 状态
  FROM 账 JOIN 单位 ON 单位.代码 = 账.单位;

-- 每次活动的数字。统计各页都由它相加，每个数怎么数只写在这里：
--   人次      参加的负责同志，主要的、主持工作的、分管的都算，来几次算几次；县领导不在内
--   主要负责  其中主要负责同志和主持工作的同志
--   分管      其中分管负责同志
--   企业      其中公共服务企业的负责同志
--   事项数    体验的事项；同一次活动里同一个事项只算一个
--   问题数、需求数、措施数    三张清单的条数
--   已改      问题和需求里立行立改的
--   销号      问题和需求里核查通过、已经销号的
--   挂账      问题和需求里还没有了结的；问题数 + 需求数 = 已改 + 销号 + 挂账
--   超期      挂账里过了完成时限的
--   已办结    已改 + 销号
--   迟报      晚于报送期限收到的
CREATE VIEW 活动数字 AS
WITH
人 AS MATERIALIZED (
  SELECT parent, count(*) AS 人次, sum(身份 <> '分管负责同志') AS 主要负责,
         sum(身份 = '分管负责同志') AS 分管
    FROM 活动_参加人 GROUP BY parent),
事 AS MATERIALIZED (
  SELECT 环节.parent, count(DISTINCT 事项.名称) AS 事项数
    FROM 活动_环节_事项 AS 事项 JOIN 活动_环节 AS 环节 ON 环节.id = 事项.parent
   GROUP BY 环节.parent),
措 AS MATERIALIZED (
  SELECT parent, count(*) AS 措施数 FROM 活动_措施 GROUP BY parent),
条 AS MATERIALIZED (
  SELECT 记录, sum(种类 = '问题') AS 问题数, sum(种类 = '需求') AS 需求数,
         sum(状态 = '已改') AS 已改, sum(状态 = '销号') AS 销号, sum(了结 = '否') AS 挂账,
         count(超期天数) AS 超期
    FROM 台账 GROUP BY 记录)
SELECT 活动.编号, 活动.单位, 活动.类, 活动.活动月, substr(活动.活动月, 1, 4) AS 年,
       coalesce(人.人次, 0) AS 人次, coalesce(人.主要负责, 0) AS 主要负责, coalesce(人.分管, 0) AS 分管,
       iif(单位.类别 = '公共服务企业', coalesce(人.人次, 0), 0) AS 企业,
       coalesce(事.事项数, 0) AS 事项数, coalesce(条.问题数, 0) AS 问题数,
       coalesce(条.需求数, 0) AS 需求数, coalesce(措.措施数, 0) AS 措施数,
       coalesce(条.已改, 0) AS 已改, coalesce(条.销号, 0) AS 销号, coalesce(条.挂账, 0) AS 挂账,
       coalesce(条.超期, 0) AS 超期, coalesce(条.已改 + 条.销号, 0) AS 已办结,
       iif(回执.迟报 = '是', 1, 0) AS 迟报
  FROM 活动
  JOIN 单位 ON 单位.代码 = 活动.单位
  LEFT JOIN 人 ON 人.parent = 活动.id
  LEFT JOIN 事 ON 事.parent = 活动.id
  LEFT JOIN 措 ON 措.parent = 活动.id
  LEFT JOIN 条 ON 条.记录 = 活动.编号
  LEFT JOIN 回执 ON 回执.记录 = 活动.编号;

-- 活动数字按月、按年加起来：期是 2026-11 这样的月，或 2026 这样的年；上期是上月或上年
-- public: *
-- index: 期
CREATE VIEW 各期数字 AS
WITH 月 AS MATERIALIZED (
  SELECT 活动月, 年, 单位, 类, count(*) AS 场次,
         sum(人次) AS 人次, sum(主要负责) AS 主要负责, sum(分管) AS 分管, sum(企业) AS 企业,
         sum(事项数) AS 事项数, sum(问题数) AS 问题数, sum(需求数) AS 需求数, sum(措施数) AS 措施数,
         sum(已改) AS 已改, sum(销号) AS 销号, sum(挂账) AS 挂账, sum(超期) AS 超期,
         sum(已办结) AS 已办结, sum(迟报) AS 迟报
    FROM 活动数字 GROUP BY 活动月, 单位, 类)
SELECT 活动月 AS 期, strftime('%Y-%m', 活动月 || '-01', '-1 month') AS 上期, 单位, 类, 场次,
       人次, 主要负责, 分管, 企业, 事项数, 问题数, 需求数,
       措施数, 已改, 销号, 挂账, 超期, 已办结, 迟报
  FROM 月
UNION ALL
SELECT 年, CAST(年 - 1 AS TEXT), 单位, 类, sum(场次),
       sum(人次), sum(主要负责), sum(分管), sum(企业), sum(事项数), sum(问题数), sum(需求数),
       sum(措施数), sum(已改), sum(销号), sum(挂账), sum(超期), sum(已办结), sum(迟报)
  FROM 月 GROUP BY 年, 单位, 类;

-- 考核明细：每个指标算到的每一件事一行，得是 1（做到）或 0（没有做到）；没有到期的、分不出的不算。
-- 一个指标的得分 = 分值 × 做到的件数 ÷ 算到的件数；一件也没有算到的，不计入总分
--   按月开展      应当开展的每月每类：有活动，或报了未开展情况说明
--   按时报送      每次活动：按时
--   未被通报批评  每次批评一行；一次也没有的算做到
--   按期办结      由本单位负责、时限已过的挂账和已改的：在时限以内了结
--   举一反三      由本单位负责、已经销号的：写了同类问题还查了哪里
--   机制在执行    年底（今年是今天）有在执行的长效机制
CREATE VIEW 考核明细 AS
SELECT substr(活动月, 1, 4) AS 年, 单位, '按月开展' AS 指标,
       活动月 || ' ' || 类别 AS 事, min(编号) AS 活动, NULL AS 台账, 状态 AS 情况,
       iif(状态 = '缺报', 0, 1) AS 得
  FROM 报送台账
 WHERE 应报 = '是' AND 状态 <> '未到期'
 GROUP BY 单位, 活动月, 类别
UNION ALL
SELECT substr(活动月, 1, 4), 单位, '按时报送', 活动月 || ' ' || 类别, 编号, NULL,
       状态 || coalesce(' ' || 迟报天数 || '天', ''), iif(状态 = '按时', 1, 0)
  FROM 报送台账
 WHERE 状态 IN ('按时', '迟报')
UNION ALL
SELECT 年.年, 单位.代码, '未被通报批评', coalesce(通报.标题, '没有被通报批评'), NULL, NULL,
       coalesce(批评.原因 || '：' || 批评.事由, 批评.事由, '没有'), iif(批评.id IS NULL, 1, 0)
  FROM (SELECT DISTINCT 年, 单位 FROM 报送格 WHERE 历 = '活动月') AS 年
  JOIN 单位 ON 单位.代码 = 年.单位
  LEFT JOIN (通报_批评 AS 批评 JOIN 通报 ON 通报.id = 批评.parent)
    ON 批评.单位 = 单位.代码 AND substr(通报.报送月, 1, 4) = 年.年
UNION ALL
SELECT substr(coalesce(完成时限, 完成日期, 发现日期), 1, 4), 责任单位, '按期办结', 描述, 记录, 编号,
       状态 || coalesce(' ' || 完成日期, '') || coalesce('，时限 ' || 完成时限, ''),
       CASE WHEN 状态 = '已改' THEN 1
            WHEN 了结 = '是' THEN iif(完成日期 <= coalesce(完成时限, 完成日期), 1, 0)
            ELSE 0 END
  FROM 台账
 WHERE 了结 = '是' OR 完成时限 < date('now')
UNION ALL
SELECT substr(台账.完成日期, 1, 4), 台账.责任单位, '举一反三', 台账.描述, 台账.记录, 台账.编号,
       coalesce(台账.举一反三, 进展.举一反三, '没有写'),
       iif(coalesce(台账.举一反三, 进展.举一反三) IS NULL, 0, 1)
  FROM 台账
  LEFT JOIN (SELECT 台账, max(举一反三) AS 举一反三 FROM 进展 WHERE 事由 = '申请销号' GROUP BY 台账) AS 进展
    ON 进展.台账 = 台账.编号
 WHERE 台账.状态 = '销号'
UNION ALL
SELECT 年.年, 年.单位, '机制在执行', coalesce(机制.名称, '没有报长效机制'), NULL, NULL,
       coalesce(机制.起 || ' 起' || coalesce('，' || 机制.止 || ' 止', ''), '没有'),
       iif(机制.id IS NULL, 0, 1)
  FROM (SELECT DISTINCT 年, 单位, min(年 || '-12-31', date('now')) AS 日
          FROM 报送格 WHERE 历 = '活动月') AS 年
  LEFT JOIN 机制 ON 机制.单位 = 年.单位 AND 机制.起 <= 年.日 AND coalesce(机制.止, '9999') >= 年.日;

-- 日程：从今天起到期的事，日历由它而来。单位为空的是人人有份的；号永不改变
-- public: *
-- index: 单位
CREATE VIEW 日程 AS
SELECT '' AS 单位, 'report-' || 月 AS 号, 报送日 AS 日, '报送' AS 类,
       substr(月, 1, 4) || '年' || CAST(substr(月, 6) AS INTEGER) || '月报送截止' AS 事,
       iif(起 > '0002', 起 || ' 至 ', '') || 报送日 || ' 的活动，当天 24 点以前报送' AS 说明
  FROM 报送期 WHERE 报送日 >= date('now')
UNION ALL
SELECT DISTINCT 规定_类别.牵头, 'summary-' || 报送期.月 || '-' || 规定_类别.牵头, 报送期.总结日, '总结',
       单位.名称 || substr(报送期.月, 1, 4) || '年' || CAST(substr(报送期.月, 6) AS INTEGER) || '月总结截止',
       '截至 ' || 报送期.报送日 || ' 的活动，总结报县营商办'
  FROM 报送期 JOIN 规定_类别 JOIN 单位 ON 单位.代码 = 规定_类别.牵头
  LEFT JOIN 总结 ON 总结.单位 = 规定_类别.牵头 AND 总结.报送月 = 报送期.月
 WHERE 报送期.总结日 >= date('now') AND 总结.id IS NULL
UNION ALL
SELECT 单位, 'activity-' || 单位 || '-' || 活动月 || '-' || 类, 期限, '活动',
       单位名称 || CAST(substr(活动月, 6) AS INTEGER) || '月' || 类别 || '尚未报送',
       substr(活动月, 1, 4) || '年' || CAST(substr(活动月, 6) AS INTEGER) || '月底以前开展，最迟 ' || 期限 || ' 报送'
  FROM 报送台账 WHERE 状态 = '未到期' AND 期限 IS NOT NULL
UNION ALL
SELECT 责任单位, 编号, 完成时限, '台账', 责任单位名称 || 种类 || '到期：' || 描述,
       种类 || ' ' || 编号 || '，' || 状态 || coalesce('。整改计划：' || 整改计划, '')
  FROM 台账
 WHERE 了结 = '否' AND 完成时限 BETWEEN date('now') AND date('now', '+3 months');

-- 每个问题、需求有哪些措施
-- public: *
-- index: 条目
CREATE VIEW 条目措施 AS
SELECT t.值_id AS 条目, group_concat(substr(m.编号, -3), '、') AS 措施,
       group_concat(m.内容, '；') AS 措施内容
  FROM 活动_措施 AS m JOIN 活动_措施_针对 AS t ON t.parent = m.id
 GROUP BY t.值_id;

-- 清单的范围：累计、各月、各单位、各牵头单位、各类活动。夹：在门户里的目录；文件：有哪几种，
-- 最近十二个月的全有；后三种只列最近的，一页为止，单位名、牵头名、类名说在累计清单里按什么筛选
-- public: *
-- index: 按
CREATE VIEW 清单范围 AS
WITH 各种 (按, 键, 夹, 名, 序, 文件) AS (
  SELECT '累计', '', '', '', 0, 'csv xlsx json'
  UNION ALL
  SELECT '月', 活动月, 活动月 || '/',
         substr(活动月, 1, 4) || '年' || CAST(substr(活动月, 6) AS INTEGER) || '月',
         -CAST(replace(活动月, '-', '') AS INTEGER),
         iif(活动月 > strftime('%Y-%m', 'now', '-12 months'), 'csv xlsx json', 'csv')
    FROM 月报
  UNION ALL
  SELECT '单位', 代码, 'unit-' || 代码 || '/', 名称, 序, '' FROM 单位
  UNION ALL
  SELECT '牵头', 代码, 'lead-' || 代码 || '/', 名称 || '牵头的', 序, ''
    FROM 单位 WHERE 代码 IN (SELECT 牵头 FROM 规定_类别)
  UNION ALL
  SELECT '类', 代码, 'class-' || 代码 || '/', 名称, 序, '' FROM 规定_类别)
SELECT *, nullif(名, '') AS 有名,
       iif(文件 = '', 1, NULL) AS 只列最近,
       iif(按 = '单位', 名, NULL) AS 单位名,
       iif(按 = '牵头', (SELECT 名称 FROM 单位 WHERE 代码 = 键), NULL) AS 牵头名,
       iif(按 = '类', 名, NULL) AS 类名
  FROM 各种;

-- 问题清单和需求清单的行，各种范围都从这里取
-- public: *
CREATE VIEW 清单 AS
SELECT 台账.*, 措施, 措施内容, 编号 AS anchor, iif(超期天数, 状态 || ' over', 状态) AS class
  FROM 台账 LEFT JOIN 条目措施 ON 条目 = 台账.id;

-- 每条措施针对本次活动的哪些问题和需求，它们了结没有
-- public: *
-- index: 措施
CREATE VIEW 措施条目 AS
SELECT t.parent AS 措施, group_concat(substr(台账.编号, -3), '、') AS 针对,
       group_concat(台账.描述, '；') AS 针对内容,
       CASE WHEN min(了结) = '是' THEN '都已了结'
            WHEN max(了结) = '是' THEN '部分了结' ELSE '没有了结' END AS 进度
  FROM 活动_措施_针对 AS t JOIN 台账 ON 台账.id = t.值_id
 GROUP BY t.parent;

-- 解决措施清单的行
-- public: *
CREATE VIEW 措施清单 AS
SELECT m.编号, a.编号 AS 记录, a.活动月, a.日期 AS 发现日期, a.单位, a.单位名称, a.单位序,
       a.类, a.类别, a.牵头, a.牵头单位, m.内容, k.针对, k.针对内容, k.进度,
       m.编号 AS anchor, k.进度 AS class
  FROM 活动一览 AS a JOIN 活动_措施 AS m ON m.parent = a.id
  LEFT JOIN 措施条目 AS k ON k.措施 = m.id;

-- 挂账条目的经过：交办、每一步进展、退回补正、同意延期、销号；核查单位是审核人所在单位。
-- 意见和审核人不公开
-- public: 条目, 日期, 次序, 步, 做了, 新完成时限, 举一反三, 核查单位
-- index: 条目
CREATE VIEW 经过 AS
WITH 审 AS MATERIALIZED (
  SELECT 件.值 AS 件, e.id, e.对象, e.事件, e.审核人, e.意见, substr(e.时间, 1, 10) AS 日期,
         单位.名称 AS 核查单位
    FROM 事件 AS e JOIN 事件_件 AS 件 ON 件.parent = e.id
    LEFT JOIN 人员_用户 ON 人员_用户.用户 = e.审核人
    LEFT JOIN 单位 ON 单位.代码 = 人员_用户.单位
   WHERE e.事件 IN ('审核通过', '退回补正'))
SELECT 台账 AS 条目, 日期, 序 * 2 AS 次序, 事由 AS 步, 情况 AS 做了, 新完成时限, 举一反三,
       NULL AS 核查单位, NULL AS 审核人, NULL AS 意见, 答复日期
  FROM 进展
UNION ALL
SELECT 进展.台账, 审.日期, 进展.序 * 2 + 1,
       CASE 进展.事由 WHEN '申请销号' THEN '销号' WHEN '申请延期' THEN '同意延期' ELSE '审核通过' END,
       NULL, iif(进展.事由 = '申请延期', 进展.新完成时限, NULL), NULL, 审.核查单位, 审.审核人, 审.意见, NULL
  FROM 进展 JOIN 审 ON 审.对象 = 进展.单位 || '-ledger-' || 进展.台账
                   AND 审.件 = printf('%02d.md', 进展.序)
 WHERE 审.事件 = '审核通过'
UNION ALL
SELECT substr(审.对象, instr(审.对象, '-ledger-') + 8), 审.日期, CAST(审.件 AS INTEGER) * 2 - 1,
       '退回补正', NULL, NULL, NULL, 审.核查单位, 审.审核人, 审.意见, NULL
  FROM 审 WHERE 审.事件 = '退回补正' AND instr(审.对象, '-ledger-')
UNION ALL
SELECT 交办.台账, 交办.日期, 0, '交办', '转由' || 单位.名称 || '办理', 交办.完成时限, NULL,
       NULL, NULL, 交办.要求, NULL
  FROM 交办 JOIN 单位 ON 单位.代码 = 交办.责任单位;

-- 挂账销号台账的行：挂过账的问题和需求，不论销号没有
-- public: *
CREATE VIEW 挂账 AS
SELECT 台账.*,
       CASE 状态 WHEN '待交办' THEN 1 WHEN '已登记' THEN 2 WHEN '整改中' THEN 3
                 WHEN '部分整改' THEN 4 WHEN '申请销号' THEN 5 ELSE 6 END AS 状态序,
       (SELECT max(日期) FROM 经过 WHERE 条目 = 编号 AND 步 = '退回补正') AS 退回日期,
       (SELECT max(日期) FROM 经过 WHERE 条目 = 编号 AND 步 = '销号') AS 核查日期,
       (SELECT max(核查单位) FROM 经过 WHERE 条目 = 编号 AND 步 = '销号') AS 核查单位,
       (SELECT max(举一反三) FROM 经过 WHERE 条目 = 编号) AS 还查了,
       (SELECT group_concat(iif(substr(步, 1, 2) IN ('申请', '审核'), NULL, 日期 || ' ' || 步), '；')
          FROM (SELECT 日期, 步 FROM 经过 WHERE 条目 = 编号 ORDER BY 次序, 日期)) AS 经过
  FROM 台账
 WHERE 整改方式 <> '立行立改';

-- 文章一览：发布是最后一次审核通过的时间，发出是在公众号发出的日子
-- public: *
-- index: id, 编号, 单位
CREATE VIEW 文章一览 AS
SELECT 文章.id, 文章.编号, 文章.单位, 单位.名称 AS 单位名称, 文章.标题, 文章.摘要, 文章.日期, 回执.发布,
       coalesce(substr(回执.发布, 1, 10), 文章.日期) AS 发布日, 文章.发出, 文章.链接,
       文章.编辑, 文章.校对, 文章.审核
  FROM 文章
  JOIN 单位 ON 单位.代码 = 文章.单位
  LEFT JOIN 回执 ON 回执.记录 = 文章.编号;

-- 公众号文章的各项上限（今天的参数），一行
-- public: *
CREATE VIEW 文章上限 AS
SELECT max(CASE 名称 WHEN '文章标题字数' THEN 值 END) AS 标题字数,
       max(CASE 名称 WHEN '文章作者字数' THEN 值 END) AS 作者字数,
       max(CASE 名称 WHEN '文章摘要字数' THEN 值 END) AS 摘要字数,
       max(CASE 名称 WHEN '文章正文字符' THEN 值 END) AS 正文字符,
       max(CASE 名称 WHEN '文章正文字节' THEN 值 END) AS 正文字节,
       max(CASE 名称 WHEN '文章原文地址字节' THEN 值 END) AS 原文字节,
       max(CASE 名称 WHEN '文章图片字节' THEN 值 END) AS 图片字节,
       max(CASE 名称 WHEN '文章封面字节' THEN 值 END) AS 封面字节
  FROM 参数
 WHERE date('now') >= 起 AND date('now') < 止;

-- 以下是图的几何。横向是图宽的百分数，纵向是字高（em），版式只管摆放（layouts/charts/）。
-- 图宽按 25 个字高排（一个字高是宽的 4%），再宽只是条更长、柱更疏。汉字宽一个字高，数字、字母六成：
-- 文字的宽 = (字节数 - 字数) / 2 × 1 + (3 × 字数 - 字节数) / 2 × 0.6 = 字节数 × 0.2 + 字数 × 0.4

-- 刻度的上限：不小于最大值的最小一个；一半也是整数（1 除外）
-- public: *
-- index: 上限
CREATE VIEW 刻度 AS
WITH RECURSIVE 倍 (倍) AS (
  SELECT 1 UNION ALL SELECT 倍 * 10 FROM 倍 WHERE 倍 < 100000000)
SELECT 数.column1 * 倍.倍 AS 上限 FROM (VALUES (1), (2), (4), (6), (8), (12), (16)) AS 数 JOIN 倍;

-- 逐月发现的问题和其中已了结的，到最近的活动月为止，至多十二个月，中间没有活动的月也在。
-- 键为空的是全县，其余是单位。刻度在左，最近一月的数写在右；柱间放不下数字时，只写最高的
-- public: *
-- index: 键
CREATE VIEW 走势 AS
WITH RECURSIVE
月 (月, 序) AS (
  SELECT max((SELECT min(活动月) FROM 月报), strftime('%Y-%m', max(活动月) || '-01', '-11 months')), 1
    FROM 月报 HAVING count(*) > 0
  UNION ALL
  SELECT strftime('%Y-%m', 月 || '-01', '+1 month'), 序 + 1 FROM 月
   WHERE 月 < (SELECT max(活动月) FROM 月报)),
报 AS MATERIALIZED (
  SELECT 单位, 活动月, 问题数, 已了结 FROM 单位月报 WHERE 活动月 >= (SELECT min(月) FROM 月)),
原 AS MATERIALIZED (
  SELECT '' AS 键, 月.序, 月.月, coalesce(问题数, 0) AS 值, coalesce(已了结, 0) AS 内值
    FROM 月 LEFT JOIN 月报 ON 活动月 = 月.月
  UNION ALL
  SELECT 代码, 月.序, 月.月, coalesce(问题数, 0), coalesce(已了结, 0)
    FROM 单位 JOIN 月 LEFT JOIN 报 ON 报.单位 = 代码 AND 活动月 = 月.月
   WHERE 代码 IN (SELECT 单位 FROM 单位月报)),
量 AS MATERIALIZED (
  SELECT 键, count(*) AS 月数, max(值) AS 最大, max(iif(序 = 末, 值, 0)) AS 末值,
         (SELECT min(上限) FROM 刻度 WHERE 上限 >= max(值)) AS 上限
    FROM 原 JOIN (SELECT max(序) AS 末 FROM 月) GROUP BY 键),
框 AS MATERIALIZED (
  SELECT *, 4 * (1 + 0.6 * length(上限)) AS 左, 100 - 4 * (4 + 0.6 * length(末值)) AS 右 FROM 量),
带 AS MATERIALIZED (
  SELECT *, (右 - 左) / 月数 AS 宽 FROM 框),
元 AS MATERIALIZED (
  SELECT min(序) AS 元月 FROM 月 WHERE 月 LIKE '%-01')
SELECT 原.键, 序, 月, CAST(substr(月, 6) AS INTEGER) || '月' AS 名, substr(月, 1, 4) || '年' AS 年, 值, 内值,
       月数, 上限, nullif(上限 / 2, 0) AS 半, round(左, 2) AS 左, round(右, 2) AS 右,
       round(左 + 宽 * (序 - 0.5), 2) AS 中,
       round(左 + 宽 * (序 - 0.5) - min(宽 * 0.34, 5), 2) AS x, round(2 * min(宽 * 0.34, 5), 2) AS 宽,
       round(10.5 - 9.0 * 值 / 上限, 2) AS y, round(9.0 * 值 / 上限, 2) AS 高,
       round(10.5 - 9.0 * 内值 / 上限, 2) AS 内y, round(9.0 * 内值 / 上限, 2) AS 内高,
       round(10.1 - 9.0 * 值 / 上限, 2) AS 数y,
       iif(序 < 月数 AND 值 AND (宽 / 4 >= 0.3 + 0.6 * length(最大) OR row_number() OVER (PARTITION BY 原.键 ORDER BY 值 DESC, 序) = 1),
           值, NULL) AS 数签,
       iif((月数 - 序) % CAST(1 + 2.5 / (宽 / 4) AS INTEGER) = 0, 1, NULL) AS 有月签,
       iif(月 LIKE '%-01' OR 序 = 1 AND coalesce((元月 - 1) * 宽 / 4 >= 3.8, 1), 1, NULL) AS 有年签
  FROM 原 JOIN 带 ON 带.键 = 原.键 JOIN 元;

-- 走势的题、话和最近一月的数；两个数靠得太近时上下让开
-- public: *
CREATE VIEW 走势图 AS
WITH 末 AS (
  SELECT *, lag(值) OVER 前 AS 前值, lag(名) OVER 前 AS 前名, min(10.4, max(内y, (y + 内y) / 2 + 0.65)) + 0.35 AS 下
    FROM 走势 WINDOW 前 AS (PARTITION BY 键 ORDER BY 序))
SELECT '走势' AS 图, 键, '发现和了结的问题' AS 题, 左, 右, 左 - 2 AS 刻x, round(x + 宽 + 2, 2) AS 注x, 上限, 半,
       值 AS 末值, 内值 AS 末内值, round(下, 2) AS 内注y, round(min(y + 0.35, 下 - 1.3), 2) AS 注y,
       年 || 名 || iif(值 = 0, '没有发现问题', '发现问题' || 值 || '个，'
         || CASE 内值 WHEN 值 THEN '都已了结' WHEN 0 THEN '都还没有了结' ELSE '其中' || 内值 || '个已了结' END)
       || CASE WHEN 前值 IS NULL THEN '' WHEN 值 > 前值 THEN '；比' || 前名 || '多发现' || (值 - 前值) || '个'
               WHEN 值 < 前值 THEN '；比' || 前名 || '少发现' || (前值 - 值) || '个' ELSE '；和' || 前名 || '一样多' END || '。' AS 话
  FROM 末 WHERE 序 = 月数;

-- 横条的数：图、键（哪一期、哪个范围）、序、名、值（条的全长）、内值（条里实心的一段）、
-- 标签、满（多少算满格）、最久（天）：
--   账龄  没有了结的挂了多久，其中超期的；键是问题，或全部（问题和需求）
--   环节  每一期的问题出在哪个环节，其中已了结的；键是月或年
--   按时  一年各月应报的，其中按时的；已说明、未到期、未经回执的不算。键是历和年
--   工单  最近一个工单月的投诉类型，多的在前，第十一种起合为其他
CREATE VIEW 横条数 AS
WITH
龄 AS MATERIALIZED (
  SELECT 种类, min(3, max(0, CAST(julianday('now', 'start of day') - julianday(发现日期) - 1 AS INTEGER) / 30)) AS 档,
         count(*) AS 件, count(超期天数) AS 超期, CAST(max(julianday('now', 'start of day') - julianday(发现日期)) AS INTEGER) AS 最久
    FROM 台账 WHERE 了结 = '否' GROUP BY 1, 2),
龄键 AS (
  SELECT 键.column1 AS 键, 龄.* FROM (VALUES ('问题'), ('全部')) AS 键 JOIN 龄 ON 键 IN (种类, '全部')),
处 AS MATERIALIZED (
  SELECT 活动月, 环节, count(*) AS 件, sum(了结 = '是') AS 了结 FROM 问题台账 GROUP BY 活动月 || coalesce(环节, '')),
期处 AS (
  SELECT 活动月 AS 期, 环节, 件, 了结 FROM 处
  UNION ALL SELECT substr(活动月, 1, 4), 环节, sum(件), sum(了结) FROM 处 GROUP BY 1, 2),
报 AS MATERIALIZED (
  SELECT 历, 年, 月份, sum(按时) AS 按时, sum(迟报) AS 迟报, sum(缺报) AS 缺报
    FROM 报送格 GROUP BY iif(历 = '活动月', 0, 100000) + 年 * 12 + 月份 HAVING sum(按时 + 迟报 + 缺报) > 0),
单 AS MATERIALIZED (
  SELECT 类.类型, sum(类.件数) AS 件, row_number() OVER (ORDER BY sum(类.件数) DESC, 类.类型) AS 名次
    FROM 安排
    JOIN 安排_工单 AS 工单 ON 工单.parent = 安排.id
    JOIN 安排_工单_类型 AS 类 ON 类.parent = 工单.id
   WHERE 安排.统计月 = (SELECT max(统计月) FROM 安排) GROUP BY 类.类型)
SELECT '账龄' AS 图, 龄键.键, 全.档 + 1 AS 序, 全.名, coalesce(sum(件), 0) AS 值, coalesce(sum(超期), 0) AS 内值,
       coalesce(sum(件), 0) || coalesce('，超期' || nullif(sum(超期), 0), '') AS 标签, NULL AS 满, max(最久) AS 最久
  FROM (SELECT DISTINCT 键 FROM 龄键) AS 龄键
  JOIN (SELECT column1 AS 档, column2 AS 名
          FROM (VALUES (0, '30天以内'), (1, '31至60天'), (2, '61至90天'), (3, '90天以上'))) AS 全
  LEFT JOIN 龄键 AS 件 ON 件.键 = 龄键.键 AND 件.档 = 全.档
 GROUP BY 1, 2, 3, 4
UNION ALL
SELECT '环节', 期, row_number() OVER (PARTITION BY 期 ORDER BY 件 DESC, 环节), coalesce(环节, '没有写环节'), 件, 了结,
       件 || iif(件 = 了结, '，都已了结', '，了结' || 了结), NULL, NULL
  FROM 期处
UNION ALL
SELECT '按时', 历 || 年, row_number() OVER (PARTITION BY 历, 年 ORDER BY 月份), 月份 || '月', 按时 + 迟报 + 缺报, 按时,
       (按时 * 100 / (按时 + 迟报 + 缺报)) || '%' || coalesce('，迟报' || nullif(迟报, 0), '') || coalesce('，缺报' || nullif(缺报, 0), ''),
       按时 + 迟报 + 缺报, NULL
  FROM 报
UNION ALL
SELECT '工单', '', min(名次, 11), iif(名次 > 10, '其他' || count(*) || '种', 类型), sum(件), sum(件), sum(件), NULL, NULL
  FROM 单 GROUP BY min(名次, 11);

-- 横条：名在左，标签在条的右边，两边要多宽按最长的算
-- public: *
-- index: 键
CREATE VIEW 横条 AS
WITH 短 AS MATERIALIZED (
  SELECT *, iif(length(名) > 9, substr(名, 1, 8) || '…', 名) AS 短名 FROM 横条数),
框 AS MATERIALIZED (
  SELECT 图, 键, max(值) AS 最大, 4 * (0.6 + max(length(CAST(短名 AS BLOB)) * 0.2 + length(短名) * 0.4)) AS 左,
         4 * (0.8 + max(length(CAST(标签 AS BLOB)) * 0.2 + length(标签) * 0.4)) AS 右
    FROM 短 GROUP BY 图, 键)
SELECT 图, 键, 序, 名, 短名, 值, 内值, 标签, 最久, round(左, 2) AS 左, round(左 - 2, 2) AS 名x,
       round(序 * 2 - 1.55, 2) AS y,
       round((100 - 左 - 右) * 值 / coalesce(满, max(最大, 1)), 2) AS 长,
       round((100 - 左 - 右) * 内值 / coalesce(满, max(最大, 1)), 2) AS 内长,
       round(左 + (100 - 左 - 右) * 值 / coalesce(满, max(最大, 1)), 2) AS 尾
  FROM 短 JOIN 框 USING (图, 键);

-- 横条图的题、话，和表头
-- public: *
-- index: 键
CREATE VIEW 横条图 AS
WITH 和 AS MATERIALIZED (
  SELECT 图, 键, count(*) AS 行, sum(值) AS 总, sum(内值) AS 内总, 左, max(iif(序 = 1, 名, NULL)) AS 首名, max(iif(序 = 1, 值, NULL)) AS 首值,
         max(最久) AS 最久
    FROM 横条 GROUP BY 图, 键)
SELECT 图, 键, 行 * 2 + 0.2 AS 高, 左,
       CASE 图 WHEN '账龄' THEN iif(键 = '问题', '没有了结的问题挂了多久', '没有了结的问题和需求挂了多久')
               WHEN '环节' THEN '问题出在哪个环节' WHEN '按时' THEN '按时报送的占多少' ELSE '12345反映最多的事' END AS 题,
       CASE 图
         WHEN '账龄' THEN '没有了结的有' || 总 || '件，' || CASE 首值 WHEN 总 THEN '都在30天以内' WHEN 0 THEN '都已超过30天' ELSE 首值 || '件在30天以内' END
           || '，最久的已挂' || 最久 || '天；' || iif(内总, 内总 || '件超期。', '没有超期的。')
         WHEN '环节' THEN 首名 || '最多，' || 首值 || '个，占' || (首值 * 100 / 总) || '%；共' || 总 || '个，' || CASE 内总 WHEN 总 THEN '都已了结。' WHEN 0 THEN '都还没有了结。' ELSE '已了结' || 内总 || '个。' END
         WHEN '按时' THEN '应报' || 总 || '份，按时' || 内总 || '份，占' || (内总 * 100 / 总) || '%。'
         ELSE (SELECT substr(max(统计月), 1, 4) || '年' || CAST(substr(max(统计月), 6) AS INTEGER) || '月' FROM 安排)
           || '，' || 首名 || '最多，' || 首值 || '件；各类合计' || 总 || '件。' END AS 话,
       CASE 图 WHEN '账龄' THEN '挂了多久' WHEN '环节' THEN '环节' WHEN '按时' THEN '月份' ELSE '类型' END AS 名头,
       CASE 图 WHEN '账龄' THEN '件' WHEN '环节' THEN '问题' WHEN '按时' THEN '应报' ELSE '件数' END AS 值头,
       CASE 图 WHEN '账龄' THEN '超期' WHEN '环节' THEN '已了结' WHEN '按时' THEN '按时' END AS 内头
  FROM 和;

-- 热力图的行：有过活动或该报送的单位，按类别分组，一组一张图
-- public: *
-- index: 组
CREATE VIEW 热行 AS
SELECT 代码, 类别 AS 组, 序, 行, 名称 AS 名, iif(length(名称) > 9, rtrim(substr(名称, 1, 8), '（') || '…', 名称) AS 短名,
       round(行 * 1.7 - 0.1, 2) AS y, round(行 * 1.7 + 1.55, 2) AS 线y
  FROM (SELECT *, row_number() OVER (PARTITION BY 类别 ORDER BY 序, 代码) AS 行
          FROM 单位 WHERE 代码 IN (SELECT 单位 FROM 报送格));

-- 热力图的格：单位 × 月，从这一年第一个有数的月起，到最后一个。框是年，报送的再加 10000：
--   问题  每月发现的问题：字是个数，级 n0 是没有，n1 到 n5 从浅到深；没有活动的月没有格
--   报送  报送台账的格缩成一个字：✓ 按时、迟、缺、说（已说明）、未（未到期）、？（未经回执）；级 w1 是迟报，w2 是缺报
-- 图宽按字高另算（宽）：名占 9.4 个，一格至少 1.6 个
-- public: *
-- index: 框
CREATE VIEW 热格 AS
WITH RECURSIVE
原 AS MATERIALIZED (
  SELECT CAST(replace(活动月, '-', '') AS INTEGER) AS 号, 单位, 问题数 AS 值, CAST(问题数 AS TEXT) AS 字, NULL AS 级
    FROM 单位月报
  UNION ALL
  SELECT (10000 + 年) * 100 + 月份, 单位, 迟报 + 缺报,
         CASE 格 WHEN '按时' THEN '✓' WHEN '未经回执' THEN '？' WHEN '已说明' THEN '说' ELSE substr(格, 1, 1) END,
         CASE WHEN 缺报 THEN 'w2' WHEN 迟报 THEN 'w1' WHEN 格 = '按时' THEN 'n1' ELSE 'n0' END
    FROM 报送格 WHERE 历 = '活动月'),
量 AS (
  SELECT 号 / 100 AS 框, min(号) % 100 AS 首月, max(号) % 100 AS 末月, max(值) AS 最大, max(1.6, 0.6 * max(length(字)) + 0.5) AS 格宽
    FROM 原 GROUP BY 号 / 100),
框 AS MATERIALIZED (
  SELECT *, 9.4 + max(6, 末月 - 首月 + 1) * 格宽 AS 宽 FROM 量),
月 (月份) AS (
  SELECT 1 UNION ALL SELECT 月份 + 1 FROM 月 WHERE 月份 < 12),
列 AS MATERIALIZED (
  SELECT 框, 框 * 100 + 月份 AS 号, 月份, 最大, 宽, round(100 * (9.4 + (月份 - 首月) * 格宽) / 宽, 2) AS x,
         round(100 * (9.35 + (月份 - 首月 + 0.5) * 格宽) / 宽, 2) AS 中,
         round(100 * (格宽 - 0.1) / 宽, 2) AS 格宽
    FROM 框 JOIN 月 ON 月份 BETWEEN 首月 AND 末月)
SELECT 列.框, 行.组, 行.行, 行.代码, 列.月份, 原.值, 原.字, coalesce(原.级, 'n' || iif(值, (值 * 5 + 最大 - 1) / 最大, 0)) AS 级,
       列.x, 列.中, 列.格宽, 列.宽, 行.y
  FROM 原
  JOIN 列 ON 列.号 = 原.号
  JOIN 热行 AS 行 ON 行.代码 = 原.单位;

-- 热力图的题、话
-- public: *
-- index: 框
CREATE VIEW 热图 AS
WITH
位 AS (
  SELECT 框, 代码, max(宽) AS 宽, min(月份) AS 首月, max(月份) AS 末月, sum(值) AS 值,
         row_number() OVER (PARTITION BY 框 ORDER BY sum(值) DESC, 代码) AS 名次
    FROM 热格 GROUP BY 框, 代码)
SELECT iif(框 < 10000, '问题', '报送') AS 图, 框, max(宽) AS 宽, min(首月) AS 首月, max(末月) AS 末月,
       iif(框 < 10000, '各单位每月发现的问题', '各单位每月的报送') AS 题,
       CASE WHEN 框 < 10000 AND sum(值) = 0 THEN '没有发现问题。'
            WHEN 框 < 10000 THEN max(iif(名次 = 1, (SELECT 名称 FROM 单位 WHERE 单位.代码 = 位.代码), NULL))
              || '发现最多，' || max(值) || '个；' || count(*) || '个单位共发现' || sum(值) || '个。'
            WHEN sum(值) = 0 THEN '没有迟报和缺报。'
            ELSE '迟报、缺报共' || sum(值) || '份，在' || sum(值 > 0) || '个单位。' END AS 话
  FROM 位 GROUP BY 框;

-- 热力图的列：中间没有数的月也在
-- public: *
CREATE VIEW 热列 AS
SELECT 框, column1 AS 月份, column1 || iif(column1 = 首月, '月', '') AS 月头,
       round(100 * (9.35 + (column1 - 首月 + 0.5) * (宽 - 9.4) / max(6, 末月 - 首月 + 1)) / 宽, 2) AS 中
  FROM 热图
  JOIN (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12)) ON column1 BETWEEN 首月 AND 末月;

-- 报送期限：收到时据此判定是否迟报；没有期限的记录不在内。对象是目录，斜线换成短横线。
-- 活动看活动日期，未开展看当月最后一天，归入当天或以后的第一个报送日；总结看它的报送期的总结日
CREATE VIEW 报送期限 AS
SELECT 编号 AS 对象,
       (SELECT 报送日 FROM 报送期 WHERE 报送日 >= 日期 ORDER BY 报送日 LIMIT 1)
       || 'T24:00:00+08:00' AS 期限
  FROM 活动
UNION ALL
SELECT 编号,
       (SELECT 报送日 FROM 报送期
         WHERE 报送日 >= date(活动月 || '-01', '+1 month', '-1 day') ORDER BY 报送日 LIMIT 1)
       || 'T24:00:00+08:00'
  FROM 未开展
UNION ALL
SELECT 总结.编号, 报送期.总结日 || 'T24:00:00+08:00'
  FROM 总结 JOIN 报送期 ON 报送期.月 = 总结.报送月;

-- 由哪个牵头单位审核，排在前的先轮到：活动和台账看类别，未开展看它说明的各类，
-- 长效机制由各牵头单位依次轮到
CREATE VIEW 审核牵头 AS
SELECT 活动.编号 AS 对象, 类别.牵头 AS 单位, 类别.序
  FROM 活动 JOIN 规定_类别 AS 类别 ON 类别.代码 = 活动.类
UNION ALL
SELECT 未开展.编号, 类别.牵头, 类别.序
  FROM 未开展
  JOIN 未开展_类 AS 类 ON 类.parent = 未开展.id
  JOIN 规定_类别 AS 类别 ON 类别.代码 = 类.值
UNION
SELECT 进展.单位 || '-ledger-' || 进展.台账, 类别.牵头, 类别.序
  FROM 进展 JOIN 规定_类别 AS 类别 ON instr(进展.台账, '-' || 类别.代码 || '-')
UNION ALL
SELECT 机制.编号, 类别.牵头, 类别.序 FROM 机制 CROSS JOIN 规定_类别 AS 类别;

-- 每份记录最后一次审核通过：哪个单位审的、什么时候。审核人不公开
-- public: 记录, 审核单位, 审核时间
-- index: 记录
CREATE VIEW 审核通过 AS
SELECT 事件.对象 AS 记录, 单位.名称 AS 审核单位, max(事件.时间) AS 审核时间
  FROM 事件
  JOIN 人员_用户 AS 用户 ON 用户.用户 = 事件.审核人
  JOIN 单位 ON 单位.代码 = 用户.单位
 WHERE 事件.事件 = '审核通过'
 GROUP BY 事件.对象;

-- 每个环节的问题：发现几个，了结几个
-- public: *
-- index: 类, 环节
CREATE VIEW 环节问题 AS
SELECT 类, 环节, count(*) AS 问题数, sum(了结 = '是') AS 已了结
  FROM 问题台账
 WHERE 环节 IS NOT NULL
 GROUP BY 类, 环节;

-- 方案的条款落到了什么上：一条一句，网址是看详情的页面
-- public: *
-- index: 条
CREATE VIEW 条款落实 AS
SELECT 依据 AS 条, '发现问题 ' || 问题数 || ' 个，已了结 ' || 已了结 || ' 个' AS 句,
       '/ledgers/class-' || 环节问题.类 || '/problems.html' AS 网址
  FROM 规定_环节 AS 环节 JOIN 环节问题 ON 环节问题.环节 = 环节.名称 AND 环节问题.类 = 环节.类
UNION ALL
SELECT CASE 类 WHEN 'window' THEN '二(一)' WHEN 'enforce' THEN '二(二)' ELSE '二(三)' END,
       '开展 ' || count(*) || ' 次', '/activities/' || 类 || '.html'
  FROM 活动一览 GROUP BY 类
UNION ALL
SELECT CASE 体验类型 WHEN '定期体验' THEN '一(三)1' WHEN '即时体验' THEN '一(三)2' ELSE '一(三)3' END,
       '开展 ' || count(*) || ' 次', '/activities.html'
  FROM 活动一览 GROUP BY 体验类型
UNION ALL
SELECT '四(二)', '按时报送 ' || sum(按时) || ' 份，迟报 ' || sum(迟报) || ' 份，缺报 ' || sum(缺报) || ' 份',
       '/reports/' || max(年) || '.html'
  FROM 报送格 WHERE 历 = '活动月' HAVING count(*) > 0
UNION ALL
SELECT '四(三)', '挂账 ' || count(*) || ' 件，已销号 ' || sum(状态 = '销号') || ' 件，超期 ' || count(超期天数) || ' 件',
       '/ledgers/rectification.html'
  FROM 台账 WHERE 整改方式 <> '立行立改' HAVING count(*) > 0;

-- 截止期限：每个报送期的两个期限，过了就记“截止”
CREATE VIEW 截止期限 AS
SELECT 月 AS 期, '报送' AS 事, 报送日 || 'T24:00:00+08:00' AS 期限 FROM 报送期
UNION ALL
SELECT 月, '总结', 总结日 || 'T24:00:00+08:00' FROM 报送期;

-- 截止缺报：到期限还没有收到的，记在“截止”里。收到就算，审核没有都一样；没有流水的目录（建库时
-- 就有的）也算报了。活动看应报的每月每类，当月最后一天归入哪个报送期，就在哪个报送期截止；
-- 报了未开展情况说明的不缺。总结看有活动要总结的牵头单位
CREATE VIEW 截止缺报 AS
WITH
收 AS MATERIALIZED (
  SELECT 对象, min(时间) AS 时间 FROM 事件 WHERE 事件 = '收到' GROUP BY 对象),
应 AS MATERIALIZED (
  SELECT DISTINCT 单位, 活动月, 类,
         (SELECT 月 FROM 报送期
           WHERE 报送日 >= date(活动月 || '-01', '+1 month', '-1 day')
           ORDER BY 报送日 LIMIT 1) AS 期
    FROM 报送台账 WHERE 应报 = '是'),
有 AS MATERIALIZED (
  SELECT 单位, 活动月, 类, 编号 FROM 活动
  UNION ALL
  SELECT 未开展.单位, 未开展.活动月, 类.值, 未开展.编号
    FROM 未开展 JOIN 未开展_类 AS 类 ON 类.parent = 未开展.id)
SELECT 应.期, 限.事, 应.单位 || '-' || 应.活动月 || '-' || 应.类 AS 对象
  FROM 应 JOIN 截止期限 AS 限 ON 限.期 = 应.期 AND 限.事 = '报送'
 WHERE NOT EXISTS (
         SELECT 1 FROM 收
          WHERE 收.时间 <= 限.期限
            AND (收.对象 = 应.单位 || '-' || 应.活动月 || '-' || 应.类
                 OR 收.对象 GLOB 应.单位 || '-' || 应.活动月 || '-' || 应.类 || '-[0-9]*'
                 OR (收.对象 = 应.单位 || '-' || 应.活动月 || '-no-activity'
                     AND 应.类 IN (SELECT 类 FROM 有 WHERE 编号 = 收.对象
                                   UNION ALL
                                   SELECT 应.类 WHERE 收.对象 NOT IN (SELECT 编号 FROM 有)))))
   AND NOT EXISTS (
         SELECT 1 FROM 有
          WHERE 有.单位 = 应.单位 AND 有.活动月 = 应.活动月 AND 有.类 = 应.类
            AND 有.编号 NOT IN (SELECT 对象 FROM 收))
UNION ALL
SELECT 账.月, 限.事, 账.单位 || '-' || 账.月 || '-summary'
  FROM 总结台账 AS 账 JOIN 截止期限 AS 限 ON 限.期 = 账.月 AND 限.事 = '总结'
 WHERE NOT EXISTS (SELECT 1 FROM 收
                    WHERE 收.对象 = 账.单位 || '-' || 账.月 || '-summary' AND 收.时间 <= 限.期限)
   AND NOT (账.编号 IS NOT NULL AND 账.首次收到 IS NULL);

-- 应办：每个单位还欠的，一件一行；没有公开的列。事是报送（活动，当月应报、还没有收到也没有说明的）、
-- 总结、挂账（没有了结、也没有在申请销号的）、补正（退回了还没有再报的）。报送和总结过了期限，再列一个月。
-- 种类和它路径里的各栏，就是要写的那份记录；先后是先说哪样；牵头单位是该催的，总结由统筹的催
CREATE VIEW 应办 AS
WITH
末 AS MATERIALIZED (
  SELECT 对象, 事件, 时间, 审核人, 意见, max(次) AS 次, substr(对象, instr(对象, '-') + 1) AS 余
    FROM 事件 WHERE 事件 IN ('收到', '退回补正', '审核通过') GROUP BY 对象),
收 AS MATERIALIZED (SELECT DISTINCT 对象 FROM 事件 WHERE 事件 = '收到'),
欠 AS (
  SELECT 1 AS 先后, '报送' AS 事, 账.单位, 规定_类别.牵头,
         CAST(substr(账.活动月, 6) AS INTEGER) || '月的' || 账.类别 AS 事项, 账.期限,
         'activity' AS 种类, 账.活动月, 账.类, NULL AS 报送月, NULL AS 台账,
         账.单位 || '/' || 账.活动月 || '/' || 账.类 AS 对象
    FROM 报送台账 AS 账 JOIN 规定_类别 ON 规定_类别.代码 = 账.类
   WHERE 账.应报 = '是' AND 账.编号 IS NULL AND 账.状态 <> '已说明'
     AND 账.期限 >= date('now', '-31 days')
     AND NOT EXISTS (
           SELECT 1 FROM 收
            WHERE 收.对象 = 账.单位 || '-' || 账.活动月 || '-' || 账.类
               OR 收.对象 GLOB 账.单位 || '-' || 账.活动月 || '-' || 账.类 || '-[0-9]*'
               OR 收.对象 = 账.单位 || '-' || 账.活动月 || '-no-activity')
  UNION ALL
  SELECT 2, '总结', 账.单位, NULL, CAST(substr(账.月, 6) AS INTEGER) || '月的总结', 账.总结日,
         'summary', NULL, NULL, 账.月, NULL, 账.单位 || '/' || 账.月 || '/summary'
    FROM 总结台账 AS 账
   WHERE 账.编号 IS NULL AND 账.总结日 >= date('now', '-31 days')
     AND 账.单位 || '-' || 账.月 || '-summary' NOT IN (SELECT 对象 FROM 收)
  UNION ALL
  SELECT 4, '挂账', 责任单位, 牵头, '挂账“' || 描述 || '”', 完成时限,
         'progress', NULL, NULL, NULL, 编号, 责任单位 || '/ledger/' || 编号
    FROM 台账 WHERE 了结 = '否' AND 完成时限 IS NOT NULL AND 状态 <> '申请销号'
  UNION ALL
  SELECT 3, '补正', substr(末.对象, 1, instr(末.对象, '-') - 1), 用户.单位,
         '退回补正 ' || coalesce(
           (SELECT '挂账“' || 描述 || '”' FROM 台账 WHERE 末.余 = 'ledger-' || 编号),
           (SELECT CAST(substr(末.余, 6, 2) AS INTEGER) || '月的' || 名称
              FROM 规定_类别 WHERE 末.余 GLOB '20[0-9][0-9]-[01][0-9]-' || 代码),
           末.对象) || coalesce('：' || 末.意见, ''),
         (SELECT substr(min(期限), 1, 10) FROM 事件 WHERE 事件.对象 = 末.对象),
         NULL, NULL, NULL, NULL, NULL,
         substr(末.对象, 1, instr(末.对象, '-') - 1) || '/' ||
           iif(末.余 GLOB '20[0-9][0-9]-[01][0-9]-*', substr(末.余, 1, 7) || '/' || substr(末.余, 9),
               substr(末.余, 1, instr(末.余, '-') - 1) || '/' || substr(末.余, instr(末.余, '-') + 1))
    FROM 末 LEFT JOIN 人员_用户 AS 用户 ON 用户.用户 = 末.审核人
   WHERE 末.事件 = '退回补正')
SELECT 欠.*, 单位.名称 AS 单位名称, 单位.序 AS 单位序,
       (SELECT 名称 FROM 单位 AS 催 WHERE 催.代码 = coalesce(欠.牵头, 统筹.单位)) AS 牵头单位,
       CAST(julianday(欠.期限) - julianday('now', 'start of day') AS INTEGER) AS 剩余天数
  FROM 欠
  JOIN 单位 ON 单位.代码 = 欠.单位
  LEFT JOIN (SELECT min(用户.单位) AS 单位
               FROM 人员_用户_角色 AS 角色 JOIN 人员_用户 AS 用户 ON 用户.id = 角色.parent
              WHERE 角色.值 = '统筹') AS 统筹;

-- 截止的那一刻记下的缺报，和现在怎样：每个截止一行一件，一件不缺的也有一行，没有对象
-- public: *
-- index: 期
CREATE VIEW 截止情况 AS
WITH
关 AS MATERIALIZED (
  SELECT e.期, e.事, substr(e.期限, 1, 10) AS 期限, 缺.值 AS 对象, coalesce(缺.seq, 0) AS 次序
    FROM 事件 AS e LEFT JOIN 事件_缺报 AS 缺 ON 缺.parent = e.id
   WHERE e.事件 = '截止'),
现 AS MATERIALIZED (
  SELECT 单位 || '-' || 活动月 || '-' || 类 AS 对象, 单位, 单位名称, 活动月 || 类别 AS 内容,
         状态 || iif(状态 = '迟报', 迟报天数 || '天', '') AS 现在, min(coalesce(首次收到, '9999')) AS 先
    FROM 报送台账 WHERE 单位 || '-' || 活动月 || '-' || 类 IN (SELECT 对象 FROM 关) GROUP BY 1
  UNION ALL
  SELECT 单位 || '-' || 月 || '-summary', 单位, 单位名称, '月度总结', 状态, NULL
    FROM 总结台账 WHERE 月 IN (SELECT 期 FROM 关))
SELECT 关.期, 关.事, 关.期限, 关.对象, 关.次序, 现.单位, coalesce(现.单位名称, 关.对象) AS 单位名称,
       现.内容, coalesce(现.现在, '不再要求') AS 现在
  FROM 关 LEFT JOIN 现 ON 现.对象 = 关.对象;
