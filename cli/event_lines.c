/* event_lines.c - see event_lines.h. */
#include "cli/event_lines.h"

#include <stdio.h>

#include "cli/report.h"
#include "cli/sandbox_report.h"
#include "cli/signals.h"
#include "core/base/json.h"

static void show_stage(struct cli_progress *p, const struct tg_event *e)
{
    static const char *const verbs[] = {[TG_STAGE_PROBE] = "reading",
                                        [TG_STAGE_RENDER] = "rendering",
                                        [TG_STAGE_THUMBNAILS] = "thumbnails",
                                        [TG_STAGE_AVIF] = "encoding AVIF",
                                        [TG_STAGE_MADE_UP] = "making photos"};

    cli_progress_init(p, p->options, verbs[e->stage], e->total);
    p->report =
        e->stage == TG_STAGE_RENDER || e->stage == TG_STAGE_THUMBNAILS || e->stage == TG_STAGE_AVIF;
}

/* {"event": "EVENT", "path": "PATH", REST} */
static void print_json(const char *event, const char *path, const char *rest)
{
    struct tg_buf json;

    tg_buf_init(&json, TG_BUF_MAX);
    tg_json_string(&json, path);
    printf("{\"event\": \"%s\", \"path\": %s, %s}\n", event, tg_buf_str(&json), rest);
    tg_buf_release(&json);
}

/* {"event": "EVENT", "path": "PATH"} */
static void print_json_path(const char *event, const char *path)
{
    struct tg_buf json;

    tg_buf_init(&json, TG_BUF_MAX);
    tg_json_string(&json, path);
    printf("{\"event\": \"%s\", \"path\": %s}\n", event, tg_buf_str(&json));
    tg_buf_release(&json);
}

static void show_planned(const struct cli_options *o, const struct tg_event *e)
{
    if (o->json)
        print_json_path("planned", e->path);
    else
        cli_print_line(stdout, "%s", e->path);
}

/* A list is asked for with --dry-run, -v and --json. */
static void show_file(const struct cli_options *o, const struct tg_event *e)
{
    char what[40];

    (void)snprintf(what, sizeof(what), "\"what\": \"%s\"", e->text);
    if (o->json)
        print_json("file", e->path, what);
    else if (o->dry_run || o->verbose)
        cli_print_line(stdout, "%s %s", e->text, e->path);
}

static void show_stale(const struct cli_options *o, const struct tg_event *e)
{
    char bytes[40];

    (void)snprintf(bytes, sizeof(bytes), "\"bytes\": %llu", (unsigned long long)e->bytes);
    if (o->json)
        print_json("stale", e->path, bytes);
    else
        cli_print_line(stdout, "%s", e->path);
}

static void show_left_out(const struct cli_options *o, const struct tg_event *e)
{
    struct tg_buf why;

    if (o->verbose)
        cli_print_line(stderr, "tirage: left out: %s: %s", e->path, e->text);
    if (!o->json)
        return;
    tg_buf_init(&why, TG_BUF_MAX);
    tg_buf_puts(&why, "\"message\": ");
    tg_json_string(&why, e->text);
    print_json("left-out", e->path, tg_buf_str(&why));
    tg_buf_release(&why);
}

static void show(void *ctx, const struct tg_event *e)
{
    struct cli_progress *p = ctx;
    const struct cli_options *o = p->options;

    switch (e->kind) {
    case TG_EVENT_INFO:
        if (!o->quiet)
            cli_print_line(stderr, "tirage: %s", e->text);
        break;
    case TG_EVENT_NOTE:
        cli_print_line(stderr, "tirage: note: %s", e->text);
        break;
    case TG_EVENT_WARNING:
        cli_print_line(stderr, "tirage: warning: %s", e->text);
        break;
    case TG_EVENT_PROBLEM:
        cli_print_line(stderr, "tirage: %s", e->text);
        break;
    case TG_EVENT_OUTPUT:
        cli_print_line(stderr, "%s", e->text);
        break;
    case TG_EVENT_ALONGSIDE:
        cli_progress_alongside(p, e->text);
        break;
    case TG_EVENT_STAGE:
        show_stage(p, e);
        break;
    case TG_EVENT_STAGE_END:
        cli_progress_end(p);
        break;
    case TG_EVENT_PHOTO:
        cli_progress_step(p, e->job);
        break;
    case TG_EVENT_MEDIUM:
        if (o->json)
            print_json("medium", e->path, e->failed ? "\"failed\": true" : "\"failed\": false");
        break;
    case TG_EVENT_PLANNED:
        show_planned(o, e);
        break;
    case TG_EVENT_LEFT_OUT:
        show_left_out(o, e);
        break;
    case TG_EVENT_FILE:
        show_file(o, e);
        break;
    case TG_EVENT_STALE:
        show_stale(o, e);
    }
}

static struct tg_err *ready(void *ctx, int *stop_fd)
{
    const struct cli_progress *p = ctx;
    struct tg_err *err = cli_signals_init(stop_fd);

    cli_note_sandbox(p->options);
    return err;
}

struct tg_events cli_events(struct cli_progress *p, const struct cli_options *o)
{
    *p = (struct cli_progress){.options = o};
    return (struct tg_events){.event = show, .ready = ready, .ctx = p};
}
