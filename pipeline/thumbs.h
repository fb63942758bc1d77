/* thumbs.h - a batch of thumbnails, each file in each size.
 *
 * Parts: thumb_names.h, thumb_names.c, thumb_tree.h, thumb_tree.c. */
#ifndef TG_PIPELINE_THUMBS_H
#define TG_PIPELINE_THUMBS_H

#include "pipeline/engine.h"
#include "pipeline/events.h"

/* All strings and arrays are borrowed. */
struct tg_thumbs_options {
    const char *const *files; /* or folders */
    size_t files_len;
    bool recurse;           /* take the pictures in folders and below; otherwise they fail */
    bool follow_links;      /* also out of these folders */
    int input;              /* what the file "-" is read from, once; at most 1 GiB */
    const char *input_name; /* its {stem} */
    /* Of outputs, with {dir}, {sub}, {stem}, {size}, {ext}, {{ and }}; or a folder: one that
     * exists, or a name with a slash at its end.  NULL: alongside each file.  A suffix says the
     * format. */
    const char *names;
    const char *const *sizes;           /* what {size} becomes */
    const struct tg_geometry *geometry; /* the same sizes */
    size_t sizes_len;
    struct tg_output_spec spec; /* of every output but its geometry */
    bool format_given;          /* spec.target is what was asked for, not the default */
    bool skip_existing;         /* leave outputs alone that exist */
    bool dry_run;               /* tell as planned what would be made, and make nothing */
    struct tg_engine_options engine;
};

struct tg_thumbs_result {
    enum tg_run_end end;
    size_t photos, failed; /* done and failed; what is wrong with folders and links failed too */
    size_t made, there;    /* outputs: made, and left alone as they exist */
    bool is_usage; /* names are wrong, or outputs would replace each other or a source: nothing was
                      done */
};

/* *result is filled also after an error. */
struct tg_err *tg_thumbs(const struct tg_thumbs_options *options, const struct tg_events *events,
                         struct tg_thumbs_result *result) TG_MUST_USE;

#endif
