#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes the sample content of taizhang: units, roster, records, pictures,
ledger progress and the journal of three invented months.

    tests/sample/make.py [DIR]     DIR: the tree to write to, default the
                                   project (content/ is made below it)

What happened in each record is told in window.txt, enforce.txt and
complaint.txt beside this file; everything else (days, people, visits, moments
of receipt, the turn of a phrase, the drawings) is thrown by dice whose seed is
the record's own name. So equal inputs give equal bytes. Turns of phrase are
dealt round in the order of the stories, so that none comes too often: a story
more changes words of those after it, nothing else. Python 3 standard library
only.

A story is a block of lines that opens with "# unit month [which]":

    事  items, the first for the approval step, the rest for the check
    所  kind of place|place            多  a deputy took over some items
    即  reason|day|words               an occasion of its own (即时体验)
    跟  reason|day|words|record        a follow-up (跟踪体验)
    持  the head's post is vacant      标, 号  dossier standard, number
    走 查 谈 案 卷 转 析 处             what was seen at each step
    数  total type n、type n           例  a typical case
    办  ticket matter 答 (answered) or 挂n (on the ledger as problem n)
    问 需  step|mode|what|outcome or plan|measure; the mode is 立 (at once),
        挂MMDD (on the ledger until that day) or 协unitMMDD (handed over);
        the measure 同上 is the one before, an empty one is none
    进  kind|words[|new day|批 or 退]   a step of the ledger entry above:
        an extension granted or not
    举 复  looked beyond; day of reply   无  nothing was found, and why
