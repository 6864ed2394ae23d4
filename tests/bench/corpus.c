/* SPDX-License-Identifier: MIT */
/*
 * A large tree to measure with: content/plan and layouts of the project, and
 * COUNT activity records with a picture and a receipt each, month by month
 * backwards from 2026-10.
 *
 *     corpus COUNT DIR ROOT
 *
 * Every record depends on its number alone, so equal COUNTs give equal bytes.
 * The units are those of ROOT's register; since the records reach back behind
 * its beginning, the copy says that all took part from the first month on.
 */
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "corpus_words.h"

#define COUNT_OF(a) (sizeof(a) / sizeof *(a))

enum {
	UNITS_MAX = 200,
	ROUNDS = 3, /* records of a unit and kind in one month */
	PATH_SIZE = 4096,
	DECK_MAX = 64,
	DUE_DAY = 20,
	KINDS = 3,
	ITEMS_MAX = 2048, /* different ones of a month and kind */
};

static const char hotline_item[] = "热线接件与转办派单";
static const char files_item[] = "办件档案";
static const char *const kinds[KINDS] = {"window", "enforce", "complaint"};

struct unit {
	char code[32], name[96], clerk[64];
	bool has_window, has_enforce, is_town, is_company;
	const char *items, *enforcement;
};

struct buf {
	char *data;
	size_t len, cap;
};

/* What a lead's summary says of one kind in one month. */
struct figures {
	unsigned sessions, items, problems, needs, measures, done;
	char names[ITEMS_MAX][160];
	size_t name_count;
};

/* One record while it is written. */
struct record {
	struct figures *figures; /* of its month and kind */
	const struct unit *unit;
	const char *kind; /* window, enforce, complaint */
	int round;	  /* 1 to ROUNDS */
	int year, month, day;
	int received; /* day of the month, after 20: late */
	uint64_t state;
	uint32_t number;
	int told; /* sentences of its body */
	char leader[16], date[16], item[128], other[128], work[128], cause[128];
};

