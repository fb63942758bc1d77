/* service_parts.h (private to pipeline) - what the parts of service.h share. */
#ifndef TG_PIPELINE_SERVICE_PARTS_H
#define TG_PIPELINE_SERVICE_PARTS_H

#include "core/base/enclosure.h"
#include "pipeline/service.h"

/* ---- Lines (service_lines.c) ----------------------------------------------------------------- */

/* What was read and is not yet taken. */
struct tg_service_input {
    char *data; /* owned; TG_SERVICE_LINE and a bit more */
    size_t at, end;
    size_t looked; /* up to where there is no end of a line */
    bool skips;    /* what comes is of a line that is too long */
    bool ended;    /* nothing comes any more */
};

enum tg_service_line {
    TG_SERVICE_LINE_NONE, /* not yet */
    TG_SERVICE_LINE_HERE,
    TG_SERVICE_LINE_TOO_LONG, /* said once, when it is known */
};

struct tg_err *tg_service_input_init(struct tg_service_input *in) TG_MUST_USE;
void tg_service_input_release(struct tg_service_input *in);

/* Reads once from a descriptor that poll() found readable. */
struct tg_err *tg_service_input_read(struct tg_service_input *in, int fd) TG_MUST_USE;

/* The next line, which stays until the next read. */
enum tg_service_line tg_service_input_take(struct tg_service_input *in, const char **line,
                                           size_t *len);

/* Whether a call of it would have something. */
bool tg_service_input_has(struct tg_service_input *in);

/* What waits to be written. */
struct tg_service_output_queue {
    struct tg_buf text;
    size_t at; /* what is before was written */
    bool gone; /* nobody reads any more */
};

enum { TG_SERVICE_UNREAD = 1 << 18 /* bytes of replies from which on no request is read */ };

size_t tg_service_unwritten(const struct tg_service_output_queue *out);

/* Writes what can be written without waiting; out->gone when nobody reads it any more. */
struct tg_err *tg_service_write(struct tg_service_output_queue *out, int fd) TG_MUST_USE;

/* ---- Paths (service_paths.c) ----------------------------------------------------------------- */

struct tg_service_root {
    char *named, *real; /* from / on, without a slash at the end; owned */
    struct tg_enclosure folder;
};

/* A request on its way. */
struct tg_service_ticket {
    bool used, begun, cancelled;
    struct tg_service_request request;
    struct tg_input input;
    struct tg_place *places; /* one per output; owned */
};

struct tg_err *tg_service_root_open(struct tg_service_root *root, const char *path) TG_MUST_USE;
void tg_service_root_close(struct tg_service_root *root);

/* Fills the job of a ticket, whose paths are looked up.  False: *fault says why not, and the job is
 * empty. */
bool tg_service_fill(const struct tg_service_root *roots, size_t roots_len,
                     struct tg_service_ticket *ticket, struct tg_job *job,
                     struct tg_service_fault *fault);

/* ---- Replies (service_replies.c) ------------------------------------------------------------- */

void tg_service_hello(struct tg_buf *b);

/* `id` NULL: it is not known. */
void tg_service_refuse(struct tg_buf *b, const char *id, enum tg_service_code code,
                       const char *text);

/* How a job ended. */
void tg_service_answer(struct tg_buf *b, const char *id, const struct tg_job *job);

#endif