"""

import datetime
import hashlib
import math
import os
import re
import shutil
import struct
import sys
import zlib

import papers

HERE = os.path.dirname(os.path.abspath(__file__))
TODAY = datetime.date(2026, 11, 22)
DAY = datetime.timedelta(days=1)
LEAD = {"window": "spj", "complaint": "spj", "enforce": "sfj"}
OFFICE = "ysb"

# ---------------------------------------------------------------- the units

DEPARTMENTS = """
fgw 县发改委 主任|jkj 县教科局 局长|jmj 县经贸局 局长|gaj 县公安局 局长
mzj 县民政局 局长|sfj 县司法局 局长|czj 县财政局 局长|rsj 县人社局 局长
zyghj 县资源规划局 局长|zjj 县住建局 局长|cgj 县城管执法局 局长
jtj 县交通局 局长|swj 县水务局 局长|nyncj 县农业农村局 局长
wltj 县文旅体育局 局长|wjj 县卫健局 局长|yjj 县应急管理局 局长
scjgj 县市场监管局 局长|ybj 县医保局 局长|spj 县行政审批局 局长
qbj 县秦保局 局长|sj 县税务局 局长|sthjj 县生态环境局 局长
qxj 县气象局 局长|jrb 县金融办 主任|rfb 县人防办 主任
gjjzx 县住房公积金管理中心 主任|tjj 县统计局 局长
"""
TOWNS = """
languan 蓝关街道|xiehu 洩湖镇|huaxu 华胥镇|qianwei 前卫镇|tangyu 汤峪镇
jiaodai 焦岱镇|yushan 玉山镇|sanli 三里镇|puhua 普化镇|gepai 葛牌镇
bayuan 灞源镇|jiujianfang 九间房镇|lanqiao 蓝桥镇|wangchuan 辋川镇
houzhen 厚镇|sanguanmiao 三官庙镇|ancun 安村镇|mengcun 孟村镇|xiaozhai 小寨镇
"""
COMPANIES = """
gwgd 国网蓝田供电公司|zls 县自来水公司|xltrq 西蓝天然气（股份）有限公司
crtrq 县城燃天然气有限公司
"""
# 附件1, list two, but for the three that are not bodies of list one's order
ENFORCE = """fgw jkj jmj gaj mzj sfj czj rsj zyghj zjj cgj jtj swj nyncj wltj
wjj yjj scjgj tjj ybj sj sthjj qxj jrb rfb""".split()
MANY_ITEMS = "gaj mzj rsj zyghj zjj scjgj spj".split()
# the months from which units take part; all others from 2026-11
FROM = {
    "window": {
        "2026-09": """mzj rsj gaj scjgj zyghj cgj spj ybj gwgd languan
            tangyu""".split(),
        "2026-10": """zjj jtj swj wjj nyncj sj sfj sthjj zls huaxu jiaodai
            xiehu""".split(),
    },
    "enforce": {
        "2026-09": "gaj scjgj zyghj cgj".split(),
        "2026-10": "zjj jtj sthjj nyncj wjj".split(),
    },
}

LATE = {
    "cgj-2026-09-window", "zyghj-2026-09-enforce", "jtj-2026-10-window",
    "sj-2026-10-window", "wjj-2026-10-enforce", "jiaodai-2026-10-window",
    "czj-2026-11-window", "yushan-2026-11-window",
}
AFTER_THE_20TH = {  # held after the 20th, so due in the next period
    "rsj-2026-09-window", "gaj-2026-09-enforce", "spj-2026-10-window",
    "sthjj-2026-10-window", "nyncj-2026-10-enforce", "gwgd-2026-10-complaint",
}
RETURNED = {
    "mzj-2026-09-window": "回访对象有一位的办理日期写到了当月，请核对更正",
    "ybj-2026-09-window": "第一条问题的整改计划太笼统，请写明设备到位的时间",
    "cgj-2026-09-enforce": "案卷评查没有写明适用的行业标准，请补上",
    "languan-2026-10-window": "影像说明过于简单，请写清拍的是什么",
    "scjgj-2026-10-window": "两条问题共用一条措施，请分别写明",
    "xiehu-2026-10-window": "提请协调的问题请写明希望哪个单位做什么",
    "jtj-2026-10-enforce": "随机抽取的办法没有写，请补充",
    "wjj-2026-11-window": "环节里的体验人与参加人不一致，请更正",
    "gjjzx-2026-11-window": "完成时限早于整改计划里写的上线时间，请核对",
    "ancun-2026-11-window": "没有发现问题的，请写明抽查了哪些事项",
    "yjj-2026-11-enforce": "正文里写了住户门牌，请删去",
    "jtj-2026-11-complaint": "分类件数与接诉数量对不上，请核对",
}
PARTLY = {"mzj-2026-11-window"}
EXPLAINED = {
    "sfj-2026-10-window": "上月窗口受理的公证咨询仅两件，均已回访并接通",
    "qbj-2026-11-window": "上月准入核查仅受理两件，两家业主都已回访",
    "qxj-2026-11-window": "上月开具证明的三人中一人多次未接电话",
}

SURNAMES = """王 wang|李 li|张 zhang|刘 liu|陈 chen|杨 yang|赵 zhao|黄 huang
周 zhou|吴 wu|徐 xu|孙 sun|胡 hu|朱 zhu|高 gao|林 lin|何 he|郭 guo|马 ma
罗 luo|梁 liang|宋 song|郑 zheng|谢 xie|韩 han|唐 tang|冯 feng|于 yu|董 dong
程 cheng|曹 cao|袁 yuan|邓 deng|许 xu|傅 fu|沈 shen|曾 zeng|彭 peng|吕 lv
苏 su|卢 lu|蒋 jiang|蔡 cai|贾 jia|丁 ding|魏 wei|薛 xue|叶 ye|阎 yan|余 yu"""


def cells(text):
    return [c.split() for line in text.split("\n") for c in line.split("|")
            if c.strip()]


def units():
    """code → (name, class, head's title), in the order of the register."""
    found = {}
    for code, name, title in cells(DEPARTMENTS):
        found[code] = (name, "县级部门", title)
    for code, name in cells(TOWNS):
        title = "街道办事处主任" if "街道" in name else "镇长"
        found[code] = (name, "镇街", title)
    for code, name in cells(COMPANIES):
        found[code] = (name, "公共服务企业", "总经理")
    found[OFFICE] = ("县营商办", "其他", "主任")
    return found


UNITS = units()
FAMILY = cells(SURNAMES)

# ------------------------------------------------------------------- chance


class Dice:
    """Throws that depend on nothing but their seed: SHA-256 in counter mode."""

    def __init__(self, *seed):
        self.name = seed[-1]
        self.seed = "\x1f".join(str(s) for s in seed).encode()
        self.count = 0

    def under(self, n):
        self.count += 1
        h = hashlib.sha256(self.seed + struct.pack(">I", self.count)).digest()
        return int.from_bytes(h[:8], "big") % n

    def between(self, low, high):
        return low + self.under(high - low + 1)

    def pick(self, items):
        return items[self.under(len(items))]

    def some(self, items, n):
        left, found = list(items), []
        while left and len(found) < n:
            found.append(left.pop(self.under(len(left))))
        return found

    def chance(self, percent):
        return self.under(100) < percent

    def hex(self, digits):
        return hashlib.sha256(self.seed + b"hex%d" % self.under(1 << 30)
                              ).hexdigest()[:digits]


def people(unit):
    """The surnames of a unit's head, deputy and clerk: always the same."""
    return Dice("people", unit).some(FAMILY, 3)


def head_name(unit):
    return people(unit)[0][0] + "某某"


def clerk(unit):
    return "%s-%s" % (unit, people(unit)[2][1])


REVIEWERS = {"spj": ["spj-lei", "spj-qin"], "sfj": ["sfj-tian", "sfj-hou"],
             OFFICE: [OFFICE + "-fan", OFFICE + "-shi"]}

# ------------------------------------------------------------- days, moments


def is_working(d):
    if d == datetime.date(2026, 9, 25):  # mid-autumn
        return False
    if d.month == 10 and d.day <= 7:
        return False
    if d in (datetime.date(2026, 9, 20), datetime.date(2026, 10, 10)):
        return True  # worked to make up for the holidays
    return d.weekday() < 5


def working_after(d, n):
    while n:
        d += DAY
        n -= is_working(d)
    return d


def month_before(d, dice):
    """A working day of the calendar month before d."""
    last = d.replace(day=1) - DAY
    days = [last - DAY * i for i in range(last.day)]
    return dice.pick([x for x in days if is_working(x)])


def due_date(d):
    if d.day > 20:
        d = (d.replace(day=1) + DAY * 32).replace(day=20)
    return d.replace(day=20)


def at(d, hour, dice):
    return "%sT%02d:%02d:%02d+08:00" % (
        d, hour, dice.under(60), dice.under(60))


def day_words(d):
    return "%d月%d日" % (d.month, d.day)


# --------------------------------------------------------------------- YAML

PLAIN = re.compile(r"^[^\s\-?:,\[\]{}#&*!|>'\"%@`][^:,\[\]{}#&*!|>'\"@`]*$")


def q(v):
    """A scalar; quoted wherever YAML or a reader could stumble over it."""
    if isinstance(v, bool):
        return "是" if v else "否"
    v = str(v)
    if PLAIN.match(v) and v == v.strip() and not re.match(r"0\d*$", v):
        return v
    return '"%s"' % v.replace("\\", "\\\\").replace('"', '\\"')


def moment(v):
    return '"%s"' % v


def flow(v):
    if isinstance(v, dict):
        return "{%s}" % ", ".join("%s: %s" % (k, flow(x)) for k, x in v.items())
    if isinstance(v, (list, tuple)):
        return "[%s]" % ", ".join(flow(x) for x in v)
    return q(v)


def emit(out, key, v, indent=""):
    """key: v in block style, inner lists and maps on one line each."""
    if isinstance(v, list) and v and isinstance(v[0], dict):
        out.append("%s%s:" % (indent, key))
        out.extend("%s  - %s" % (indent, flow(x)) for x in v)
    elif isinstance(v, (dict, list)):
        out.append("%s%s: %s" % (indent, key, flow(v)))
    else:
        out.append("%s%s: %s" % (indent, key, q(v)))


def head_text(head):
    out = []
    for key, v in head.items():
        if key != "环节":
            emit(out, key, v)
            continue
        out.append("环节:")
        for step in v:
            lead = "  - "
            for k, x in step.items():
                one = []
                emit(one, k, x, "    ")
                one[0] = lead + one[0][4:]
                out.extend(one)
                lead = "    "
    return "\n".join(out)


# ------------------------------------------------------------------ stories

STEPS = {
    "window": {"审": "审批服务", "查": "业务检查", "访": "服务回访",
               "谈": "座谈交流"},
    "enforce": {"查": "执法检查", "执": "执法检查", "案": "案件处理",
                "卷": "案卷评查"},
    "complaint": {"转": "转办体验", "析": "投诉分析", "处": "投诉处理"},
}


class Finding:
    """A problem or a need of a story, with the steps of its ledger entry."""

    def __init__(self, story, is_need, text):
        step, mode, self.what, self.outcome, self.measure = text.split("|")
        self.is_need = is_need
        self.step = STEPS[story.kind][step]
        self.mode = mode[0]
        self.owner = story.unit
        self.until = None
        self.progress = []
        self.beyond = self.reply = None
        self.number = 0
        if self.mode != "立":
            owner, day = re.match(r"(\w*?)(\d{4})$", mode[1:]).groups()
            year = 2027 if day < "0900" else 2026
            self.until = datetime.date(year, int(day[:2]), int(day[2:]))
            if self.mode == "协":
                assert owner in UNITS, mode
                self.owner = owner


class Story:
    def __init__(self, kind, block):
        self.kind = kind
        lines = block.strip().split("\n")
        name = lines[0][2:].split()
        self.unit, self.month = name[0], name[1]
        self.id = "%s-%s-%s" % (self.unit, self.month, kind)
        self.path = "%s/%s/%s" % (self.unit, self.month, kind)
        if len(name) > 2:
            self.id += "-" + name[2]
            self.path += "-" + name[2]
        self.text, self.findings, self.tickets = {}, [], []
        for line in lines[1:]:
            key, _, text = line.partition(" ")
            if key in "问需":
                self.findings.append(Finding(self, key == "需", text))
            elif key == "进":
                self.findings[-1].progress.append(text.split("|"))
            elif key == "举":
                self.findings[-1].beyond = text
            elif key == "复":
                self.findings[-1].reply = text
            elif key == "办":
                self.tickets.append(text.split())
            else:
                assert key not in self.text, (self.id, key)
                self.text[key] = text.strip()
        self.fold_small_ones()
        for is_need in (False, True):
            mine = [f for f in self.findings if f.is_need == is_need]
            for i, f in enumerate(mine):
                f.number = i + 1

    def fold_small_ones(self):
        """Of two problems, one put right on the spot often stays a remark of
        the text: real records list about one each."""
        problems = [f for f in self.findings if not f.is_need]
        self.folded = None
        if len(problems) < 2 or self.tickets:
            return
        if not Dice("fold", self.id).chance(88):
            return
        for f in reversed(problems):
            at = self.findings.index(f)
            follower = self.findings[at + 1:at + 2]
            if f.mode == "立" and not (
                    follower and follower[0].measure == "同上"):
                self.findings.remove(f)
                self.folded = f
                return

    @property
    def problems(self):
        return [f for f in self.findings if not f.is_need]

    @property
    def needs(self):
        return [f for f in self.findings if f.is_need]


def stories():
    found = []
    for kind in ("window", "enforce", "complaint"):
        with open(os.path.join(HERE, kind + ".txt"), encoding="utf-8") as f:
            blocks = re.split(r"\n(?=# )", f.read())
        found += [Story(kind, b) for b in blocks if b.strip()]
    return found


# -------------------------------------------------------------------- words

OPEN_WINDOW = [
    "{日}{时}，{职}{人}来到{地}，以办事群众的身份把“{项}”从头办了一遍。",
    "{日}，{单}的窗口迎来一位没有提前打招呼的“办事人”：{职}{人}。",
    "{时}的{地}人不算少，{人}取号排队，要办的是“{项}”。",
    "“{项}”到底好不好办？{日}{时}，{人}自己去试。",
    "{日}，{单}开展本月的走流程、坐窗口，{职}{人}选的事项是“{项}”。",
    "为看清“{项}”在哪一步耽误人，{人}{日}到{地}走了一趟。",
    "{人}没有先听汇报。{日}{时}，他直接到了{地}。",
    "{日}{时}，{地}多了一位陪办的人，{职}{人}。",
    "这次体验定在{日}{时}，地点是{地}，事项由{人}当天抽定。",
    "按照本月计划，{职}{人}{日}用了{半}，在{地}先当群众、再当工作人员。",
    "{日}{时}，{人}带着一套真实的申请材料走进{地}。",
    "一张号、一摞材料、一把等候椅，{日}，{人}从“{项}”的第一步开始。",
    "{单}这个月把体验放在群众问得最多的“{项}”上，{日}由{人}来走。",
    "{日}，{人}到{地}坐了{半}。",
    "赶在{时}人最多的时候，{人}于{日}到了{地}。",
    "{日}的体验没有安排讲解员，{人}在{地}边看牌子边办。",
]
OPEN_ENFORCE = [
    "{日}，{职}{人}以一线执法人员的身份跟班，全程参加了{项}。",
    "{日}{时}，{人}换上执法装备，跟着中队出门。",
    "抽签结果{日}一早才拆封，{单}{人}当即带队去了{地}。",
    "{单}本月的跟执法放在{项}，{日}由{人}带班。",
    "{人}{日}跟了{半}的执法，只带一个本子，不带讲稿。",
    "{日}{时}出发前，{人}先和队员一起学了一遍检查单。",
    "这次跟班的是{职}{人}，时间是{日}，内容是{项}。",
    "为了看看平时怎么执法，{人}{日}临时加入了{项}。",
    "{日}，{地}，{人}站在执法记录仪的镜头里，从亮证开始。",
    "{人}这次的角色是第二执法人，{日}{时}随队到{地}。",
    "出车单上写着{人}的名字。{日}，他要跟的是{项}。",
    "{日}{时}，{单}按随机名单开展{项}，{人}参加。",
    "{项}怎么查、查得公不公，{日}{人}在现场看了{半}。",
    "一早七点半，{人}到中队报到，{日}的任务是{项}。",
]
OPEN_COMPLAINT = [
    "{日}，{职}{人}到12345热线蓝田分平台当了{半}接线员。",
    "{日}{时}，{单}{人}走进县热线分平台，从接件开始体验。",
    "这个月轮到{单}跟单，{人}{日}到热线分平台报到。",
    "{人}{日}在热线席位上坐了{半}，接、派、催、回，一样没有少。",
    "耳机、键盘、一沓工单，{日}，{人}在热线分平台开始值班。",
]
CALLS = [
    "回访抽了{n}个号，接通{m}个。", "下午照着上月台账打电话，{m}位愿意多说几句。",
    "{人}亲自拨了{n}个回访电话，有{m}个说完了全部问题。",
    "电话回访时，{m}位群众逐项打了分。", "{n}个电话里有{m}个算有效。",
    "回访放在饭后，{m}位群众接了电话。", "随机抽出上月办过事的{n}位，聊通{m}位。",
    "上月的办件名单翻到第三页，抽了{n}位，{m}位有回音。",
    "回访对象由系统随机给出，{m}位作了评价。", "给{n}位群众去了电话，{m}位接听。",
    "拨出的{n}个号码中，{m}个真正谈到了办事经过。",
    "为了不打扰，回访只问四个问题，{m}位答全。",
]
ANSWERS = [
    "有人夸窗口耐心，也有人说等得久。", "评价最多的两个字是“还行”。",
    "多数人满意，一位说停车难。", "一位老人请人代接，说只记得姑娘态度好。",
    "问到投诉渠道，有两位不知道该打哪个电话。", "都说比前几年快。",
    "有一位直说材料要得多，别的都满意。", "满意之外，提得最多的是能不能少跑一次。",
    "一位店主说，办完以后没有人再来问过，今天是头一回。",
    "没有人不满意，但有人把“满意”说得很勉强，追问后是排队。",
    "有位女士边带孩子边接，请我们晚上再打，当晚补打了。",
    "对流程都熟，对网上怎么办大多不熟。", "有人反问我们能不能开到晚上。",
    "评价里夹着一句玩笑：要是都像今天这样就好了。",
    "态度、能力、流程三项都是好评，渠道一项说不清。",
    "一家企业的会计把意见列成三条念给我们听。", "听得出，大家更在意结果能不能准时。",
    "一位先生说不用回访，把事办快就行。", "有人想知道证能不能寄到家。",
    "两位群众提到同一件事：短信看不懂。", "一位大姐先问是不是骗子，核实后聊了十分钟。",
]
TALKS = [
    "座谈没有摆桌牌，{a}名工作人员和{b}位群众代表挤在一间屋里。",
    "随后的座谈来了{b}位企业和群众代表，{a}名经办人员对面坐。",
    "座谈时先请群众说，{b}位代表一人三分钟。",
    "{a}名窗口人员、{b}位代表围坐着把上午的事过了一遍。",
    "座谈会开了五十分钟，不念稿子。", "傍晚的座谈只谈难处，{b}位代表都开了口。",
    "和{b}位代表座谈，{a}名经办人员逐条记。", "座谈放在大厅一角，{b}位来办事的人顺便坐了下来。",
    "参加座谈的有{a}名业务骨干和{b}位服务对象。", "请来{b}位代表，先看流程图，再提意见。",
    "座谈改成了边走边谈，{b}位代表指着窗口说。", "{b}位代表里有两位是头一次参加。",
]
CLOSE_NOW = [
    "说到“{问}”，当场定了办法：{果}。", "“{问}”当天就动手改，{果}。",
    "能改的不过夜，针对“{问}”，{果}。", "“{问}”这一条随即处理，{果}。",
    "对“{问}”，没有再开会，{果}。", "改得最快的是“{问}”：{果}。",
    "“{问}”属于立行立改，{果}。", "就“{问}”给出的答复是：{果}。",
]
CLOSE_LEDGER = [
    "“{问}”一时改不完，先挂账：{果}。", "“{问}”列入挂账，定在{限}前，{果}。",
    "“{问}”要费些工夫，办法是{果}，时限{限}。", "挂账的一条是“{问}”，{限}前销号。",
    "“{问}”不是一天的事，商定{果}。", "对“{问}”，{人}要求{限}前见到结果：{果}。",
    "“{问}”记在账上，由专人盯到{限}。", "{限}，是“{问}”的最后期限。",
]
CLOSE_HAND = [
    "“{问}”要靠别的单位一起办，已提请协调：{果}。",
    "自己解决不了的“{问}”，报请牵头单位交办，{果}。",
    "“{问}”不在本单位职责内，请{谁}来定，{果}。",
    "“{问}”提请{谁}协调解决，{限}前给答复。",
]
CLOSE_NEED = [
    "群众的需求也有回音：{问}，{果}。", "关于{问}，{果}。",
    "提到最多的需求是{问}，答复是{果}。", "{问}，听上去是小事，{果}。",
]
CLOSE_FOLDED = [
    "“{问}”这类小毛病当场改掉了。", "另有一处细节——{问}，{果}。",
    "顺手改的还有一条：{问}，{果}。", "{问}，属一时疏漏，{果}。",
]
CLOSE_NONE = [
    "这次没有发现需要列入清单的问题：{果}。", "清单上写的是“未发现问题”，理由如实写明：{果}。",
]
LAST = [
    "下个月，{人}打算换一个事项再走。", "体验单当晚交到了办公室。", "",
    "改没有改到位，下月来看。", "", "散会时已经过了六点。", "",
    "{人}把自己的号条夹在了本子里。", "几条意见当天贴到了股室的白板上。", "",
    "谁来改、哪天改完，都写在单子上。", "回去的路上，又把流程图改了一遍。", "",
    "说到底，少让人跑一趟就是好。", "有代表问下次什么时候来，答复是下月。", "",
    "走一遍，比听三次汇报清楚。", "这些事不大，却天天有人遇到。", "",
    "股室第二天上午开了短会，一条一条认领。", "办公室负责盯着销号。", "",
]
LAST_ENFORCE = [
    "下个月，{人}打算跟一次夜班。",
    "案卷的毛病列成一页，发给各中队。",
    "",
    "收队时已经过了六点。",
    "",
    "几条意见写进了当天的执法日志。",
    "",
    "改没有改到位，下月评卷再看。",
    "",
    "队里第二天早会先讲了这几条。",
    "",
    "法制股负责盯着销号。",
    "",
    "查一次，教一次，比单开罚单管用。",
    "",
]
ENFORCE_EXTRA = [
    "亮证、告知、记录三步没有省。", "全程开着记录仪。", "裁量的档次由两名执法员分别提出，再合议。",
    "对方问得多，队员答得也细。", "从敲门到离开，一共三十五分钟。", "执法语气平和，讲法条之前先讲后果。",
    "同样的情形，前后两家处理一致。", "没有听到训斥，也没有听到通融。", "文书现场打印，当事人看完才签字。",
    "检查单上的十二项逐项打钩。", "现场有人围观，队员请大家退到线外再继续。",
    "法制审核员也跟了来，边看边记。", "每查一家，先说查什么、凭什么。", "能教的先教，该罚的不含糊。",
    "走之前把投诉电话留给了当事人。", "队员之间分工清楚，一人问、一人记。",
    "{人}问得最多的一句是“依据在哪一条”。", "首违轻微的，照免罚清单办。",
    "对方要求回避的权利，也当面讲了。", "取证的照片当场给当事人看过。",
]
MORE_WINDOW = [
    "表格一共{y}页，有些格子写不下一个完整的单位名称。",
    "填表台上有老花镜、有签字笔，样表却压在最底下。",
    "窗口人员解释时用手指着条款念，念到第二条，群众就插话问自己的情况。",
    "轮到一位抱孩子的年轻妈妈，后面的人主动让了让。",
    "受理回执写明了承诺期限，也写了经办人的工号。",
    "身份证读卡器读了{y}次才读出来，最后换了一台。",
    "以工作人员身份坐下来，才体会到同一句话一天要说几十遍。",
    "系统提示语有三处是英文缩写，窗口也解释不清。",
    "指南的二维码扫得开，只是手机上字小，要放大才能看。",
    "一位大叔少带一页材料，窗口让他拍照传来，没有叫他再跑。",
    "排队时问了身边的{y}位群众，都说知道能网上办，但不敢办。",
    "离窗口最近的椅子留给了老人，这个细节是群众先指出来的。",
    "填写示例用的是去年的年份，容易让人抄错。",
    "办件过程里有{y}次要本人签名，其中一次可以合并。",
    "材料收齐以后先扫描，原件当场退回。",
    "现场还看了投诉本，最近一条是上个月写的，已经答复。",
    "窗口背后贴着容缺清单，能容缺的一共{x}项。",
    "收件人员会说本地话，老人一听就松了口气。",
    "业务系统要在两个页面之间来回复制，多花了{y}分钟。",
    "“首问负责”写在墙上，问到的第一个人确实一直陪到了窗口。",
    "印章是电子的，打印出来和盖的一样清楚，群众却总要再问一句算不算数。",
    "等候时间最长的是{x}分钟，出现在十点前后。",
    "代办员手里拿着{y}户人家的材料，一户一个袋子。",
    "同样的材料，窗口要一份，网上要上传两处。",
    "门口的无障碍坡道通畅，轮椅可以直接推到窗口。",
    "缴费可以用现金，也可以扫码，找零备得足。",
    "一张申请表里，电话要填三次。",
    "新来的窗口人员上岗{x}天，业务手册翻得起了毛边。",
]
MORE_HALL = MORE_WINDOW + [
    "等候区坐了{x}个人，前面每办完一位，叫号屏停{y}秒才跳下一个号。",
    "导办员一上午被问了{x}次，问得最多的是先去哪一个窗口。",
    "评价器摆在手边，办完的人里只有一半去按。",
    "打印、复印、签字都在同一个柜台，这一点比去年方便。",
    "自助机前排了{y}个人，多数要人帮着点。",
    "手机信号在大厅靠里的地方只有一格，验证码迟迟不来。",
    "窗口的应急预案贴在抽屉里，断网时怎么办，两名新人答得出。",
    "取件的抽屉按姓氏分，找一份材料不到半分钟。",
    "后台审批的时间从系统上看得一清二楚，最长的一步停了{y}天。",
    "柜台的高度正好，坐着说话不用探身子。",
    "午间值守只留一个人，十二点到一点办了{x}件。",
    "短信提醒发得及时，只是落款是一串数字，看不出哪个单位。",
    "有位企业的经办人一次来办{y}件事，分在三个窗口。",
    "咨询台把常问的{x}个问题写成了小卡片，拿的人不少。",
    "办结以后的材料归档，编号、页码和目录都对得上。",
    "叫到号没有人应，窗口多喊了两遍才过号。",
]
MORE_VILLAGE = MORE_WINDOW + [
    "一屋子人里有一半是陪着老人来的。",
    "墙上的政策明白纸是手写的，字大，看的人多。",
    "代办员的手机里存着{x}个村组的微信群。",
    "有人把户口本用塑料袋包了三层，从里面一样一样往外拿。",
    "代办点的印泥、复印纸和饮水机都备着。",
    "一位老人不识字，由代办员念一句、点头一次，按了手印。",
    "门口的意见箱里有{y}张纸条，当场拆开看了。",
    "站里的班车时刻表和办事时间贴在一起，赶车的人一看便知。",
    "办完一件，代办员在本子上画一个勾，{x}个勾是一天的量。",
    "来人多半先问旁边的乡亲，再问窗口。",
    "值班表上写着名字和照片，今天在岗的两位都在。",
    "一位婶子办完事没有走，帮着后来的人填表。",
]
MORE_ENFORCE = [
    "出发前先核对了执法证件，{y}名队员的证都在有效期内。", "现场笔录写了{y}页，每一页都请当事人看过再签。",
    "从亮明身份到说明来意，不到一分钟，对方却一直在看证件上的照片。", "检查用的仪器有检定标志，日期在有效期之内。",
    "队里的新人第一次独立问话，问得细，只是顺序有些乱。", "说理的时间比检查的时间长，{x}分钟里有一半在讲为什么。",
    "当事人担心被曝光，队员解释了公示的范围和期限。", "照片拍了{x}张，近景、中景、全景都有。",
    "执法车停在路边不挡道，队员步行进去。", "现场有一位老人一直在旁边听，末了问了一句以后怎么改。",
    "整改期限是和当事人商量着定的，留了合理的时间。", "裁量的时候翻出了去年的同类案件作参照，结果相差不大。",
    "文书模板更新过，旧版还有人在用，当场收了回来。", "回到队里先传记录仪的视频，再写当天的日志。",
    "一户检查完，队员把注意事项写在纸上留给店里。", "被查的人里有人熟识队员，队员主动请求换人。",
    "证据登记保存的清单一式两份，物品编号贴在实物上。", "询问室的灯光和座椅都合规，只是隔音差。",
    "中队把这次检查的对象、人员、结果当天录进了系统。", "遇到下雨，纸质笔录打湿了一角，重新打印了一份。",
    "案件讨论会开了{x}分钟，三种处理意见都记在了案。", "催告、告知、决定三份文书的日期前后衔接。",
    "当事人提出分期，队员没有当场答应，带回去研究。", "执法过程中没有一句训斥，也没有一次拍桌子。",
    "翻卷时先看时间线，再看证据，最后看文书。", "有两处签字看不清，请承办人当面说明。",
    "评查意见不笼统，写到第几页、哪一行。", "发现的毛病先问是习惯还是不懂，再说怎么改。",
    "承办人把自己的案卷讲了一遍，讲到一半自己看出了漏洞。", "交叉评查时，两个人对同一处的打分差了{y}分，又合议了一次。",
    "检查对象有{x}家在名录里，抽中的都在营业。", "路上和队员聊到夜间加班，一个月平均{y}次。",
    "群众的举报信写得潦草，队员还是逐条核了。", "没有查出问题的，也照样出具了检查结果告知单。",
]
MORE_COMPLAINT = [
    "来电里有{y}位说不清具体位置，只能一边问一边在地图上找。", "接完一个电话要写三栏：事由、地点、诉求，缺一栏就派不准。",
    "屏幕上方的数字一直在变，未签收的最多时有{x}件。", "派出去的单子{y}分钟没有人签收，系统开始发催办短信。",
    "旁边的老接线员说，先让人把气说完，事情才好说。", "有一件同时派给了两家，两家都等着对方先动。",
    "回访时群众说得最多的是，能不能给个准日子。", "夜里的来电少，却多是急事。",
    "录音听了{x}段，语速都不快，没有一段打断对方。", "重复来电的{y}件单独列了一张表。",
    "有的答复写了满满一页，群众只想知道办不办、哪天办。", "现场办公放在事发的地方，谁都说不出“不清楚”。",
    "把{x}件工单按地段标在图上，扎堆的地方一眼就看见了。", "退单的理由一栏里，写得最多的是“不属本单位职责”。",
    "办结的标准当场定了三条：到过现场、有照片、回过电话。", "一件办完再接一件，半天下来嗓子有点哑。",
    "坐席上备着各单位的值班表，有{y}家的号码已经换了。", "群众的话原样记下，不替他改成公文。",
]
QUOTES = [
    "{人}说：“自己走一遍，才知道哪一步是给自己方便的。”", "“一张表填三遍电话，换谁都烦。”{人}边填边说。",
    "一位群众听说他是来体验的，笑着说：“那你也排着。”", "“少一个章，就少一个跑腿的人。”这是座谈时最响的一句。",
    "“制度没错，毛病出在最后一步没有人管。”{人}这样看。", "经办的年轻人说：“问得最多的，就是我们写得最不清楚的。”",
    "“别给我讲文件，给我讲一个人怎么办。”{人}对股室说。", "“能当天改的，不要写进计划里。”{人}的要求很简单。",
    "一位老师傅说：“以前是人跑，现在是消息跑，好。”", "“慢一点可以，不能没有一句话。”一位来访群众说。",
    "{人}在本子上记了一行：先改自己，再提别人。", "“这回看见的，是我们开会看不见的。”随行的股长说。",
    "“规矩要说在前头。”{人}把这句话说了两遍。", "有人直截了当：“你们不来，我们也是这样办的。”",
    "“办得慢不怕，怕的是没有个准头。”一位店主说。", "{人}问队伍里的老乡累不累，老乡说：“习惯了。”这句话记在了第一页。",
    "“一样的事，三个人三种说法，群众信谁？”{人}问。", "“能自己查到的，就不要再让群众证明。”{人}说。",
    "一名科员小声说：“其实我们早知道，只是没有人来问。”", "“清单不求长，求真。”{人}删掉了两条空话。",
    "“人家请一天假来办事，我们就要值这一天。”{人}说。", "“解释得清楚，气就消了一半。”这是一位经办人的经验。",
    "临走时一位大姐说：“下回还来啊，来了就快。”", "“改完请告诉我一声。”提意见的群众留下了这句话。",
    "{人}说，问题不怕小，怕的是年年都有。", "“看了才知道，我们的指南是写给自己看的。”",
    "“标准写明白，人情就少了。”法制员说。", "“程序多走一步，后面就少吵一架。”{人}说。",
]
QUOTES_ENFORCE = [
    "“严格不等于严厉。”{人}对队员说。",
    "“先看证据，再看情绪。”法制员讲得很短。",
    "一位店主说：“查得清楚，我也服气。”",
    "“罚款是手段，改好才算完。”{人}在车上说。",
    "“文书写给谁看？写给当事人看。”{人}把一段话改短了。",
    "老队员说：“以前靠嗓门，现在靠记录仪。”",
    "“每一步都要经得起回头看。”{人}说。",
    "“一样的事一样办，谁来都不怕。”{人}这样要求。",
    "当事人临走问了一句：“改好了还来看吗？”答复是来。",
    "“程序走对了，话就好说了。”带班的中队长说。",
    "{人}问新队员最怕什么，答：“怕说错一句。”",
    "“免罚不是不管。”{人}补了一句。",
    "法制员翻完卷说：“毛病都在细处。”",
    "“把法条讲成一句人话，是本事。”{人}评价。",
    "“先教后罚，教了不改再罚。”一位队员总结。",
    "“卷上没有写的，就等于没有做。”{人}说。",
]
NEXT = [
    "接下来一周，股室每天下班前碰一次头。", "改好以后，请提意见的代表再来走一遍。", "同类事项还有{y}个，月底前照样走一遍。",
    "整改的进展每周在公示栏贴一次。", "办公室建了一张表，{x}天后回头看。", "下一步先从最容易的一条改起。",
    "清单报出前，请{y}位群众代表又看了一遍。", "涉及别的股室的，已经发了内部联系单。",
    "新来的同志都安排轮一次窗口。", "能写进制度的，写进制度，不靠人记。", "这次的体验材料留作新人培训的教材。",
    "三个月以后，将按同样的路线再走一次。", "对照清单，其他窗口也开始自查。", "有关的业务群里，当天就发了新的口径。",
    "每条意见都写了答复人和答复日子。", "县里的牵头单位随后也来看过。",
]
SEEN_WINDOW = [
    "从取号到受理共 {a} 分钟，窗口问答清楚", "线下 {a} 分钟办结，网上填报跳转 {b} 次",
    "排队 {a} 分钟，材料 {b} 份，跑动一次", "网上提交用了 {a} 分钟，退回补正 {b} 次",
    "引导员主动询问，等候 {a} 分钟，填表 {b} 张", "自助机可办，但有 {b} 步要人帮，共 {a} 分钟",
    "以工作人员身份受理 {b} 件，平均每件 {a} 分钟", "一次告知到位，往返 {b} 个窗口，{a} 分钟办完",
    "网上入口点了 {b} 次才找到，现场 {a} 分钟受理", "申请表 {b} 页，照示例填写用 {a} 分钟",
]
SEEN_CHECK = [
    "随机抽取 {a} 件办件，对照指南逐项核对", "抽看 {a} 份档案，核对受理、审核、办结三个时间",
    "按尾号抽 {a} 件，{b} 件材料与指南完全一致", "调出 {a} 件办件的流转记录，看在哪个环节停留最久",
    "抽查 {a} 件，{b} 件提前办结，其余按期", "对照清单核 {a} 件，重点看一次告知和时限",
    "请群众代表任意指定 {a} 件，现场调档", "抽 {a} 件并电话核实 {b} 件的跑动次数",
]
SEEN_CALL = [
    "拨打 {a} 个，有效 {b} 个，{c} 位满意", "有效回访 {b} 个，集中说到等候和材料",
    "共 {a} 次通话，{b} 位回答完整，满意 {c} 位", "有效 {b} 个，态度都说好，流程有意见",
    "接通的 {b} 位都作了评价，{c} 位表示满意", "回访 {b} 位，问到服务、流程、投诉渠道三方面",
]
SEEN_TALK = [
    "收集意见 {a} 条，当场答复 {b} 条", "谈了 {a} 件具体的事，{b} 件有了办法",
    "先听群众代表说，再由经办人员回应，记录 {a} 条", "围绕少跑一趟讨论，形成 {b} 条建议",
    "意见 {a} 条，其中 {b} 条列入清单", "企业群众代表逐一发言，归并为 {b} 类",
]
SEEN_ENFORCE = [
    "亮证、告知、记录三步齐全，先说理后处置", "全程记录，处理的轻重与裁量基准一致",
    "按检查单逐项核对，当事人对过程没有异议", "执法态度平和，首违轻微的以教育为主",
]
SEEN_CASE = [
    "参与受理、取证、笔录、告知四个环节，问话 {a} 分钟", "跟办一件，从受理到告知看了 {a} 份文书",
    "旁听询问并核对权利告知，提出意见 {b} 条", "参加合议，裁量依据逐条对照，意见 {b} 条",
]
SEEN_DOSSIER = [
    "对照两套标准评查 {a} 本，合格 {b} 本", "逐页看了 {a} 本，问题集中在文书填写",
    "评查 {a} 本，执法主体、依据无误，程序瑕疵 {c} 处", "抽 {a} 本交叉评查，{b} 本合格",
]
NEEDS_SAID = """希望周末也有人值班|想知道办到哪一步了|希望证件能邮寄|材料清单再短一点
能不能不用复印件|希望短信写清楚原因|想要一个能打通的咨询电话|希望老年人有专人帮
网上表格能保存一半再填|希望中午不关门|停车位再多一点|希望有填写样例|能用电子证照就别收原件
希望一个窗口办完|叫号声音大一点|希望分清哪些要本人来|想在镇上就能办|等候区有热水就好
希望写明收不收费|能提前预约到具体时间|想要纸质回执|希望自助机旁有人教""".replace("\n", "|").split("|")
WHO = "王女士 李先生 张先生 刘女士 陈女士 杨先生 赵女士 黄先生 周女士 吴先生 徐女士 孙先生 " \
    "某餐饮店 某建材企业 某合作社 某超市 某物流企业 某诊所 某培训机构 马女士 郭先生 何女士".split()
SAMPLING = ["当日办件中按尾号抽取", "从上月台账里用随机数表抽取", "请群众代表摇号抽取",
            "由系统按办结时间随机抽取", "按受理编号每隔十件取一件", "现场抽签"]
SAMPLING_ENFORCE = ["双随机平台抽取对象和人员", "出发前当众抽签", "按检查对象名录摇号",
                    "由法制股封存名单，出车前拆封", "系统随机派单", "按编号尾数抽取"]
ELEMENTS = {
    "线下": "咨询引导 服务指南 办事手续 首问告知 资料设置 自助办理 审批流程 办结反馈",
    "线上": "入网渠道 模板教程 注册登录 明细填写 提交申请 结果反馈",
    "窗口": "受理条件 对接协调 办理环节 办理时限 跑动次数 网上办理",
    "检查": "受理要求 办事指南 办理流程 办理进度 线上渠道",
    "回访": "满意度 现实需求 服务态度 服务能力 业务流程 投诉渠道 办事体验",
    "体验": "执法方式 执法态度 执法公正性 自由裁量权",
    "改进": "健全机制 规范程序 创新方式 加强监督",
    "流程": "投诉举报受理 调查取证 笔录制作 开具通知书 处罚决定",
    "程序": "调查取证 申辩听证 裁量决定 执行监督",
    "合法性": "执法主体 事实证据 适用依据 执法程序",
    "规范性": "立案审批 调查取证 责令改正 告知听证 审查决定 送达执行 立卷归档",
    "转办": "热线接件 转办派单 对接协调 电话回访",
    "查找": "推诿卸责 无故退单 处理效率",
    "研究": "原因分析 解决措施 工作建议",
    "办理": "当事人对接 协调解决 反馈结果 现场办公",
}
HALVES = ["整整半天", "一个上午", "大半天", "两个多小时", "三个小时", "一个下午"]
HOURS = ["上午", "上午九点", "下午", "午后", "下午三点", "一早"]


def elements(dice, *names):
    """What was ticked: all, but in the few records of PARTLY, where a dice
    takes one away here and there."""
    found = {}
    for name in names:
        every = ELEMENTS[name].split()
        if dice.chance(12):
            one = dice.pick(every)
            if dice.name in PARTLY:
                every.remove(one)
        found[name] = every
    return found


class Phrases:
    """Hands out phrases so that each comes about equally often: the same
    sentence never stands in two records in a row."""

    def __init__(self):
        self.used = {}

    def pick(self, dice, bank):
        counts = self.used.setdefault(id(bank), [0] * len(bank))
        low = min(counts)
        i = dice.pick([i for i, c in enumerate(counts) if c == low])
        counts[i] += 1
        return bank[i]


PHRASES = Phrases()

# ------------------------------------------------------------------ records


class Record:
    """What becomes of a story: its days, its people, its head and its body."""

    def __init__(self, story, taken):
        self.story = story
        self.dice = Dice("record", story.id)
        self.name, self.kindred, self.title = UNITS[story.unit]
        self.head_person = head_name(story.unit)
        deputy = people(story.unit)[1][0] + "某某"
        self.deputy = deputy if "多" in story.text else None
        self.day = self.choose_day(taken)
        self.choose_receipts()
        self.place_kind, self.place = self.where()
        self.lead = LEAD[story.kind]
        if self.lead == story.unit:
            self.lead = OFFICE

    def choose_day(self, taken):
        year, month = map(int, self.story.month.split("-"))
        first = datetime.date(year, month, 1)
        low, high = 2, 18
        if self.story.id in AFTER_THE_20TH:
            low, high = 21, 28
        if "即" in self.story.text or "跟" in self.story.text:
            low, high = 15, 19
        if self.story.id in LATE:
            low, high = 8, 18
        days = [first + DAY * (i - 1) for i in range(low, high + 1)]
        days = [d for d in days if is_working(d)]
        used = taken.setdefault(self.story.unit, set())
        day = self.dice.pick([d for d in days if d not in used])
        used.add(day)
        return day

    def choose_receipts(self):
        """Days of the first receipt, the return, the second and the
        approval, all before TODAY."""
        dice, due = self.dice, due_date(self.day)
        self.due = due
        if self.story.id in LATE:
            self.received = due + DAY
            if due.month != 11:
                self.received = working_after(due, dice.between(1, 3))
        else:
            want = working_after(self.day, dice.between(1, 4))
            room = [want - DAY * i for i in range(0, 8)]
            self.received = next(d for d in room
                                 if d <= due and d >= self.day)
        self.returned = self.again = None
        last = self.received
        if self.story.id in RETURNED:
            self.returned = self.clamp(working_after(last, 1))
            self.again = self.clamp(working_after(self.returned, 1))
            last = self.again
        self.approved = self.clamp(working_after(last, dice.between(1, 3)))
        if self.approved < last:
            self.approved = last

    def clamp(self, d):
        return min(d, TODAY - DAY)

    def where(self):
        if "所" in self.story.text:
            return self.story.text["所"].split("|")
        if self.story.kind == "complaint":
            return "12345蓝田分平台", "县行政审批局12345热线蓝田分平台"
        if self.story.kind == "enforce":
            return "执法现场", self.dice.pick([
                "城区主干道两侧", "县城农贸市场", "城南片区", "工业集中区",
                "县城东片", "随机抽中的检查点", "城北几条街", "沿川道各点"])
        if self.kindred == "公共服务企业":
            return "企业营业厅", self.dice.pick(
                ["城区营业厅", "营业厅三号柜台", "中心营业厅", "营业大厅"])
        return "政务服务中心", "县政务服务中心%s楼 %d 号窗口" % (
            self.dice.pick(["一", "二", "三"]), self.dice.between(3, 68))

    # ------------------------------------------------------------ the head

    def head(self):
        s, h = self.story, {}
        h["日期"] = self.day
        self.occasion(h)
        h["场所"], h["地点"] = self.place_kind, self.place
        h["参加人"] = self.participants()
        h["环节"] = getattr(self, s.kind + "_steps")()
        if "无" in s.text:
            h["未发现问题"] = s.text["无"]
        for key, mine in (("问题", s.problems), ("需求", s.needs)):
            if mine:
                h[key] = [self.finding(f) for f in mine]
        measures = self.measures()
        if measures:
            h["措施"] = measures
        h["影像"] = self.images()
        if s.id in EXPLAINED:
            h["情况说明"] = {"visits-at-least-three": EXPLAINED[s.id]}
        return h

    def occasion(self, h):
        text = self.story.text
        h["体验类型"] = "定期体验"
        if "即" in text:
            h["体验类型"] = "即时体验"
            why, day, words = text["即"].split("|")
            h["触发"] = {"事由": why, "日期": day, "说明": words}
        elif "跟" in text:
            h["体验类型"] = "跟踪体验"
            why, day, words, earlier = text["跟"].split("|")
            h["触发"] = {"事由": why, "日期": day, "说明": words,
                         "上次活动": earlier}

    def participants(self):
        title, status = self.title, "主要负责同志"
        if "持" in self.story.text:
            title, status = "副镇长（主持工作）", "主持工作同志"
        found = [{"姓名": self.head_person, "职务": title, "身份": status}]
        if self.deputy:
            found.append({
                "姓名": self.deputy, "职务": "副局长", "身份": "分管负责同志",
                "委托": "审批和服务事项较多，业务检查的部分事项由分管同志体验"})
        return found

    def items(self):
        return self.story.text["事"].split("、")

    def window_steps(self):
        dice, items = self.dice, self.items()
        others = self.deputy or self.head_person
        offline = self.kindred == "镇街" and dice.chance(40)
        one = {"名称": "审批服务", "角色": ["企业群众", "工作人员"],
               "渠道": ["线下"] if offline else ["线上", "线下"]}
        if offline:
            one["无线上渠道"] = "须本人到场核验，网上只能预约"
        one["事项"] = [{"名称": items[0], "体验人": self.head_person}]
        names = ("线下", "窗口") if offline else ("线下", "线上", "窗口")
        one["要素"] = elements(dice, *names)
        one["情况"] = self.seen("走", SEEN_WINDOW, a=(6, 48), b=(2, 4))
        two = {"名称": "业务检查", "抽取方式": dice.pick(SAMPLING),
               "事项": [{"名称": i, "体验人": others} for i in items[1:]],
               "要素": elements(dice, "检查"),
               "情况": self.seen("查", SEEN_CHECK, a=(5, 9), b=(2, 4))}
        calls = self.calls()
        good = [c for c in calls if c["有效"]]
        three = {"名称": "服务回访", "要素": elements(dice, "回访"),
                 "回访": calls, "情况": self.seen(
                     "-", SEEN_CALL, a=len(calls), b=len(good),
                     c=sum(c.get("满意", False) for c in good))}
        four = {"名称": "座谈交流", "工作人员代表": dice.between(2, 6),
                "企业群众代表": dice.between(2, 7)}
        b = dice.between(2, 3)
        four["要素"] = {"工作建议": "%d 条" % dice.between(b, 6),
                        "采纳情况": "%d 条当场采纳，其余列入研究" % (b - 1)}
        four["情况"] = self.seen("-", SEEN_TALK, a=dice.between(b + 1, 7), b=b)
        self.call_count = len(calls), len(good)
        self.talk_count = four["工作人员代表"], four["企业群众代表"]
        return [one, two, three, four]

    def calls(self):
        dice = self.dice
        good = 2 if self.story.id in EXPLAINED else dice.between(3, 5)
        flags = [True] * good
        if dice.chance(35) or self.story.id == "qxj-2026-11-window":
            flags.insert(dice.under(good + 1), False)
        said = [f.what for f in self.story.needs if f.step == "服务回访"]
        found = []
        for who, ok in zip(dice.some(WHO, len(flags)), flags):
            call = {"日期": self.day, "办理日期": month_before(self.day, dice),
                    "对象": who, "有效": ok}
            if ok:
                call["满意"] = not dice.chance(12)
                if said:
                    call["需求"] = said.pop()
                elif dice.chance(55):
                    call["需求"] = PHRASES.pick(dice, NEEDS_SAID)
            found.append(call)
        return found

    def enforce_steps(self):
        dice, items, text = self.dice, self.items(), self.story.text
        me = self.head_person
        one = {"名称": "执法检查", "抽取方式": dice.pick(SAMPLING_ENFORCE),
               "事项": [{"名称": i, "体验人": me} for i in items[:2]],
               "要素": elements(dice, "体验", "改进"),
               "情况": self.seen("查", SEEN_ENFORCE, a=(3, 8), b=(1, 3))}
        two = {"名称": "案件处理",
               "事项": [{"名称": items[-1], "体验人": me}],
               "要素": elements(dice, "流程", "程序"),
               "情况": self.seen("案", SEEN_CASE, a=(20, 60), b=(1, 3))}
        told = re.findall("([两三四五六七八])本(?:案卷|卷宗|卷)?",
                          text["卷"] + text.get("无", ""))
        n = max(["零一两三四五六七八".index(x) for x in told],
                default=dice.between(2, 6))
        bad = dice.pick(["送达回证缺签收时间", "目录页码不全", "裁量说明偏简单",
                         "询问笔录有涂改未捺印", "立案审批晚一天"])
        marks = []
        for i in range(n):
            # a series of its own for each file: no two dossiers share one
            number = "%s〔2026〕%d号" % (text["号"], dice.between(3, 180))
            faulty = i == n - 1 and any(
                f.step == "案卷评查" for f in self.story.findings)
            marks.append({"案号": number,
                          "结果": "合格，" + bad if faulty else
                          dice.pick(["合格", "优秀", "合格，文书规范"])})
        good = sum(m["结果"] in ("合格", "优秀", "合格，文书规范")
                   for m in marks)
        three = {"名称": "案卷评查", "案卷数": n,
                 "评查标准": {"市级": "西安市行政处罚案卷评查标准",
                          "行业": text["标"]},
                 "案卷": marks,
                 "要素": elements(dice, "合法性", "规范性"),
                 "情况": self.seen("卷", SEEN_DOSSIER, a=n, b=good, c=(1, 2))}
        return [one, two, three]

    def complaint_steps(self):
        dice, text = self.dice, self.story.text
        total, _, kinds = text["数"].partition(" ")
        kinds = [k.split() for k in kinds.split("、")]
        assert sum(int(n) for _, n in kinds) == int(total), self.story.id
        one = {"名称": "转办体验",
               "事项": [{"名称": "热线接件与转办派单",
                         "体验人": self.head_person}],
               "要素": elements(dice, "转办", "查找"),
               "情况": "接听来电 %d 个，派单 %d 件，催办 %d 件" % (
                   dice.between(8, 16), dice.between(4, 8),
                   dice.between(1, 3))}
        two = {"名称": "投诉分析", "要素": elements(dice, "研究"),
               "接诉数量": int(total),
               "投诉类型": [{"类型": k, "件数": int(n)} for k, n in kinds],
               "典型案例": [text["例"]],
               "情况": "本领域接诉 %s 件，最多的一类是%s" % (total, kinds[0][0])}
        done = []
        for number, matter, state in self.story.tickets:
            one_ticket = {"工单": number, "事由": matter}
            if state == "答":
                one_ticket["答复日期"] = min(
                    working_after(self.day, dice.between(0, 2)),
                    self.received)
            else:
                one_ticket["挂账问题"] = int(state[1:])
            done.append(one_ticket)
        three = {"名称": "投诉处理", "要素": elements(dice, "办理"),
                 "办件": done,
                 "情况": "现场办理 %d 件，答复 %d 件" % (
                     len(done), sum("答复日期" in t for t in done))}
        return [one, two, three]

    def seen(self, key, bank, **figures):
        """A sentence on the step: the telling one of the story, where it has
        one of the right length; else one of the bank."""
        told = [x for x in re.split(r"[。？]", self.story.text.get(key, ""))
                if 12 <= len(x) <= 64 and "{" not in x and "”" not in x]
        timed = [x for x in told if "分钟" in x]
        if told:
            return (timed or told)[0]
        for k, v in figures.items():
            if isinstance(v, tuple):
                figures[k] = self.dice.between(*v)
        return PHRASES.pick(self.dice, bank).format(**figures)

    def finding(self, f):
        h = {"序号": f.number, "描述": f.what, "环节": f.step}
        if f.mode == "立":
            latest = self.again or self.received
            done = min(working_after(self.day, self.dice.between(0, 3)),
                       latest)
            h.update(整改方式="立行立改", 完成日期=done, 结果=f.outcome)
        else:
            h["整改方式"] = "挂账销号" if f.mode == "挂" else "提请协调"
            h.update(整改计划=f.outcome, 完成时限=f.until)
            if f.owner != self.story.unit:
                h["责任单位"] = f.owner
            h["责任人"] = Dice("charge", self.story.id, f.what).pick(
                FAMILY)[0] + "某某"
        return h

    def measures(self):
        found = []
        for f in self.story.findings:
            name = ("需求" if f.is_need else "问题") + str(f.number)
            if f.measure == "同上":
                found[-1]["针对"].append(name)
            elif f.measure:
                found.append({"序号": len(found) + 1, "针对": [name],
                              "内容": f.measure})
        return found

    def images(self):
        scenes = {"window": ["counter", "hall", "meeting"],
                  "enforce": ["street", "dossier", "site"],
                  "complaint": ["phone", "meeting"]}[self.story.kind]
        if self.kindred == "镇街":
            scenes = ["village", "counter", "meeting"]
        n = 1 if self.dice.chance(50) else 2
        self.pictures = self.dice.some(scenes, n)
        if self.story.kind == "complaint":
            self.pictures[0] = "phone"
            if n == 2:
                self.pictures[1] = "meeting"
        words = {"counter": "在窗口受理“%s”", "hall": "在等候区看叫号和指引",
                 "meeting": "与工作人员、群众代表座谈", "village": "在便民服务点陪群众办事",
                 "street": "现场检查", "dossier": "对照标准评查案卷",
                 "site": "随队到点位核查", "phone": "在热线席位接件"}
        found = []
        for i, scene in enumerate(self.pictures):
            text = words[scene]
            if "%s" in text:
                text %= self.items()[0]
            picture = {"文件": "%02d.png" % (i + 1),
                       "说明": self.head_person + text}
            if i == 1 and self.dice.chance(20):
                picture["公开"] = False
            found.append(picture)
        self.captions = [p["说明"] for p in found]
        return found

    # ------------------------------------------------------------ the body

    def body(self):
        s, dice = self.story, self.dice
        slots = {"日": day_words(self.day), "人": self.head_person,
                 "时": dice.pick(HOURS), "半": dice.pick(HALVES),
                 "职": self.title, "单": self.name, "地": self.place,
                 "项": self.items()[0] if "事" in s.text else "",
                 "副": self.deputy or ""}
        if "持" in s.text:
            slots["职"] = "副镇长"

        def say(bank, **more):
            return PHRASES.pick(dice, bank).format(**slots, **more)

        def tell(key):
            return s.text[key].format(**slots)

        end = self.endings(slots)
        if s.kind == "window":
            n, m = self.call_count
            a, b = self.talk_count
            first = say(OPEN_WINDOW)
            calls = say(CALLS, n=n, m=m) + say(ANSWERS)
            talk = say(TALKS, a=a, b=b) + tell("谈")
            parts = self.window_parts(first, tell("走"), tell("查"), calls,
                                      talk, end)
        elif s.kind == "enforce":
            first = say(OPEN_ENFORCE)
            extra = [say(ENFORCE_EXTRA), say(ENFORCE_EXTRA)]
            parts = self.enforce_parts(first, tell("查"), tell("案"),
                                       tell("卷"), extra, end)
        else:
            parts = [say(OPEN_COMPLAINT) + tell("转"), tell("析")]
            case = "最典型的一件：" + tell("例") + "。"
            parts.insert(2 if dice.chance(50) else 1, case)
            if dice.chance(40):
                parts.append("## 当面处理")
            parts += [tell("处"), self.prose(end)]
        self.fill_out(parts, say)
        last = ""
        if "无" not in s.text:
            last = say(LAST_ENFORCE if s.kind == "enforce" else LAST)
        if last:
            parts[-1] += ("" if not parts[-1].startswith("- ") else "\n\n") \
                + last
        if dice.chance(30):
            # between two paragraphs, never under a heading
            spots = [i for i in range(1, len(parts))
                     if not parts[i - 1].startswith("## ")]
            parts.insert(dice.pick(spots),
                         "![%s](01.png)" % self.captions[0])
        return "\n\n".join(parts)

    def fill_out(self, parts, say):
        """What else was seen and said, until the text is as long as such
        pieces are: each addition goes to a paragraph of its own place."""
        dice = self.dice
        more = {"window": MORE_HALL, "enforce": MORE_ENFORCE,
                "complaint": MORE_COMPLAINT}[self.story.kind]
        if self.kindred == "镇街" and more is MORE_HALL:
            more = MORE_VILLAGE
        said = QUOTES_ENFORCE if more is MORE_ENFORCE else QUOTES
        goal = dice.pick([340, 380, 420, 460, 500, 560, 640])
        talk = [i for i, p in enumerate(parts)
                if not p.startswith(("## ", "- "))]
        banks = [more, said, more, NEXT, more, more, said, more, more]
        if "无" in self.story.text:
            banks.remove(NEXT)
        for i, bank in enumerate(banks):
            if i and len("".join(parts)) >= goal:
                break
            text = say(bank, x=dice.between(7, 19), y=dice.between(2, 6))
            if bank is NEXT:
                where = talk[-1]
            elif bank is said and dice.chance(40):
                spot = talk[len(talk) // 2]
                parts.insert(spot, text)
                talk = [t + (t >= spot) for t in talk] + [spot]
                talk.sort()
                continue
            else:
                where = dice.pick(talk[:-1] or talk)
            parts[where] += text

    def endings(self, slots):
        """A sentence on what becomes of each finding."""
        found, dice, s = [], self.dice, self.story
        for f in s.findings:
            bank = CLOSE_NEED if f.is_need else {
                "立": CLOSE_NOW, "挂": CLOSE_LEDGER, "协": CLOSE_HAND}[f.mode]
            found.append(PHRASES.pick(dice, bank).format(
                问=f.what, 果=f.outcome, 谁=UNITS[f.owner][0],
                限=day_words(f.until) if f.until else "", **slots))
        if s.folded:
            found.append(PHRASES.pick(dice, CLOSE_FOLDED).format(
                问=s.folded.what, 果=s.folded.outcome, **slots))
        if "无" in s.text:
            found.insert(0, PHRASES.pick(dice, CLOSE_NONE).format(
                果=s.text["无"], **slots))
        return found

    def prose(self, sentences):
        if len(sentences) > 1 and self.dice.chance(30):
            return "\n".join("- " + x for x in sentences)
        return "".join(sentences)

    def window_parts(self, first, walk, check, calls, talk, end):
        shape = self.dice.under(5)
        end = self.prose(end)
        if shape == 0:
            return [first + walk, check, calls + talk, end]
        if shape == 1:
            return [first, walk, check + calls, talk, end]
        if shape == 2:
            return [first + walk, "## 查和问", check, calls, talk,
                    "## 怎么改", end]
        if shape == 3:
            return [first, walk, calls, check, talk, end]
        return [first + walk, check + calls, talk, "## 改了什么", end]

    def enforce_parts(self, first, check, case, dossier, extra, end):
        shape = self.dice.under(4)
        end = self.prose(end)
        if shape == 0:
            return [first + check, extra[0] + case, dossier + extra[1], end]
        if shape == 1:
            return [first, check + extra[0], case, dossier, extra[1], end]
        if shape == 2:
            return [first + extra[0], check, "## 案子和案卷", case + extra[1],
                    dossier, end]
        return [first + check, extra[0] + extra[1], case + dossier,
                "## 改进", end]

    # --------------------------------------------------------- the journal

    def events(self):
        dice = Dice("journal", self.story.id)
        found = []
        due = "%sT24:00:00+08:00" % self.due

        def receipt(day, hour, replaces):
            late = day > self.due
            found.append({
                "事件": "收到", "提交": dice.hex(12),
                "报送人": clerk(self.story.unit), "时间": at(day, hour, dice),
                "期限": due, "迟报": late, "替换": replaces})

        reviewer = dice.pick(REVIEWERS[self.lead])
        receipt(self.received, dice.between(8, 11), "无")
        if self.returned:
            found.append({
                "事件": "退回补正", "提交": found[-1]["提交"],
                "审核人": reviewer,
                "时间": at(self.returned, dice.between(14, 15), dice),
                "意见": RETURNED[self.story.id]})
            receipt(self.again, 16, "0001")
        found.append({
            "事件": "审核通过", "提交": found[-1]["提交"], "审核人": reviewer,
            "时间": at(self.approved, 17, dice),
            "意见": self.verdict(dice)})
        return found

    def verdict(self, dice):
        if self.returned:
            return dice.pick(["已按意见补正，同意", "补正后符合要求，通过",
                              "修改到位，同意入账"])
        if self.story.id in EXPLAINED:
            return "情况说明属实，予以认可"
        return dice.pick([
            "环节齐全，问题具体，同意", "材料齐全，同意入账", "属实，通过",
            "问题找得准，请按时整改", "同意，挂账事项请按期报进展",
            "核对无误，通过", "要素齐全，同意", "内容真实，措施可行，同意",
            "符合要求，请抓好落实", "通过，回访做得细"])


# ------------------------------------------------------------------ progress


OPINIONS = {
    "申请销号": ["现场核查属实，同意销号", "已复核，整改到位，同意销号",
                 "抽查与所报一致，同意销号"],
    "申请延期": ["理由成立，同意延期"],
    "部分整改": ["属实，其余请抓紧", "进度属实，按期完成"],
    "整改进展": ["收悉，请按时限推进", "进展属实"],
}


def decision(record, f, step, commit, file, day, dice):
    lead = LEAD[record.story.kind]
    if lead == f.owner:
        lead = OFFICE
    event = {"事件": "审核通过", "提交": commit,
             "审核人": dice.pick(REVIEWERS[lead]),
             "时间": at(day, dice.between(14, 17), dice), "件": [file],
             "意见": dice.pick(OPINIONS[step[0]])}
    if step[-1] == "退":
        event.update(事件="退回补正",
                     意见="替代办法已经可行，不同意延期，请按原时限完成")
    return event


def progress(record, files):
    """Writes the steps of the record's ledger entries; returns their ids."""
    found = []
    for f in record.story.findings:
        if not f.progress:
            continue
        name = "%s-%s%02d" % (record.story.id, "n" if f.is_need else "p",
                              f.number)
        found.append((name, f.progress[-1][0]))
        dice = Dice("progress", name)
        start = record.approved + DAY * 3
        end = min(f.until, TODAY - DAY * 4)
        count = len(f.progress)
        end = max(end, start + DAY * 3 * count)
        base = "%s/ledger/%s" % (f.owner, name)
        number, after = 0, start
        for i, step in enumerate(f.progress):
            day = start + (end - start) * (i + 1) // (count + 1)
            if i == count - 1 and step[0] != "整改进展":
                day = end - DAY * dice.between(1, 3)
            day = max(day, after)
            while not is_working(day):
                day -= DAY
            head = {"日期": day, "事由": step[0], "情况": step[1]}
            if step[0] == "申请延期":
                head["新完成时限"] = step[2]
            if step[0] == "申请销号":
                head["完成日期"] = day - DAY * dice.between(1, 4)
                if f.beyond:
                    head["举一反三"] = f.beyond
                if f.reply:
                    head["答复日期"] = f.reply
            file = "%02d.md" % (i + 1)
            if step[-1] != "退":  # what was returned never gets to main
                files["content/units/%s/%s" % (base, file)] = (
                    "---\n%s\n---\n" % head_text(head)).encode()
            sent = day if i < count - 1 else working_after(day, 1)
            sent = min(sent, TODAY - DAY * 2)
            commit = dice.hex(12)
            events = [{"事件": "收到", "提交": commit,
                       "报送人": clerk(f.owner),
                       "时间": at(sent, dice.between(9, 11), dice),
                       "替换": "无", "件": [file]}]
            after = sent
            after = min(working_after(sent, dice.between(0, 2)), TODAY - DAY)
            events.append(decision(record, f, step, commit, file, after,
                                   dice))
            for event in events:
                number += 1
                put_event(files, base, number, event)
            after += DAY
    return found


def put_event(files, path, number, event):
    lines = []
    for k, v in event.items():
        v = moment(v) if k in ("时间", "期限") else flow(v)
        if k in ("提交", "替换") and v.isdigit():
            v = '"%s"' % v
        lines.append("%s: %s" % (k, v))
    files["content/journal/%s/%04d.yml" % (path, number)] = (
        "\n".join(lines) + "\n").encode()


# ----------------------------------------------------------------- pictures


class Canvas:
    """Flat colours at twice the size, brought down to half with soft edges;
    written as a palette PNG."""

    W, H = 320, 240

    def __init__(self, background):
        self.colours = []
        self.rows = [bytearray(self.W * 2) for _ in range(self.H * 2)]
        self.fill(background)

    def index(self, colour):
        colour = tuple(max(0, min(255, int(c))) for c in colour)
        if colour not in self.colours:
            self.colours.append(colour)
        return self.colours.index(colour)

    def fill(self, colour):
        self.rect(0, 0, self.W, self.H, colour)

    def span(self, y, x0, x1, i):
        x0, x1 = max(0, x0), min(self.W * 2, x1)
        if 0 <= y < self.H * 2 and x1 > x0:
            self.rows[y][x0:x1] = bytes([i]) * (x1 - x0)

    def rect(self, x, y, w, h, colour):
        i = self.index(colour)
        for row in range(int(y * 2), int((y + h) * 2)):
            self.span(row, int(x * 2), int((x + w) * 2), i)

    def round(self, x, y, w, h, r, colour):
        i = self.index(colour)
        r2 = int(r * 2)
        top, bottom = int(y * 2), int((y + h) * 2)
        for row in range(top, bottom):
            near = min(row - top, bottom - 1 - row)
            cut = 0
            if near < r2:
                d = r2 - near - 0.5
                cut = int(r2 - math.sqrt(max(0, r2 * r2 - d * d)) + 0.5)
            self.span(row, int(x * 2) + cut, int((x + w) * 2) - cut, i)

    def oval(self, cx, cy, rx, ry, colour):
        i = self.index(colour)
        for row in range(int((cy - ry) * 2), int((cy + ry) * 2) + 1):
            d = (row + 0.5) / 2 - cy
            if abs(d) < ry:
                half = rx * math.sqrt(1 - (d / ry) ** 2)
                self.span(row, int((cx - half) * 2 + 0.5),
                          int((cx + half) * 2 + 0.5), i)

    def shape(self, points, colour):
        i = self.index(colour)
        low = int(min(p[1] for p in points) * 2)
        high = int(max(p[1] for p in points) * 2) + 1
        for row in range(low, high):
            y = (row + 0.5) / 2
            cuts = []
            for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1]):
                if (ay <= y) != (by <= y):
                    cuts.append(ax + (y - ay) * (bx - ax) / (by - ay))
            cuts.sort()
            for a, b in zip(cuts[::2], cuts[1::2]):
                self.span(row, int(a * 2 + 0.5), int(b * 2 + 0.5), i)

    def png(self):
        palette = list(self.colours)
        known = {c: i for i, c in enumerate(palette)}
        colours = self.colours

        class Mixed(dict):
            def __missing__(table, four):
                mix = tuple((sum(colours[i][c] for i in four) + 2) // 4
                            for c in range(3))
                if mix not in known:
                    if len(palette) < 250:
                        known[mix] = len(palette)
                        palette.append(mix)
                    else:
                        known[mix] = four[0]
                table[four] = known[mix]
                return table[four]

        table, data = Mixed(), bytearray()
        for y in range(self.H):
            a, b = self.rows[2 * y], self.rows[2 * y + 1]
            data.append(0)
            data += bytes(map(table.__getitem__,
                              zip(a[::2], a[1::2], b[::2], b[1::2])))

        def chunk(kind, body):
            return (struct.pack(">I", len(body)) + kind + body
                    + struct.pack(">I", zlib.crc32(kind + body)))

        plte = b"".join(bytes(c) for c in palette)
        return (b"\x89PNG\r\n\x1a\n"
                + chunk(b"IHDR", struct.pack(">IIBBBBB", self.W, self.H,
                                             8, 3, 0, 0, 0))
                + chunk(b"PLTE", plte)
                + chunk(b"IDAT", zlib.compress(bytes(data), 9))
                + chunk(b"IEND", b""))


