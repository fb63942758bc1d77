/* message.h (private to core/run) - jobs and results as frames.  Readers trust nothing: every field
 * is checked and a wrong one makes the whole message bad. */
#ifndef TG_RUN_MESSAGE_H
#define TG_RUN_MESSAGE_H

#include "core/pool/frame.h"
#include "core/render/render.h"

enum tg_request_kind {
    /* Reads the file as bytes: a worker that did nothing else cannot have been taken over. */
    TG_REQUEST_HASH,
    TG_REQUEST_PROBE,
    TG_REQUEST_RENDER,
};

/* How a job ended.  That an output could not be written is not for a worker to say: it ends a
 * run. */
enum tg_status { TG_STATUS_OK, TG_STATUS_PICTURE };

void tg_message_put_spec(struct tg_buf *b, const struct tg_output_spec *spec);
void tg_message_get_spec(struct tg_frame *f, struct tg_output_spec *spec);

void tg_message_put_info(struct tg_buf *b, const struct tg_info *info);
void tg_message_get_info(struct tg_frame *f, struct tg_info *info);

/* The caller releases *metadata, whatever comes back; the only error is memory. */
void tg_message_put_metadata(struct tg_buf *b, const struct tg_metadata *metadata);
struct tg_err *tg_message_get_metadata(struct tg_frame *f,
                                       struct tg_metadata *metadata) TG_MUST_USE;

void tg_message_put_placeholder(struct tg_buf *b, const struct tg_placeholder *placeholder);
void tg_message_get_placeholder(struct tg_frame *f, struct tg_placeholder *placeholder);

/* Its texts, printable. */
void tg_message_put_damage(struct tg_buf *b, const struct tg_damage *damage);
void tg_message_get_damage(struct tg_frame *f, struct tg_damage *damage);

void tg_message_put_hash(struct tg_buf *b, const struct tg_hash *hash);
void tg_message_get_hash(struct tg_frame *f, struct tg_hash *hash);

/* "" or "dddd-dd-ddTdd:dd:dd": the date goes into pages and must not be more than a date. */
bool tg_message_is_date(const char *s);

#endif
