/* SPDX-License-Identifier: MIT */
#include "hook.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/disk.h"
#include "base/pool.h"
#include "command.h"
#include "gate/check.h"
#include "gate/gate.h"
#include "gate/pass.h"
#include "gate/pkt.h"
#include "gate/purge.h"
#include "gate/server.h"
#include "print.h"
#include "publish.h"
#include "showing.h"

/* A hook that is killed is a push that is refused. */
enum {
	HOOK_SECONDS = 120,
	HOOK_CPU = 60,
	QUEUE_MILLISECONDS = 90 * 1000,
	COMMANDS_MAX = 8,
	COMMANDS_SIZE = 64 * 1024,
	OPTIONS_MAX = 8,
};
static const rlim_t hook_memory = (rlim_t)2 << 30;

static const struct place whole_file = {0};

struct hook {
	struct arena arena, report_arena;
	struct report report;
	struct store *store;
	struct str path; /* of the repository */
	struct str who;
	struct str commands; /* "old new ref\n" for each */
	struct wish wishes[COMMANDS_MAX];
	struct str refs[COMMANDS_MAX];
	size_t count;
	struct str reason, comment; /* push options */
};

int64_t clock_now(void *self)
{
	struct timespec t;

	(void)self;
	clock_gettime(CLOCK_REALTIME, &t);
	return t.tv_sec;
}

struct str program_path(struct arena *a)
{
	char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path);

	if (n <= 0 || n == sizeof path)
		return (struct str){0};
	return arena_str(a, (struct str){path, (size_t)n});
}

bool hook_is(const char *name)
{
	size_t i;

	for (i = 0; hook_names[i]; i++)
		if (!strcmp(name, hook_names[i]))
			return true;
	return false;
}

/* --- what all hooks do ---------------------------------------------------- */

static void limit(int which, rlim_t most)
{
	struct rlimit l = {most, most};

	setrlimit((__rlimit_resource_t)which, &l);
}

static int closed(struct hook *h, const char *what)
{
	return report_add(
	    &h->report, FINDING_GATE_CLOSED, STR(""), whole_file, "%s", what);
}

/* Who pushes: from the one source that is configured, and no other. */
static int who_find(struct hook *h)
{
	static const char *const sources[][2] = {
	    {"ssh", HOOK_USER}, {"http", "REMOTE_USER"}};
	struct str source =
	    store_setting(h->store, &h->arena, "taizhang.identity");
	const char *who;
	size_t i;

	for (i = 0; i < 2; i++)
		if (str_is(source, sources[i][0]))
			break;
	if (i == 2)
		return closed(h, "没有设置 taizhang.identity（ssh 或 http）");
	who = getenv(sources[i][1]);
	if (!who || !who[0])
		return closed(h, "不知道是谁在推送");
	h->who = str_from(who);
	return 0;
}

/* git runs its hooks in the repository. */
static int hook_begin(struct hook *h, const char *quarantine)
{
	char path[4096];

	*h = (struct hook){0};
	report_init(&h->report, &h->report_arena);
	if (!getcwd(path, sizeof path))
		return report_system(&h->report, STR("."), "不能找到目录");
	h->path = arena_str(&h->arena, str_from(path));
	return store_open(&h->store, h->path, str_from(quarantine), &h->report);
}

static void hook_end(struct hook *h)
{
	store_close(h->store);
	arena_release(&h->report_arena);
	arena_release(&h->arena);
}

/* The process of git that runs both hooks, not to be taken for another that
 * has its number later: with the time it began, the twentieth word behind its
 * name in /proc (which may have any characters, and ends at the last bracket).
 */
static struct str pass_key(struct arena *a)
{
	struct str path = arena_printf(a, "/proc/%ld/stat", (long)getppid());
	int fd = open(path.data, O_RDONLY | O_CLOEXEC), i;
	struct str text, word = {0};
	char bytes[2048];
	ssize_t n = fd < 0 ? 0 : read(fd, bytes, sizeof bytes);
	size_t at = n > 0 ? (size_t)n : 0;

	if (fd >= 0)
		close(fd);
	while (at && bytes[at - 1] != ')')
		at--;
	text = str_slice(
	    (struct str){bytes, n > 0 ? (size_t)n : 0}, at + 1, sizeof bytes);
	for (i = 0; i < 20; i++)
		if (!str_next(&text, ' ', &word))
			word = STR("0");
	return arena_printf(a, "%ld-%.*s", (long)getppid(), STR_ARGS(word));
}

