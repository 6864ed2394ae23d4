/* SPDX-License-Identifier: MIT */
/* init: a repository for a county, with this project's plan and layouts. It is
 * made beside its place and renamed into it, so that it is whole or not there. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/disk.h"
#include "base/embedded.h"
#include "base/utf8.h"
#include "command.h"
#include "gate/law.h"
#include "gate/server.h"
#include "git/repo.h"
#include "hook.h"
#include "print.h"
#include "source.h"

enum {
	OPTION_NAME,
	OPTION_TODAY,
	OPTION_SERVER,
	OPTION_FROM,
	OPTION_PUBLISH,
	OPTION_IDENTITY,
};

static const struct option_row init_options[] = {
    {"name", "县名", "哪个县（区、市），如 周至县；默认蓝田县"},
    {"today", "日期", "从哪个月起，如 2026-11-22；默认今天"},
    {"server", NULL, "建服务器上收报送的版本库，目录写成 名称.git"},
    {"from", "目录", "服务器的 main 取自这个版本库，默认新的方案和版式"},
    {"publish", "目录", "服务器把门户发布到这里，默认版本库旁边的 site"},
    {"identity", "来源", "服务器从哪里知道是谁：ssh（默认）或 http"},
    {NULL, NULL, NULL},
};

static const struct str own_name = {"蓝田县", 9};
static const struct str own_short = {"蓝田", 6};

/* What is this county's alone, in another county's words. */
struct words {
	bool is_other;
	struct str name;    /* 周至县 */
	struct str without; /* 周至 */
	const char *level;  /* 县 */
	struct str month;   /* 2026-11 */
};

static void words_make(
    struct words *w, struct arena *a, const char *name, struct date today)
{
	static const char *const levels[] = {"县", "区", "市", "旗"};
	const char *level = "县";
	char day[DATE_SIZE];
	size_t i;

	date_print(day, today);
	w->name = name ? str_from(name) : own_name;
	w->is_other = !str_equal(w->name, own_name);
	w->without = w->name;
	for (i = 0; i < 4; i++)
		if (str_ends(w->name, str_from(levels[i]))) {
			level = levels[i];
			/* 户县 stays as it is. */
			if (w->name.len > 6)
				w->without.len -= 3;
		}
	w->level = level;
	w->month = arena_printf(a, "%.7s", day);
}

static void replace(
    struct arena *a, struct str *text, struct str from, struct str to)
{
	struct buf out = {0};
	size_t at = 0, hit;

	while ((hit = str_find(*text, from, at)) < text->len) {
		buf_str(&out, str_slice(*text, at, hit));
		buf_str(&out, to);
		at = hit + from.len;
	}
	buf_str(&out, str_slice(*text, at, text->len));
	*text = arena_str(a, buf_view(&out));
	buf_release(&out);
}

/* Without the lines in which `what` stands. */
static void drop_lines(struct arena *a, struct str *text, struct str what)
{
	struct str rest = *text, line;
	struct buf out = {0};

	while (rest.len) {
		size_t end = str_find_byte(rest, '\n', 0);

		line = str_slice(rest, 0, end + 1);
		rest = str_slice(rest, line.len, rest.len);
		if (str_find(line, what, 0) == line.len)
			buf_str(&out, line);
	}
	*text = arena_str(a, buf_view(&out));
	buf_release(&out);
}

static void speak(struct arena *a, struct str *text, const struct words *w)
{
	static const char *const offices[] = {"营商办", "行政审批局", "司法局"};
	size_t i;

	replace(a, text, own_name, w->name);
	replace(a, text, own_short, w->without);
	for (i = 0; i < 3; i++)
		replace(a, text, arena_printf(a, "县%s", offices[i]),
		    arena_printf(a, "%s%s", w->level, offices[i]));
}

/* All take part from this month on, in what needs no assignment. */
static void units_from(struct arena *a, struct str *text, const struct words *w)
{
	static const char *const months[] = {"2026-09", "2026-10", "2026-11"};
	size_t i;

	for (i = 0; i < 3; i++)
		replace(a, text, str_from(months[i]), w->month);
	replace(a, text,
	    arena_printf(a, ", {类: complaint, 起: %.*s, 止: %.*s}",
		STR_ARGS(w->month), STR_ARGS(w->month)),
	    STR(""));
}

