-- name: 销号没有经过核查
-- level: error
-- scope: book
-- clause: 系统约定
-- says: 申请销号不算数：{{为何}}
-- remedy: {{办法}}
-- 还没有审核、后面也没有通过的步骤：等着核查，不是错
SELECT 步.id, '事由' AS field,
       iif(步.决定 = '退回补正' AND 后.序 IS NULL, 'warning', 'error') AS level,
       CASE WHEN 步.决定 IS NULL THEN '后面的进展已经通过，这一步没有核查'
            ELSE 步.不算 || coalesce('：' || iif(步.决定 = '退回补正', 步.意见, NULL), '') END AS 为何,
       iif(步.决定 = '退回补正', '照退回的意见整改，改好再报',
           '由牵头单位（牵头单位自己的由县营商办）核查，写上结论再通过') AS 办法
  FROM 进展办理 AS 步
  LEFT JOIN (SELECT 台账, 单位, max(序) AS 序 FROM 进展办理
              WHERE 决定 = '审核通过' GROUP BY 台账, 单位) AS 后
    ON 后.台账 = 步.台账 AND 后.单位 = 步.单位 AND 后.序 > 步.序
 WHERE 步.事由 = '申请销号'
   AND (步.有效 = 0 OR (步.决定 IS NULL AND 后.序 IS NOT NULL))
UNION ALL
SELECT 步.id, '事由', 'error', '投诉件没有写向群众答复的日期',
       '答复群众以后，在“答复日期”里写上是哪天'
  FROM 进展办理 AS 步
 WHERE 步.事由 = '申请销号' AND 步.类 = 'complaint' AND 步.答复日期 IS NULL
   AND 步.台账 IN (SELECT 问题.编号 FROM 活动_环节_办件 AS 办件
                   JOIN 活动_问题 AS 问题 ON 问题.id = 办件.挂账问题_id);
