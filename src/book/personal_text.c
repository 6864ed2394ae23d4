/* SPDX-License-Identifier: MIT */
/* Addresses and names, from the character that gives them away: the one that
 * ends a house number or a room, the last of the word before a name. */
#include "personal_parts.h"

enum { ADDRESS_GLYPHS = 24, NUMERAL_GLYPHS = 6 };

/* --- addresses ------------------------------------------------------------ */

static bool has_any(struct str s, const char *const *words)
{
	for (; *words; words++)
		if (str_find(s, str_from(*words), 0) < s.len)
			return true;
	return false;
}

static const char *const estates[] = {"小区", "花园", "家园", "公寓", "家属",
    "社区", "新村", "佳苑", "嘉苑", "华府", "新城", "小院", "苑", NULL};
static const char *const houses[] = {"栋", "幢", "号楼", "座", NULL};
static const char *const villages[] = {
    "村", "庄", "寨", "堡", "社区", "屯", NULL};

static bool is_estate(struct str before)
{
	return has_any(before, estates);
}

/* Where the numeral that ends here begins; `end`: there is none. Up to four
 * digits; 十 and 百 are part of a Chinese one. */
static size_t numeral_begin(struct str text, size_t end)
{
	size_t at = end, n = 0;
	bool has_digit = false;

	while (n <= NUMERAL_GLYPHS) {
		struct glyph g = glyph_before(text, at);

		if (g.digit < 0 && !glyph_is_in(&g, "十百"))
			break;
		has_digit = true;
		at = g.at;
		n++;
	}
	return has_digit && n <= NUMERAL_GLYPHS ? at : end;
}

/* 小区3-2-501 */
static size_t dashes_begin(struct str text, size_t at)
{
	size_t n;

	for (n = 0; n < 2; n++) {
		struct glyph g = glyph_before(text, at);
		size_t from;

		if (g.cp != '-' && g.cp != '#')
			return n ? at : SIZE_MAX;
		from = numeral_begin(text, g.at);
		if (from == g.at)
			return n ? at : SIZE_MAX;
		at = from;
	}
	return at;
}

/* …单元501, …小区3-2-501: a room that nobody calls one. */
bool address_room_find(
    struct str text, size_t at, size_t end, struct personal *found)
{
	struct glyph unit;
	struct str before;
	size_t from, i;

	if (text_ends(text, at, "单元")) {
		before = text_before(text, at, ADDRESS_GLYPHS);
	} else {
		from = dashes_begin(text, at);
		if (from == SIZE_MAX)
			return false;
		before = text_before(text, from, ADDRESS_GLYPHS);
		/* The estate's name stands right before. */
		for (i = 0; estates[i]; i++)
			if (str_ends(before, str_from(estates[i])))
				goto found;
		return false;
	}
found:
	unit = glyph_at(text, end);
	if (glyph_is_in(&unit, "室号"))
		end = unit.end;
	from = (size_t)(before.data - text.data);
	*found = (struct personal){PERSONAL_ADDRESS, from, end - from};
	return true;
}

/* 路, 中段: does a street's name end here? */
static bool is_street(struct str before)
{
	static const char *const ways[] = {
	    "路", "街", "巷", "大道", "胡同", NULL};
	static const char *const others[] = {"道路", "公路", "线路", "铁路",
	    "电路", "管路", "网路", "回路", "马路", "思路", NULL};
	struct glyph g;
	size_t i;

	if (str_ends(before, STR("段"))) {
		before.len -= sizeof "段" - 1;
		g = glyph_before(before, before.len);
		if (glyph_is_in(&g, "东南西北中上下"))
			before.len = g.at;
	}
	for (i = 0; others[i]; i++)
		if (str_ends(before, str_from(others[i])))
			return false;
	for (i = 0; ways[i]; i++)
		if (str_ends(before, str_from(ways[i])))
			return true;
	return false;
}

/* …村…组: is a group of a village's households named here? */
static bool is_group(struct str before)
{
	size_t at = 0;
	struct glyph g;

	/* 3组, 上组, 小组, but not 工作组. */
	for (; (at = str_find(before, STR("组"), at)) < before.len; at++) {
		g = glyph_before(before, at);
		if ((g.digit >= 0 ||
			glyph_is_in(&g, "十上下东西南北中前后小老新")) &&
		    has_any(str_slice(before, 0, at), villages))
			return true;
	}
	return false;
}

