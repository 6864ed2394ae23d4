# SPDX-License-Identifier: MIT
"""The papers of the sample that are not activities: plans, assignments,
summaries, tickets followed, handings over, explanations, mechanisms,
bulletins, inspections, articles and a leader's visit, each with its journal.

make.py calls add() when the activities and the ledger are made: the figures
of the summaries are counted from them.
"""

import datetime
import re

MONTHS = ["2026-09", "2026-10", "2026-11"]

# when the summary of a period was received, and its words on what became of it
SUMMARIES = {
    "2026-09": ("2026-09-22T10:12:40+08:00", "2026-09-22T16:30:12+08:00"),
    "2026-10": ("2026-10-22T09:41:05+08:00", "2026-10-22T15:20:33+08:00"),
    "2026-11": ("2026-11-21T18:20:19+08:00", "2026-11-22T09:36:51+08:00"),
}
TELLING = {
    "window": ["回访和座谈收上来的事多在材料口径，能改的当场改了；要和系统对接的都排了时限",
               "开始有镇街参加，站点设备和网络是共同的短板，其余按期推进",
               "参加单位齐了，接口类的问题占挂账的大半，逐件定了责任人"],
    "enforce": ["三家先行，案卷里的裁量说明和录像标注正在统一",
                "随机抽取已成习惯，没有办结的是设备和文书模板",
                "多数是文书瑕疵，已改；需要平台升级的挂账跟踪"],
    "complaint": ["夜间噪声和加压供水两类最集中，一件一件盯到答复",
                  "退单和推诿的派单口径已重定，物业一类还要协调",
                  "工单里重复诉求少了，没有办结的都在督办台账里"],
}
BODIES = {
    ("spj", "2026-09"): "九月先由十来家单位开头，摸清了材料、口径、设备三类毛病。下月镇街加入，站点条件差的先配设备。",
    ("spj", "2026-10"): "十月各镇街陆续参加。共性问题由县行政审批局牵头，与相关部门逐项对口径，个性问题由单位自己改。",
    ("spj", "2026-11"): "十一月全部单位参加。数据接口一类的问题，单靠一家解决不了，已列入下月协调会。",
    ("sfj", "2026-09"): "九月的跟执法由四家单位先行，带队的都按随机名单出门。案卷评查暴露的问题比现场多。",
    ("sfj", "2026-10"): "十月增加五家，执法记录仪的使用明显规范。裁量说明写得笼统是通病，模板正在试用。",
    ("sfj", "2026-11"): "十一月所有执法单位参加。送达和立卷两个环节的瑕疵最多，下月组织一次互评。",
}
# units with fewer tickets, listed beside those assigned: code, number, field
LEFT_OUT = {
    "2026-09": [("jtj", 11, "交通出行", "公交站点"), ("sthjj", 7, "生态环境", "扬尘")],
    "2026-10": [("cgj", 12, "市容环境", "占道经营"), ("swj", 6, "供水排水", "管网维修")],
    "2026-11": [("gwgd", 9, "供电服务", "停电信息"), ("ybj", 8, "医疗保障", "报销进度")],
}
FIELDS = {"cgj": "市容环境", "zls": "供水", "ybj": "医疗保障", "zjj": "住房物业",
          "gwgd": "供电服务", "jtj": "交通出行", "languan": "社区管理",
          "zyghj": "不动产登记"}
# month: number, unit, type, matter, handed on, due, followed up, done
TICKETS = {
    "2026-09": [
        ("0418", "zls", "加压供水", "高层住户早晚没有水", "2026-09-08", "2026-09-23",
         [("2026-09-16", "泵房已勘查，等设备到货")], "2026-09-22"),
        ("0533", "cgj", "夜间噪声", "夜市收摊后仍有音响", "2026-09-14", "2026-10-09",
         [("2026-09-24", "中队连续三晚到场，摊主已换小音箱")], None),
    ],
    "2026-10": [
        ("0533", "cgj", "夜间噪声", "夜市收摊后仍有音响", "2026-09-14", "2026-10-09",
         [("2026-09-24", "中队连续三晚到场，摊主已换小音箱"),
          ("2026-10-08", "回访反映人，已安静")], "2026-10-08"),
        ("0712", "zjj", "物业管理", "小区电梯停用", "2026-10-19", "2026-11-13",
         [("2026-10-27", "维保单位进场，缺一块主板")], None),
    ],
    "2026-11": [
        ("0712", "zjj", "物业管理", "小区电梯停用", "2026-10-19", "2026-11-13",
         [("2026-10-27", "维保单位进场，缺一块主板"),
          ("2026-11-16", "主板到货，等检验机构出报告")], None),
        ("0855", "jtj", "公交线路", "末班车提前收车", "2026-11-05", "2026-11-20",
         [("2026-11-12", "公司已调整排班")], "2026-11-18"),
    ],
}
# handed over: entry, month, day, unit, plan, what is asked for
TRANSFERS = [
    ("xiehu-2026-10-window-p01", "2026-10", "2026-10-22",
     "对承包地信息变更的到场要求作出统一口径，告知各镇街"),
    ("jmj-2026-11-window-p01", "2026-11", "2026-11-20",
     "说明再生资源回收场所哪些情形要出环保意见，写进办事指南"),
]
NO_ACTIVITY = ("tangyu", "2026-09",
               "站点九月整月改造水电，停止对外受理，群众引导到县政务服务中心办理")