static struct str passes(struct hook *h)
{
	return arena_printf(
	    &h->arena, "%.*s/taizhang/passes", STR_ARGS(h->path));
}

/* One of the options that came with the push: "reason=…", "comment=…". */
static void option_take(struct hook *h, struct str option)
{
	if (str_begins(option, STR("reason=")))
		h->reason = str_slice(option, 7, option.len);
	else if (str_begins(option, STR("comment=")))
		h->comment = str_slice(option, 8, option.len);
	else
		report_add(&h->report, FINDING_GATE_REF, STR(""), whole_file,
		    "推送选项只有 reason=… 和 comment=…");
}

/* The words of a decision go to what is decided on. */
static void comments_give(struct hook *h)
{
	size_t i;

	for (i = 0; i < h->count; i++)
		h->wishes[i].comment = h->wishes[i].door.act == ACT_APPROVE
		    ? h->comment
		    : h->reason;
}

static int ref_refuse(struct hook *h, struct str ref, const char *what)
{
	return report_add(
	    &h->report, FINDING_GATE_REF, ref, whole_file, "%s", what);
}

/* "old new ref" becomes a wish; the line is noted whatever it says. */
static int command_take(struct hook *h, struct str line)
{
	struct str rest = line, old, new, object;
	struct wish *w = &h->wishes[h->count];
	size_t i;

	h->commands = arena_printf(
	    &h->arena, "%.*s%.*s\n", STR_ARGS(h->commands), STR_ARGS(line));
	if (h->count == COMMANDS_MAX)
		return report_add(&h->report, FINDING_GATE_LIMIT, STR(""),
		    whole_file, "一次推送超过 %d 个引用", COMMANDS_MAX);
	*w = (struct wish){.who = h->who};
	if (!str_next(&rest, ' ', &old) || !str_next(&rest, ' ', &new) ||
	    !oid_parse(&w->was, old) || !oid_parse(&w->commit, new))
		return ref_refuse(h, rest, "推送的命令不完整");
	rest = arena_str(&h->arena, rest);
	h->refs[h->count] = rest;
	if (!door_parse(&w->door, &h->arena, rest))
		return ref_refuse(h, rest, "没有这个入口");
	if (oid_is_none(&w->commit))
		return ref_refuse(h, rest, "报送过的不能删除");
	object = w->door.object;
	for (i = 0; i < h->count; i++)
		if (str_equal(h->wishes[i].door.object, object))
			return ref_refuse(
			    h, rest, "一次推送里同一个目录只写一次");
	h->count++;
	return 0;
}

static const struct clock_source hook_clock = {
    clock_now, NULL, QUEUE_MILLISECONDS};

/* --- pre-receive ---------------------------------------------------------- */

/* All of standard input, bounded. */
static int commands_read(struct hook *h)
{
	char *bytes = arena_alloc(&h->arena, COMMANDS_SIZE + 1);
	struct str rest = {bytes, 0}, line;
	int status = 0;

	rest.len = fread(bytes, 1, COMMANDS_SIZE + 1, stdin);
	if (ferror(stdin) || rest.len > COMMANDS_SIZE)
		return report_add(&h->report, FINDING_GATE_LIMIT, STR(""),
		    whole_file, "推送的命令太多");
	while (str_next(&rest, '\n', &line))
		if (command_take(h, line))
			status = -1;
	return status;
}

static void options_read(struct hook *h)
{
	const char *text = getenv("GIT_PUSH_OPTION_COUNT");
	int64_t count = 0, i;

	if (text && !str_integer(str_from(text), &count))
		count = 0;
	if (count > OPTIONS_MAX)
		count = OPTIONS_MAX;
	for (i = 0; i < count; i++) {
		const char *option = getenv(
		    arena_printf(&h->arena, "GIT_PUSH_OPTION_%d", (int)i).data);

		if (option)
			option_take(h, str_from(option));
	}
}

/* Judges all, checks what may be handed in. */
static int push_check(struct hook *h, struct tree *t, int64_t now)
{
	struct check_options o = {.workers = pool_workers(),
	    .cache = server_cache(&h->arena, h->path)};
	struct wish submitted[COMMANDS_MAX];
	struct event e;
	size_t n = 0, i;
	struct law law;
	int status = law_read(
	    &law, &h->arena, h->store, date_from_seconds(now), &h->report);

	for (i = 0; i < h->count && law.schema.kind_count; i++) {
		if (gate_judge(&e, &h->arena, &law, &h->wishes[i], &h->report))
			status = -1;
		else if (h->wishes[i].door.act == ACT_SUBMIT)
			submitted[n++] = h->wishes[i];
	}
	if (check_push(t, &h->arena, &law, submitted, n, &o, &h->report))
		status = -1;
	law_release(&law);
	return status;
}

