/* thumbs.h - a batch of thumbnails, each file in each size. */
#ifndef TG_PIPELINE_THUMBS_H
#define TG_PIPELINE_THUMBS_H

#include "pipeline/engine.h"
#include "pipeline/events.h"

/* All strings and arrays are borrowed. */
struct tg_thumbs_options {
    const char *const *files;
    size_t files_len;
    const char
        *names; /* of outputs, with {dir}, {stem}, {size}, {ext}; NULL: alongside each file */
    const char *const *sizes;           /* what {size} becomes */
    const struct tg_geometry *geometry; /* the same sizes */
    size_t sizes_len;
    struct tg_output_spec spec; /* of every output but its geometry */
    bool skip_existing;         /* leave outputs alone that exist */
    struct tg_engine_options engine;
};

struct tg_thumbs_result {
    enum tg_run_end end;
    size_t failed; /* files */
    bool is_usage; /* outputs would replace each other or a source: nothing was done */
};

/* *result is filled also after an error. */
struct tg_err *tg_thumbs(const struct tg_thumbs_options *options, const struct tg_events *events,
                         struct tg_thumbs_result *result) TG_MUST_USE;

#endif