static struct str starter_text(
    struct arena *a, struct str path, struct str text, const struct words *w)
{
	if (str_is(path, "content/plan/settings.yaml")) {
		replace(a, &text, STR("示例: 是"), STR("示例: 否"));
		if (w->is_other)
			drop_lines(a, &text, STR("公安备案:"));
	}
	/* The sample's address and mailbox, and that it is allowed. */
	drop_lines(a, &text, STR("lantian.example"));
	if (str_is(path, "content/plan/units.yaml")) {
		units_from(a, &text, w);
		if (w->is_other) {
			drop_lines(a, &text, STR("类别: 镇街"));
			replace(a, &text, STR("名称: 县"),
			    arena_printf(a, "名称: %s", w->level));
		}
	}
	if (w->is_other)
		speak(a, &text, w);
	return text;
}

/* What it is called in the new repository; empty: it has no part there. */
static struct str starter_path(struct str path)
{
	static const char *const names[][2] = {
	    {"src/cmd/starter/roster.yaml", "content/plan/roster.yaml"},
	    {"src/cmd/starter/README.md", "README.md"},
	    {"src/cmd/starter/gitignore", ".gitignore"},
	    {"src/cmd/starter/gitattributes", ".gitattributes"},
	};
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++)
		if (str_is(path, names[i][0]))
			return str_from(names[i][1]);
	if (str_begins(path, STR("content/plan/")) ||
	    (str_begins(path, STR("layouts/")) &&
		!str_begins(path, STR("layouts/desk/"))))
		return path;
	return (struct str){0};
}

static int starters_write(
    struct arena *a, struct str folder, const struct words *w, struct report *r)
{
	size_t i;

	for (i = 0; i < embedded_count; i++) {
		const struct embedded *e = &embedded_files[i];
		struct str text = embedded_bytes(e);
		struct str path = starter_path(str_from(e->path));

		if (path.len &&
		    disk_create(arena_printf(a, "%.*s/%.*s", STR_ARGS(folder),
				    STR_ARGS(path)),
			folder.len, starter_text(a, path, text, w), r))
			return -1;
	}
	return 0;
}

/* Two to ten Chinese characters. */
static bool name_is_good(struct str name)
{
	size_t at, step, n = 0;
	uint32_t cp;

	for (at = 0; at < name.len; at += step, n++) {
		step = utf8_decode(str_slice(name, at, name.len), &cp);
		if (!step || !utf8_is_cjk(cp))
			return false;
	}
	return n >= 2 && n <= 10;
}

/* Nothing is there, or an empty folder? */
static bool is_free(const char *path)
{
	DIR *dir = opendir(path);
	const struct dirent *d;
	bool is_empty = true;

	if (!dir)
		return errno == ENOENT;
	while ((d = readdir(dir)))
		if (strcmp(d->d_name, ".") && strcmp(d->d_name, ".."))
			is_empty = false;
	closedir(dir);
	return is_empty;
}

static int init_make(
    struct arena *a, struct str place, const struct words *w, struct report *r)
{
	struct str beside =
	    arena_printf(a, "%.*s.new-%ld", STR_ARGS(place), (long)getpid());
	int status;

	if (mkdir(beside.data, 0777))
		return report_system(r, beside, "不能新建目录");
	status = starters_write(a, beside, w, r);
	if (!status)
		status = repo_create(beside,
		    arena_printf(a, "%.*s：方案和版式", STR_ARGS(w->name)), r);
	if (!status && rename(beside.data, place.data))
		status = report_system(r, place, "不能放到这个位置");
	if (status)
		disk_remove(AT_FDCWD, beside.data);
	return status;
}

/* --- a server ------------------------------------------------------------- */

/* An absolute path, whether it is there or not. */
static struct str absolute(struct arena *a, struct str path)
{
	char here[4096];

	if (path.data[0] == '/' || !getcwd(here, sizeof here))
		return arena_str(a, path);
	return arena_printf(a, "%s/%.*s", here, STR_ARGS(path));
}

/* Can the gate go by what is on main? */
static int law_check(struct arena *a, struct str place, struct report *r)
{
	struct store *s;
	struct law law;
	int status;

	if (store_open(&s, place, STR(""), r))
		return -1;
	status = law_read(&law, a, s, date_from_seconds(clock_now(NULL)), r);
	law_release(&law);
	store_close(s);
	return status;
}

static int server_init(struct arena *a, struct str place, struct str from,
    struct str publish, const char *identity, const struct words *w,
    struct report *r)
{
	struct str beside =
	    arena_printf(a, "%.*s.new-%ld", STR_ARGS(place), (long)getpid());
	struct str starter =
	    arena_printf(a, "%.*s.start-%ld", STR_ARGS(place), (long)getpid());
	int status = 0;

