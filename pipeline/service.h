/* service.h - pictures for another program, which asks line by line and is answered line by line
 * while others of its pictures are worked on.  docs/serve.md describes the lines.
 *
 * Parts: service_parts.h, service_lines.c, service_paths.c, service_replies.c. */
#ifndef TG_PIPELINE_SERVICE_H
#define TG_PIPELINE_SERVICE_H

#include "pipeline/engine.h"
#include "pipeline/events.h"

/* Why a request was not done. */
enum tg_service_code {
    TG_SERVICE_MALFORMED,     /* no JSON, or not what a request looks like */
    TG_SERVICE_UNKNOWN_FIELD, /* one that there is not */
    TG_SERVICE_DUPLICATE_ID,  /* that of a request that is still worked on */
    TG_SERVICE_OUTSIDE_ROOT,
    TG_SERVICE_NOT_FOUND,
    TG_SERVICE_UNSUPPORTED,
    TG_SERVICE_CORRUPT,
    TG_SERVICE_LIMIT, /* of size, memory or time */
    TG_SERVICE_WORKER_DIED,
    TG_SERVICE_CANCELLED,
    TG_SERVICE_USAGE, /* a wrong value, or fields that contradict each other */
    TG_SERVICE_IO,
};

struct tg_service_output {
    char *path; /* owned */
    struct tg_output_spec spec;
    bool format_given; /* spec.target is what was asked for, not the default */
};

/* A line that was read.  Zeroed is empty. */
struct tg_service_request {
    char *id;    /* a number or a string with its quotes, as JSON; owned; NULL: there is none */
    bool cancel; /* the request of that id is to be forgotten, and there is nothing else */
    char *src;   /* owned */
    struct tg_service_output *outputs; /* owned; at most TG_JOB_OUTPUTS */
    size_t outputs_len;
    bool make_folders; /* of the outputs, where they are missing */
};

void tg_service_request_release(struct tg_service_request *request); /* zeroes it */

/* What is wrong with one. */
struct tg_service_fault {
    enum tg_service_code code;
    struct tg_buf text; /* the caller's */
};

enum {
    TG_SERVICE_LINE = 1 << 20, /* the longest line, in bytes, without its end */
    TG_SERVICE_QUEUE = 256     /* requests that wait; more are not read meanwhile */
};

struct tg_service_options {
    const char *const *roots; /* folders; relative paths are relative to the first */
    size_t roots_len;         /* at least 1 */
    int in, out;
    /* Reads a line of `len` bytes, at most TG_SERVICE_LINE, behind which is another byte, NUL or a
     * line feed.  False: *fault says what is wrong; the request is released in any case, and may
     * have an id. */
    bool (*read)(void *ctx, const char *line, size_t len, struct tg_service_request *request,
                 struct tg_service_fault *fault);
    void *ctx;
    struct tg_engine_options engine;
};

/* Answers until all that came before the end of `in` is done, or until the descriptor of
 * events->ready() is readable: then what waits is answered with CANCELLED, and *stopped is set.
 * Errors are those that are about no request. */
struct tg_err *tg_service(const struct tg_service_options *options, const struct tg_events *events,
                          bool *stopped) TG_MUST_USE;

#endif