static int pre_receive(struct hook *h)
{
	/* All has come. Whoever keeps a connection open gains nothing. */
	int64_t now = clock_now(NULL);
	struct pass pass;
	struct tree t = {0};
	int status = who_find(h), turn = -1;

	if (!status)
		status = commands_read(h);
	options_read(h);
	comments_give(h);
	if (purge_check(h->store, &h->report))
		status = -1;
	if (h->who.len &&
	    (gate_turn(&turn, &h->arena, h->store, pool_workers(), &hook_clock,
		 &h->report) ||
		push_check(h, &t, now)))
		status = -1;
	if (report_count(&h->report, LEVEL_FAILURE) +
	    report_count(&h->report, LEVEL_ERROR))
		status = -1;
	report_sort(&h->report);
	report_hide(&h->report);
	if (status)
		report_print(
		    stderr, &h->report, LEVEL_WARNING, t.source ? &t : NULL);
	else
		report_print_few(stderr, &h->report, t.source ? &t : NULL);
	if (t.source)
		tree_release(&t);
	pass = (struct pass){.key = pass_key(&h->arena),
	    .who = h->who,
	    .commands = h->commands,
	    .seconds = now};
	if (!status && pass_leave(&pass, passes(h), &h->report)) {
		report_print(stderr, &h->report, LEVEL_FAILURE, NULL);
		status = -1;
	}
	if (status)
		fputs("未收到：改好以后再推送一次。\n", stderr);
	return status ? 1 : 0;
}

/* --- proc-receive --------------------------------------------------------- */

static int protocol_failed(struct hook *h)
{
	return closed(h, "git 与 proc-receive 的对话中断了");
}

/* Version and abilities: what is asked of us, and what we can. */
static int negotiate(struct hook *h, bool *has_options)
{
	struct buf line = {0}, out = {0};
	int status = 0;

	*has_options = false;
	if (pkt_read(&line, STDIN_FILENO) != PKT_LINE ||
	    !str_begins(buf_view(&line), STR("version=1")))
		status = protocol_failed(h);
	else
		*has_options = str_find(buf_view(&line), STR("push-options"),
				   0) < line.len;
	if (!status && pkt_read(&line, STDIN_FILENO) != PKT_FLUSH)
		status = protocol_failed(h);
	pkt_add(&out,
	    *has_options ? STR("version=1\0push-options") : STR("version=1"));
	pkt_add_flush(&out);
	if (!status && write_all(STDOUT_FILENO, buf_view(&out)))
		status = protocol_failed(h);
	buf_release(&line);
	buf_release(&out);
	return status;
}

static int commands_hear(struct hook *h, bool has_options)
{
	struct buf line = {0};
	unsigned n = 0;
	enum pkt got;
	int status = 0;

	while ((got = pkt_read(&line, STDIN_FILENO)) == PKT_LINE)
		if (n++ > COMMANDS_MAX ||
		    command_take(h, arena_str(&h->arena, buf_view(&line))))
			status = -1;
	if (got != PKT_FLUSH)
		status = protocol_failed(h);
	if (has_options && !status) {
		for (n = 0; (got = pkt_read(&line, STDIN_FILENO)) == PKT_LINE;
		     n++)
			if (n < OPTIONS_MAX)
				option_take(
				    h, arena_str(&h->arena, buf_view(&line)));
		if (got != PKT_FLUSH)
			status = protocol_failed(h);
	}
	buf_release(&line);
	return status;
}

