/* events.h - what work that takes long reports to whoever started it.  pipeline/ prints nothing:
 * texts are whole sentences without a prefix, and may hold anything that names of files may hold.
 */
#ifndef TG_PIPELINE_EVENTS_H
#define TG_PIPELINE_EVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/attr.h"

struct tg_err;
struct tg_job;
struct tg_report;

enum tg_event_kind {
    /* text */
    TG_EVENT_INFO,      /* how far it is */
    TG_EVENT_NOTE,      /* what the user should know of */
    TG_EVENT_WARNING,   /* what is probably not meant */
    TG_EVENT_PROBLEM,   /* what failed, or a detail of the error that is returned */
    TG_EVENT_OUTPUT,    /* what another program said, as it is */
    TG_EVENT_ALONGSIDE, /* what ffmpeg does alongside the photos; "": nothing now */
    /* stage, total */
    TG_EVENT_STAGE,     /* work on so many photos begins */
    TG_EVENT_STAGE_END, /* and ends, which is not sent where there is nothing to do */
    /* job */
    TG_EVENT_PHOTO, /* one of them was tried: the job has its results */
    /* path */
    TG_EVENT_MEDIUM,   /* ffmpeg is done with it; failed */
    TG_EVENT_PLANNED,  /* a file that a build would make */
    TG_EVENT_LEFT_OUT, /* a file of SRC that is not shown; text says why */
    TG_EVENT_FILE,     /* a file of a target is sent or removed; text: new, changed or removed */
    TG_EVENT_STALE,    /* a file that is no longer wanted; bytes */
};

enum tg_stage {
    TG_STAGE_PROBE,
    TG_STAGE_RENDER,
    TG_STAGE_THUMBNAILS,
    TG_STAGE_AVIF,   /* AVIF files of photos whose other pictures are there */
    TG_STAGE_MADE_UP /* photos are made, not read */
};

struct tg_event {
    enum tg_event_kind kind;
    const char *text, *path;
    enum tg_stage stage;
    size_t total;
    const struct tg_job *job;
    bool failed;
    uint64_t bytes;
};

/* What it points to is borrowed for the call. */
typedef void tg_event_fn(void *ctx, const struct tg_event *event);

struct tg_events {
    tg_event_fn *event; /* NULL: nobody listens */
    /* Called once, before the first photo is worked on: *stop_fd is to be a descriptor that becomes
     * readable when the work is to stop, or -1.  An error ends the work.  NULL: it cannot be
     * stopped. */
    struct tg_err *(*ready)(void *ctx, int *stop_fd);
    void *ctx;
};

void tg_events_send(const struct tg_events *events, const struct tg_event *event);

/* An event with a text. */
void tg_events_message(const struct tg_events *events, enum tg_event_kind kind, const char *fmt,
                       ...) TG_PRINTF(3, 4);

/* The error as such a text; it stays the caller's. */
void tg_events_err(const struct tg_events *events, enum tg_event_kind kind,
                   const struct tg_err *err);

/* Everything that a report has, warnings and problems. */
void tg_events_report(const struct tg_events *events, const struct tg_report *report);

/* For core/'s callbacks, whose `ctx` is a const struct tg_events *: another process works on `out`;
 * a state was set aside. */
void tg_events_waiting(void *ctx, const char *out);
void tg_events_aside(void *ctx, const char *path, const char *to, bool later);

/* For struct tg_runner_options. */
void tg_events_photo(void *ctx, const struct tg_job *job);

/* Asks for a descriptor to stop by; -1: there is none. */
struct tg_err *tg_events_ready(const struct tg_events *events, int *stop_fd) TG_MUST_USE;

#endif
