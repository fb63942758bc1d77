/* events.c - events that several callers send; see events.h. */
#include "pipeline/events.h"

#include <stdarg.h>
#include <stdio.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/base/path.h"
#include "gallery/model/problems.h"

enum { TEXT_MAX_BYTES = 16384 }; /* sentences and paths */

void tg_events_send(const struct tg_events *events, const struct tg_event *event)
{
    if (events->event)
        events->event(events->ctx, event);
}

static void send_text(const struct tg_events *events, enum tg_event_kind kind, const char *text)
{
    tg_events_send(events, &(struct tg_event){.kind = kind, .text = text});
}

void tg_events_message(const struct tg_events *events, enum tg_event_kind kind, const char *fmt,
                       ...)
{
    char text[TEXT_MAX_BYTES];
    va_list ap;

    va_start(ap, fmt);
    (void)vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    send_text(events, kind, text);
}

void tg_events_err(const struct tg_events *events, enum tg_event_kind kind,
                   const struct tg_err *err)
{
    struct tg_buf text;

    tg_buf_init(&text, TG_BUF_MAX);
    tg_err_text(err, &text);
    send_text(events, kind, tg_buf_str(&text));
    tg_buf_release(&text);
}

void tg_events_report(const struct tg_events *events, const struct tg_report *report)
{
    size_t shown[2] = {0, 0};

    for (size_t i = 0; i < report->len; i++) {
        const struct tg_problem *problem = &report->problems[i];

        shown[problem->severity]++;
        send_text(events, problem->severity == TG_WARNING ? TG_EVENT_WARNING : TG_EVENT_PROBLEM,
                  problem->text);
    }
    for (int severity = 0; severity < 2; severity++)
        if (report->count[severity] > shown[severity])
            tg_events_message(events, TG_EVENT_PROBLEM, "and %zu more %s",
                              report->count[severity] - shown[severity],
                              severity == TG_WARNING ? "warnings" : "errors");
}

void tg_events_waiting(void *ctx, const char *out)
{
    tg_events_message(ctx, TG_EVENT_NOTE, "another tirage works on %s; waiting until it is done",
                      out);
}

void tg_events_aside(void *ctx, const char *path, const char *to, bool later)
{
    tg_events_message(ctx, TG_EVENT_WARNING, "%s %s: set aside as %s; everything is made again",
                      path, later ? "is of a later tirage" : "was damaged", tg_path_base(to));
}

void tg_events_photo(void *ctx, const struct tg_job *job)
{
    tg_events_send(ctx, &(struct tg_event){.kind = TG_EVENT_PHOTO, .job = job});
}

struct tg_err *tg_events_ready(const struct tg_events *events, int *stop_fd)
{
    *stop_fd = -1;
    return events->ready ? events->ready(events->ctx, stop_fd) : NULL;
}
