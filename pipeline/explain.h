/* explain.h - where a file of a gallery comes from, and what the next build will do about it. */
#ifndef TG_PIPELINE_EXPLAIN_H
#define TG_PIPELINE_EXPLAIN_H

#include "core/state/state.h"
#include "pipeline/events.h"

enum tg_source_fate {
    TG_SOURCE_UNCHANGED,
    TG_SOURCE_CHANGED, /* size or time are others: it will be read again */
    TG_SOURCE_GONE,    /* its pictures are no longer wanted */
    TG_SOURCE_UNKNOWN, /* nobody knows where SRC is */
};

enum tg_output_fate {
    TG_OUTPUT_UNCHANGED,
    TG_OUTPUT_CHANGED, /* since it was written: will be made again */
    TG_OUTPUT_MISSING, /* will be made again */
};

/* All strings are borrowed. */
struct tg_explain_options {
    const char
        *file; /* a photo, as the gallery calls it or by its path, or any file of the gallery */
    const char *out;   /* NULL: the gallery that the file lies in or alongside */
    const char *state; /* as in struct tg_build_options */
    bool follow_links;
};

/* What is found, in this order; all is borrowed for the call. */
struct tg_explain_visitor {
    void (*page)(void *ctx, const char *path);    /* the file is a page or what pages need */
    void (*archive)(void *ctx, const char *path); /* it is the ZIP file of an album */
    void (*source)(void *ctx, const char *key, const struct tg_source_state *row,
                   enum tg_source_fate fate);
    void (*output)(void *ctx, const char *path, enum tg_output_fate fate); /* of that source */
    void *ctx;
};

/* TG_E_USAGE if it is a file of nobody's. */
struct tg_err *tg_explain(const struct tg_explain_options *options, const struct tg_events *events,
                          const struct tg_explain_visitor *visitor) TG_MUST_USE;

#endif