	if (!from.len) {
		status = init_make(a, starter, w, r);
		from = starter;
	}
	if (!status)
		status = server_make(beside, absolute(a, from), program_path(a),
		    publish, identity, r);
	if (!status)
		status = law_check(a, beside, r);
	if (!status && rename(beside.data, place.data))
		status = report_system(r, place, "不能放到这个位置");
	if (status)
		disk_remove(AT_FDCWD, beside.data);
	disk_remove(AT_FDCWD, starter.data);
	return status;
}

static int server_run(struct arena *a, const struct options *o,
    struct str place, const struct words *w)
{
	const char *from = o->values[OPTION_FROM];
	const char *given = o->values[OPTION_PUBLISH];
	const char *identity = o->values[OPTION_IDENTITY];
	bool is_http = identity && !strcmp(identity, "http");
	struct str publish;
	struct report r;

	place = absolute(a, place);
	publish = given
	    ? absolute(a, str_from(given))
	    : arena_printf(a, "%.*s/site", STR_ARGS(path_folder(place)));
	report_init(&r, a);
	server_init(
	    a, place, str_from(from), publish, is_http ? "http" : "ssh", w, &r);
	report_print(stderr, &r, LEVEL_WARNING, NULL);
	if (!report_status(&r))
		printf("建好了：%s\n门户发布到：%.*s\n"
		       "把用户%s写进 content/plan/roster.yaml，然后\n",
		    place.data, STR_ARGS(publish), is_http ? "" : "和公钥");
	if (!report_status(&r) && is_http)
		printf(
		    "  让网页服务器管登录，按 CGI 运行 taizhang http -C %s\n",
		    place.data);
	else if (!report_status(&r))
		printf("  taizhang keys -C %s >~/.ssh/authorized_keys\n"
		       "  在 sshd_config 里写 MaxStartups 100:30:200\n",
		    place.data);
	return report_status(&r);
}

static int init_run(const struct options *o)
{
	const struct command *c = &command_init;
	struct arena a = {0};
	struct report r;
	struct words w;
	struct date today;
	struct str place = str_from(o->rest[0]);
	int status;

	while (place.len > 1 && place.data[place.len - 1] == '/')
		place.len--;
	place = arena_str(&a, place);
	if (!today_find(&today, o->values[OPTION_TODAY]))
		status = command_usage(c, "日期要写成 2026-11-22 的样子：%s",
		    o->values[OPTION_TODAY]);
	else if (o->values[OPTION_NAME] &&
	    !name_is_good(str_from(o->values[OPTION_NAME])))
		status = command_usage(
		    c, "县名只用汉字：%s", o->values[OPTION_NAME]);
	else if (!is_free(place.data))
		status = command_usage(c, "%s 不是空目录", place.data);
	else if (!o->values[OPTION_SERVER] &&
	    (o->values[OPTION_FROM] || o->values[OPTION_PUBLISH] ||
		o->values[OPTION_IDENTITY]))
		status = command_usage(
		    c, "--from、--publish 和 --identity 只用于 --server");
	else if (o->values[OPTION_IDENTITY] &&
	    strcmp(o->values[OPTION_IDENTITY], "ssh") &&
	    strcmp(o->values[OPTION_IDENTITY], "http"))
		status = command_usage(c, "--identity 只有 ssh 和 http：%s",
		    o->values[OPTION_IDENTITY]);
	else if (o->values[OPTION_SERVER]) {
		words_make(&w, &a, o->values[OPTION_NAME], today);
		status = server_run(&a, o, place, &w);
	} else {
		report_init(&r, &a);
		words_make(&w, &a, o->values[OPTION_NAME], today);
		init_make(&a, place, &w, &r);
		report_print(stderr, &r, LEVEL_WARNING, NULL);
		status = report_status(&r);
		if (!status)
			printf(
			    "建好了：%s（%.*s）\n"
			    "先改 content/plan/ 里的 settings.yaml、units.yaml "
			    "和 roster.yaml，再运行\n"
			    "  taizhang check -C %s\n"
			    "  taizhang build -C %s\n",
			    place.data, STR_ARGS(w.name), place.data,
			    place.data);
	}
	arena_release(&a);
	return status;
}

const struct command command_init = {
    .name = "init",
    .usage = "目录 [--name 县名] [--today 日期] "
	     "[--server [--from 目录] [--publish 目录] [--identity 来源]]",
    .summary = "新建一个版本库，带方案的规定和版式",
    .about =
	"别的县（区、市）用 --name 写明名称：规定照搬，名称换成自己的，镇街名单\n"
	"留空待填。数值、环节、规则、台账都是 content/plan 里的文字，改了就生效。\n"
	"写了 --server 就建服务器上的版本库：钩子是指向本程序的链接，main 只由它写。\n",
    .options = init_options,
    .rest_min = 1,
    .rest_max = 1,
    .run = init_run,
};
