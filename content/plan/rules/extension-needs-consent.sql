-- name: 延期没有得到同意
-- level: error
-- scope: book
-- clause: 系统约定
-- says: 延到 {{新完成时限}} 不算数，时限仍是 {{完成时限}}：{{为何}}
-- remedy: 由牵头单位（牵头单位自己的由县营商办）审核；不同意的按原时限完成
-- 还没有审核、后面也没有通过的步骤：等着答复，不是错
SELECT 步.id, '新完成时限' AS field,
       iif(步.决定 = '退回补正' AND 后.序 IS NULL, 'warning', 'error') AS level,
       步.新完成时限, coalesce(台账.完成时限, '原来的') AS 完成时限,
       CASE WHEN 步.决定 IS NULL THEN '后面的进展已经通过，这一步没有核查'
            ELSE 步.不算 || coalesce('：' || iif(步.决定 = '退回补正', 步.意见, NULL), '') END AS 为何
  FROM 进展办理 AS 步
  LEFT JOIN (SELECT 台账, 单位, max(序) AS 序 FROM 进展办理
              WHERE 决定 = '审核通过' GROUP BY 台账, 单位) AS 后
    ON 后.台账 = 步.台账 AND 后.单位 = 步.单位 AND 后.序 > 步.序
  JOIN 台账 ON 台账.编号 = 步.台账
 WHERE 步.事由 = '申请延期'
   AND (步.有效 = 0 OR (步.决定 IS NULL AND 后.序 IS NOT NULL));
