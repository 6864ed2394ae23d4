/* SPDX-License-Identifier: MIT */
/* http: what a web server runs, by CGI, for whoever has logged in to it. He
 * may push to and fetch from one repository by git's smart protocol, and
 * nothing else: no file of the repository is handed out as such. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "command.h"
#include "print.h"
#include "serving.h"

enum { OPTION_FOLDER };

static const struct option_row http_options[] = {
    {"C", "目录", "服务器上的版本库，默认当前目录"},
    {NULL, NULL, NULL},
};

/* What git http-backend(1) is told of the request. Of what a client may say,
 * HTTP_GIT_PROTOCOL is not among it. */
static const char *const passed_on[] = {
    "REQUEST_METHOD",
    "QUERY_STRING",
    "CONTENT_TYPE",
    "CONTENT_LENGTH",
    "HTTP_CONTENT_ENCODING",
    "REMOTE_ADDR",
};

enum { PASSED_ON = sizeof passed_on / sizeof *passed_on };

static struct str variable(const char *name)
{
	return str_from(getenv(name));
}

/* The three requests of the smart protocol; *path is what stands behind the
 * repository. */
static enum service service_parse(struct str *path, struct str repository)
{
	static const struct {
		const char *method, *path, *query;
		enum service service;
	} requests[] = {
	    {"GET", "/info/refs", "service=git-receive-pack", SERVICE_PUSH},
	    {"GET", "/info/refs", "service=git-upload-pack", SERVICE_FETCH},
	    {"POST", "/git-receive-pack", "", SERVICE_PUSH},
	    {"POST", "/git-upload-pack", "", SERVICE_FETCH},
	};
	struct str asked = variable("PATH_INFO");
	size_t i;

	for (i = 0; i < sizeof requests / sizeof *requests; i++) {
		*path = str_from(requests[i].path);
		if (str_is(variable("REQUEST_METHOD"), requests[i].method) &&
		    str_is(variable("QUERY_STRING"), requests[i].query) &&
		    str_ends(asked, *path) &&
		    serving_is(
			str_slice(asked, 0, asked.len - path->len), repository))
			return requests[i].service;
	}
	return SERVICE_NONE;
}

/* Returns only where git cannot be run. */
static void git_exec(
    const struct str *values, struct str repository, struct str path)
{
	static char git[] = "git", backend[] = "http-backend";
	char *argv[] = {git, backend, NULL};
	struct arena a = {0};
	size_t i;

	for (i = 0; i < PASSED_ON; i++)
		if (values[i].data)
			setenv(passed_on[i], values[i].data, 1);
	setenv("PATH_TRANSLATED",
	    arena_printf(&a, "%.*s%.*s", STR_ARGS(repository), STR_ARGS(path))
		.data,
	    1);
	setenv("GIT_HTTP_EXPORT_ALL", "1", 1);
	execv("/usr/bin/git", argv);
	arena_release(&a);
}

static void refuse(const char *status, const struct report *r)
{
	printf("Status: %s\r\nContent-Type: text/plain; charset=utf-8\r\n"
	       "Cache-Control: no-store\r\n\r\n",
	    status);
	report_print(stdout, r, LEVEL_WARNING, NULL);
}

static int http_run(const struct options *o)
{
	const char *folder = o->values[OPTION_FOLDER];
	char *real = realpath(folder ? folder : ".", NULL);
	struct str values[PASSED_ON], who, path;
	const char *status = "404 Not Found";
	enum service service = SERVICE_NONE;
	struct arena a = {0};
	struct report r;
	size_t i;

	report_init(&r, &a);
	/* The environment is about to be cleared. */
	for (i = 0; i < PASSED_ON; i++) {
		const char *value = getenv(passed_on[i]);

		values[i] =
		    value ? arena_str(&a, str_from(value)) : (struct str){0};
	}
	who = arena_str(&a, variable("REMOTE_USER"));
	if (!real)
		report_system(
		    &r, str_from(folder ? folder : "."), "不能找到目录");
	else
		service = service_parse(&path, str_from(real));
	if (real && service == SERVICE_NONE)
		report_add(&r, FINDING_GATE_RIGHT, STR(""), (struct place){0},
		    "这里只能用 git 推送和取回 %.*s",
		    STR_ARGS(path_name(str_from(real))));
	if (service != SERVICE_NONE) {
		status = "403 Forbidden";
		if (!serving_begin(
			str_from(real), &identity_http, who, service, &r)) {
			git_exec(values, str_from(real), path);
			report_system(&r, STR("/usr/bin/git"), "不能运行");
		}
	}
	refuse(status, &r);
	free(real);
	arena_release(&a);
	return EXIT_CLEAN;
}

const struct command command_http = {
    .name = "http",
    .usage = "[-C 目录]",
    .summary = "由网页服务器按 CGI 运行：让登录的用户推送和取回，别的都不行",
    .about = "网页服务器管登录，把用户名放在 REMOTE_USER 里；版本库的设置\n"
	     "taizhang.identity 要是 http。在 ssh 和 http 里只能选一个。\n",
    .options = http_options,
    .run = http_run,
};
