/* server.c - see server.h.  libmicrohttpd speaks HTTP; what may be served is decided here. */
#include "core/serve/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <microhttpd.h>

#include "core/base/media_type.h"
#include "core/serve/request.h"

enum {
    CONNECTIONS = 64,
    QUIET_S = 30,
    REQUEST_MAX = 32 << 10, /* bytes of a request's head */
    PAGE_MAX = 64 << 20,    /* of a page that gets a script */
    DATE = 32,
    ETAG = 48,
};

struct tg_server {
    struct tg_server_options options;
    struct MHD_Daemon *daemon;
    int root; /* descriptor of the folder */
    uint16_t port;
    char address[INET6_ADDRSTRLEN]; /* as inet_ntop() writes it */
    char machine[256]; /* name of this machine; empty: only this machine can reach us */
    unsigned build;
};

/* What the script asks for; no file of a site can have this name, since it begins with a dot. */
static const char reload_url[] = "/.reload";
static const char reload_script[] =
    "<script>{let b;setInterval(async()=>{try{const t=await(await fetch(\"/.reload\")).text();"
    "if(b!==undefined&&t!==b)location.reload();b=t}catch{}},700)}</script>\n";

/* ---- Files ----------------------------------------------------------------------------------- */

/* Opens what `path` names below the root, following no link: a site has none, and one that somebody
 * else put there may lead anywhere.  -1 and errno. */
