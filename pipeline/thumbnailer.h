/* thumbnailer.h - one thumbnail, for a file manager that keeps it itself. */
#ifndef TG_PIPELINE_THUMBNAILER_H
#define TG_PIPELINE_THUMBNAILER_H

#include "pipeline/engine.h"

/* What thumbnails of the desktop are: upright, not enlarged, in sRGB, PNG files of 8 bits that fit
 * into a square of that side. */
struct tg_output_spec tg_thumbnail_spec(uint32_t side);

/* What they name as their maker. */
#define TG_THUMBNAIL_SOFTWARE "tirage " TG_VERSION

/* The absolute path by which people come to a file or folder: that of its name, links and all, if
 * this leads to the same; else where it is.  `cwd` is what the shell calls the current folder, or
 * NULL.  Caller frees; NULL when memory is short or it does not exist. */
char *tg_walked_path(const char *cwd, const char *path) TG_MUST_USE;

/* All strings are borrowed. */
struct tg_thumbnailer_options {
    const char *in;  /* a path, or a "file:" URI */
    const char *out; /* a path */
    const char *cwd; /* as above */
    uint32_t side;
    struct tg_engine_options engine;
};

struct tg_thumbnailer_result {
    enum tg_run_end end;
    bool failed;   /* the photo did; which was told */
    bool is_usage; /* of the error: the names are wrong */
};

/* Writes it, with what thumbnails carry: see core/run/thumbnail.h. */
struct tg_err *tg_thumbnailer(const struct tg_thumbnailer_options *options,
                              const struct tg_events *events,
                              struct tg_thumbnailer_result *result) TG_MUST_USE;

#endif
