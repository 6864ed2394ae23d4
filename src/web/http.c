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
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
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
	struct str socket; /* its path; empty: addresses */
	http_answer *answer;
	void *self;
	pthread_mutex_t lock; /* of all below */
	size_t coming;	      /* bytes of forms that are held */
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

/* --- forms ---------------------------------------------------------------- */

/* A field as it comes in, piece by piece. */
struct part {
	struct http_field field;
	struct buf bytes;
};

/* A request on its way in. */
struct coming {
	struct arena arena;
	struct http *http;
	struct MHD_PostProcessor *form; /* NULL: there is no body */
	struct part *parts;
	size_t count, cap, texts, held;
	bool is_refused;
};

/* Room for so many bytes more among all that are held. */
static bool room_take(struct coming *in, size_t size)
{
	struct http *h = in->http;
	bool has;

	pthread_mutex_lock(&h->lock);
	has = h->coming + size <= HTTP_BODIES_MAX;
	if (has)
		h->coming += size;
	pthread_mutex_unlock(&h->lock);
	if (has)
		in->held += size;
	return has;
}

static struct part *part_add(
    struct coming *in, const char *name, const char *file)
{
	struct part *p;

	if (in->count == HTTP_FIELDS)
		return NULL;
	in->parts = arena_grow(
	    &in->arena, in->parts, in->count, &in->cap, sizeof *in->parts);
	p = &in->parts[in->count++];
	*p = (struct part){0};
	p->field.name = arena_str(&in->arena, str_from(name));
	if (file)
		p->field.file = arena_str(&in->arena, str_from(file));
	return p;
}

/* A piece of a field; the first has `at` 0. */
static enum MHD_Result form_take(void *self, enum MHD_ValueKind kind,
    const char *name, const char *file, const char *type, const char *encoding,
    const char *data, uint64_t at, size_t size)
{
	struct coming *in = self;
	struct part *p = in->count ? &in->parts[in->count - 1] : NULL;

	(void)kind;
	(void)type;
	(void)encoding;
	if (!name || in->is_refused)
		return MHD_YES;
	if (!at)
		p = part_add(in, name, file);
	if (!p) {
		in->is_refused = true;
	} else if (file && p->bytes.len + size > HTTP_FILE_MAX) {
		p->field.is_cut = true;
		buf_release(&p->bytes);
	} else if (!p->field.is_cut) {
		in->texts += file ? 0 : size;
		if (in->texts > HTTP_TEXT_MAX || !room_take(in, size))
			in->is_refused = true;
		else
			buf_add(&p->bytes, data, size);
	}
	return MHD_YES;
}

static struct coming *coming_open(
    struct http *h, struct MHD_Connection *c, bool is_post)
{
	struct coming *in = memory_resize(NULL, sizeof *in);

	*in = (struct coming){.http = h};
	if (is_post)
		in->form =
		    MHD_create_post_processor(c, 64 * 1024, form_take, in);
	return in;
}

static void coming_free(void *self, struct MHD_Connection *c, void **kept,
    enum MHD_RequestTerminationCode how)
{
	struct coming *in = *kept;
	size_t i;

	(void)self;
	(void)c;
	(void)how;
	*kept = NULL;
	if (!in)
		return;
	if (in->form)
		MHD_destroy_post_processor(in->form);
	for (i = 0; i < in->count; i++)
		buf_release(&in->parts[i].bytes);
	pthread_mutex_lock(&in->http->lock);
	in->http->coming -= in->held;
	pthread_mutex_unlock(&in->http->lock);
	arena_release(&in->arena);
	memory_free(in);
}

/* Its last pieces, and all fields as they are handed on. */
static const struct http_field *coming_end(struct coming *in)
{
	struct http_field *fields;
	size_t i;

	if (in->form && MHD_destroy_post_processor(in->form) != MHD_YES)
		in->is_refused = true;
	in->form = NULL;
	fields = arena_array(&in->arena, in->count, sizeof *fields);
	for (i = 0; i < in->count; i++) {
		fields[i] = in->parts[i].field;
		fields[i].value = buf_view(&in->parts[i].bytes);
	}
	return fields;
}

