/* cmd_preview.c - tirage preview: the site in a browser of this machine, rebuilt when photos or
 * settings change if that is wanted. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/progress.h"
#include "cli/signals.h"
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/path.h"
#include "core/base/process.h"
#include "core/serve/server.h"
#include "core/serve/watch.h"
#include "pipeline/locate.h"

enum { PORT = 9000, LOOK_MS = 1000, SETTLE_MS = 300, WAIT_MS = 100, SPARE = 20, ARGS_MAX = 17 };

struct preview {
    const struct cli_options *o;
    const char *src;
    char *out;
    struct tg_server *server;
    int stop_fd;
    pid_t builder; /* 0: none is at work */
    uint64_t begun_ms;
    struct tg_watch changed; /* what the build at work was begun for */
    /* What the sources looked like when the last build began, and when they were looked at. */
    uint64_t built, seen, look_at_ms;
};

/* The same program builds, in a process of its own: its end is its end, whatever happens in it.
 * Nobody is to wait for AVIF files. */
static struct tg_err *start_build(struct preview *p)
{
    char jobs[16];
    const char *args[ARGS_MAX] = {"tirage", "build", p->src, "-o",
                                  p->out,   "-j",    jobs,   "--skip-avif"};
    size_t n = 8;

    (void)snprintf(jobs, sizeof(jobs), "%u", p->o->jobs);
    if (p->o->quiet || p->o->json)
        args[n++] = "-q";
    if (p->o->follow_links)
        args[n++] = "--follow-links";
    if (p->o->state) {
        args[n++] = "--state";
        args[n++] = p->o->state;
    }
    if (p->o->title) {
        args[n++] = "--title";
        args[n++] = p->o->title;
    }
    if (p->o->theme) {
        args[n++] = "--theme";
        args[n] = p->o->theme;
    }
    p->begun_ms = tg_clock_ms();
    p->builder = tg_process_start(&(struct tg_process){
        .stream = TG_STREAMS_INHERITED, .program = "/proc/self/exe", .argv = args});
    return p->builder > 0 ? NULL : tg_err_sys(errno, NULL, "cannot start a build");
}

/* Whether pages were written: some pictures may have failed. */
static bool is_built(int status)
{
    return WIFEXITED(status) &&
           (WEXITSTATUS(status) == EXIT_DONE || WEXITSTATUS(status) == EXIT_PICTURES);
}

static struct tg_err *build_first(struct preview *p)
{
    struct tg_err *err;
    int status;

    p->built = p->seen = tg_watch_look(p->src, p->out, p->o->follow_links, NULL);
    err = start_build(p);
    if (err)
        return err;
    status = tg_process_wait(p->builder);
    p->builder = 0;
    return is_built(status) || cli_signal_exit()
               ? NULL
               : tg_err_new(TG_E_USAGE, p->src, "could not be built; the reason is above");
}

/* The build itself has said what it made, and of an error why. */
static void tell(const struct preview *p, bool built)
{
    uint64_t ms = tg_clock_ms() - p->begun_ms;
    struct tg_buf path;

    if (p->o->json) {
        tg_buf_init(&path, TG_BUF_MAX);
        tg_json_string(&path, p->changed.path);
        printf("{\"event\": \"rebuilt\", \"failed\": %s, \"changed\": %s, \"ms\": %llu}\n",
               built ? "false" : "true", tg_buf_str(&path), (unsigned long long)ms);
        (void)fflush(stdout);
        tg_buf_release(&path);
    } else if (!p->o->quiet && built) {
        fprintf(stderr, "tirage: built again in %.1f s\n", (double)ms / 1000);
    } else if (!built) {
        fprintf(stderr, "tirage: not built, for the reason above: the pages are the old ones\n");
    }
}

static void end_build(struct preview *p)
{
    int status = 0;

    if (waitpid(p->builder, &status, WNOHANG) == 0)
        return;
    p->builder = 0;
    if (is_built(status))
        tg_server_announce(p->server);
    tell(p, is_built(status));
}

/* Changes come in swarms: a build begins when they have settled.  Looking takes a twentieth of the
 * time at most, however many photos there are. */
