/* SPDX-License-Identifier: MIT */
/* wechat: articles as drafts of the official account. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>

#include "base/pool.h"
#include "print.h"
#include "source.h"
#include "web/data.h"
#include "wechat/push.h"

enum { OPTION_ACCOUNT = SOURCE_OPTIONS, OPTION_DRY };

static const struct option_row wechat_options[] = {
    SOURCE_ROWS,
    {"account", "文件", "账号设置，默认 ~/.config/taizhang/wechat.yaml"},
    {"dry-run", NULL, "只说会发什么，不连网"},
    {NULL, NULL, NULL},
};

struct job {
	const struct options *options;
	struct source_tree source;
	struct arena arena;
	struct report report; /* what is shown */
	struct site_options options_of_site;
	struct site *site;	 /* NULL: the portal is kept back */
	struct arena site_arena; /* of what it finds */
	struct report findings;
	struct article article;
	struct account account;
	struct state state;
	struct api api;
	bool is_open; /* the state and the interface */
};

static int64_t seconds_now(void)
{
	return (int64_t)time(NULL);
}

/* Nothing that the program holds is to be found in a dump. */
static void dumps_forbid(void)
{
	const struct rlimit none = {0, 0};

	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

/* --- where things lie ----------------------------------------------------- */

/* A folder of the user's by the XDG rules. */
static struct str user_folder(
    struct arena *a, const char *variable, const char *otherwise)
{
	const char *folder = getenv(variable), *home = getenv("HOME");

	if (folder && folder[0] == '/')
		return arena_printf(a, "%s/taizhang", folder);
	return arena_printf(a, "%s/%s/taizhang", home ? home : "", otherwise);
}

static int account_find(struct job *j)
{
	const struct account_given given = {
	    .appid = getenv("TAIZHANG_WECHAT_APPID"),
	    .secret = getenv("TAIZHANG_WECHAT_SECRET"),
	    .base = getenv("TAIZHANG_WECHAT_API"),
	};
	const char *said = j->options->values[OPTION_ACCOUNT];
	struct str path;

	path = said
	    ? str_from(said)
	    : arena_printf(&j->arena, "%s/wechat.yaml",
		  user_folder(&j->arena, "XDG_CONFIG_HOME", ".config").data);
	return account_read(&j->account, &j->arena, path, &given, &j->report);
}

static int open_all(struct job *j)
{
	struct str folder;

	if (account_find(j))
		return -1;
	folder = arena_printf(&j->arena, "%s/wechat-%.*s",
	    user_folder(&j->arena, "XDG_STATE_HOME", ".local/state").data,
	    STR_ARGS(j->account.appid));
	if (state_open(&j->state, &j->arena, folder, &j->report))
		return -1;
	j->is_open = true;
	return api_open(
	    &j->api, &j->account, &j->state, seconds_now, &j->report);
}

/* --- the portal ----------------------------------------------------------- */

/* Of what the site finds: what keeps the portal back, what is in this folder
 * (empty: none). */
static void findings_take(struct job *j, struct str folder)
{
	size_t i;

	report_sort(&j->findings);
	report_hide(&j->findings);
	for (i = 0; i < j->findings.count; i++) {
		const struct finding *f = &j->findings.findings[i];

		if (f->blocks == BLOCKS_PORTAL ||
		    (folder.len && str_find(f->path, folder, 0) < f->path.len))
			report_copy(&j->report, f);
	}
}

/* Makes the pages whose paths begin so, for what is wrong in them. */
static void pages_try(struct job *j, struct str begin)
{
	const struct pages *all = site_listed(j->site);
	struct buf b = {0};
	size_t i;

	for (i = 0; i < all->count; i++) {
		buf_clear(&b);
		if (str_begins(all->pages[i].path, begin))
			site_get(j->site, all->pages[i].path, &b, &j->findings);
	}
	buf_release(&b);
}

/* Opens the portal, as far as it is about articles whose paths begin so: with
 * the rules, and all that is wrong in these pages. -1: it is kept back. */
static int portal_open(struct job *j, struct str begin)
{
	j->options_of_site = (struct site_options){
	    .edition = EDITION_PUBLIC,
	    .today = j->source.today,
	    .commit = str_from(j->source.commit),
	    .workers = pool_workers(),
	    .cache = source_cache(&j->arena),
	};
	j->site = site_open(&j->source.tree, &j->options_of_site, &j->findings);
	if (!j->site)
		return -1;
	site_rules(j->site, j->options_of_site.workers, &j->findings);
	pages_try(j, begin);
	return report_blocks(&j->findings) ? -1 : 0;
}

/* --- one article ---------------------------------------------------------- */

static void plan_say(const struct article *ar)
{
	size_t i;

	printf("文章 %.*s\n标题：%.*s\n作者：%.*s\n摘要：%.*s\n",
	    STR_ARGS(ar->id), STR_ARGS(ar->title), STR_ARGS(ar->author),
	    STR_ARGS(ar->digest));
	printf("阅读原文：%.*s\n正文：%zu 个字符，%zu 字节\n",
	    STR_ARGS(ar->source), ar->size.characters, ar->size.bytes);
	for (i = 0; i <= ar->picture_count; i++) {
		const struct article_picture *p =
		    i ? &ar->pictures[i - 1] : &ar->cover;

		if (i)
			printf("图%zu：", i);
		else
			printf("封面：");
		printf("%.*s，%zu 字节", STR_ARGS(p->path), p->bytes.len);
		if (p->was != p->bytes.len)
			printf("（原 %zu 字节，已缩小）", p->was);
		putchar('\n');
	}
}

static int end_say(enum push_end end, struct str id)
{
	static const char again[] = "；要更新草稿，运行 taizhang wechat update";

	switch (end) {
	case PUSH_MADE:
		puts("已存进草稿箱。请到公众号后台预览，再由人发出。");
		return EXIT_CLEAN;
	case PUSH_FOUND:
		puts("草稿箱里已有这篇，是上次存的，没有重复。");
		return EXIT_CLEAN;
	case PUSH_SAME:
		puts("草稿箱里已有这篇，内容没有变。");
		return EXIT_CLEAN;
	case PUSH_UPDATED:
		puts("草稿已更新。");
		return EXIT_CLEAN;
	case PUSH_CHANGED:
		printf("草稿箱里已有这篇，内容和现在的不同%s %.*s\n", again,
		    STR_ARGS(id));
		return EXIT_FINDINGS;
	case PUSH_MISSING:
		printf("草稿箱里没有这篇；要新存，运行 taizhang wechat push "
		       "%.*s\n",
		    STR_ARGS(id));
		return EXIT_FINDINGS;
	case PUSH_FAILED:
	default:
		return EXIT_FAILED;
	}
}

static int missing(struct job *j, struct str id)
{
	report_add(&j->report, FINDING_REFERENCE_UNKNOWN, STR(""),
	    (struct place){0}, "没有编号是 %.*s 的文章", STR_ARGS(id));
	report_last(&j->report)->remedy = STR("编号见 taizhang wechat status");
	return EXIT_FAILED;
}

/* The article as it would be sent; EXIT_CLEAN, or what is wrong. Errors of
 * other records are not ours. */
static int article_take(struct job *j, struct str id)
{
	int is_there = portal_open(
	    j, arena_printf(&j->arena, "articles/%.*s", STR_ARGS(id)));

	if (!is_there)
		is_there = article_read(
		    &j->article, &j->arena, j->site, id, &j->findings);
	findings_take(j, path_folder(j->article.record));
	return is_there > 0 ? EXIT_CLEAN
	    : is_there	    ? EXIT_FAILED
			    : missing(j, id);
}

static int article_send(struct job *j, bool is_update)
{
	struct str id = str_from(j->options->rest[1]);
	int status = article_take(j, id);

	if (status || report_status(&j->report))
		return status;
	if (j->article.sent.len) {
		printf("这篇已在 %.*s 发出，不再存草稿。\n",
		    STR_ARGS(j->article.sent));
		return EXIT_FINDINGS;
	}
	if (j->options->values[OPTION_DRY]) {
		plan_say(&j->article);
		return EXIT_CLEAN;
	}
	if (open_all(j))
		return EXIT_FAILED;
	return end_say((is_update ? push_update : push_draft)(
			   &j->api, &j->article, &j->report),
	    id);
}

/* --- all articles --------------------------------------------------------- */

/* 草稿: where the article's draft is. */
static const char *draft_word(struct job *j, struct str id, struct str sent)
{
	const struct str *known =
	    j->is_open ? state_find(&j->state, "draft", id) : NULL;

	if (sent.len)
		return "已发出";
	if (!known)
		return "没有存过草稿";
	if (!known->len)
		return "上次没有存完，再运行一次 push";
	if (j->options->values[OPTION_DRY])
		return "存过草稿";
	switch (push_is_there(&j->api, *known, &j->report)) {
	case 1:
		return "在草稿箱";
	case 0:
		return "不在草稿箱了：发出了的，把日期补写到记录的“发出”";
	default:
		return "存过草稿，现在查不到";
	}
}

static int list_say(struct job *j)
{
	struct str path = STR("articles.json"), bytes;
	const struct value *list;
	struct buf b = {0};
	struct value *file;
	int is_there;
	size_t i;

	is_there = site_get(j->site, path, &b, &j->report);
	bytes = arena_str(&j->arena, buf_view(&b));
	buf_release(&b);
	if (is_there <= 0 ||
	    data_parse(&file, &j->arena, bytes, path, &j->report)) {
		puts("这个门户没有文章清单。");
		return EXIT_FINDINGS;
	}
	list = value_find(file, STR("文章"));
	for (i = 0; list && i < list->count; i++) {
		const struct value *row = list->items[i];
		struct str id = value_find_text(row, "编号");
		struct str sent = value_find_text(row, "发出");

		printf("%.*s  %.*s  %.*s  %s%s%.*s\n",
		    STR_ARGS(value_find_text(row, "日期")), STR_ARGS(id),
		    STR_ARGS(value_find_text(row, "标题")),
		    draft_word(j, id, sent), sent.len ? " " : "",
		    STR_ARGS(sent));
	}
	if (!list || !list->count)
		puts("还没有文章。");
	return EXIT_CLEAN;
}

/* With what check says of the articles, the account's silence among it. */
static int status_say(struct job *j)
{
	int status = portal_open(j, STR("articles")) ? EXIT_FAILED : EXIT_CLEAN;

	findings_take(j, STR("/articles/"));
	if (status == EXIT_CLEAN && !j->options->values[OPTION_DRY] &&
	    open_all(j))
		status = EXIT_FAILED;
	return status == EXIT_CLEAN ? list_say(j) : status;
}

/* -------------------------------------------------------------------------- */

static int job_run(struct job *j, const char *what)
{
	if (!strcmp(what, "status"))
		return status_say(j);
	return article_send(j, !strcmp(what, "update"));
}

static int wechat_run(const struct options *o)
{
	const char *what = o->rest[0];
	bool is_status = !strcmp(what, "status");
	struct arena report_arena = {0};
	struct job j = {.options = o};
	int status, found;

	if (!is_status && strcmp(what, "push") && strcmp(what, "update"))
		return command_usage(&command_wechat, "没有“%s”这一项", what);
	if (o->rest_count != (is_status ? 1 : 2))
		return command_usage(
		    &command_wechat, is_status ? "多了参数" : "写明哪篇文章");
	dumps_forbid();
	report_init(&j.report, &report_arena);
	report_init(&j.findings, &j.site_arena);
	status =
	    source_open(&j.source, &j.arena, &command_wechat, o, &j.report);
	if (status == EXIT_USAGE)
		return status;
	if (status == EXIT_CLEAN)
		status = job_run(&j, what);
	fflush(stdout);
	if (j.is_open) {
		api_close(&j.api);
		state_close(&j.state);
	}
	account_forget(&j.account);
	report_sort(&j.report);
	report_print(stderr, &j.report, LEVEL_WARNING, &j.source.tree);
	found = report_status(&j.report);
	site_close(j.site);
	tree_release(&j.source.tree);
	arena_release(&j.site_arena);
	arena_release(&report_arena);
	arena_release(&j.arena);
	/* What the report says is the reason where something failed. */
	return found ? found : status;
}

const struct command command_wechat = {
    .name = "wechat",
    .usage = "[-C 目录] [--rev 版本] [--today 日期] [--account 文件] "
	     "[--dry-run] push 文章 | update 文章 | status",
    .summary = "把文章存进公众号的草稿箱",
    .about =
	"push    存一份新草稿；由人在公众号后台预览、发出\n"
	"update  用现在的文章换掉草稿\n"
	"status  列出文章和各自的草稿；多日没有发文的提醒\n\n"
	"账号设置是只有自己能读的文件（chmod 600），一行一项：\n"
	"  appid: wx0123456789abcdef\n"
	"  secret: 在公众号后台生成的密钥\n"
	"  timeout: 60（每次调用最多等几秒，可以不写）\n"
	"或者用环境变量 TAIZHANG_WECHAT_APPID 和 TAIZHANG_WECHAT_SECRET。\n"
	"这台机器的 IP 要在公众号后台的白名单里。中断了就再运行一次，不会重复。\n",
    .options = wechat_options,
    .rest_min = 1,
    .rest_max = 2,
    .run = wechat_run,
};
