/* service.c - see service.h: requests on their way. */
#include "pipeline/service.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "pipeline/service_parts.h"

enum {
    GIVE_UP_MS = 5000, /* without a byte taken of what is left to say when it is to stop */
    WATCHED_IN = 0,
    WATCHED_OUT,
    WATCHED_STOP,
};

struct service {
    const struct tg_service_options *options;
    struct tg_service_root *roots; /* owned; options->roots_len */
    struct tg_service_input in;
    struct tg_service_output_queue out;
    int stop_fd;
    bool drains;    /* nothing is read any more, and nothing begun */
    bool stopped;   /* by stop_fd */
    uint64_t at_ms; /* when the last byte went out, while it drains */

    struct tg_service_ticket *tickets; /* owned, as the jobs of the same indices; len of each */
    struct tg_job *jobs;
    size_t len;
    size_t queue[TG_SERVICE_QUEUE]; /* tickets that wait, the first first */
    size_t waiting, begun;
};

void tg_service_request_release(struct tg_service_request *request)
{
    for (size_t i = 0; i < request->outputs_len; i++)
        free(request->outputs[i].path);
    free(request->outputs);
    free(request->id);
    free(request->src);
    *request = (struct tg_service_request){0};
}

/* ---- Tickets --------------------------------------------------------------------------------- */

/* The index of the ticket with this id; s->len: there is none. */
static size_t find_ticket(const struct service *s, const char *id)
{
    size_t i = 0;

    while (i < s->len && !(s->tickets[i].used && strcmp(s->tickets[i].request.id, id) == 0))
        i++;
    return i;
}

static size_t free_ticket(const struct service *s)
{
    size_t i = 0;

    while (i < s->len && s->tickets[i].used)
        i++;
    return i;
}

static void end_ticket(struct service *s, size_t i)
{
    tg_service_request_release(&s->tickets[i].request);
    free(s->tickets[i].places);
    s->tickets[i] = (struct tg_service_ticket){0};
    tg_job_release(&s->jobs[i]);
}

static void end_cancelled(struct service *s, size_t i)
{
    tg_service_refuse(&s->out.text, s->tickets[i].request.id, TG_SERVICE_CANCELLED, "cancelled");
    end_ticket(s, i);
}

/* Takes the ticket in place `at` of the queue out of it. */
static size_t unqueue(struct service *s, size_t at)
{
    size_t i = s->queue[at];

    s->waiting--;
    memmove(s->queue + at, s->queue + at + 1, (s->waiting - at) * sizeof(*s->queue));
    return i;
}

static void cancel(struct service *s, const char *id)
{
    size_t i = find_ticket(s, id), at = 0;

    if (i == s->len) /* it was answered meanwhile */
        return;
    if (s->tickets[i].begun) {
        s->tickets[i].cancelled = true;
        s->jobs[i].unwanted = true;
        return;
    }
    while (s->queue[at] != i)
        at++;
    (void)unqueue(s, at);
    end_cancelled(s, i);
}

static void drain(struct service *s)
{
    s->drains = true;
    s->at_ms = tg_clock_ms();
    while (s->waiting)
        end_cancelled(s, unqueue(s, 0));
}

/* ---- Lines ----------------------------------------------------------------------------------- */

/* Whether one more request may be read. */
static bool has_room(const struct service *s)
{
    return !s->drains && s->waiting < TG_SERVICE_QUEUE && s->begun + s->waiting < s->len &&
           tg_service_unwritten(&s->out) < TG_SERVICE_UNREAD;
}

static bool is_blank(const char *line, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r')
            return false;
    return true;
}

static void enqueue(struct service *s, struct tg_service_request *request)
{
    size_t i = free_ticket(s);

    s->tickets[i] = (struct tg_service_ticket){.used = true, .request = *request};
    *request = (struct tg_service_request){0};
    s->queue[s->waiting++] = i;
}