NO_MECHANISM = {"rfb", "gepai"}  # their warnings show in the check
MECHANISM_NAMES = ["体验活动问题跟踪办法", "体验问题研判和回头看制度", "问题清单闭环管理规定",
                   "走流程问题整改责任制", "体验活动结果运用办法"]
STUDIED = ["{会}每月一次，由{长}主持，逐条过问题清单，定谁改、改到什么样",
           "每月报送前开一次短会，把本月的问题和去年的投诉放在一起看",
           "每季度一次，办公室先按环节归类，{长}点名说明没有改完的",
           "当月活动结束一周内研判，能马上改的当天派下去"]
FOLLOWED = ["办公室每两周核一次进度，逾期的在{会}上说明原因",
            "专人盯台账，销号前到现场看一遍，看不到变化的不报",
            "分管负责人带队抽查已改的事项，反弹的重新挂账",
            "改完一个月后回头看，群众评价作为年度考评的一项"]

BULLETINS = {
    "2026-09": ("2026-09-28", "关于九月体验活动开展情况的通报", [
        ("mzj", "短信模板的问题查到三类救助事项，举一反三做得实"),
        ("scjgj", "窗口和执法两头都查，问题写得具体")], [],
        "首月参加的单位不多，记录质量好于预期。少数单位超过期限才报，已列入迟报名单，不作批评。"),
    "2026-10": ("2026-10-28", "关于十月体验活动开展情况的通报", [
        ("huaxu", "刚搬新站就把取号、导办一起理顺，又去另外三个站点看了")],
        [], "镇街加入后，暴露的多是设备和网络问题。请各单位把挂账事项的进展按步报来，不要攒到最后一天。"),
    "2026-11": ("2026-11-20", "关于挂账事项整改情况的通报", [
        ("rsj", "工龄证明的样本做到了每个经办人桌上")], [
        {"单位": "cgj", "原因": "问题整改不彻底",
         "事由": "占道许可核销的问题过了时限一个月，没有报进展，也没有申请延期",
         "依据": ["cgj-2026-09-window-p01", "ysb-2026-11-inspection-1"]}],
        "挂账不等于放下。时限到了没有动静的，县营商办会到现场看，看到什么写什么。"),
}
INSPECTIONS = [
    ("2026-10", "2026-10-27", "huaxu", "实地查看", "village",
     [("huaxu-2026-10-window", True, "取号、叫号都在用，导办员在岗"),
      ("huaxu-2026-10-window-p01", True, "叫号器已装好，秩序明显好转")],
     "所写属实，整改见效", "在便民服务站查看叫号器"),
    ("2026-11", "2026-11-17", "cgj", "实地查看", "street",
     [("cgj-2026-09-window-p01", True, "到期名单没有推送，两处占道已过期未核销")],
     "整改没有按期落实，应说明原因", "到期未核销的占道点位"),
]
VISIT = ("2026-11", "2026-11-06", "孙某某", "副县长", "民政和社会保障", ["mzj"],
         "mzj-2026-11-window",
         "全程看了救助事项的受理，要求把镇街和县级的材料要求对齐，年底前再走一遍",
         "hall", "在等候区询问群众等了多久",
         "十一月六日上午，孙某某到县政务服务中心，与窗口人员一起接待了两位来问救助的群众。"
         "材料缺了什么、为什么缺，她让工作人员一样一样说给群众听。座谈时没有念稿子，只问三件事："
         "哪一步最慢，谁能决定改，什么时候改完。")