def colour(hue, saturation, light):
    """HSL in degrees and parts of one to 0..255."""
    a = saturation * min(light, 1 - light)

    def part(n):
        k = (n + hue / 30) % 12
        return 255 * (light - a * max(-1, min(k - 3, 9 - k, 1)))
    return part(0), part(8), part(4)


SKIN = [(236, 200, 170), (226, 186, 152), (214, 172, 138)]
HAIR = [(52, 46, 44), (70, 58, 50), (120, 116, 112), (36, 34, 38)]


def person(c, dice, x, y, size, coat, is_back=False):
    """Head and shoulders, standing on y."""
    skin, hair = dice.pick(SKIN), dice.pick(HAIR)
    c.round(x - size * 0.62, y - size * 1.3, size * 1.24, size * 1.3,
            size * 0.45, coat)
    c.oval(x, y - size * 1.75, size * 0.42, size * 0.5, skin)
    if is_back:
        c.oval(x, y - size * 1.82, size * 0.43, size * 0.46, hair)
    else:
        c.oval(x, y - size * 2.0, size * 0.43, size * 0.3, hair)
        c.oval(x, y - size * 1.7, size * 0.36, size * 0.36, skin)


def digit(c, x, y, size, n, ink):
    segments = ["1110111", "0010010", "1011101", "1011011", "0111010",
                "1101011", "1101111", "1010010", "1111111", "1111011"][n]
    w, t = size * 0.55, size * 0.13
    boxes = [(0, 0, w, t), (0, 0, t, size / 2), (w - t, 0, t, size / 2),
             (0, size / 2 - t / 2, w, t), (0, size / 2, t, size / 2),
             (w - t, size / 2, t, size / 2), (0, size - t, w, t)]
    for on, (bx, by, bw, bh) in zip(segments, boxes):
        if on == "1":
            c.rect(x + bx, y + by, bw, bh, ink)