static void take_line(struct service *s, const char *line, size_t len)
{
    struct tg_service_request request = {0};
    struct tg_service_fault fault = {.code = TG_SERVICE_MALFORMED};
    bool good;

    tg_buf_init(&fault.text, TG_BUF_MAX);
    good = s->options->read(s->options->ctx, line, len, &request, &fault);
    if (request.id && !request.cancel && find_ticket(s, request.id) < s->len) {
        tg_buf_clear(&fault.text);
        tg_buf_printf(&fault.text, "the request with the id %s is still worked on", request.id);
        tg_service_refuse(&s->out.text, NULL, TG_SERVICE_DUPLICATE_ID, tg_buf_str(&fault.text));
    } else if (!good) {
        tg_service_refuse(&s->out.text, request.cancel ? NULL : request.id, fault.code,
                          tg_buf_str(&fault.text));
    } else if (request.cancel) {
        cancel(s, request.id);
    } else {
        enqueue(s, &request);
    }
    tg_service_request_release(&request);
    tg_buf_release(&fault.text);
}

static void take_lines(struct service *s)
{
    enum tg_service_line what = TG_SERVICE_LINE_HERE;
    const char *line;
    size_t len;

    while (what != TG_SERVICE_LINE_NONE && has_room(s)) {
        what = tg_service_input_take(&s->in, &line, &len);
        if (what == TG_SERVICE_LINE_TOO_LONG)
            tg_service_refuse(&s->out.text, NULL, TG_SERVICE_LIMIT,
                              "a line has more than 1048576 bytes");
        else if (what == TG_SERVICE_LINE_HERE && !is_blank(line, len))
            take_line(s, line, len);
    }
}

/* ---- The engine's side ----------------------------------------------------------------------- */

/* Whether all is said that will ever be. */
static bool is_over(struct service *s)
{
    return (s->drains || (s->in.ended && !tg_service_input_has(&s->in))) && !s->waiting &&
           !tg_service_unwritten(&s->out);
}

static enum tg_next next_job(void *ctx, size_t *i)
{
    struct service *s = ctx;

    while (s->waiting) {
        struct tg_service_fault fault = {.code = TG_SERVICE_IO};
        bool good;

        *i = unqueue(s, 0);
        tg_buf_init(&fault.text, TG_BUF_MAX);
        good =
            tg_service_fill(s->roots, s->options->roots_len, &s->tickets[*i], &s->jobs[*i], &fault);
        if (!good)
            tg_service_refuse(&s->out.text, s->tickets[*i].request.id, fault.code,
                              tg_buf_str(&fault.text));
        tg_buf_release(&fault.text);
        if (good) {
            s->tickets[*i].begun = true;
            s->begun++;
            return TG_NEXT_TASK;
        }
        end_ticket(s, *i);
    }
    return is_over(s) ? TG_NEXT_NONE : TG_NEXT_WAIT;
}

static void job_done(void *ctx, size_t i)
{
    struct service *s = ctx;

    s->begun--;
    if (s->tickets[i].cancelled) {
        end_cancelled(s, i);
        return;
    }
    tg_service_answer(&s->out.text, s->tickets[i].request.id, &s->jobs[i]);
    end_ticket(s, i);
}

static int prepare(void *ctx, struct pollfd fds[TG_POOL_WATCHED])
{
    struct service *s = ctx;
    bool room = has_room(s), has = tg_service_input_has(&s->in);
    bool unwritten = tg_service_unwritten(&s->out);

    if (room && !has && !s->in.ended)
        fds[WATCHED_IN] = (struct pollfd){.fd = s->options->in, .events = POLLIN};
    if (!s->out.gone)
        fds[WATCHED_OUT] =
            (struct pollfd){.fd = s->options->out, .events = unwritten ? POLLOUT : 0};
    if (!s->stopped)
        fds[WATCHED_STOP] = (struct pollfd){.fd = s->stop_fd, .events = POLLIN};
    if ((room && has) || (is_over(s) && !s->begun))
        return 0;
    return s->drains && unwritten ? GIVE_UP_MS / 10 : -1;
}

static struct tg_err *write_replies(struct service *s)
{
    size_t before = tg_service_unwritten(&s->out);
    struct tg_err *err = tg_service_write(&s->out, s->options->out);