/* Behind 号: what makes it no house's number. */
static const char not_house[] =
    "线楼车井杆桥机口台泵门窗池闸厂站公文令通前后"
    "之以起至到上下早晚中凌晨当完开召集夜个工商店铺摊";

bool address_find(
    const struct personal_scan *s, size_t at, struct personal *found)
{
	struct str t = s->text, before;
	struct glyph unit = glyph_at(t, at), next = glyph_at(t, unit.end);
	struct glyph g = glyph_before(t, at);
	size_t end = g.cp == ' ' ? g.at : at, from;
	bool is_room = text_has(t, at, "室"), is_home;

	from = numeral_begin(t, end);
	if (from == end)
		return false;
	g = glyph_before(t, from);
	before = text_before(t, g.cp == ' ' ? g.at : from, ADDRESS_GLYPHS);
	if (is_room)
		is_home =
		    has_any(before, (const char *const[]){"单元", NULL}) ||
		    (has_any(before, houses) && is_estate(before));
	else if (glyph_is_in(&next, not_house))
		return false;
	else
		is_home = is_group(before) || is_street(before) ||
		    (has_any(before, houses) && is_estate(before));
	if (!is_home)
		return false;
	from = (size_t)(before.data - t.data);
	*found = (struct personal){PERSONAL_ADDRESS, from, unit.end - from};
	return true;
}

/* --- names ---------------------------------------------------------------- */

/* Surnames that begin few other words, and those that begin many. */
static const char sure[] =
    "王李张刘陈杨赵吴周徐孙朱胡郭罗郑梁谢宋唐邓韩冯曹彭肖董袁潘蒋蔡杜苏魏吕丁"
    "沈姜傅卢崔陆廖姚邹熊郝孔秦侯邵孟薛尹贺邱贾阎郗雒骆樊翟谭韦屈穆焦巩靳耿庞"
    "鲁葛倪裴聂岳柴缑昝屠柯芦";
static const char likely[] =
    "黄林何高马许曾程于余叶田范任汪石方金钟戴武康毛江史顾侯龙万段雷钱汤易常"
    "黎乔赖文殷施颜严牛温季包章童詹池房凌解齐戚单冀闫党惠成白安尚付卫车平向连"
    "左甘祝全路娄柳米习辛游原申华夏管代";
static const char *const doubled[] = {"欧阳", "司马", "上官", "诸葛", "皇甫",
    "尉迟", "慕容", "令狐", "宇文", "司徒", "夏侯", "端木", "独孤", "南宫",
    "西门", NULL};

/* Words that begin like a name. */
static const char *const words[] = {"陈述", "周边", "周围", "周末", "周期",
    "周到", "周六", "周日", "周一", "周二", "周三", "周四", "周五", "周转",
    "周知", "孙女", "孙子", "张贴", "张口", "张罗", "胡同", "胡乱", "罗列",
    "谢谢", "杜绝", "董事", "孟村", "焦岱", "焦急", "葛牌", "秦岭", "李子",
    "杨树", "贺电", "唐突", "沈阳", "郑重", "郑州", "苏打", "王府", "丁字",
    "孔洞", "梁柱", "罗马", "赵家", "李家", "王家", "张家", "刘家", "陈家",
    "杨家", "孙家", "吴家", "周家", "胡家", "高家", "姚家", "许家", "马上",
    "何时", "何处", "何地", "何种", "许可", "许多", "高度", "高效", "高龄",
    "方便", "方式", "方面", "安全", "安置", "安排", "解释", "解决", "管理",
    "代表", "代理", "申请", "申辩", "成功", "平时", "常见", "包括", "全部",
    "全程", "向来", "连续", "金额", "车辆", "房屋", "田间", "林地", "林业",
    "温馨", "游客", "文化", "史料", "夏季", "江边", "万元", "代办", "路边",
    "范围", "任何", "任务", "程序", "石材", "马路", "康复", "付款", "单位",
    "余额", "余款", "白天", "易于", "章程", "严格", "严重", "施工", "武装",
    "龙头", "黄土", "叶片", "毛病", "戴口", "钟头", "牛羊", "成年", "安居",
    "高兴", "原因", "申报", "华胥", "蓝关", "汤峪", "史家", "党员", "党委",
    "党支", NULL};