def board(c, dice, x, y, accent):
    c.round(x, y, 62, 30, 3, (38, 44, 52))
    for i, n in enumerate("%03d" % dice.between(1, 199)):
        digit(c, x + 10 + i * 15, y + 7, 16, int(n), accent)


def plant(c, dice, x, y, size):
    leaf = colour(dice.between(95, 150), 0.3, 0.42)
    c.shape([(x - size * 0.3, y), (x + size * 0.3, y),
             (x + size * 0.22, y + size * 0.5),
             (x - size * 0.22, y + size * 0.5)], (150, 110, 84))
    for i in range(5):
        a = math.radians(-150 + i * 30 + dice.under(12))
        c.shape([(x - 3, y), (x + math.cos(a) * size, y + math.sin(a) * size),
                 (x + 3, y)], leaf)


def scene_counter(c, dice, hue):
    wall, accent = colour(hue, 0.18, 0.88), colour(hue, 0.45, 0.45)
    c.fill(wall)
    c.rect(0, 0, 320, 18 + dice.under(14), colour(hue, 0.2, 0.8))
    c.rect(0, 200, 320, 40, colour(hue, 0.08, 0.74))
    for i in range(dice.between(4, 8)):
        c.rect(0, 204 + i * 7, 320, 1, colour(hue, 0.06, 0.7))
    n = dice.between(2, 3)
    width = 320 / n
    for i in range(n):
        x = width * i
        board(c, dice, x + width / 2 - 31, 34, colour(dice.pick(
            [110, 30, 5]), 0.8, 0.6))
        person(c, dice, x + width / 2 + dice.under(14) - 7, 150,
               24, colour(hue + dice.under(30), 0.3, 0.36))
        c.rect(x + 6, 72, 3, 78, colour(hue, 0.1, 0.66))
        c.round(x + width / 2 + 14, 122, 30, 22, 2, (70, 76, 84))
        c.rect(x + width / 2 + 17, 125, 24, 15, colour(hue, 0.3, 0.82))
    c.rect(0, 150, 320, 12, colour(30, 0.28, 0.62))
    c.rect(0, 162, 320, 44, colour(30, 0.2, 0.52))
    for i in range(n):
        c.rect(width * i + 12, 168, width - 24, 32, colour(30, 0.2, 0.56))
    for i in range(dice.between(1, 3)):
        person(c, dice, 60 + i * 90 + dice.under(40), 236,
               30 + dice.under(5), colour(dice.under(360), 0.25, 0.42), True)
    plant(c, dice, 300, 196, 20 + dice.under(10))