static void die(const char *what)
{
	fprintf(stderr, "corpus: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* ---- chance: splitmix64 */

static uint64_t throw(struct record * r)
{
	uint64_t z = r->state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
	return z ^ z >> 31;
}

static int between(struct record *r, int low, int high)
{
	return low + (int)(throw(r) % (uint64_t)(high - low + 1));
}

static bool chance(struct record *r, int percent)
{
	return between(r, 0, 99) < percent;
}

/* ---- bytes */

static void put(struct buf *b, const void *data, size_t len)
{
	if (b->len + len + 1 > b->cap) {
		b->cap = (b->len + len + 1) * 2;
		b->data = realloc(b->data, b->cap);
		if (!b->data)
			die("memory");
	}
	memcpy(b->data + b->len, data, len);
	b->len += len;
	b->data[b->len] = '\0';
}

static void put_text(struct buf *b, const char *s)
{
	put(b, s, strlen(s));
}

__attribute__((format(printf, 2, 3))) static void put_format(
    struct buf *b, const char *format, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof text, format, ap);
	va_end(ap);
	put_text(b, text);
}

static void make_folders(const char *path)
{
	char part[PATH_SIZE];
	size_t i;

	for (i = 1; path[i]; i++) {
		if (path[i] != '/')
			continue;
		snprintf(part, sizeof part, "%.*s", (int)i, path);
		if (mkdir(part, 0777) && errno != EEXIST)
			die(part);
	}
}

static void write_file(const char *path, const struct buf *b)
{
	FILE *f = fopen(path, "wb");

	if (!f) {
		make_folders(path);
		f = fopen(path, "wb");
	}
	if (!f || fwrite(b->data, 1, b->len, f) != b->len)
		die(path);
	if (fclose(f))
		die(path);
}

static void read_file(struct buf *b, const char *path)
{
	char block[8192];
	FILE *f = fopen(path, "rb");
	size_t n;

	if (!f)
		die(path);
	b->len = 0;
	put(b, "", 0);
	while ((n = fread(block, 1, sizeof block, f)))
		put(b, block, n);
	if (ferror(f))
		die(path);
	fclose(f);
}

/* ---- sentences: "(this|that)" chooses, "@x" is a slot */

/* One part of "a|b|c", which ends at `end`. */
static void choose(struct record *r, const char *s, const char *end,
    const char **part, size_t *len)
{
	int n = 1, want;
	const char *p;

	for (p = s; p < end; p++)
		n += *p == '|';
	want = between(r, 0, n - 1);
	for (p = s; want; p++)
		want -= *p == '|';
	*part = p;
	while (p < end && *p != '|')
		p++;
	*len = (size_t)(p - *part);
}

static void put_choice(struct buf *b, struct record *r, const char *list)
{
	const char *part;
	size_t len;

	choose(r, list, list + strlen(list), &part, &len);
	put(b, part, len);
}

static void put_place(struct buf *b, struct record *r)
{
	if (r->unit->is_town)
		put_text(b, "便民服务站");
	else if (r->unit->is_company)
		put_text(b, "营业厅");
	else
		put_text(b, "县政务服务中心");
}

static void put_slot(struct buf *b, struct record *r, char slot)
{
	switch (slot) {
	case 'c':
		put_choice(b, r, channels);
		break;
	case 'd':
		put_format(b, "%d月%d日", r->month, r->day);
		break;
	case 'e':
		put_text(b, r->work);
		break;
	case 'f':
		put_text(b, "发现的问题");
		break;
	case 'g':
		put_text(b, r->cause);
		break;
	case 'i':
		put_text(b, r->item);
		break;
	case 'j':
		put_text(b, r->other);
		break;
	case 'k':
		put_format(b, "%d", between(r, 2, 6));
		break;
	case 'l':
		put_text(b, r->leader);
		break;
	case 'm':
		put_choice(b, r, materials);
		break;
	case 'n':
		put_format(b, "%d", between(r, 4, 19));
		break;
	case 'o':
		put_choice(b, r, offices);
		break;
	case 'p':
		put_place(b, r);
		break;
	case 'q':
		put_choice(b, r, wishes);
		break;
	case 's':
		put_choice(b, r, seen_places);
		break;
	case 't':
		put_format(b, "%d", between(r, 6, 58));
		break;
	case 'w':
		put_choice(b, r, people_met);
		break;
	default:
		fprintf(stderr, "corpus: no slot @%c\n", slot);
		exit(1);
	}
}

static void put_part(struct buf *b, struct record *r, const char *s, size_t len)
{
	const char *end = s + len, *close, *part;
	size_t part_len;

	while (s < end) {
		if (*s == '@') {
			put_slot(b, r, s[1]);
			s += 2;
		} else if (*s == '(') {
			close = memchr(s, ')', (size_t)(end - s));
			choose(r, s + 1, close, &part, &part_len);
			put_part(b, r, part, part_len);
			s = close + 1;
		} else {
			put(b, s++, 1);
		}
	}
}

static void put_sentence(
    struct buf *b, struct record *r, const char *const *bank, size_t count)
{
	const char *s = bank[between(r, 0, (int)count - 1)];

	put_part(b, r, s, strlen(s));
}

#define SAY(b, r, bank) put_sentence(b, r, bank, COUNT_OF(bank))

/* A bank shuffled for one record, so that it says nothing twice. */
struct deck {
	const char *const *bank;
	size_t count, at;
	size_t order[DECK_MAX];
};

static void shuffle(
    struct deck *d, struct record *r, const char *const *bank, size_t count)
{
	size_t i, j, kept;

	d->bank = bank;
	d->count = count < DECK_MAX ? count : DECK_MAX;
	d->at = 0;
	for (i = 0; i < d->count; i++)
		d->order[i] = i;
	for (i = d->count; i > 1; i--) {
		j = (size_t)between(r, 0, (int)i - 1);
		kept = d->order[i - 1];
		d->order[i - 1] = d->order[j];
		d->order[j] = kept;
	}
}

#define SHUFFLE(d, r, bank) shuffle(d, r, bank, COUNT_OF(bank))

/* The next sentences of a deck, two of three are details; nothing once it is
 * used up. */
static void tell(struct buf *b, struct record *r, struct deck *d, int n)
{
	const char *s;

	for (; n > 0 && d->at < d->count; n--) {
		s = r->told++ % 3
		    ? detail[between(r, 0, (int)COUNT_OF(detail) - 1)]
		    : d->bank[d->order[d->at++]];
		put_part(b, r, s, strlen(s));
	}
}

/* `n` of each in turn. */
static void tell_both(
    struct buf *b, struct record *r, struct deck *one, struct deck *two, int n)
{
	for (; n > 0; n--) {
		tell(b, r, one, 1);
		tell(b, r, two, 1);
	}
}

/* ---- the head of a record */

static void put_date(struct buf *b, const struct record *r, int day)
{
	put_format(b, "%04d-%02d-%02d", r->year, r->month, day);
}

static void put_day_before(struct buf *b, struct record *r)
{
	int month = r->month == 1 ? 12 : r->month - 1;

	put_format(b, "%04d-%02d-%02d", r->year - (r->month == 1), month,
	    between(r, 3, 28));
}

static void put_visits(struct buf *b, struct record *r)
{
	static const char titles[] = "先生|女士";
	int i, n = between(r, 3, 5);

	put_text(b, "    回访:\n");
	for (i = 0; i < n; i++) {
		put_text(b, "      - {日期: ");
		put_date(b, r, r->day);
		put_text(b, ", 办理日期: ");
		put_day_before(b, r);
		put_text(b, ", 对象: ");
		put_choice(b, r, surnames);
		put_choice(b, r, titles);
		put_format(
		    b, ", 有效: 是, 满意: %s", chance(r, 85) ? "是" : "否");
		if (chance(r, 50)) {
			put_text(b, ", 需求: ");
			put_choice(b, r, wishes);
		}
		put_text(b, "}\n");
	}
}

static void put_seen(
    struct buf *b, struct record *r, const char *const *bank, size_t count)
{
	size_t start, end;

	put_text(b, "    情况: \"");
	start = b->len;
	put_sentence(b, r, bank, count);
	for (end = start; end < b->len; end++)
		if (b->data[end] == '"')
			b->data[end] = '\'';
	put_text(b, "\"\n");
}

#define SEEN(b, r, bank) put_seen(b, r, bank, COUNT_OF(bank))

static void put_window_steps(struct buf *b, struct record *r)
{
	put_format(b,
	    "  - 名称: 审批服务\n"
	    "    角色: [企业群众, 工作人员]\n"
	    "    渠道: [线上, 线下]\n"
	    "    事项: [{名称: %s, 体验人: %s}]\n",
	    r->item, r->leader);
	put_text(b,
	    "    要素: {线下: [咨询引导, 服务指南, 办事手续, 首问告知, "
	    "资料设置, 自助办理, 审批流程, 办结反馈], "
	    "线上: [入网渠道, 模板教程, 注册登录, 明细填写, 提交申请, "
	    "结果反馈], 窗口: [受理条件, 对接协调, 办理环节, 办理时限, "
	    "跑动次数, 网上办理]}\n");
	SEEN(b, r, walk);
	put_text(b,
	    "  - 名称: 业务检查\n"
	    "    抽取方式: 当月办件中随机抽取\n");
	put_format(b,
	    "    事项: [{名称: %s, 体验人: %s}, {名称: %s, 体验人: %s}]\n",
	    r->other, r->leader, files_item, r->leader);
	put_text(b,
	    "    要素: {检查: [受理要求, 办事指南, 办理流程, 办理进度, "
	    "线上渠道]}\n");
	SEEN(b, r, check);
	put_text(b,
	    "  - 名称: 服务回访\n"
	    "    要素: {回访: [满意度, 现实需求, 服务态度, 服务能力, "
	    "业务流程, 投诉渠道, 办事体验]}\n");
	put_visits(b, r);
	SEEN(b, r, visit);
	put_format(b,
	    "  - 名称: 座谈交流\n"
	    "    工作人员代表: %d\n"
	    "    企业群众代表: %d\n"
	    "    要素: {工作建议: %d 条, 采纳情况: 逐条答复}\n",
	    between(r, 2, 6), between(r, 2, 8), between(r, 2, 7));
	SEEN(b, r, talk);
}

static void put_enforce_steps(struct buf *b, struct record *r)
{
	int i, n = between(r, 2, 5);

	put_format(b,
	    "  - 名称: 执法检查\n"
	    "    抽取方式: 双随机平台抽取\n"
	    "    事项: [{名称: %s, 体验人: %s}]\n",
	    r->work, r->leader);
	put_text(b,
	    "    要素: {体验: [执法方式, 执法态度, 执法公正性, "
	    "自由裁量权], 改进: [健全机制, 规范程序, 创新方式, "
	    "加强监督]}\n");
	SEEN(b, r, inspect);
	put_format(b,
	    "  - 名称: 案件处理\n"
	    "    事项: [{名称: %s, 体验人: %s}]\n",
	    r->cause, r->leader);
	put_text(b,
	    "    要素: {流程: [投诉举报受理, 调查取证, 笔录制作, "
	    "开具通知书, 处罚决定], 程序: [调查取证, 申辩听证, "
	    "裁量决定, 执行监督]}\n");
	SEEN(b, r, dossier);
	put_format(b,
	    "  - 名称: 案卷评查\n"
	    "    案卷数: %d\n"
	    "    评查标准: {市级: 西安市行政处罚案卷评查标准, "
	    "行业: 行业案卷评查标准}\n"
	    "    案卷:\n",
	    n);
	for (i = 0; i < n; i++)
		put_format(b, "      - {案号: 〔%d〕%d号, 结果: %s}\n", r->year,
		    between(r, 3, 190),
		    chance(r, 70) ? "合格" : "合格，个别文书需补正");
	put_text(b,
	    "    要素: {合法性: [执法主体, 事实证据, 适用依据, "
	    "执法程序], 规范性: [立案审批, 调查取证, 责令改正, "
	    "告知听证, 审查决定, 送达执行, 立卷归档]}\n");
	SEEN(b, r, dossier);
}

static void put_complaint_steps(struct buf *b, struct record *r)
{
	int first = between(r, 4, 20), second = between(r, 2, 12);

	put_format(b,
	    "  - 名称: 转办体验\n"
	    "    事项: [{名称: %s, 体验人: %s}]\n",
	    hotline_item, r->leader);
	put_text(b,
	    "    要素: {转办: [热线接件, 转办派单, 对接协调, "
	    "电话回访], 查找: [推诿卸责, 无故退单, 处理效率]}\n");
	SEEN(b, r, hotline);
	put_format(b,
	    "  - 名称: 投诉分析\n"
	    "    要素: {研究: [原因分析, 解决措施, 工作建议]}\n"
	    "    接诉数量: %d\n"
	    "    投诉类型: [{类型: 服务态度与效率, 件数: %d}, "
	    "{类型: 设施与秩序, 件数: %d}]\n",
	    first + second, first, second);
	put_text(b, "    典型案例: [\"");
	SAY(b, r, complaint_faults);
	put_text(b, "\"]\n");
	SEEN(b, r, hotline);
	put_format(b,
	    "  - 名称: 投诉处理\n"
	    "    要素: {办理: [当事人对接, 协调解决, 反馈结果, "
	    "现场办公]}\n"
	    "    办件:\n"
	    "      - {工单: \"%04d\", 事由: 群众反映的急事, 答复日期: ",
	    between(r, 101, 9899));
	put_date(b, r, r->day);
	put_text(b, "}\n");
	SEEN(b, r, hotline);
}

/* Text in double quotes: our sentences use Chinese quotation marks only. */
static void put_quoted(struct buf *b, struct record *r, const char *key,
    const char *const *bank, size_t count)
{
	put_format(b, ", %s: \"", key);
	put_sentence(b, r, bank, count);
	put_text(b, "\"");
}

/* With the day, so that no unit finds the same twice. */
static void put_fault(struct buf *b, struct record *r)
{
	put_format(b, ", 描述: \"%d年%d月%d日", r->year, r->month, r->day);
	if (r->kind[0] == 'w')
		SAY(b, r, faults);
	else if (r->kind[0] == 'e')
		SAY(b, r, enforce_faults);
	else
		SAY(b, r, complaint_faults);
	put_text(b, "\"");
}

static const char *step_of(struct record *r)
{
	static const char *const steps[][3] = {
	    {"审批服务", "业务检查", "座谈交流"},
	    {"执法检查", "案件处理", "案卷评查"},
	    {"转办体验", "投诉分析", "投诉处理"},
	};
	int kind = r->kind[0] == 'w' ? 0 : r->kind[0] == 'e' ? 1 : 2;

	return steps[kind][between(r, 0, 2)];
}

/* At once, or on the ledger with a plan and a day after the activity. What
 * would have come to its day long ago has been mended: the corpus has no steps
 * of the ledger. */
static void put_mode(struct buf *b, struct record *r)
{
	int month = r->month + between(r, 2, 4);
	bool is_past = r->year * 12 + month < 2026 * 12 + 12;

	if (chance(r, 55) || is_past) {
		r->figures->done++;
		put_text(b, ", 整改方式: 立行立改, 完成日期: ");
		put_date(b, r, between(r, r->day, r->received));
		put_quoted(b, r, "结果", outcomes, COUNT_OF(outcomes));
	} else {
		put_text(b, ", 整改方式: 挂账销号");
		put_quoted(b, r, "整改计划", plans, COUNT_OF(plans));
		put_format(b, ", 完成时限: %04d-%02d-%02d, 责任人: ",
		    r->year + (month > 12), month > 12 ? month - 12 : month,
		    between(r, 1, 28));
		put_choice(b, r, surnames);
		put_text(b, "某某");
	}
	put_text(b, "}\n");
}

static void put_findings(struct buf *b, struct record *r)
{
	int i, n = chance(r, 70) ? 1 : 2;
	int needs = chance(r, 40);

	r->figures->problems += (unsigned)n;
	r->figures->measures += (unsigned)n;
	r->figures->needs += (unsigned)needs;
	put_text(b, "问题:\n");
	for (i = 1; i <= n; i++) {
		put_format(b, "  - {序号: %d", i);
		put_fault(b, r);
		put_format(b, ", 环节: %s", step_of(r));
		put_mode(b, r);
	}
	if (needs) {
		put_text(b, "需求:\n  - {序号: 1, 描述: ");
		put_choice(b, r, wishes);
		put_format(b, ", 环节: %s", step_of(r));
		put_mode(b, r);
	}
	put_text(b, "措施:\n");
	for (i = 1; i <= n; i++) {
		put_format(b, "  - {序号: %d, 针对: [问题%d%s]", i, i,
		    i == n && needs ? ", 需求1" : "");
		put_quoted(b, r, "内容", remedies, COUNT_OF(remedies));
		put_text(b, "}\n");
	}
}

static void put_head(struct buf *b, struct record *r)
{
	put_text(b, "---\n日期: ");
	put_date(b, r, r->day);
	if (r->kind[0] == 'c') {
		put_text(b,
		    "\n体验类型: 即时体验\n触发: "
		    "{事由: 投诉集中, 日期: ");
		put_date(b, r, r->day > 10 ? r->day - 10 : 1);
		put_text(b,
		    ", 说明: 同类来电增多}\n场所: 12345蓝田分平台\n"
		    "地点: 县热线分平台\n");
	} else if (r->kind[0] == 'e') {
		put_text(b,
		    "\n体验类型: 定期体验\n场所: 执法现场\n"
		    "地点: 随机抽中的检查点\n");
	} else {
		put_format(b, "\n体验类型: 定期体验\n场所: %s\n地点: ",
		    r->unit->is_town	      ? "便民服务站"
			: r->unit->is_company ? "企业营业厅"
					      : "政务服务中心");
		put_place(b, r);
		put_format(b, " %d 号窗口\n", between(r, 1, 40));
	}
	put_format(b,
	    "参加人:\n"
	    "  - {姓名: %s, 职务: 主要负责人, 身份: 主要负责同志}\n"
	    "环节:\n",
	    r->leader);
	if (r->kind[0] == 'w')
		put_window_steps(b, r);
	else if (r->kind[0] == 'e')
		put_enforce_steps(b, r);
	else
		put_complaint_steps(b, r);
	put_findings(b, r);
	put_format(b, "影像:\n  - {文件: 01.png, 说明: %s在体验现场}\n---\n\n",
	    r->leader);
}

/* ---- the body */

static void put_window_body(struct buf *b, struct record *r)
{
	struct deck walks, asides, desks, checks, visits, talks;

	SHUFFLE(&walks, r, walk);
	SHUFFLE(&asides, r, more_window);
	SHUFFLE(&desks, r, desk);
	SHUFFLE(&checks, r, check);
	SHUFFLE(&visits, r, visit);
	SHUFFLE(&talks, r, talk);
	SAY(b, r, open_window);
	tell_both(b, r, &walks, &asides, 3);
	put_text(b, "\n\n");
	tell_both(b, r, &walks, &asides, 2);
	SAY(b, r, quote);
	r->told = 1;
	tell(b, r, &walks, 2);
	put_text(b, "\n\n");
	tell_both(b, r, &desks, &checks, 3);
	put_text(b, "\n\n");
	tell_both(b, r, &visits, &asides, 2);
	tell(b, r, &talks, 3);
}

static void put_enforce_body(struct buf *b, struct record *r)
{
	struct deck inspections, asides, dossiers, quotes;

	SHUFFLE(&inspections, r, inspect);
	SHUFFLE(&asides, r, more_enforce);
	SHUFFLE(&dossiers, r, dossier);
	SHUFFLE(&quotes, r, quote);
	SAY(b, r, open_enforce);
	tell_both(b, r, &inspections, &asides, 3);
	put_text(b, "\n\n");
	tell(b, r, &quotes, 1);
	tell_both(b, r, &inspections, &asides, 2);
	put_text(b, "\n\n## 案件和案卷\n\n");
	tell_both(b, r, &dossiers, &asides, 3);
	put_text(b, "\n\n");
	tell(b, r, &quotes, 1);
	tell_both(b, r, &dossiers, &asides, 2);
}

static void put_complaint_body(struct buf *b, struct record *r)
{
	struct deck calls, asides, visits;

	SHUFFLE(&calls, r, hotline);
	SHUFFLE(&asides, r, more_complaint);
	SHUFFLE(&visits, r, visit);
	SAY(b, r, open_complaint);
	tell_both(b, r, &calls, &asides, 3);
	put_text(b, "\n\n");
	SAY(b, r, quote);
	r->told = 1;
	tell_both(b, r, &calls, &asides, 2);
	put_text(b, "\n\n");
	tell_both(b, r, &visits, &asides, 3);
}

static void put_body(struct buf *b, struct record *r)
{
	struct deck endings;

	SHUFFLE(&endings, r, ending);
	if (r->kind[0] == 'w')
		put_window_body(b, r);
	else if (r->kind[0] == 'e')
		put_enforce_body(b, r);
	else
		put_complaint_body(b, r);
	put_text(b, "\n\n");
	tell(b, r, &endings, 3);
	put_text(b, "\n");
}

/* ---- a tiny PNG: one bit a pixel, stored without compression */

static uint32_t crc_of(const unsigned char *p, size_t len)
{
	uint32_t crc = 0xFFFFFFFFu;
	int k;

	while (len--) {
		crc ^= *p++;
		for (k = 0; k < 8; k++)
			crc = crc & 1 ? crc >> 1 ^ 0xEDB88320u : crc >> 1;
	}
	return ~crc;
}

static void put_u32(struct buf *b, uint32_t v)
{
	unsigned char bytes[4] = {(unsigned char)(v >> 24),
	    (unsigned char)(v >> 16), (unsigned char)(v >> 8),
	    (unsigned char)v};

	put(b, bytes, sizeof bytes);
}

static void put_chunk(
    struct buf *b, const char *type, const void *data, size_t len)
{
	size_t start;

	put_u32(b, (uint32_t)len);
	start = b->len;
	put(b, type, 4);
	put(b, data, len);
	put_u32(
	    b, crc_of((const unsigned char *)b->data + start, b->len - start));
}

/* Blocks of 4 × 4 pixels by chance; the last row spells the number. */
static size_t draw(unsigned char *pixels, struct record *r, int w, int h)
{
	size_t stride = (size_t)w / 8 + 1, len = 0, x;
	uint64_t blocks = 0;
	int y;

	for (y = 0; y < h; y++) {
		pixels[len] = 0;
		if (y % 4 == 0)
			blocks = throw(r);
		for (x = 1; x < stride; x++)
			pixels[len + x] =
			    (unsigned char)(((blocks >> 2 * x & 1) ? 0xF0u
								   : 0) |
				((blocks >> (2 * x + 1) & 1) ? 0x0Fu : 0));
		len += stride;
	}
	pixels[len - 1] = (unsigned char)r->number;
	pixels[len - 2] = (unsigned char)(r->number >> 8);
	if (stride > 3)
		pixels[len - 3] = (unsigned char)(r->number >> 16);
	return len;
}

static void put_picture(struct buf *b, struct record *r)
{
	static const unsigned char magic[] = {
	    0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
	unsigned char pixels[9 * 48], z[sizeof pixels + 11], palette[6];
	unsigned char ihdr[13] = {0};
	uint32_t low = 1, high = 0;
	int w = 24 + 8 * between(r, 0, 5);
	int h = 16 + 8 * between(r, 0, w > 48 ? 1 : 3);
	size_t i, len;

	len = draw(pixels, r, w, h);
	for (i = 0; i < len; i++) {
		low = (low + pixels[i]) % 65521;
		high = (high + low) % 65521;
	}
	z[0] = 0x78;
	z[1] = 0x01;
	z[2] = 1; /* the last block, stored */
	z[3] = (unsigned char)len;
	z[4] = (unsigned char)(len >> 8);
	z[5] = (unsigned char)~z[3];
	z[6] = (unsigned char)~z[4];
	memcpy(z + 7, pixels, len);
	for (i = 0; i < 4; i++)
		z[7 + len + i] =
		    (unsigned char)((high << 16 | low) >> (24 - 8 * i));
	for (i = 0; i < sizeof palette; i++)
		palette[i] = (unsigned char)between(
		    r, i < 3 ? 180 : 40, i < 3 ? 250 : 130);
	ihdr[3] = (unsigned char)w;
	ihdr[7] = (unsigned char)h;
	ihdr[8] = 1; /* bits a pixel */
	ihdr[9] = 3; /* by palette */
	put(b, magic, sizeof magic);
	put_chunk(b, "IHDR", ihdr, sizeof ihdr);
	put_chunk(b, "PLTE", palette, sizeof palette);
	put_chunk(b, "IDAT", z, len + 11);
	put_chunk(b, "IEND", "", 0);
}

/* ---- the receipt */

static void put_receipt(struct buf *b, struct record *r)
{
	bool is_late = r->received > DUE_DAY;

	put_format(b, "事件: 收到\n提交: \"%012llx\"\n报送人: %s\n时间: \"",
	    (unsigned long long)(throw(r) >> 16), r->unit->clerk);
	put_date(b, r, r->received);
	put_format(b, "T%02d:%02d:%02d+08:00\"\n期限: \"", between(r, 8, 17),
	    between(r, 0, 59), between(r, 0, 59));
	put_date(b, r, DUE_DAY);
	put_format(b, "T24:00:00+08:00\"\n迟报: %s\n替换: 无\n",
	    is_late ? "是" : "否");
}

/* ---- one record */

static void pick_word(
    char *out, size_t size, struct record *r, const char *list)
{
	const char *part;
	size_t len;

	choose(r, list, list + strlen(list), &part, &len);
	snprintf(out, size, "%.*s", (int)len, part);
}

static void cast(struct record *r)
{
	const char *work = r->unit->enforcement;
	char surname[8];
	int tries;

	r->told = 1; /* the opening */
	r->state = UINT64_C(0x6C616E7469616E) + r->number;
	throw(r);
	pick_word(surname, sizeof surname, r, surnames);
	snprintf(r->leader, sizeof r->leader, "%s某某", surname);
	r->day = between(r, 2, 18);
	r->received = between(r, r->day, r->day + 2);
	if (chance(r, 6))
		r->received = DUE_DAY + 1;
	pick_word(r->item, sizeof r->item, r, r->unit->items);
	for (tries = 0; tries < 9; tries++) {
		pick_word(r->other, sizeof r->other, r, r->unit->items);
		if (strcmp(r->other, r->item))
			break;
	}
	pick_word(r->work, sizeof r->work, r, work);
	pick_word(r->cause, sizeof r->cause, r, work);
}

/* An item of a record, which names it for the first time. */
static void count_item(struct figures *f, const char *name)
{
	size_t i;

	f->items++;
	for (i = 0; i < f->name_count; i++)
		if (!strcmp(f->names[i], name))
			return;
	if (f->name_count < ITEMS_MAX)
		snprintf(
		    f->names[f->name_count++], sizeof f->names[0], "%s", name);
}

static void count_record(const struct record *r)
{
	struct figures *f = r->figures;

	f->sessions++;
	if (r->kind[0] == 'w') {
		count_item(f, r->item);
		count_item(f, files_item);
		if (strcmp(r->other, r->item))
			count_item(f, r->other);
	} else if (r->kind[0] == 'e') {
		count_item(f, r->work);
		if (strcmp(r->cause, r->work))
			count_item(f, r->cause);
	} else {
		count_item(f, hotline_item);
	}
}

static void write_record(const char *dir, struct record *r, struct buf *b)
{
	char base[256], path[PATH_SIZE];

	snprintf(base, sizeof base, "%.31s/%04d-%02d/%s", r->unit->code,
	    r->year, r->month, r->kind);
	if (r->round > 1)
		snprintf(base + strlen(base), sizeof base - strlen(base), "-%d",
		    r->round);
	cast(r);
	count_record(r);
	b->len = 0;
	put_head(b, r);
	put_body(b, r);
	snprintf(path, sizeof path, "%s/content/units/%s/index.md", dir, base);
	write_file(path, b);
	b->len = 0;
	put_picture(b, r);
	snprintf(path, sizeof path, "%s/content/units/%s/01.png", dir, base);
	write_file(path, b);
	b->len = 0;
	put_receipt(b, r);
	snprintf(
	    path, sizeof path, "%s/content/journal/%s/0001.yml", dir, base);
	write_file(path, b);
}

/* ---- the project's own files */

/* Every "起: 2026-…" becomes the first month, so that no record is early; a
 * complaint is assigned month by month and stays where it is. */
static void move_back(struct buf *b, const char *first)
{
	static const char assigned[] = "complaint, ";
	size_t len = sizeof assigned - 1;
	char *p = b->data + len;

	while ((p = strstr(p, "起: 2"))) {
		bool stays = !memcmp(p - len, assigned, len);

		p += strlen("起: ");
		if (stays)
			continue;
		memcpy(p, first, 7);
		if (p[7] == '-')
			memcpy(p + 8, "01", 2);
	}
}

static void copy_folder(const char *from, const char *to, const char *first)
{
	char source[PATH_SIZE], target[PATH_SIZE];
	struct buf b = {0};
	struct dirent *e;
	struct stat st;
	DIR *d = opendir(from);

	if (!d)
		die(from);
	while ((e = readdir(d))) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(source, sizeof source, "%s/%s", from, e->d_name);
		snprintf(target, sizeof target, "%s/%s", to, e->d_name);
		if (lstat(source, &st))
			die(source);
		if (S_ISDIR(st.st_mode)) {
			copy_folder(source, target, first);
		} else if (S_ISREG(st.st_mode)) {
			read_file(&b, source);
			if (!strcmp(e->d_name, "units.yaml"))
				move_back(&b, first);
			write_file(target, &b);
		}
	}
	closedir(d);
	free(b.data);
}

/* The word after `key` within [s, end), up to a comma, brace or line end. */
static bool find_word(
    char *out, size_t size, const char *s, const char *end, const char *key)
{
	const char *p = strstr(s, key);
	size_t len;

	if (!p || p >= end)
		return false;
	p += strlen(key);
	len = strcspn(p, ",}\n");
	snprintf(out, size, "%.*s", (int)len, p);
	return true;
}

static bool has_text(const char *s, const char *end, const char *text)
{
	const char *p = strstr(s, text);

	return p && p < end;
}

static void find_trade(struct unit *u)
{
	size_t i;

	u->items = town_items;
	u->enforcement = any_enforcement;
	for (i = 0; i < COUNT_OF(trades); i++) {
		if (strcmp(trades[i].code, u->code))
			continue;
		if (*trades[i].items)
			u->items = trades[i].items;
		if (*trades[i].enforcement)
			u->enforcement = trades[i].enforcement;
	}
}

static void find_clerk(struct unit *u, const char *roster)
{
	char key[64];
	const char *p, *line;

	snprintf(u->clerk, sizeof u->clerk, "%s-clerk", u->code);
	snprintf(key, sizeof key, "单位: %s,", u->code);
	p = strstr(roster, key);
	if (!p)
		return;
	for (line = p; line > roster && line[-1] != '\n'; line--)
		;
	find_word(u->clerk, sizeof u->clerk, line, p, "用户: ");
}

/* The register is read as text, a unit from one 代码 to the next. */
static size_t find_units(struct unit *units, const char *root)
{
	struct buf text = {0}, roster = {0};
	char path[PATH_SIZE];
	const char *p, *next;
	size_t count = 0;

	snprintf(path, sizeof path, "%s/content/plan/units.yaml", root);
	read_file(&text, path);
	snprintf(path, sizeof path, "%s/content/plan/roster.yaml", root);
	read_file(&roster, path);
	for (p = strstr(text.data, "代码: "); p && count < UNITS_MAX;
	     p = next) {
		struct unit *u = &units[count];
		const char *end;

		next = strstr(p + 1, "代码: ");
		end = next ? next : text.data + text.len;
		memset(u, 0, sizeof *u);
		find_word(u->code, sizeof u->code, p, end, "代码: ");
		find_word(u->name, sizeof u->name, p, end, "名称: ");
		u->has_window = has_text(p, end, "类: window");
		u->has_enforce = has_text(p, end, "类: enforce");
		u->is_town = has_text(p, end, "镇街");
		u->is_company = has_text(p, end, "公共服务企业");
		find_trade(u);
		find_clerk(u, roster.data);
		count += u->has_window || u->has_enforce;
	}
	free(text.data);
	free(roster.data);
	return count;
}

/* ---- the papers: plans, summaries, mechanisms */

static bool takes_part(
    const struct unit *u, size_t kind, size_t number, int month)
{
	return kind == 0 ? u->has_window
	    : kind == 1	 ? u->has_enforce
			 : (number + (size_t)month) % 12 == 0;
}

static void put_plan_row(struct buf *b, const struct unit *u, size_t kind)
{
	const char *s = kind == 0 ? u->items
	    : kind == 1		  ? u->enforcement
				  : hotline_item;
	size_t len;

	put_format(b, "  - {单位: %s, 类: %s, 事项: [", u->code, kinds[kind]);
	for (; *s; s += len + (s[len] == '|')) {
		len = strcspn(s, "|");
		put(b, s, len);
		put_text(b, ", ");
	}
	put_text(b, files_item);
	put_text(b, "]}\n");
}

static void put_section(struct buf *b, size_t kind, const struct figures *f)
{
	size_t i;

	put_format(b,
	    "  - {类: %s, 场次: %u, 人次: %u, 主要负责: %u, 事项数: %u, "
	    "问题数: %u, 需求数: %u, 措施数: %u, 已办结: %u, 落实情况: "
	    "按期推进, 事项: [",
	    kinds[kind], f->sessions, f->sessions, f->sessions, f->items,
	    f->problems, f->needs, f->measures, f->done);
	for (i = 0; i < f->name_count; i++) {
		put_text(b, i ? ", " : "");
		put_text(b, f->names[i]);
	}
	put_text(b, "]}\n");
}

static void write_paper(const char *dir, const char *lead,
    const struct record *r, const char *name, const struct buf *b)
{
	char path[PATH_SIZE];

	snprintf(path, sizeof path, "%s/content/units/%s/%04d-%02d/%s/index.md",
	    dir, lead, r->year, r->month, name);
	write_file(path, b);
}

/* The plan and the summary of each lead; the summary's receipt. */
static void write_month(const char *dir, const struct unit *units, size_t n,
    const struct record *r, const struct figures *figures, struct buf *b)
{
	static const char *const leads[] = {"spj", "sfj"};
	char path[PATH_SIZE];
	size_t lead, i, k;

	for (lead = 0; lead < COUNT_OF(leads); lead++) {
		b->len = 0;
		put_format(b,
		    "---\n印发日期: %04d-%02d-01\n起: %04d-%02d-01\n安排:\n",
		    r->year, r->month, r->year, r->month);
		for (i = 0; i < n; i++)
			for (k = 0; k < KINDS; k++)
				if ((k == 1) == (lead == 1) &&
				    takes_part(&units[i], k, i, r->month))
					put_plan_row(b, &units[i], k);
		put_text(b, "---\n");
		write_paper(dir, leads[lead], r, "plan", b);
		b->len = 0;
		put_text(b, "---\n各类:\n");
		for (k = 0; k < KINDS; k++)
			if ((k == 1) == (lead == 1) && figures[k].sessions)
				put_section(b, k, &figures[k]);
		put_text(b, "---\n");
		write_paper(dir, leads[lead], r, "summary", b);
		b->len = 0;
		put_format(b,
		    "事件: 收到\n报送人: %s-clerk\n"
		    "时间: \"%04d-%02d-22T18:00:00+08:00\"\n替换: 无\n",
		    leads[lead], r->year, r->month);
		snprintf(path, sizeof path,
		    "%s/content/journal/%s/%04d-%02d/summary/0001.yml", dir,
		    leads[lead], r->year, r->month);
		write_file(path, b);
	}
}

static void write_mechanisms(const char *dir, const struct unit *units,
    size_t n, const char *first, struct buf *b)
{
	char path[PATH_SIZE];
	size_t i;

	for (i = 0; i < n; i++) {
		b->len = 0;
		put_format(b,
		    "---\n名称: %s体验活动问题跟踪办法\n"
		    "印发日期: %s-01\n起: %s-01\n"
		    "分析研判: 每月一次，逐条过问题清单\n"
		    "跟踪问效: 每周督一次，逾期的说明原因\n---\n",
		    units[i].name, first, first);
		snprintf(path, sizeof path,
		    "%s/content/units/%s/mechanism/1/index.md", dir,
		    units[i].code);
		write_file(path, b);
	}
}

/* Every unit's records of one month and round, until `count` are written;
 * with no `dir` they are only counted. */
static uint32_t write_round(const char *dir, const struct unit *units, size_t n,
    struct record *r, uint32_t done, uint32_t count, struct figures *figures,
    struct buf *b)
{
	size_t i, k;

	for (i = 0; i < n; i++) {
		for (k = 0; k < KINDS && done < count; k++) {
			if (!takes_part(&units[i], k, i, r->month) ||
			    (k == 2 && r->round > 1))
				continue;
			r->unit = &units[i];
			r->kind = kinds[k];
			r->figures = &figures[k];
			r->number = done++;
			if (dir)
				write_record(dir, r, b);
		}
	}
	return done;
}

/* All records; `first` becomes the month of the last one written. */
static void write_all_rounds(const char *dir, const struct unit *units,
    size_t n, uint32_t count, char first[8])
{
	struct record r = {.year = 2026, .month = 10, .round = 1};
	static struct figures figures[KINDS];
	struct buf b = {0};
	uint32_t done = 0;

	while (done < count) {
		if (r.round == 1)
			memset(figures, 0, sizeof figures);
		done = write_round(dir, units, n, &r, done, count, figures, &b);
		if (dir && (r.round == ROUNDS || done == count))
			write_month(dir, units, n, &r, figures, &b);
		snprintf(first, 8, "%04u-%02u", (unsigned)r.year % 10000,
		    (unsigned)r.month % 100);
		if (++r.round > ROUNDS) {
			r.round = 1;
			if (--r.month == 0) {
				r.month = 12;
				r.year--;
			}
		}
	}
	if (dir)
		write_mechanisms(dir, units, n, first, &b);
	free(b.data);
}

static void copy_part(
    const char *part, const char *root, const char *dir, const char *first)
{
	char from[PATH_SIZE], to[PATH_SIZE];

	snprintf(from, sizeof from, "%s/%s", root, part);
	snprintf(to, sizeof to, "%s/%s", dir, part);
	copy_folder(from, to, first);
}

int main(int argc, char **argv)
{
	static struct unit units[UNITS_MAX];
	char first[8];
	unsigned long count;
	size_t n;
	char *end;

	if (argc != 4) {
		fprintf(stderr, "usage: corpus COUNT DIR ROOT\n");
		return 2;
	}
	count = strtoul(argv[1], &end, 10);
	if (*end || !count || count > 50000) {
		fprintf(stderr, "corpus: COUNT is 1 to 50000\n");
		return 2;
	}
	n = find_units(units, argv[3]);
	if (!n) {
		fprintf(stderr, "corpus: no units in the register\n");
		return 1;
	}
	write_all_rounds(NULL, units, n, (uint32_t)count, first);
	copy_part("content/plan", argv[3], argv[2], first);
	copy_part("layouts", argv[3], argv[2], first);
	write_all_rounds(argv[2], units, n, (uint32_t)count, first);
	return 0;
}