enum evidence {
	EVIDENCE_NONE,
	EVIDENCE_GROUP,	 /* 群众, 居民 …: people talk of them as such */
	EVIDENCE_PERSON, /* 投诉人 …: one person */
	EVIDENCE_COLON,	 /* a colon: here a name is written */
	EVIDENCE_FIELD,	 /* 对象, which wants a colon */
};

/* Which word goes before? `at`: its last character. */
static enum evidence evidence_of(struct str text, size_t end)
{
	static const struct {
		struct str word;
		enum evidence evidence;
	} table[] = {
	    {{"群众", 6}, EVIDENCE_GROUP},
	    {{"居民", 6}, EVIDENCE_GROUP},
	    {{"村民", 6}, EVIDENCE_GROUP},
	    {{"市民", 6}, EVIDENCE_GROUP},
	    {{"业主", 6}, EVIDENCE_GROUP},
	    {{"住户", 6}, EVIDENCE_GROUP},
	    {{"对象", 6}, EVIDENCE_FIELD},
	    {{"投诉人", 9}, EVIDENCE_PERSON},
	    {{"来电人", 9}, EVIDENCE_PERSON},
	    {{"反映人", 9}, EVIDENCE_PERSON},
	    {{"当事人", 9}, EVIDENCE_PERSON},
	    {{"举报人", 9}, EVIDENCE_PERSON},
	    {{"信访人", 9}, EVIDENCE_PERSON},
	    {{"申请人", 9}, EVIDENCE_PERSON},
	};
	size_t i;

	for (i = 0; i < sizeof table / sizeof *table; i++) {
		struct str word = table[i].word;

		if (end >= word.len &&
		    text.data[end - 1] == word.data[word.len - 1] &&
		    text.data[end - 4] == word.data[word.len - 4] &&
		    !memcmp(text.data + end - word.len, word.data, word.len))
			return table[i].evidence;
	}
	return EVIDENCE_NONE;
}

/* Behind what may stand between the word and the name. */
static size_t lead_skip(struct str text, size_t at, enum evidence *evidence)
{
	static const char *const fillers[] = {"姓名", "名叫", "：", ":", "“",
	    "\"", "（", "(", "「", "代表", NULL};
	size_t i, n;

	for (n = 0; n < 4; n++) {
		struct glyph g = glyph_next(text, at);

		if (g.cp == ' ')
			g = glyph_at(text, g.end);
		at = g.at;
		/* All others are no Han. */
		if (glyph_is_han(&g) && !glyph_is_in(&g, "姓名代"))
			return at;
		for (i = 0; fillers[i]; i++)
			if (text_has(text, at, fillers[i]))
				break;
		if (!fillers[i])
			return at;
		at += strlen(fillers[i]);
		if (i < 4)
			*evidence = EVIDENCE_COLON;
	}
	return at;
}

/* What may follow a name: nothing that is written on, or what people do. */
static bool is_end(const struct glyph *g)
{
	return !glyph_is_han(g) && g->cp != '*' && !glyph_is_letter(g);
}

static const char says[] = "反投来举称说表告诉拨致求咨提打";
static const char follows[] = "到在的认因于现电手身住等与和及对先女同要希通给被"
			      "将已未不曾质感是为系男年有";

/* How sure a surname is: 2 sure, 1 likely, 0 none; *end is behind it. */
static int surname(struct str text, size_t at, size_t *end)
{
	struct glyph g = glyph_at(text, at);
	int sureness;
	size_t i;

	*end = g.end;
	if (!glyph_is_han(&g))
		return 0;
	if (glyph_is_in(&g, "欧司上诸皇尉慕令宇端独南西夏"))
		for (i = 0; doubled[i]; i++)
			if (text_has(text, at, doubled[i])) {
				*end = at + strlen(doubled[i]);
				return 2;
			}
	sureness = glyph_is_in(&g, sure) ? 2 : glyph_is_in(&g, likely) ? 1 : 0;
	for (i = 0; sureness && words[i]; i++)
		if (words[i][2] == text.data[at + 2] &&
		    text_has(text, at, words[i]))
			return 0;
	return sureness;
}