ARTICLES = [
    ("huaxu", "queue-desk", "2026-10-30", "2026-11-04", "搬了新楼，先把队排好", "一台叫号器换来一个安静的大厅",
     ["huaxu-2026-10-window"], "village", "新装的叫号器",
     """华胥镇便民服务站国庆后搬进新楼，地方宽敞了，队却更乱了：没有取号机，谁先挤到柜台谁先办。

十月里镇长走了一趟流程，在长椅上坐了二十分钟没有轮到。当天下午站里就开会，先不谈买设备，谈怎么让人心里有数。第二天，门口摆出一张小桌，来一个人发一张手写的号；三天后，两百多块钱的叫号器装上了。

设备便宜，规矩要细。老人不会取号，由导办员代取；带孩子的、腿脚不便的，有一把贴了黄标的椅子，坐下就有人来问。赶班车的人最着急，站里把班车时刻抄在号单背面，快到点的可以商量着先办，后面的人看得见原因，也就不吵。

一个月下来，大厅里不再有人喊。代办员说，最大的变化是自己嗓子不哑了。镇上又派人去另外几个站点看，有一处也缺叫号，已经照样子配上。

秩序这件事，花钱不多，难在有人肯先坐下来等一回。"""),
    ("rsj", "sample-sheet", "2026-11-12", "2026-11-17", "把一张证明写清楚", "工龄证明有了样本，群众少跑一趟",
     ["rsj-2026-09-window"], "counter", "窗口摆放的证明样本",
     """办退休，最容易卡住的不是系统，是一张工龄证明。单位开得五花八门：有的缺起止年月，有的没有写岗位，有的盖了部门章。窗口退回去，群众再跑一趟老单位，来回就是两天。

九月局长坐窗口时正碰上一位。材料翻了几遍，差的只是一行字。窗口的同志解释得很耐心，可是办事的人要的不是耐心，是一次写对。

改法很简单：做一份填好的样本，哪一栏写什么、盖哪个章，用红字标在边上，再附一份空白的，拿回去照着填。样本先放在社保窗口，用了两周又改了三处，都是群众指出来的看不懂的词。

接着他们想，别的证明是不是也这样？翻了上半年的退件，工作年限证明退得最多，于是又做了第二份样本。各乡镇的经办人都领到了一套，电话里问起来，两边看的是同一张纸。

现在窗口每周记一次退件的原因。这一栏已经三周没有写“证明不全”了。"""),
]


def add(m, records, files):
    """Puts the papers of all months into `files`; returns the texts that must
    not repeat one another. `m` is make.py."""
    bodies = {}

    def paper(path, head, body, received, approved, reviewers, sender,
              opinion, pictures=()):
        base = "content/units/" + path
        text = "---\n%s\n---\n" % m.head_text(head)
        if body:
            text += "\n%s\n" % body
            bodies[path.replace("/", "-")] = body
        files[base + "/index.md"] = text.encode()
        for i, scene in enumerate(pictures):
            files["%s/%02d.png" % (base, i + 1)] = m.picture(
                scene, path + str(i), path.split("/")[0])
        dice = m.Dice("papers", path)
        commit = dice.hex(12)
        events = [
            {"事件": "收到", "提交": commit, "报送人": sender,
             "时间": received, "替换": "无"},
            {"事件": "审核通过", "提交": commit,
             "审核人": dice.pick(reviewers), "时间": approved,
             "意见": opinion}]
        for i, event in enumerate(events):
            m.put_event(files, path, i + 1, event)

    def days(day, later=1):
        """Moments of receipt and approval, on `day` and a working day on."""
        d = datetime.date.fromisoformat(day)
        dice = m.Dice("moments", day)
        return m.at(d, 9, dice), m.at(
            min(m.working_after(d, later), m.TODAY), 15, dice)

    make = Maker(m, records, files, paper, days)
    for i, month in enumerate(MONTHS):
        for lead in ("spj", "sfj"):
            make.plan(lead, month)
            make.summary(lead, month, i)
        make.assignment(month)
        make.followup(month)
    make.handed_over()
    make.mechanisms()
    make.of_the_office()
    make.articles()
    return bodies


def closures(files):
    """entry → moment when its close-out was approved."""
    found = {}
    for path, data in files.items():
        if "/ledger/" not in path or not path.endswith(".md"):
            continue
        if "事由: 申请销号" not in data.decode():
            continue
        folder, _, name = path.rpartition("/")
        for other, event in files.items():
            if other.startswith(folder.replace("units", "journal") + "/"):
                event = event.decode()
                if "审核通过" in event and "[%s]" % name in event:
                    found[folder.rpartition("/")[2]] = re.search(
                        '时间: "(.*)"', event).group(1)
    return found