static struct tg_err *look(struct preview *p)
{
    uint64_t start = tg_clock_ms(), now, found;

    if (p->builder)
        end_build(p);
    if (p->builder || start < p->look_at_ms)
        return NULL;
    found = tg_watch_look(p->src, p->out, p->o->follow_links, &p->changed);
    now = tg_clock_ms();
    if (found != p->built && found == p->seen) {
        p->built = found;
        if (!p->o->quiet && !p->o->json)
            cli_print_line(stderr, "tirage: %s changed: building again",
                           *p->changed.path ? p->changed.path : p->src);
        return start_build(p);
    }
    p->look_at_ms = now + (found != p->seen ? SETTLE_MS : LOOK_MS) + SPARE * (now - start);
    p->seen = found;
    return NULL;
}

static int wait_ms(const struct preview *p)
{
    int server = tg_server_timeout_ms(p->server);

    if (!p->o->watch)
        return server;
    return server >= 0 && server < WAIT_MS ? server : WAIT_MS;
}

static struct tg_err *serve(struct preview *p)
{
    struct tg_err *err = NULL;

    while (!err) {
        struct pollfd fds[] = {{tg_server_fd(p->server), POLLIN, 0}, {p->stop_fd, POLLIN, 0}};

        if (poll(fds, 2, wait_ms(p)) < 0 && errno != EINTR)
            return tg_err_sys(errno, NULL, "cannot wait for requests");
        if (fds[1].revents)
            return NULL;
        err = tg_server_work(p->server);
        if (!err && p->o->watch)
            err = look(p);
    }
    return err;
}

static void served(void *ctx, const char *method, const char *url, unsigned status)
{
    (void)ctx;
    cli_print_line(stderr, "%s %s %u", method, url, status);
}

static void say_where(const struct preview *p)
{
    const char *address = p->o->address;
    bool any = strcmp(address, "0.0.0.0") == 0 || strcmp(address, "::") == 0;
    const char *v6 = strchr(address, ':');
    unsigned port = tg_server_port(p->server);
    char url[128];

    (void)snprintf(url, sizeof(url), "http://%s%s%s:%u/", v6 && !any ? "[" : "",
                   any ? "localhost" : address, v6 && !any ? "]" : "", port);
    if (p->o->json) {
        struct tg_buf json;

        tg_buf_init(&json, TG_BUF_MAX);
        tg_json_string(&json, url);
        printf("{\"event\": \"serving\", \"url\": %s}\n", tg_buf_str(&json));
        tg_buf_release(&json);
    } else
        cli_print_line(stdout, "Serving %s at %s%s (Ctrl-C stops it)", p->out, url,
                       any ? " and all addresses of this machine" : "");
    (void)fflush(stdout);
}

static struct tg_err *preview(struct preview *p)
{
    const struct cli_options *o = p->o;
    const struct tg_server_options server = {.root = p->out,
                                             .address = o->address,
                                             .port = o->port < 0 ? PORT : (uint16_t)o->port,
                                             .reload = o->watch,
                                             .served = o->verbose ? served : NULL};
    struct tg_err *err = cli_signals_init(&p->stop_fd);

    if (!err && o->watch)
        err = build_first(p);
    if (!err && !cli_signal_exit())
        err = tg_require_site(p->out);
    if (err || cli_signal_exit())
        return err;
    err = tg_server_new(&server, &p->server);
    if (err)
        return err;
    say_where(p);
    return serve(p);
}

int cmd_preview(const struct cli_options *o)
{
    struct preview p = {.o = o, .src = o->args_len ? o->args[0] : ".", .stop_fd = -1};
    struct tg_err *err;

    if (o->args_len > 1)
        return cli_usage(o, "preview takes one folder, not %zu", o->args_len);
    p.out = o->output ? strdup(o->output) : tg_path_join(p.src, "build");
    err = p.out ? preview(&p) : tg_err_nomem();
    tg_server_free(p.server);
    if (p.builder) /* Ctrl-C has reached it too */
        (void)waitpid(p.builder, NULL, 0);
    free(p.out);
    return cli_exit_code(err, EXIT_DONE);
}