/* --- answers -------------------------------------------------------------- */

/* libmicrohttpd asks for what it does not change. */
static struct MHD_Connection *connection_of(const struct http_request *rq)
{
	union {
		const void *is;
		struct MHD_Connection *wanted;
	} c = {rq->own};

	return c.wanted;
}

struct str http_query(const struct http_request *rq, const char *name)
{
	const char *value = MHD_lookup_connection_value(
	    connection_of(rq), MHD_GET_ARGUMENT_KIND, name);

	return value ? str_from(value) : STR("");
}

struct header {
	const char *name, *value;
	unsigned count;
};

static enum MHD_Result header_see(
    void *self, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct header *h = self;

	(void)kind;
	if (!strcasecmp(name, h->name)) {
		h->value = value;
		h->count++;
	}
	return MHD_YES;
}

struct str http_header(const struct http_request *rq, const char *name)
{
	struct header h = {.name = name};

	MHD_get_connection_values(
	    connection_of(rq), MHD_HEADER_KIND, header_see, &h);
	return h.count == 1 && h.value ? str_from(h.value) : STR("");
}

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

/* Nothing is sent elsewhere, guessed at or shown elsewhere; scripts come from
 * here alone. */
static const char *const headers[][2] = {
    {"X-Content-Type-Options", "nosniff"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
};
static const char *const headers_preview[][2] = {
    {"Referrer-Policy", "no-referrer"},
    {"Content-Security-Policy",
	"default-src 'self'; style-src 'self' 'unsafe-inline'; "
	"img-src 'self' data:; base-uri 'none'; object-src 'none'; "
	"form-action 'self'; frame-ancestors 'self'"},
};
/* Who works here also writes: no other site may show this one. */
static const char *const headers_socket[][2] = {
    {"Referrer-Policy", "same-origin"},
    {"X-Frame-Options", "DENY"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Content-Security-Policy",
	"default-src 'none'; style-src 'self'; script-src 'self'; "
	"img-src 'self'; connect-src 'self'; font-src 'self'; "
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
};

static void headers_add(
    struct MHD_Response *answer, const char *const (*more)[2], size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		MHD_add_response_header(answer, more[i][0], more[i][1]);
}

static enum MHD_Result send_reply(
    struct http *h, struct MHD_Connection *c, struct http_reply *reply)
{
	struct MHD_Response *answer;
	enum MHD_Result status;

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
	headers_add(answer, headers, sizeof headers / sizeof *headers);
	if (h->socket.len)
		headers_add(answer, headers_socket,
		    sizeof headers_socket / sizeof *headers_socket);
	else
		headers_add(answer, headers_preview,
		    sizeof headers_preview / sizeof *headers_preview);
	MHD_add_response_header(answer, "Cache-Control",
	    reply->may_be_kept ? "private, max-age=31536000, immutable"
			       : "no-store");
	if (reply->location.len) {
		buf_byte(&reply->location, '\0');
		MHD_add_response_header(
		    answer, "Location", reply->location.data);
	}
	buf_release(&reply->location);
	if (reply->type)
		MHD_add_response_header(answer, "Content-Type", reply->type);
	if (reply->status == MHD_HTTP_METHOD_NOT_ALLOWED)
		MHD_add_response_header(answer, "Allow",
		    h->socket.len ? "GET, HEAD, POST" : "GET, HEAD");
	status = MHD_queue_response(c, reply->status, answer);
	MHD_destroy_response(answer);
	return status;
}

/* A body that says it is too large is not read. */
static bool is_too_large(struct MHD_Connection *c)
{
	const char *said = MHD_lookup_connection_value(
	    c, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);
	int64_t size;

	return said &&
	    (!str_integer(str_from(said), &size) || size > HTTP_BODY_MAX);
}

/* Called first with the head of a request, then with pieces of its body, then,
 * as `kept` remembers, when it is whole. An answer to the first call ends the
 * connection. */
static enum MHD_Result asked(void *self, struct MHD_Connection *c,
    const char *url, const char *method, const char *version,
    const char *upload, size_t *upload_size, void **kept)
{
	struct http *h = self;
	struct coming *in = *kept;
	struct http_reply reply = {0};
	struct http_request rq = {.path = str_from(url), .own = c};

	(void)version;
	rq.is_post = h->socket.len && !strcmp(method, "POST");
	if (!h->socket.len &&
	    !is_ours(
		h, MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Host"))) {
		refuse(&reply, MHD_HTTP_FORBIDDEN,
		    "预览只在本机打开，请用启动时显示的地址。\n");
		return send_reply(h, c, &reply);
	}
	if (!rq.is_post && strcmp(method, "GET") && strcmp(method, "HEAD"))
		rq.refused = MHD_HTTP_METHOD_NOT_ALLOWED;
	else if (!in && rq.is_post && is_too_large(c))
		rq.refused = MHD_HTTP_CONTENT_TOO_LARGE;
	if (!in && !rq.refused) {
		*kept = coming_open(h, c, rq.is_post);
		return MHD_YES;
	}
	if (in && *upload_size) {
		if (!rq.is_post)
			return MHD_NO;
		/* What is no form has no post processor. */
		if (!in->form ||
		    MHD_post_process(in->form, upload, *upload_size) != MHD_YES)
			in->is_refused = true;
		*upload_size = 0;
		return MHD_YES;
	}
	if (in) {
		rq.fields = coming_end(in);
		rq.field_count = in->count;
		if (in->is_refused)
			rq.refused = MHD_HTTP_CONTENT_TOO_LARGE;
	}
	if (rq.refused && !h->socket.len)
		refuse(&reply, rq.refused, "预览只能看。\n");
	else
		h->answer(h->self, &rq, &reply);
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
	    MHD_OPTION_NOTIFY_COMPLETED, coming_free, NULL,
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

/* Nobody listens at a socket that refuses: its program is dead. */
static int listen_file(struct str path, struct report *r)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct stat st;

	if (path.len >= sizeof at.sun_path)
		errno = ENAMETOOLONG;
	else
		memcpy(at.sun_path, path.data, path.len);
	if (fd < 0 || path.len >= sizeof at.sun_path)
		goto failed;
	if (!lstat(at.sun_path, &st) && S_ISSOCK(st.st_mode)) {
		if (!connect(fd, (struct sockaddr *)&at, sizeof at)) {
			errno = EADDRINUSE;
			goto failed;
		}
		unlink(at.sun_path);
	}
	/* Before it is bound, so that there is no moment at which others may. */
	if (!fchmod(fd, 0660) && !bind(fd, (struct sockaddr *)&at, sizeof at) &&
	    !chmod(at.sun_path, 0660) && !listen(fd, SOMAXCONN))
		return fd;
failed:
	report_system(r, path, "不能打开这个套接字");
	if (fd >= 0)
		close(fd);
	return -1;
}

struct http *http_open_socket(
    struct str path, http_answer *answer, void *self, struct report *r)
{
	struct http *h;
	int fd = listen_file(path, r);

	if (fd < 0)
		return NULL;
	h = memory_resize(NULL, sizeof *h);
	*h = (struct http){.answer = answer, .self = self};
	h->socket = arena_str(r->arena, path);
	pthread_mutex_init(&h->lock, NULL);
	h->daemons[0] = daemon_start(h, fd);
	if (h->daemons[0])
		return h;
	report_system(r, path, "不能打开这个套接字");
	close(fd);
	http_close(h);
	return NULL;
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
	if (h->socket.len)
		unlink(h->socket.data);
	pthread_mutex_destroy(&h->lock);
	memory_free(h);
}