def scene_hall(c, dice, hue):
    c.fill(colour(hue, 0.14, 0.9))
    for i in range(5):
        x = 6 + i * 63
        c.rect(x, 26, 54, 78, colour(205, 0.35, 0.8 + dice.under(8) / 100))
        c.rect(x + 26, 26, 2, 78, colour(hue, 0.1, 0.94))
        c.rect(x, 64 + dice.under(6), 54, 2, colour(hue, 0.1, 0.94))
    c.rect(0, 128, 320, 112, colour(hue, 0.08, 0.8))
    for i in range(9):
        c.shape([(i * 40 - 8, 128), (i * 40 - 6, 128),
                 (i * 60 - 78, 240), (i * 60 - 84, 240)],
                colour(hue, 0.06, 0.75))
    c.round(104, 36, 112, 56, 4, (42, 48, 56))
    for i in range(4):
        c.rect(112, 44 + i * 11, 30 + dice.under(64), 5,
               colour(dice.pick([40, 120, 195]), 0.6, 0.66))
    for row in range(3):
        for i in range(6 - row):
            x = 26 + row * 24 + i * 52 + dice.under(4)
            y = 158 + row * 30
            if dice.chance(40):
                person(c, dice, x + 16, y + 6, 17 + row * 3,
                       colour(dice.under(360), 0.26, 0.45), True)
            c.round(x, y - 10, 34, 20, 4, colour(hue, 0.2, 0.56 - row / 20))
            c.rect(x + 4, y + 10, 3, 12, (120, 124, 128))
            c.rect(x + 27, y + 10, 3, 12, (120, 124, 128))
    plant(c, dice, 18, 130, 26)


