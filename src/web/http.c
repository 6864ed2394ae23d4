/* SPDX-License-Identifier: MIT */
/* One daemon an address on sockets of our own, since libmicrohttpd binds one
 * address alone. A stream's thread sleeps until there is news or its browser
 * has gone: so a page that is left takes no connection from the next. */
#include "http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	ADDRESSES = 2,
	EVENT_MAX = 512,
	CLOSING_MAX = 50, /* times 10 ms */
};

struct stream {
	struct http *http;
	struct stream *next;
	int socket, bell; /* bell: an eventfd */
	uint64_t told;	  /* number of the event sent last */
};

struct http {
	struct MHD_Daemon *daemons[ADDRESSES];
	unsigned port;
	http_answer *answer;
	void *self;
	pthread_mutex_t lock; /* of all below */
	struct stream *streams;
	char event[EVENT_MAX]; /* the last, as it is sent */
	size_t event_len;
	uint64_t told; /* events so far */
	bool is_closing;
};

/* --- streams -------------------------------------------------------------- */

static void bell_ring(const struct stream *s)
{
	ssize_t ignored = write(s->bell, &(uint64_t){1}, sizeof(uint64_t));

	(void)ignored;
}

/* Waits for news, or for the browser to go. False: it has gone. */
static bool stream_wait(struct stream *s)
{
	struct pollfd fds[] = {
	    {s->bell, POLLIN, 0}, {s->socket, POLLIN | POLLRDHUP, 0}};
	uint64_t ignored;

	if (poll(fds, 2, -1) < 0)
		return errno == EINTR;
	if (fds[0].revents && read(s->bell, &ignored, sizeof ignored) < 0 &&
	    errno != EAGAIN)
		return false;
	/* It has nothing more to say, so what can be read is its end. */
	return !fds[1].revents;
}

static ssize_t stream_read(void *self, uint64_t at, char *out, size_t room)
{
	struct stream *s = self;
	struct http *h = s->http;
	ssize_t n = 0;

	(void)at;
	do {
		pthread_mutex_lock(&h->lock);
		if (h->is_closing)
			n = MHD_CONTENT_READER_END_OF_STREAM;
		else if (s->told != h->told && h->event_len <= room) {
			memcpy(out, h->event, h->event_len);
			n = (ssize_t)h->event_len;
			s->told = h->told;
		}
		pthread_mutex_unlock(&h->lock);
	} while (!n && stream_wait(s));
	return n ? n : MHD_CONTENT_READER_END_WITH_ERROR;
}

static void stream_free(void *self)
{
	struct stream *s = self, **at;

	pthread_mutex_lock(&s->http->lock);
	for (at = &s->http->streams; *at; at = &(*at)->next)
		if (*at == s) {
			*at = s->next;
			break;
		}
	pthread_mutex_unlock(&s->http->lock);
	close(s->bell);
	memory_free(s);
}

static struct MHD_Response *stream_open(
    struct http *h, struct MHD_Connection *c)
{
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
	struct stream *s;
	int bell = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	struct MHD_Response *answer;

	if (bell < 0)
		return NULL;
	s = memory_resize(NULL, sizeof *s);
	*s = (struct stream){
	    .http = h, .socket = info->connect_fd, .bell = bell};
	pthread_mutex_lock(&h->lock);
	s->next = h->streams;
	h->streams = s;
	pthread_mutex_unlock(&h->lock);
	answer = MHD_create_response_from_callback(
	    MHD_SIZE_UNKNOWN, EVENT_MAX, stream_read, s, stream_free);
	if (!answer)
		stream_free(s);
	MHD_set_connection_option(c, MHD_CONNECTION_OPTION_TIMEOUT, 0U);
	return answer;
}

static void streams_wake(struct http *h)
{
	const struct stream *s;

	for (s = h->streams; s; s = s->next)
		bell_ring(s);
}

void http_tell(struct http *h, struct str data)
{
	struct buf b = {0};

	buf_printf(&b, "retry: 300\ndata: %.*s\n\n", STR_ARGS(data));
	pthread_mutex_lock(&h->lock);
	if (b.len <= sizeof h->event) {
		memcpy(h->event, b.data, b.len);
		h->event_len = b.len;
		h->told++;
		streams_wake(h);
	}
	pthread_mutex_unlock(&h->lock);
	buf_release(&b);
}

