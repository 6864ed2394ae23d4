/* SPDX-License-Identifier: MIT */
/* serve: the portal on this machine, made anew whenever a file is saved. */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "base/pool.h"
#include "base/watch.h"
#include "print.h"
#include "source.h"
#include "web/preview.h"

enum {
	OPTION_FOLDER,
	OPTION_PORT,
	OPTION_TODAY,
	OPTION_EDITION,
};

enum {
	PORT = 8017,
	QUIET = 10,	 /* milliseconds without a change: it has been saved */
	QUIET_MAX = 100, /* times waited, where changes do not end */
	SAID_MAX = 20,	 /* findings printed after a change */
};

static const struct option_row serve_options[] = {
    {"C", "目录", "content 所在的目录，默认当前目录"},
    {"port", "端口", "默认 8017，占用了就用下一个；0 是任选一个"},
    {"today", "日期", "按哪天计算，如 2026-11-22；默认今天"},
    {"edition", "版本", "public（公开版，默认）或 internal（内部版）"},
    {NULL, NULL, NULL},
};

struct serve {
	const struct options *options;
	struct str folder;
	struct watch *watch;
	struct preview *preview;
	int signals;
	struct progress progress;
	struct site_options site;
	struct arena arena;
	struct report report;	      /* of what keeps it from serving */
	struct arena changed;	      /* of the changes */
	struct watch_changes changes; /* not yet told of */
};

static bool is_ready(int fd)
{
	struct pollfd p = {fd, POLLIN, 0};

	return poll(&p, 1, 0) > 0;
}

static bool is_news(void *self)
{
	const struct serve *s = self;

	return is_ready(s->signals) || is_ready(watch_fd(s->watch));
}

/* --- what is printed ------------------------------------------------------ */

static double seconds_since(const struct timespec *began)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - began->tv_sec) +
	    (double)(now.tv_nsec - began->tv_nsec) / 1e9;
}

/* Of the files that have changed, and what keeps the portal as it was. */
static bool is_told(const struct serve *s, const struct finding *f)
{
	return (f->blocks == BLOCKS_PORTAL && f->level != LEVEL_WARNING) ||
	    (s->changes.count &&
		source_is_asked(
		    f->path, s->changes.paths, (int)s->changes.count));
}

static void findings_print(const struct serve *s)
{
	struct preview_state state = preview_state(s->preview);
	struct arena a = {0};
	struct report told;
	size_t more = 0, i;

	report_init(&told, &a);
	for (i = 0; i < state.report->count; i++) {
		const struct finding *f = &state.report->findings[i];

		if (!is_told(s, f))
			continue;
		if (told.count < SAID_MAX)
			report_copy(&told, f);
		else
			more++;
	}
	report_print(stdout, &told, LEVEL_WARNING, state.tree);
	if (more)
		printf("还有 %zu 条，见浏览器或 taizhang check\n", more);
	if (!state.is_shown)
		puts("页面停在上一次的样子。");
	printf("全部：错误 %zu，提醒 %zu；检查了 %zu 份文件\n",
	    report_count(state.report, LEVEL_ERROR) +
		report_count(state.report, LEVEL_FAILURE),
	    report_count(state.report, LEVEL_WARNING), state.records);
	arena_release(&a);
}

static void changes_print(const struct serve *s, double seconds)
{
	fputs("\n改了 ", stdout);
	print_safe(stdout, s->changes.paths[0]);
	if (s->changes.count > 1)
		printf(" 等 %zu 处", s->changes.count);
	printf("（%.2f 秒）\n", seconds);
}

/* --- the loop ------------------------------------------------------------- */

/* Everything anew, and what is to be said about it. */
static void look(struct serve *s)
{
	struct timespec began;
	struct date today;

	clock_gettime(CLOCK_MONOTONIC, &began);
	today_find(&today, s->options->values[OPTION_TODAY]);
	preview_read(s->preview, today, s->changes.count ? &s->changes : NULL);
	if (s->changes.count)
		changes_print(s, seconds_since(&began));
	fflush(stdout);
	/* Otherwise there is something newer to be told. */
	if (preview_check(s->preview)) {
		findings_print(s);
		s->changes = (struct watch_changes){0};
		arena_release(&s->changed);
	}
	fflush(stdout);
}