    if (s->drains && tg_service_unwritten(&s->out) < before)
        s->at_ms = tg_clock_ms();
    if (s->drains && !s->begun && tg_clock_ms() - s->at_ms > GIVE_UP_MS)
        s->out.gone = true;
    return err;
}

static struct tg_err *attend(void *ctx, const struct pollfd fds[TG_POOL_WATCHED])
{
    struct service *s = ctx;
    struct tg_err *err = NULL;

    if (fds[WATCHED_STOP].revents && !s->stopped) {
        s->stopped = true;
        drain(s);
    }
    if (fds[WATCHED_OUT].revents & (POLLERR | POLLHUP | POLLNVAL))
        s->out.gone = true;
    if (s->out.gone && !s->drains) /* whoever asked has left */
        drain(s);
    if (fds[WATCHED_IN].revents && !s->drains)
        err = tg_service_input_read(&s->in, s->options->in);
    if (!err)
        take_lines(s);
    return err ? err : write_replies(s);
}

/* ---- A service ------------------------------------------------------------------------------- */

static struct tg_err *open_roots(struct service *s)
{
    size_t n = s->options->roots_len;
    struct tg_err *err = NULL;

    s->roots = calloc(n, sizeof(*s->roots));
    if (!s->roots)
        return tg_err_nomem();
    for (size_t i = 0; i < n; i++)
        s->roots[i].folder.fd = -1;
    for (size_t i = 0; !err && i < n; i++)
        err = tg_service_root_open(&s->roots[i], s->options->roots[i]);
    return err;
}

static struct tg_err *serve(struct service *s, const struct tg_events *events,
                            struct tg_engine *engine)
{
    const struct tg_stream stream = {s->jobs, s->len, s, next_job, job_done, {prepare, attend}};
    enum tg_run_end end = TG_RUN_DONE;
    struct tg_err *err = tg_events_ready(events, &s->stop_fd);

    if (err)
        return err;
    tg_runner_ready(engine->runner, -1, NULL, NULL);
    tg_service_hello(&s->out.text);
    err = tg_service_write(&s->out, s->options->out);
    if (!err)
        err = tg_runner_stream(engine->runner, &stream, &end);
    if (!err && end == TG_RUN_STOPPED)
        err = tg_err_new(TG_E_WORKER, NULL, "the process that workers come from does not answer");
    for (size_t i = 0; i < s->len; i++) /* after an error */
        if (s->tickets[i].used)
            end_cancelled(s, i);
    if (err)
        tg_err_free(tg_service_write(&s->out, s->options->out));
    return err;
}

static void release(struct service *s)
{
    for (size_t i = 0; s->roots && i < s->options->roots_len; i++)
        tg_service_root_close(&s->roots[i]);
    free(s->roots);
    free(s->tickets);
    free(s->jobs);
    tg_service_input_release(&s->in);
    tg_buf_release(&s->out.text);
}

struct tg_err *tg_service(const struct tg_service_options *options, const struct tg_events *events,
                          bool *stopped)
{
    struct service *s = calloc(1, sizeof(*s));
    const struct tg_engine_hooks hooks = {.ctx = NULL};
    struct tg_engine engine = {.ready = false};
    struct tg_err *err;

    if (!s)
        return tg_err_nomem();
    s->options = options;
    s->stop_fd = -1;
    s->len = TG_SERVICE_QUEUE + 2 * (size_t)options->engine.workers + 2;
    s->tickets = calloc(s->len, sizeof(*s->tickets));
    s->jobs = calloc(s->len, sizeof(*s->jobs));
    tg_buf_init(&s->out.text, TG_BUF_MAX);
    err = s->tickets && s->jobs ? tg_service_input_init(&s->in) : tg_err_nomem();
    if (!err)
        err = open_roots(s);
    if (!err)
        err = tg_engine_start(&engine, &options->engine, &hooks);
    if (!err)
        err = serve(s, events, &engine);
    *stopped = s->stopped;
    tg_engine_stop(&engine);
    release(s);
    free(s);
    return err;
}
