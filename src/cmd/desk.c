/* SPDX-License-Identifier: MIT */
/* desk: the gate's work on web pages, behind a web server that does the login.
 * It runs until it is told to end. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/pool.h"
#include "command.h"
#include "desk/desk.h"
#include "gate/server.h"
#include "hook.h"
#include "print.h"
#include "publish.h"

enum { OPTION_FOLDER, OPTION_SOCKET };

enum { QUEUE_MILLISECONDS = 30 * 1000 };

static const struct option_row desk_options[] = {
    {"C", "目录", "服务器上的版本库，默认当前目录"},
    {"socket", "文件", "网页服务器从这个 Unix 套接字转来请求"},
    {NULL, NULL, NULL},
};

static void moved(void *self)
{
	const struct str *repository = self;

	publish_start(*repository);
}

static void failed(void *self, const struct report *r)
{
	(void)self;
	report_print(stderr, r, LEVEL_WARNING, NULL);
}

/* Until SIGINT or SIGTERM; the threads have them blocked from their start. */
static void wait_for_end(int signals)
{
	struct signalfd_siginfo told;

	while (read(signals, &told, sizeof told) < 0)
		;
}

static int signals_open(struct report *r)
{
	sigset_t set;
	int fd;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	fd = signalfd(-1, &set, SFD_CLOEXEC);
	if (fd < 0)
		report_system(r, STR(""), "不能接收信号");
	return fd;
}

static void desk_serve(struct str repository, struct str socket, int signals,
    struct arena *a, struct report *r)
{
	struct desk_options o = {.repository = repository,
	    .socket = socket,
	    .clock = {clock_now, NULL, QUEUE_MILLISECONDS},
	    .workers = pool_workers(),
	    .moved = moved,
	    .failed = failed,
	    .self = &repository};
	struct desk d;

	if (!server_check(repository, program_path(a), r) &&
	    !desk_open(&d, &o, r)) {
		printf("办理台：%.*s\n网页服务器用 X-Remote-User 说明用户；按 "
		       "Ctrl-C 结束。\n",
		    STR_ARGS(socket));
		fflush(stdout);
		wait_for_end(signals);
		desk_close(&d);
	}
}

static int desk_run(const struct options *o)
{
	const char *folder = o->values[OPTION_FOLDER];
	const char *socket = o->values[OPTION_SOCKET];
	char *real = realpath(folder ? folder : ".", NULL);
	struct arena a = {0}, words = {0};
	struct report r;
	int status, signals;

	if (!socket) {
		free(real);
		return command_usage(
		    &command_desk, "写明 --socket，如 /run/taizhang/desk.sock");
	}
	report_init(&r, &words);
	signals = signals_open(&r);
	if (!real)
		report_system(
		    &r, str_from(folder ? folder : "."), "不能找到目录");
	else if (signals >= 0)
		desk_serve(str_from(real), str_from(socket), signals, &a, &r);
	if (signals >= 0)
		close(signals);
	status = report_status(&r);
	report_print(stderr, &r, LEVEL_WARNING, NULL);
	free(real);
	arena_release(&a);
	arena_release(&words);
	return status;
}

const struct command command_desk = {
    .name = "desk",
    .usage = "[-C 目录] --socket 文件",
    .summary = "网上办理台：填报、审核、统筹，由网页服务器转来请求",
    .about =
	"网页服务器管登录，把用户名放在 X-Remote-User 里，从 --socket 的 Unix 套接字\n"
	"转来请求。谁能打开套接字，就相信谁说的用户名，所以只让网页服务器打开：它的\n"
	"权限是 0660，属组是运行这个命令的组。没有写完的材料存在 refs/drafts/ 下面。\n",
    .options = desk_options,
    .rest_max = 0,
    .run = desk_run,
};