def scene_meeting(c, dice, hue):
    c.fill(colour(hue, 0.14, 0.9))
    c.rect(0, 96, 320, 144, colour(30, 0.14, 0.76))
    c.rect(96, 16, 128, 62, (248, 248, 246))
    for i in range(dice.between(3, 6)):
        h = dice.between(8, 42)
        c.rect(108 + i * 18, 70 - h, 11, h, colour(hue + i * 14, 0.4, 0.6))
    for i in range(5):
        person(c, dice, 40 + i * 60 + dice.under(10), 128, 20,
               colour(dice.under(360), 0.24, 0.44))
    c.oval(160, 162, 148, 42, colour(28, 0.3, 0.5))
    c.oval(160, 157, 148, 40, colour(28, 0.34, 0.6))
    for i in range(7):
        x = 52 + i * 36 + dice.under(6)
        y = 150 + abs(i - 3) * -4 + dice.under(10)
        c.rect(x, y, 17, 10, (250, 250, 248))
        if dice.chance(60):
            c.round(x + 20, y - 2, 7, 10, 2, (255, 255, 255))
    for i in range(4):
        person(c, dice, 56 + i * 70 + dice.under(14), 238, 25,
               colour(dice.under(360), 0.25, 0.38), True)


def sky(c, dice, hue, horizon):
    for i in range(6):
        c.rect(0, i * horizon / 6, 320, horizon / 6 + 1,
               colour(205 + hue % 12, 0.4, 0.78 + i * 0.025))
    for i in range(dice.between(1, 3)):
        x, y = dice.under(300), 14 + dice.under(36)
        for j in range(3):
            c.oval(x + j * 15, y - (j == 1) * 4, 16, 8, (246, 249, 250))