static int open_below(int root, char *path)
{
    int at = dup(root), next;
    char *part = path, *slash;

    while (at >= 0 && (slash = strchr(part, '/'))) {
        *slash = '\0';
        next = openat(at, part, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        close(at);
        at = next;
        part = slash + 1;
    }
    if (at < 0)
        return -1;
    next = openat(at, *part ? part : ".", O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    close(at);
    return next;
}

/* A file as it is served. */
struct file {
    int fd;
    uint64_t size;
    const char *type;
    char date[DATE], etag[ETAG];
};

/* "Sun, 06 Nov 1994 08:49:37 GMT", whatever the locale. */
static void print_date(time_t t, char date[DATE])
{
    static const char days[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    struct tm tm = {0};

    (void)gmtime_r(&t, &tm);
    (void)snprintf(date, DATE, "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT", days + 3 * tm.tm_wday,
                   tm.tm_mday, months + 3 * tm.tm_mon, (tm.tm_year + 1900) % 10000, tm.tm_hour,
                   tm.tm_min, tm.tm_sec);
}

static enum MHD_Result reply(struct MHD_Connection *c, unsigned status, struct MHD_Response *r)
{
    enum MHD_Result result;

    if (!r)
        return MHD_NO;
    (void)MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
    (void)MHD_add_response_header(r, "Cache-Control", "no-cache");
    result = MHD_queue_response(c, status, r);
    MHD_destroy_response(r);
    return result;
}

static enum MHD_Result reply_text(struct MHD_Connection *c, unsigned status, const char *text)
{
    struct MHD_Response *r = MHD_create_response_from_buffer(strlen(text), (void *)(uintptr_t)text,
                                                             MHD_RESPMEM_MUST_COPY);

    if (r)
        (void)MHD_add_response_header(r, "Content-Type", "text/plain; charset=utf-8");
    if (r && status == MHD_HTTP_METHOD_NOT_ALLOWED)
        (void)MHD_add_response_header(r, "Allow", "GET, HEAD");
    return reply(c, status, r);
}

static const char *header(struct MHD_Connection *c, const char *name)
{
    return MHD_lookup_connection_value(c, MHD_HEADER_KIND, name);
}

static bool is_unchanged(struct MHD_Connection *c, const struct file *f)
{
    const char *etag = header(c, "If-None-Match"), *date = header(c, "If-Modified-Since");

    return etag ? strcmp(etag, "*") == 0 || strstr(etag, f->etag)
                : date && strcmp(date, f->date) == 0;
}

static void describe(struct MHD_Response *r, const struct file *f)
{
    (void)MHD_add_response_header(r, "Content-Type", f->type);
    (void)MHD_add_response_header(r, "Last-Modified", f->date);
    (void)MHD_add_response_header(r, "ETag", f->etag);
    (void)MHD_add_response_header(r, "Accept-Ranges", "bytes");
}

/* Whole or in part; takes the descriptor. */
static enum MHD_Result reply_file(struct MHD_Connection *c, const struct file *f, unsigned *status)
{
    const char *range = header(c, "Range"), *only_if = header(c, "If-Range");
    uint64_t first = 0, last = f->size ? f->size - 1 : 0;
    enum tg_range wanted = TG_RANGE_ALL;
    struct MHD_Response *r;
    char text[96];

    if (!only_if || strcmp(only_if, f->etag) == 0 || strcmp(only_if, f->date) == 0)
        wanted = tg_request_range(range, f->size, &first, &last);
    *status = wanted == TG_RANGE_PART   ? MHD_HTTP_PARTIAL_CONTENT
              : wanted == TG_RANGE_NONE ? MHD_HTTP_RANGE_NOT_SATISFIABLE
                                        : MHD_HTTP_OK;
    if (wanted == TG_RANGE_NONE) {
        close(f->fd);
        r = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
        (void)snprintf(text, sizeof(text), "bytes */%" PRIu64, f->size);
    } else {
        r = MHD_create_response_from_fd_at_offset64(f->size ? last - first + 1 : 0, f->fd, first);
        (void)snprintf(text, sizeof(text), "bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64, first, last,
                       f->size);
        if (!r)
            close(f->fd);
    }
    if (r && wanted != TG_RANGE_ALL)
        (void)MHD_add_response_header(r, "Content-Range", text);
    if (r)
        describe(r, f);
    return reply(c, *status, r);
}

/* A page with a script behind it, which browsers take as if it were in the body. */
static enum MHD_Result reply_page(struct MHD_Connection *c, const struct file *f)
{
    size_t size = (size_t)f->size, got = 0;
    char *data = malloc(size + sizeof(reload_script));
    struct MHD_Response *r;
    ssize_t n = 1;

    while (data && got < size && n > 0) {
        n = read(f->fd, data + got, size - got);
        got += n > 0 ? (size_t)n : 0;
    }
    close(f->fd);
    if (!data)
        return MHD_NO;
    memcpy(data + got, reload_script, strlen(reload_script));
    r = MHD_create_response_from_buffer(got + strlen(reload_script), data, MHD_RESPMEM_MUST_FREE);
    if (r)
        (void)MHD_add_response_header(r, "Content-Type", f->type);
    else
        free(data);
    return reply(c, MHD_HTTP_OK, r);
}

/* The address of a folder ends with a slash, or relative links in its page would lead astray. */
static enum MHD_Result redirect(struct MHD_Connection *c, const char *url)
{
    struct MHD_Response *r = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    struct tg_buf location;

    tg_buf_init(&location, REQUEST_MAX);
    tg_buf_puts(&location, url);
    tg_buf_puts(&location, "/");
    if (r)
        (void)MHD_add_response_header(r, "Location", tg_buf_str(&location));
    tg_buf_release(&location);
    return reply(c, MHD_HTTP_MOVED_PERMANENTLY, r);
}

/* ---- Requests -------------------------------------------------------------------------------- */

static enum MHD_Result serve_open(struct tg_server *s, struct MHD_Connection *c, const char *path,
                                  const struct stat *st, int fd, unsigned *status)
{
    struct file f = {.fd = fd, .size = (uint64_t)st->st_size, .type = tg_media_type(path)};

    print_date(st->st_mtime, f.date);
    (void)snprintf(f.etag, sizeof(f.etag), "\"%" PRIx64 "-%" PRIx64 "%08lx\"", f.size,
                   (uint64_t)st->st_mtim.tv_sec, (unsigned long)st->st_mtim.tv_nsec);
    *status = MHD_HTTP_OK;
    if (s->options.reload && strncmp(f.type, "text/html", 9) == 0 && f.size <= PAGE_MAX)
        return reply_page(c, &f);
    if (!is_unchanged(c, &f))
        return reply_file(c, &f, status);
    close(fd);
    *status = MHD_HTTP_NOT_MODIFIED;
    {
        struct MHD_Response *r = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);

        if (r)
            describe(r, &f);
        return reply(c, *status, r);
    }
}

static enum MHD_Result serve_path(struct tg_server *s, struct MHD_Connection *c, const char *url,
                                  struct tg_buf *path, bool folder, unsigned *status)
{
    char *opened;
    struct stat st;
    int fd;

    if (folder)
        tg_buf_puts(path, path->len ? "/index.html" : "index.html");
    opened = strdup(tg_buf_str(path));
    fd = opened && !path->failed ? open_below(s->root, opened) : -1;
    free(opened);
    if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
        return serve_open(s, c, tg_buf_str(path), &st, fd, status);
    if (fd >= 0) {
        close(fd);
        if (S_ISDIR(st.st_mode) && !folder) {
            *status = MHD_HTTP_MOVED_PERMANENTLY;
            return redirect(c, url);
        }
    }
    *status = MHD_HTTP_NOT_FOUND;
    return reply_text(c, *status, "There is nothing here.\n");
}

static enum MHD_Result answer(struct tg_server *s, struct MHD_Connection *c, const char *url,
                              const char *method, unsigned *status)
{
    const struct tg_hosts hosts = {s->address, *s->machine ? s->machine : NULL};
    enum MHD_Result result;
    struct tg_buf path;
    bool folder = false;
    char build[16];

    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0) {
        *status = MHD_HTTP_METHOD_NOT_ALLOWED;
        return reply_text(c, *status, "Only GET and HEAD are served here.\n");
    }
    if (!tg_request_host_fits(header(c, "Host"), &hosts)) {
        *status = MHD_HTTP_FORBIDDEN;
        return reply_text(c, *status,
                          hosts.machine
                              ? "This server answers to its address or its machine's name.\n"
                              : "This server answers to localhost only.\n");
    }
    if (s->options.reload && strcmp(url, reload_url) == 0) {
        *status = MHD_HTTP_OK;
        (void)snprintf(build, sizeof(build), "%u", s->build);
        return reply_text(c, *status, build);
    }
    tg_buf_init(&path, REQUEST_MAX);
    if (tg_request_path(url, &path, &folder)) {
        result = serve_path(s, c, url, &path, folder, status);
    } else {
        *status = MHD_HTTP_NOT_FOUND;
        result = reply_text(c, *status, "There is nothing here.\n");
    }
    tg_buf_release(&path);
    return result;
}

/* Called when the head of a request is there and, for those with a body, again: it is not read. */
static enum MHD_Result on_request(void *ctx, struct MHD_Connection *c, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_size, void **seen)
{
    struct tg_server *s = ctx;
    unsigned status = 0;
    enum MHD_Result result;

    (void)version;
    (void)upload;
    if (*upload_size) {
        *upload_size = 0;
        return MHD_YES;
    }
    if (!*seen) {
        *seen = s;
        return MHD_YES;
    }
    result = answer(s, c, url, method, &status);
    if (s->options.served)
        s->options.served(s->options.ctx, method, url, status);
    return result;
}

/* Paths are decoded by tg_request_path(), which also sees what was encoded. */
static size_t keep_url(void *ctx, struct MHD_Connection *c, char *url)
{
    (void)ctx;
    (void)c;
    return strlen(url);
}

/* ---- The socket ------------------------------------------------------------------------------ */

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

static bool parse_address(const char *text, uint16_t port, union address *a, socklen_t *len,
                          bool *local)
{
    memset(a, 0, sizeof(*a));
    if (inet_pton(AF_INET, text, &a->v4.sin_addr) == 1) {
        a->v4.sin_family = AF_INET;
        a->v4.sin_port = htons(port);
        *len = sizeof(a->v4);
        *local = ntohl(a->v4.sin_addr.s_addr) >> 24 == 127;
        return true;
    }
    if (inet_pton(AF_INET6, text, &a->v6.sin6_addr) != 1)
        return false;
    a->v6.sin6_family = AF_INET6;
    a->v6.sin6_port = htons(port);
    *len = sizeof(a->v6);
    *local = IN6_IS_ADDR_LOOPBACK(&a->v6.sin6_addr);
    return true;
}

static struct tg_err *listen_at(struct tg_server *s, int *fd)
{
    const struct tg_server_options *o = &s->options;
    union address a;
    socklen_t len;
    int yes = 1;
    bool local;

    if (!parse_address(o->address, o->port, &a, &len, &local))
        return tg_err_new(TG_E_USAGE, NULL,
                          "expected an address of this machine such as 127.0.0.1, got '%s'",
                          o->address);
    (void)inet_ntop(a.any.sa_family,
                    a.any.sa_family == AF_INET ? (void *)&a.v4.sin_addr : (void *)&a.v6.sin6_addr,
                    s->address, sizeof(s->address));
    if (!local && gethostname(s->machine, sizeof(s->machine) - 1) != 0)
        (void)snprintf(s->machine, sizeof(s->machine), "localhost");
    *fd = socket(a.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (*fd < 0)
        return tg_err_sys(errno, NULL, "cannot make a socket");
    (void)setsockopt(*fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    if (bind(*fd, &a.any, len) == 0 && listen(*fd, CONNECTIONS) == 0 &&
        getsockname(*fd, &a.any, &len) == 0) {
        s->port = ntohs(a.any.sa_family == AF_INET ? a.v4.sin_port : a.v6.sin6_port);
        return NULL;
    }
    if (errno == EADDRINUSE)
        return tg_err_new(TG_E_SYS, NULL,
                          "port %u is taken: choose another with -p, or -p 0 for any that is free",
                          o->port);
    return tg_err_sys(errno, NULL, "cannot listen at %s, port %u", o->address, o->port);
}

struct tg_err *tg_server_new(const struct tg_server_options *options, struct tg_server **server)
{
    struct tg_server *s = calloc(1, sizeof(*s));
    struct tg_err *err;
    int fd = -1;

    if (!s)
        return tg_err_nomem();
    s->options = *options;
    s->root = open(options->root, O_PATH | O_DIRECTORY | O_CLOEXEC);
    err = s->root < 0 ? tg_err_sys(errno, options->root, "cannot open the folder") : NULL;
    if (!err)
        err = listen_at(s, &fd);
    if (!err) {
        s->daemon = MHD_start_daemon(
            MHD_USE_EPOLL, 0, NULL, NULL, on_request, s, MHD_OPTION_LISTEN_SOCKET, fd,
            MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
            (unsigned)QUIET_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)REQUEST_MAX,
            MHD_OPTION_UNESCAPE_CALLBACK, keep_url, NULL, MHD_OPTION_END);
        if (!s->daemon)
            err = tg_err_new(TG_E_SYS, NULL, "libmicrohttpd does not start");
    }
    if (!err) {
        *server = s;
        return NULL;
    }
    if (fd >= 0)
        close(fd);
    tg_server_free(s);
    return err;
}

void tg_server_free(struct tg_server *server)
{
    if (!server)
        return;
    if (server->daemon)
        MHD_stop_daemon(server->daemon); /* closes its socket too */
    if (server->root >= 0)
        close(server->root);
    free(server);
}

uint16_t tg_server_port(const struct tg_server *server)
{
    return server->port;
}

int tg_server_fd(const struct tg_server *server)
{
    return MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
}

int tg_server_timeout_ms(const struct tg_server *server)
{
    MHD_UNSIGNED_LONG_LONG ms;

    if (MHD_get_timeout(server->daemon, &ms) != MHD_YES)
        return -1;
    return ms < QUIET_S * 1000 ? (int)ms : QUIET_S * 1000;
}

struct tg_err *tg_server_work(struct tg_server *server)
{
    return MHD_run(server->daemon) == MHD_YES
               ? NULL
               : tg_err_new(TG_E_SYS, NULL, "libmicrohttpd cannot go on");
}

void tg_server_announce(struct tg_server *server)
{
    server->build++;
}