static void answer_print(const struct wish *w, const struct answer *answer)
{
	const struct event *e = &answer->event;
	struct arena a = {0};
	struct str time = moment_text(&a, e->seconds);
	int64_t late = days_late(e->seconds, e->due);

	fprintf(stderr, "%s%s：%.*s，%s %04u 号\n",
	    answer->is_again ? "先前已经" : "", event_name(e->sort),
	    STR_ARGS(w->door.object),
	    e->sort == EVENT_RECEIVED ? "回执" : "流水", e->number);
	fprintf(stderr, "  时间 %.10s %.8s", time.data, time.data + 11);
	if (e->sort == EVENT_RECEIVED && e->due.len && late)
		fprintf(stderr, "，期限 %.10s，迟报 %lld 天", e->due.data,
		    (long long)late);
	else if (e->sort == EVENT_RECEIVED && e->due.len)
		fprintf(stderr, "，期限 %.10s，按时", e->due.data);
	fputc('\n', stderr);
	if (e->sort == EVENT_RECEIVED && answer->turn.len)
		fprintf(
		    stderr, "  由 %.*s 审核\n", STR_ARGS(answer->turn_name));
	else if (e->sort == EVENT_RECEIVED)
		fputs(
		    "  能审核的单位和人都报送过这份材料，待协调确定\n", stderr);
	else if (e->sort == EVENT_ASKED)
		fputs("  还在原处：要统筹单位的另一个人再推送一次才撤下\n",
		    stderr);
	else if (e->sort == EVENT_REMOVED)
		fputs("  main 上没有了。历史里还有，系统管理员运行\n"
		      "  taizhang purge 清除\n",
		    stderr);
	arena_release(&a);
}

/* How it would look, for whom the keeper lets in. */
static void preview_do(
    struct hook *h, const struct wish *w, const struct event *e)
{
	struct str address;

	if (e->sort == EVENT_ASKED)
		return;
	if (e->sort != EVENT_RECEIVED) {
		showing_end(&h->arena, h->store, &w->door);
		return;
	}
	address = showing_start(&h->arena, h->store, &w->door, e);
	if (address.len)
		fprintf(stderr, "  预览（未审核，不公开）：%s\n", address.data);
}

/* One command through the gate; the line that git hears. */
static void command_do(struct hook *h, struct buf *out, size_t number)
{
	const struct wish *w = &h->wishes[number];
	struct answer answer;
	struct report own;

	report_init(&own, &h->report_arena);
	if (!gate(&answer, &h->arena, h->store, w, &hook_clock, &own)) {
		answer_print(w, &answer);
		preview_do(h, w, &answer.event);
		pkt_add(out,
		    arena_printf(
			&h->arena, "ok %.*s", STR_ARGS(h->refs[number])));
		return;
	}
	report_sort(&own);
	report_print(stderr, &own, LEVEL_WARNING, NULL);
	fprintf(stderr, "未收到：%.*s\n", STR_ARGS(w->door.object));
	pkt_add(out,
	    arena_printf(&h->arena, "ng %.*s 未收到，原因见上",
		STR_ARGS(h->refs[number])));
}

static int proc_receive(struct hook *h)
{
	struct pass pass = {.key = pass_key(&h->arena)};
	struct buf out = {0};
	bool has_options;
	size_t i;
	int status = negotiate(h, &has_options);

	if (!status)
		status = commands_hear(h, has_options);
	if (!status)
		status = who_find(h);
	pass.who = h->who;
	pass.commands = h->commands;
	if (!status)
		status = pass_take(&pass, passes(h), &h->report);
	comments_give(h);
	if (status) {
		report_print(stderr, &h->report, LEVEL_WARNING, NULL);
		fputs("未收到。\n", stderr);
		return 1;
	}
	for (i = 0; i < h->count; i++) {
		h->wishes[i].who = h->who;
		h->wishes[i].received = pass.seconds;
		command_do(h, &out, i);
	}
	pkt_add_flush(&out);
	/* Who is gone by now is told the next time. */
	write_all(STDOUT_FILENO, buf_view(&out));
	buf_release(&out);
	return 0;
}

/* -------------------------------------------------------------------------- */

int hook_run(const char *name)
{
	const char *quarantine = getenv("GIT_QUARANTINE_PATH");
	bool is_pre = !strcmp(name, "pre-receive");
	struct hook h;
	int status = 1;

	/* Main has moved or not: who has gone away changes nothing. */
	signal(SIGPIPE, SIG_IGN);
	if (!strcmp(name, "post-receive")) {
		char path[4096];

		if (getcwd(path, sizeof path))
			publish_start(str_from(path));
		return 0;
	}
	limit(RLIMIT_CPU, HOOK_CPU);
	/* The sanitizer takes addresses by the terabyte. */
	if (!IS_SANITIZED)
		limit(RLIMIT_AS, hook_memory);
	limit(RLIMIT_CORE, 0);
	alarm(HOOK_SECONDS);
	if (hook_begin(&h, is_pre ? quarantine : NULL))
		report_print(stderr, &h.report, LEVEL_WARNING, NULL);
	else if (is_pre)
		status = pre_receive(&h);
	else
		status = proc_receive(&h);
	hook_end(&h);
	return status;
}
