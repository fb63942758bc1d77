/* thumbnail_cache.h - the thumbnails that file managers keep of a user's files, made in advance:
 * the Thumbnail Managing Standard of freedesktop.org, which docs/thumbnails.md goes through.
 *
 * Parts: thumbnail_prune.h, thumbnail_prune.c. */
#ifndef TG_PIPELINE_THUMBNAIL_CACHE_H
#define TG_PIPELINE_THUMBNAIL_CACHE_H

#include "pipeline/engine.h"

/* X(name of the folder, its side in pixels). */
#define TG_CACHE_SIZES_X(X) X("normal", 128) X("large", 256) X("x-large", 512) X("xx-large", 1024)
enum { TG_CACHE_SIZES = 4 };

/* All strings and arrays are borrowed. */
struct tg_cache_options {
    const char *const *folders; /* with photos */
    size_t folders_len;
    const char *thumbnails; /* the folder of thumbnails, an absolute path */
    const char *cwd;        /* as of tg_walked_path() */
    unsigned sizes;         /* bit i: size i of TG_CACHE_SIZES_X */
    bool follow_links;      /* also out of these folders */
    bool force;             /* make all, and try again what failed before */
    bool prune;             /* remove those of files that are gone */
    bool dry_run;           /* tell what would be made and removed */
    struct tg_engine_options engine;
};

struct tg_cache_result {
    enum tg_run_end end;
    size_t photos, failed; /* have their thumbnails; have not: folders and links too */
    size_t noted;          /* of these: have failed before and were not tried */
    size_t made, there;    /* thumbnails */
    size_t pruned;
    bool is_usage; /* of the error: nothing was done */
};

/* Everything is written with the umask of the process, which is to be 077.  *result is filled also
 * after an error.  TG_EVENT_FILE "removed" for each thumbnail that is pruned, or would be. */
struct tg_err *tg_thumbnail_cache(const struct tg_cache_options *options,
                                  const struct tg_events *events,
                                  struct tg_cache_result *result) TG_MUST_USE;

#endif