/* --- answers -------------------------------------------------------------- */

/* Is this one of our own addresses, as a browser writes it? */
static bool is_ours(const struct http *h, const char *host)
{
	static const char *const names[] = {"127.0.0.1", "localhost", "[::1]"};
	char wanted[32];
	size_t i;

	for (i = 0; host && i < sizeof names / sizeof *names; i++) {
		snprintf(wanted, sizeof wanted, "%s:%u", names[i], h->port);
		if (!strcmp(host, wanted) ||
		    (h->port == 80 && !strcmp(host, names[i])))
			return true;
	}
	return false;
}

static void refuse(struct http_reply *reply, unsigned status, const char *why)
{
	reply->status = status;
	reply->type = "text/plain; charset=utf-8";
	buf_text(&reply->body, why);
}

/* Nothing is kept, sent elsewhere, guessed at or shown elsewhere; scripts come
 * from here alone. */
static const char *const headers[][2] = {
    {"Cache-Control", "no-store"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Content-Security-Policy",
	"default-src 'self'; style-src 'self' 'unsafe-inline'; "
	"img-src 'self' data:; base-uri 'none'; object-src 'none'; "
	"form-action 'self'; frame-ancestors 'self'"},
};

static enum MHD_Result send_reply(
    struct http *h, struct MHD_Connection *c, struct http_reply *reply)
{
	struct MHD_Response *answer;
	enum MHD_Result status;
	size_t i;

	if (reply->is_stream) {
		answer = stream_open(h, c);
		reply->type = "text/event-stream";
	} else {
		answer = MHD_create_response_from_buffer(
		    reply->body.len, reply->body.data, MHD_RESPMEM_MUST_COPY);
	}
	buf_release(&reply->body);
	if (!answer)
		return MHD_NO;
	for (i = 0; i < sizeof headers / sizeof *headers; i++)
		MHD_add_response_header(answer, headers[i][0], headers[i][1]);
	MHD_add_response_header(answer, "Content-Type", reply->type);
	if (reply->status == MHD_HTTP_METHOD_NOT_ALLOWED)
		MHD_add_response_header(answer, "Allow", "GET, HEAD");
	status = MHD_queue_response(c, reply->status, answer);
	MHD_destroy_response(answer);
	return status;
}

/* Called first with the head of a request, then, as `kept` remembers, when it
 * is whole. An answer to the first call ends the connection. */