/* What came and went at once, as editors have it, is no change. */
static void changes_clean(struct serve *s)
{
	const struct tree *t = preview_state(s->preview).tree;
	struct watch_changes *c = &s->changes;
	size_t i, to = 0;

	for (i = 0; i < c->count; i++) {
		struct str whole = arena_printf(&s->changed, "%.*s/%.*s",
		    STR_ARGS(s->folder), STR_ARGS(c->paths[i]));

		if (source_has(t, c->paths[i]) || !access(whole.data, F_OK))
			c->paths[to++] = c->paths[i];
	}
	c->count = to;
}

/* Waits for a change, and for the rest of it. 1; 0: to be ended; -1: fault. */
static int change_wait(struct serve *s)
{
	struct pollfd fds[2];
	int times = 0;

	while (times < QUIET_MAX) {
		fds[0] = (struct pollfd){s->signals, POLLIN, 0};
		fds[1] = (struct pollfd){watch_fd(s->watch), POLLIN, 0};
		if (poll(fds, 2, times ? QUIET : -1) == 0)
			break;
		if (fds[0].revents)
			return 0;
		if (watch_take(s->watch, &s->changes, &s->changed, &s->report))
			return -1;
		times++;
	}
	changes_clean(s);
	return 1;
}

static void serve(struct serve *s)
{
	look(s);
	while (change_wait(s) > 0)
		if (s->changes.count)
			look(s);
}

/* From now on these wait to be read, in this thread and all it starts. */
static int signals_open(struct report *r)
{
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0)
		report_system(r, STR(""), "不能接收信号");
	return fd;
}

static void serve_begin(struct serve *s, unsigned port)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	s->signals = signals_open(&s->report);
	if (s->signals < 0)
		return;
	s->watch = watch_open(s->folder, &s->report);
	if (!s->watch)
		return;
	s->preview = preview_open(
	    &port, s->folder, &s->site, (uint64_t)now.tv_sec, &s->report);
	if (!s->preview)
		return;
	printf("预览%s：http://127.0.0.1:%u/\n改好保存，页面自动更新；按 "
	       "Ctrl-C 结束。\n",
	    s->site.edition == EDITION_INTERNAL ? "（内部版，请勿外传）" : "",
	    port);
	fflush(stdout);
	serve(s);
}

static int serve_run(const struct options *o)
{
	const char *edition = o->values[OPTION_EDITION];
	const char *folder = o->values[OPTION_FOLDER];
	const char *wanted = o->values[OPTION_PORT];
	struct serve s = {.options = o, .signals = -1};
	struct arena words = {0};
	int64_t port = PORT;
	int status;

	if (edition && strcmp(edition, "public") && strcmp(edition, "internal"))
		return command_usage(
		    &command_serve, "没有 %s 这个版本", edition);
	if (wanted &&
	    (!str_integer(str_from(wanted), &port) || port < 0 || port > 65535))
		return command_usage(
		    &command_serve, "端口是 0 到 65535 的整数：%s", wanted);
	if (!today_find(&s.site.today, o->values[OPTION_TODAY]))
		return command_usage(&command_serve,
		    "日期要写成 2026-11-22 的样子：%s",
		    o->values[OPTION_TODAY]);
	report_init(&s.report, &words);
	s.progress = (struct progress){.is_stopped = is_news, .self = &s};
	s.site.edition = edition && !strcmp(edition, "internal")
	    ? EDITION_INTERNAL
	    : EDITION_PUBLIC;
	s.site.commit = STR("worktree");
	s.site.workers = pool_workers();
	s.site.progress = &s.progress;
	s.site.cache = source_cache(&s.arena);
	s.folder = str_from(folder ? folder : ".");
	serve_begin(&s, (unsigned)port);
	preview_close(s.preview);
	watch_close(s.watch);
	if (s.signals >= 0)
		close(s.signals);
	status = report_status(&s.report);
	report_print(stderr, &s.report, LEVEL_WARNING, NULL);
	arena_release(&s.changed);
	arena_release(&s.arena);
	arena_release(&words);
	return status;
}

const struct command command_serve = {
    .name = "serve",
    .usage = "[-C 目录] [--port 端口] [--today 日期] "
	     "[--edition public|internal]",
    .summary = "在本机预览门户，保存后自动更新",
    .about = "地址只有本机能打开。与页面有关的检查结果显示在页面下方。\n"
	     "按 Ctrl-C 结束。\n",
    .options = serve_options,
    .rest_max = 0,
    .run = serve_run,
};