def hills(c, dice, base):
    for layer in range(2):
        points, x = [(0, base)], 0
        while x < 320:
            points.append((x, base - 24 - dice.under(34) + layer * 18))
            x += 32 + dice.under(30)
        points += [(320, base - 20 - dice.under(20)), (320, base)]
        c.shape(points, colour(150 - layer * 25, 0.18, 0.6 - layer * 0.1))


def officer(c, dice, x, y, size):
    person(c, dice, x, y, size, colour(212, 0.34, 0.3))
    c.rect(x - size * 0.5, y - size * 0.9, size, size * 0.16, (232, 226, 96))
    c.rect(x - size * 0.5, y - size * 0.55, size, size * 0.16, (232, 226, 96))
    c.round(x - size * 0.5, y - size * 2.34, size, size * 0.34, 3,
            colour(212, 0.34, 0.26))


def scene_street(c, dice, hue):
    sky(c, dice, hue, 120)
    x = 0
    while x < 320:
        w = 52 + dice.under(34)
        shop = hue + dice.under(120)
        c.rect(x, 40 + dice.under(22), w, 140, colour(shop, 0.16, 0.82))
        c.rect(x + 4, 104, w - 8, 16, colour(shop + 40, 0.45, 0.5))
        for i in range(int(w // 12)):
            c.rect(x + 2 + i * 12, 120, 6, 9, (250, 250, 248))
            c.rect(x + 8 + i * 12, 120, 6, 9, colour(shop + 40, 0.4, 0.6))
        c.rect(x + 8, 132, w - 30, 44, colour(200, 0.28, 0.7))
        c.rect(x + w - 18, 136, 13, 44, colour(25, 0.3, 0.4))
        x += w + 2
    c.rect(0, 176, 320, 16, (204, 202, 196))
    c.rect(0, 192, 320, 48, (122, 126, 130))
    for i in range(6):
        c.rect(i * 62 + dice.under(8), 214, 34, 3, (236, 234, 224))
    tree = dice.between(20, 290)
    c.rect(tree, 118, 6, 62, (120, 92, 70))
    for i in range(6):
        c.oval(tree + 3 + dice.under(30) - 15, 104 + dice.under(24), 18, 14,
               colour(100 + dice.under(30), 0.3, 0.44))
    for i in range(dice.between(2, 3)):
        officer(c, dice, 70 + i * 62 + dice.under(24), 206, 21)
    person(c, dice, 250 + dice.under(30), 204, 20,
           colour(dice.under(360), 0.3, 0.5))


def scene_dossier(c, dice, hue):
    c.fill(colour(hue, 0.12, 0.88))
    for shelf in range(2):
        y = 16 + shelf * 56
        c.rect(0, y + 46, 320, 6, colour(28, 0.3, 0.5))
        x = 6
        while x < 310:
            w = 9 + dice.under(12)
            if dice.chance(84):
                h = 34 + dice.under(11)
                c.rect(x, y + 46 - h, w, h,
                       colour(hue + dice.under(50), 0.28, 0.45 +
                              dice.under(28) / 100))
                c.rect(x + 2, y + 50 - h, w - 4, 8, (246, 244, 238))
            x += w + 2
    c.rect(0, 130, 320, 110, colour(28, 0.32, 0.64))
    c.rect(0, 130, 320, 4, colour(28, 0.3, 0.5))
    for i in range(dice.between(2, 4)):
        x, y, lean = 20 + i * 74 + dice.under(12), 148 + dice.under(14), \
            dice.between(-9, 9)
        c.shape([(x + lean, y), (x + 60 + lean, y), (x + 60, y + 74),
                 (x, y + 74)], (252, 251, 247))
        for j in range(7):
            c.rect(x + 8 + lean * (7 - j) / 7, y + 12 + j * 8,
                   20 + dice.under(24), 2, (170, 172, 176))
        if dice.chance(60):
            c.oval(x + 44, y + 56, 9, 9, (206, 92, 84))
            c.oval(x + 44, y + 56, 7, 7, (252, 251, 247))
            c.oval(x + 44, y + 56, 3, 3, (206, 92, 84))


def scene_site(c, dice, hue):
    sky(c, dice, hue, 130)
    hills(c, dice, 140)
    c.rect(0, 138, 320, 102, colour(72 + dice.under(40), 0.2, 0.62))
    for i in range(7):
        y = 150 + i * 14
        c.shape([(0, y), (320, y - 8 + dice.under(10)), (320, y - 4), (0, y + 3)],
                colour(80 + dice.under(30), 0.24, 0.54))
    x = dice.between(150, 210)
    c.rect(x, 84, 96, 66, colour(hue, 0.12, 0.8))
    c.shape([(x - 8, 86), (x + 48, 58), (x + 104, 86)],
            colour(8 + dice.under(16), 0.3, 0.48))
    for i in range(3):
        c.rect(x + 10 + i * 29, 100, 18, 18, colour(205, 0.3, 0.62))
    c.rect(x + 38, 124, 16, 26, colour(25, 0.3, 0.4))
    pole = dice.between(20, 60)
    c.rect(pole, 60, 4, 96, (150, 146, 140))
    c.rect(pole - 14, 70, 32, 3, (150, 146, 140))
    for i in range(dice.between(2, 3)):
        officer(c, dice, 60 + i * 50 + dice.under(14), 222, 24)
    c.round(214 + dice.under(40), 176, 74, 30, 8, (242, 242, 240))
    c.rect(230, 182, 40, 10, colour(205, 0.3, 0.66))


def scene_village(c, dice, hue):
    sky(c, dice, hue, 120)
    hills(c, dice, 128)
    c.rect(0, 126, 320, 114, colour(40, 0.14, 0.78))
    c.rect(34, 62, 252, 128, colour(hue, 0.1, 0.92))
    c.shape([(22, 66), (160, 34 + dice.under(10)), (298, 66)],
            colour(hue + 8, 0.3, 0.42))
    c.rect(34, 66, 252, 20, colour(hue, 0.42, 0.5))
    for i in range(dice.between(6, 9)):
        c.rect(58 + i * 24, 71, 15, 10, (248, 246, 238))
    for i in range(2):
        c.rect(52 + i * 176, 104, 40, 40, colour(205, 0.3, 0.72))
        c.rect(71 + i * 176, 104, 2, 40, (250, 250, 248))
    c.rect(134, 98, 52, 92, colour(25, 0.26, 0.44))
    c.rect(159, 98, 2, 92, colour(25, 0.2, 0.34))
    c.rect(108, 104, 18, 34, colour(hue, 0.36, 0.66))
    for i in range(dice.between(2, 4)):
        c.rect(111, 108 + i * 7, 6 + dice.under(6), 3, (252, 252, 250))
    c.round(196, 168, 92, 9, 2, colour(28, 0.3, 0.56))
    c.rect(204, 176, 4, 26, colour(28, 0.3, 0.46))
    c.rect(276, 176, 4, 26, colour(28, 0.3, 0.46))
    for i in range(dice.between(3, 5)):
        person(c, dice, 40 + i * 54 + dice.under(22), 226, 22,
               colour(dice.under(360), 0.25, 0.45), dice.chance(40))
    plant(c, dice, 20, 186, 22)


def scene_phone(c, dice, hue):
    c.fill(colour(hue, 0.16, 0.86))
    for i in range(3):
        c.rect(i * 108, 0, 2, 160, colour(hue, 0.12, 0.78))
    for i in range(3):
        x = 12 + i * 104 + dice.under(8)
        c.round(x, 40 + dice.under(12), 80, 54, 4, (56, 62, 70))
        top = 46 + dice.under(12)
        c.rect(x + 5, top, 70, 40, colour(hue, 0.2, 0.9))
        for j in range(dice.between(3, 6)):
            h = dice.between(6, 30)
            c.rect(x + 10 + j * 11, top + 37 - h, 7, h,
                   colour(hue + j * 20, 0.45, 0.58))
        c.rect(x + 36, 100, 8, 22, (90, 96, 102))
    c.rect(0, 118, 320, 14, colour(28, 0.26, 0.62))
    for i in range(dice.between(2, 3)):
        x = 60 + i * 98 + dice.under(16)
        c.oval(x, 153, 20, 24, (60, 62, 68))
        person(c, dice, x, 222, 38, colour(hue + dice.under(40), 0.3, 0.42),
               True)
        c.oval(x - 18, 158, 6, 10, (60, 62, 68))
        c.oval(x + 18, 158, 6, 10, (60, 62, 68))
    c.round(18, 196, 48, 24, 5, (66, 70, 78))
    for row in range(3):
        for i in range(4):
            c.rect(24 + i * 9, 200 + row * 6, 6, 3, (176, 182, 190))


def picture(scene, seed, unit):
    dice = Dice("picture", seed)
    hue = Dice("hue", unit).under(360)
    c = Canvas((255, 255, 255))
    globals()["scene_" + scene](c, dice, hue)
    return c.png()


# ---------------------------------------------------------------- the plan


def registry(records):
    lines = ["# 参加活动的单位：方案附件1 所列单位和各镇街，另有县营商办。"
             "代码一经使用不再改。", "单位:"]
    assigned = {}
    for r in records:
        s = r.story
        if s.kind == "complaint" and "即" not in s.text:
            assigned.setdefault(s.unit, []).append(s.month)
    for i, (code, (name, kindred, _)) in enumerate(UNITS.items()):
        row = {"代码": code, "名称": name, "序": i + 1, "类别": kindred}
        if code in MANY_ITEMS:
            row["事项多"] = True
        row["起"] = "2026-09-01"
        part = []
        for kind in ("window", "enforce"):
            if code == OFFICE or code == "tjj" and kind == "window" \
                    or kind == "enforce" and code not in ENFORCE:
                continue
            begin = next((m for m, who in FROM[kind].items() if code in who),
                         "2026-11")
            part.append({"类": kind, "起": begin})
        part += [{"类": "complaint", "起": m, "止": m}
                 for m in sorted(assigned.get(code, []))]
        if part:
            row["参与"] = part
        lines.append("  - " + flow(row))
    return "\n".join(lines) + "\n"


def roster():
    lines = ["# 示例用户。登录名由系统管理员配发。", "用户:"]
    seen = set()

    def add(user, unit, role):
        assert user not in seen, user
        seen.add(user)
        lines.append("  - " + flow({"用户": user, "单位": unit,
                                    "角色": role.split()}))

    for code in UNITS:
        if code != OFFICE:
            add(clerk(code), code, "报送 联络员")
    for code, who in REVIEWERS.items():
        for user in who:
            add(user, code, "统筹" if code == OFFICE else "审核")
    add(clerk(OFFICE), OFFICE, "报送")
    return "\n".join(lines) + "\n"


# ---------------------------------------------------------- what must hold


def check_copies(bodies, limit):
    """No passage of `limit` characters may stand in two records."""
    seen, worst = {}, (0, "")
    for name, text in sorted(bodies.items()):
        plain = re.sub(r"[\s，。；：、！？“”‘’（）#!\[\]()\-]", "", text)
        mine = {}
        for i in range(len(plain) - 20 + 1):
            mine.setdefault(plain[i:i + 20], i)
        for key, i in mine.items():
            if key in seen and seen[key][0] != name:
                other, other_text, j = seen[key]
                n = 20
                while i + n < len(plain) and j + n < len(other_text) \
                        and plain[i + n] == other_text[j + n]:
                    n += 1
                if n > worst[0]:
                    worst = (n, "%s %s %s" % (name, other, plain[i:i + n]))
        for key, i in mine.items():
            seen.setdefault(key, (name, plain, i))
    assert worst[0] < limit, worst
    return worst


def write(root, files):
    for path in ("content/units", "content/journal"):
        shutil.rmtree(os.path.join(root, path), ignore_errors=True)
    for path, data in files.items():
        full = os.path.join(root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as f:
            f.write(data)


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "../..")
    files, bodies, drawn, taken, records = {}, {}, {}, {}, []
    for story in stories():
        records.append(Record(story, taken))
    assert len({r.story.id for r in records}) == len(records)
    closed = []
    for r in records:
        s = r.story
        base = "content/units/" + s.path
        r.made = r.head()
        head = head_text(r.made)
        body = r.body()
        assert len(head.encode()) <= 32 * 1024
        length = len(re.sub(r"\s", "", body))
        assert 300 <= length <= 900, (s.id, length)
        bodies[s.id] = body + "\n" + "\n".join(
            f.outcome for f in s.findings)
        files[base + "/index.md"] = (
            "---\n%s\n---\n\n%s\n" % (head, body)).encode()
        for i, scene in enumerate(r.pictures):
            data = picture(scene, s.id + str(i), s.unit)
            assert drawn.setdefault(data, s.id) == s.id
            files["%s/%02d.png" % (base, i + 1)] = data
        for i, event in enumerate(r.events()):
            put_event(files, s.path, i + 1, event)
        closed += progress(r, files)
    files["content/plan/units.yaml"] = registry(records).encode()
    files["content/plan/roster.yaml"] = roster().encode()
    bodies.update(papers.add(sys.modules[__name__], records, files))
    worst = check_copies(bodies, 60)
    write(root, files)
    problems = [f for r in records for f in r.story.problems]
    print("%d records, %d problems, %d needs, %d ledger entries with progress"
          ", %d files, %d KB; longest common passage %d characters" % (
              len(records), len(problems),
              sum(len(r.story.needs) for r in records), len(closed),
              len(files), sum(map(len, files.values())) // 1024, worst[0]))


if __name__ == "__main__":
    main()