static enum MHD_Result asked(void *self, struct MHD_Connection *c,
    const char *url, const char *method, const char *version,
    const char *upload, size_t *upload_size, void **kept)
{
	struct http *h = self;
	struct http_reply reply = {0};
	const char *query;

	(void)version;
	(void)upload;
	if (!is_ours(
		h, MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Host"))) {
		refuse(&reply, MHD_HTTP_FORBIDDEN,
		    "预览只在本机打开，请用启动时显示的地址。\n");
	} else if (strcmp(method, "GET") && strcmp(method, "HEAD")) {
		refuse(&reply, MHD_HTTP_METHOD_NOT_ALLOWED, "预览只能看。\n");
	} else if (!*kept) {
		*kept = h;
		return MHD_YES;
	} else if (*upload_size) {
		return MHD_NO;
	} else {
		query = MHD_lookup_connection_value(
		    c, MHD_GET_ARGUMENT_KIND, "page");
		h->answer(h->self, str_from(url),
		    query ? str_from(query) : STR(""), &reply);
	}
	return send_reply(h, c, &reply);
}

/* Paths of the portal are plain ASCII: what is written otherwise is none. */
static size_t as_sent(void *self, struct MHD_Connection *c, char *text)
{
	(void)self;
	(void)c;
	return strlen(text);
}

/* --- sockets -------------------------------------------------------------- */

union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

/* A socket that listens there; -1 with errno. */
static int listen_at(union address *address, socklen_t size)
{
	int fd = socket(address->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int yes = 1, why;

	if (fd < 0)
		return -1;
	/* A port that a run just ended had is free; one in use is not. */
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (address->any.sa_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes);
	if (!bind(fd, &address->any, size) && !listen(fd, SOMAXCONN) &&
	    !getsockname(fd, &address->any, &size))
		return fd;
	why = errno;
	close(fd);
	errno = why;
	return -1;
}

/* Both addresses on one port (0: any). Where this machine has no IPv6, the
 * second stays -1. False, with errno: not this port. */
static bool listen_both(int fds[ADDRESSES], unsigned *port)
{
	union address four = {.v4 = {.sin_family = AF_INET,
				  .sin_port = htons((uint16_t)*port),
				  .sin_addr = {htonl(INADDR_LOOPBACK)}}};
	union address six = {.v6 = {.sin6_family = AF_INET6,
				 .sin6_addr = IN6ADDR_LOOPBACK_INIT}};

	fds[0] = listen_at(&four, sizeof four.v4);
	if (fds[0] < 0)
		return false;
	six.v6.sin6_port = four.v4.sin_port;
	fds[1] = listen_at(&six, sizeof six.v6);
	if (fds[1] < 0 && errno == EADDRINUSE) {
		close(fds[0]);
		errno = EADDRINUSE;
		return false;
	}
	*port = ntohs(four.v4.sin_port);
	return true;
}

static int listen_somewhere(
    int fds[ADDRESSES], unsigned *port, struct report *r)
{
	unsigned wanted = *port, i;

	for (i = 0; i < HTTP_PORTS && wanted + i <= 65535; i++) {
		*port = wanted ? wanted + i : 0;
		if (listen_both(fds, port))
			return 0;
		if (errno != EADDRINUSE && errno != EACCES)
			break;
	}
	report_system(r, STR(""), "不能在本机打开预览的端口");
	report_last(r)->remedy = STR("用 --port 换一个端口，或 --port 0 任选");
	return -1;
}

/* --- life ----------------------------------------------------------------- */

static struct MHD_Daemon *daemon_start(struct http *h, int fd)
{
	return MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD |
		MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL | MHD_USE_ITC,
	    0, NULL, NULL, asked, h, MHD_OPTION_LISTEN_SOCKET, fd,
	    MHD_OPTION_CONNECTION_LIMIT, (unsigned)HTTP_CONNECTIONS,
	    MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)HTTP_SECONDS,
	    MHD_OPTION_UNESCAPE_CALLBACK, as_sent, NULL, MHD_OPTION_END);
}

struct http *http_open(
    unsigned *port, http_answer *answer, void *self, struct report *r)
{
	struct http *h;
	int fds[ADDRESSES];
	size_t i;

	if (listen_somewhere(fds, port, r))
		return NULL;
	h = memory_resize(NULL, sizeof *h);
	*h = (struct http){.port = *port, .answer = answer, .self = self};
	pthread_mutex_init(&h->lock, NULL);
	for (i = 0; i < ADDRESSES && fds[i] >= 0; i++) {
		h->daemons[i] = daemon_start(h, fds[i]);
		if (h->daemons[i])
			continue;
		report_system(r, STR(""), "不能打开预览");
		for (; i < ADDRESSES; i++)
			if (fds[i] >= 0)
				close(fds[i]);
		http_close(h);
		return NULL;
	}
	return h;
}

static bool has_streams(struct http *h)
{
	bool has;

	pthread_mutex_lock(&h->lock);
	has = h->streams != NULL;
	pthread_mutex_unlock(&h->lock);
	return has;
}

void http_close(struct http *h)
{
	size_t i;

	if (!h)
		return;
	pthread_mutex_lock(&h->lock);
	h->is_closing = true;
	streams_wake(h);
	pthread_mutex_unlock(&h->lock);
	/* So that the browsers see an end and no fault. */
	for (i = 0; i < CLOSING_MAX && has_streams(h); i++)
		poll(NULL, 0, 10);
	/* Closes the sockets, too. */
	for (i = 0; i < ADDRESSES; i++)
		if (h->daemons[i])
			MHD_stop_daemon(h->daemons[i]);
	pthread_mutex_destroy(&h->lock);
	memory_free(h);
}