static bool may_be_given(const struct glyph *g)
{
	return glyph_is_han(g) &&
	    !glyph_is_in(g,
		"某的了在和与及向对是不有等为被把也都就又我你他她们"
		"这那个说称反投氏姓家记");
}

/* 王女士, 李师傅: a title instead of a name. */
static bool is_title(struct str text, size_t at)
{
	static const char *const titles[] = {"先生", "女士", "同志", "师傅",
	    "老师", "大爷", "大妈", "大娘", "大姐", "大哥", "阿姨", "奶奶",
	    "爷爷", "婆婆", "叔叔", "老人", "老汉", "经理", "老板", "主任",
	    "书记", "校长", "医生", "局长", "科长", "女儿", "小姐", NULL};
	size_t i;

	for (i = 0; titles[i]; i++)
		if (text_has(text, at, titles[i]))
			return true;
	return false;
}

/* Does a name with so many given characters end here? */
static bool is_name_end(const struct glyph *next, enum evidence evidence,
    int sureness, size_t given)
{
	bool is_said = glyph_is_in(next, says);

	if (evidence == EVIDENCE_COLON)
		return is_end(next) || (sureness == 2 && is_said) ||
		    (sureness == 2 && given == 2 && glyph_is_in(next, follows));
	if (is_said)
		return sureness == 2 || given == 2;
	if (sureness < 2)
		return false;
	if (evidence == EVIDENCE_PERSON)
		return is_end(next) || glyph_is_in(next, follows);
	return given == 2 && (is_end(next) || glyph_is_in(next, "先女（"));
}

/* 张X, 张**: a surname and a mask behind it. */
static bool masked_name(struct str text, size_t behind, size_t *end)
{
	struct glyph g;
	size_t n = glyph_masks(text, behind, end);

	g = glyph_at(text, *end);
	return n >= 1 && n <= 3 && !glyph_is_letter(&g) &&
	    (g.digit < 0 || g.is_hanzi);
}

bool person_find(const struct personal_scan *s, size_t at,
    struct personal *found, size_t *next)
{
	struct str t = s->text;
	size_t from = glyph_at(t, at).end, behind, end = 0;
	enum evidence evidence = evidence_of(t, from);
	struct glyph g;
	int sureness;
	size_t n;

	if (evidence == EVIDENCE_NONE)
		return false;
	from = lead_skip(t, from, &evidence);
	if (evidence == EVIDENCE_FIELD)
		return false;
	sureness = surname(t, from, &behind);
	if (!sureness)
		return false;
	if (s->has_masks && masked_name(t, behind, &end)) {
		*found =
		    (struct personal){PERSONAL_MASK_NAME, from, end - from};
		*next = end;
		return true;
	}
	if (is_title(t, behind))
		return false;
	for (n = 1; n <= 2; n++) {
		g = glyph_next(t, behind);
		if (!may_be_given(&g))
			return false;
		behind = g.end;
		g = glyph_next(t, behind);
		if (is_name_end(&g, evidence, sureness, n) &&
		    !(n == 1 && glyph_is_in(&g, "某"))) {
			*found = (struct personal){
			    PERSONAL_NAME, from, behind - from};
			*next = behind;
			return true;
		}
	}
	return false;
}

/* A masked name that stands alone: behind no letter and before none. */
bool person_mask_find(
    const struct personal_scan *s, size_t at, struct personal *found)
{
	struct str t = s->text, line;
	struct glyph g = glyph_before(t, at), before, after;
	size_t end, i, stars = 0;

	before = glyph_before(t, g.at);
	if (!glyph_is_han(&g) || !glyph_is_in(&g, sure) ||
	    glyph_is_han(&before) || glyph_is_letter(&before) ||
	    before.cp == '*' || !masked_name(t, at, &end))
		return false;
	after = glyph_at(t, end);
	if (glyph_is_han(&after) && !glyph_is_in(&after, "先女同"))
		return false;
	/* The stars may end what others before them began. */
	line = text_before(t, at, ADDRESS_GLYPHS * 4);
	for (i = 0; i < line.len; i++)
		stars += line.data[i] == '*';
	if (stars)
		return false;
	*found = (struct personal){PERSONAL_MASK_NAME, g.at, end - g.at};
	return true;
}