class Maker:
    def __init__(self, m, records, files, paper, days):
        self.m, self.records, self.files = m, records, files
        self.paper, self.days = paper, days
        self.closed = closures(files)
        self.office = m.REVIEWERS[m.OFFICE]

    def led(self, lead):
        return [r for r in self.records if self.m.LEAD[r.story.kind] == lead]

    @staticmethod
    def items(r):
        found = []
        for step in r.made["环节"]:
            for item in step.get("事项", []):
                if item["名称"] not in found:
                    found.append(item["名称"])
        return found

    def before(self, month):
        """The last working day of the month before."""
        d = datetime.date.fromisoformat(month + "-01") - self.m.DAY
        while not self.m.is_working(d):
            d -= self.m.DAY
        return str(d)

    def plan(self, lead, month):
        rows = {}
        for r in self.led(lead):
            if r.story.month == month:
                row = rows.setdefault((r.story.kind, r.story.unit), [])
                row += [x for x in self.items(r) if x not in row]
        order = list(self.m.UNITS)
        rows = [{"单位": u, "类": k, "事项": rows[k, u]}
                for k, u in sorted(rows, key=lambda x: (
                    -len(x[0]) % 7, x[0], order.index(x[1])))]
        day = self.before(month)
        head = {"印发日期": day, "起": month + "-01",
                "止": str((datetime.date.fromisoformat(month + "-01")
                          + self.m.DAY * 32).replace(day=1) - self.m.DAY),
                "安排": rows}
        self.paper("%s/%s/plan" % (lead, month), head, "", *self.days(day, 0),
                   self.office, self.m.clerk(lead), "同意")

    def assignment(self, month):
        day = self.before(month)
        counted = day[:7]
        rows = []
        for r in self.records:
            s = r.story
            if s.kind != "complaint" or s.month != month or "即" in s.text:
                continue
            total, _, kinds = s.text["数"].partition(" ")
            more = self.m.Dice("tickets", s.id).between(1, 5)
            kinds = [k.split() for k in kinds.split("、")]
            kinds = [{"类型": k, "件数": int(n) + (more if i == 0 else 0)}
                     for i, (k, n) in enumerate(kinds)]
            rows.append({"单位": s.unit, "领域": FIELDS[s.unit],
                         "件数": int(total) + more, "未办结": more % 3,
                         "类型": kinds, "跟单": True})
        least = min(r["件数"] for r in rows)
        for unit, n, field, kind in LEFT_OUT[month]:
            n = min(n, least - 1)
            rows.append({"单位": unit, "领域": field, "件数": n,
                         "类型": [{"类型": kind, "件数": n}], "跟单": False})
        self.paper("spj/%s/assignment" % month,
                   {"日期": day, "统计月": counted, "工单": rows}, "",
                   *self.days(day, 0), self.office, self.m.clerk("spj"),
                   "按量安排，同意")

    def summary(self, lead, month, number):
        received, approved = SUMMARIES[month]
        parts = []
        for kind in ("window", "complaint", "enforce"):
            if self.m.LEAD[kind] != lead:
                continue
            mine = [r for r in self.led(lead) if r.story.kind == kind
                    and str(r.due)[:7] == month
                    and next(e["时间"] for e in r.events()
                             if e["事件"] == "审核通过") <= received]
            people = [p for r in mine for p in r.made["参加人"]]
            items = [x for r in mine for x in self.items(r)]
            found = [(r, f) for r in mine for f in r.story.findings]
            part = {
                "类": kind, "场次": len(mine), "人次": len(people),
                "主要负责": sum(p["身份"] != "分管负责同志" for p in people),
                "事项数": len(items), "事项": list(dict.fromkeys(items)),
                "问题数": sum(not f.is_need for _, f in found),
                "需求数": sum(f.is_need for _, f in found),
                "措施数": sum(len(r.made.get("措施", [])) for r in mine),
                "已办结": sum(self.is_done(r, f, received)
                           for r, f in found),
                "落实情况": TELLING[kind][number]}
            if mine:
                parts.append(part)
        self.paper("%s/%s/summary" % (lead, month), {"各类": parts},
                   BODIES[lead, month], received, approved, self.office,
                   self.m.clerk(lead), "数字核对一致，收悉")

    def is_done(self, r, f, moment):
        rows = r.made["需求" if f.is_need else "问题"]
        row = next(x for x in rows if x["序号"] == f.number)
        if f.mode == "立":
            return str(row["完成日期"]) <= moment
        entry = "%s-%s%02d" % (r.story.id, "n" if f.is_need else "p", f.number)
        return self.closed.get(entry, "9") <= moment

    def followup(self, month):
        rows = []
        for n, unit, kind, matter, on, due, steps, done in TICKETS[month]:
            row = {"工单": n, "责任单位": unit, "类型": kind, "事由": matter,
                   "转办日期": on, "完成时限": due,
                   "督导记录": [{"日期": d, "情况": t} for d, t in steps]}
            if done:
                row.update(办结日期=done, 答复日期=done)
            rows.append(row)
        day = {"2026-09": "2026-09-28", "2026-10": "2026-10-29",
               "2026-11": "2026-11-19"}[month]
        self.paper("spj/%s/followup" % month, {"工单": rows}, "",
                   *self.days(day), self.office, self.m.clerk("spj"), "收悉")

    def handed_over(self):
        for entry, month, day, wanted in TRANSFERS:
            f = next(f for r in self.records for f in r.story.problems
                     if "%s-p%02d" % (r.story.id, f.number) == entry)
            head = {"日期": day, "台账": entry, "责任单位": f.owner,
                    "完成时限": f.until, "要求": wanted}
            self.paper("spj/%s/transfer-1" % month, head, "", *self.days(day),
                       self.office, self.m.clerk("spj"), "同意交办")
        unit, month, why = NO_ACTIVITY
        self.paper("%s/%s/no-activity" % (unit, month),
                   {"类": ["window"], "原因": why, "补开日期": "2026-10-14"},
                   "", *self.days(month + "-18"), self.m.REVIEWERS["spj"],
                   self.m.clerk(unit), "情况属实")

    def mechanisms(self):
        m = self.m
        for unit, (name, kindred, title) in m.UNITS.items():
            if unit == m.OFFICE or unit in NO_MECHANISM:
                continue
            dice = m.Dice("mechanism", unit)
            day = datetime.date(2026, 9, 1) + m.DAY * dice.between(0, 50)
            while not m.is_working(day):
                day += m.DAY
            words = {"长": title, "会": {
                "镇街": "党政联席会", "公共服务企业": "经理办公会"}.get(
                    kindred, "主任办公会" if title == "主任" else "局务会")}
            head = {"名称": name + dice.pick(MECHANISM_NAMES),
                    "印发日期": day, "起": m.working_after(day, 2),
                    "分析研判": dice.pick(STUDIED).format(**words),
                    "跟踪问效": dice.pick(FOLLOWED).format(**words)}
            self.paper("%s/mechanism/1" % unit, head, "", *self.days(str(day)),
                       m.REVIEWERS["spj" if unit != "spj" else m.OFFICE],
                       m.clerk(unit), "收悉")

    def of_the_office(self):
        m, second = self.m, self.office[1:]
        me = self.office[0]
        for month, (day, title, praised, named, body) in BULLETINS.items():
            head = {"标题": title, "日期": day,
                    "表扬": [{"单位": u, "事由": t} for u, t in praised]}
            if named:
                head["批评"] = named
            self.paper("%s/%s/bulletin" % (m.OFFICE, month), head, body,
                       *self.days(day, 0), second, me, "同意印发")
        for month, day, unit, how, scene, seen, verdict, shown in INSPECTIONS:
            head = {"日期": day, "对象": unit, "督查人": ["周某某", "石某某"],
                    "方式": how,
                    "涉及": [{"记录": a, "属实": b, "情况": c}
                             for a, b, c in seen],
                    "结论": verdict,
                    "影像": [{"文件": "01.png", "说明": shown}]}
            self.paper("%s/%s/inspection-1" % (m.OFFICE, month), head, "",
                       *self.days(day, 0), second, me, "属实", [scene])
        month, day, who, title, field, units, activity, said, scene, shown, \
            body = VISIT
        head = {"日期": day, "领导": [{"姓名": who, "职务": title}],
                "领域": field, "调研单位": units, "活动": activity,
                "情况": said, "影像": [{"文件": "01.png", "说明": shown}]}
        self.paper("%s/%s/leader-visit-1" % (m.OFFICE, month), head, body,
                   *self.days(day), second, me, "同意", [scene])

    def articles(self):
        m = self.m
        for unit, name, day, sent, title, short, source, scene, shown, body \
                in ARTICLES:
            head = {"标题": title, "摘要": short, "日期": day, "来源": source,
                    "编辑": "周某某", "校对": "吴某某", "审核": "郑某某",
                    "发出": sent,
                    "影像": [{"文件": "01.png", "说明": shown}]}
            self.paper("%s/articles/%s" % (unit, name), head, body,
                       *self.days(day), self.office, m.clerk(unit),
                       "同意发布", [scene])
