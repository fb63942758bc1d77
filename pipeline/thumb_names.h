/* thumb_names.h (private to pipeline) - the names of thumbnails, and the format that a name asks
 * for. */
#ifndef TG_PIPELINE_THUMB_NAMES_H
#define TG_PIPELINE_THUMB_NAMES_H

#include "pipeline/thumbs.h"

/* What all names of a run are made of. */
struct tg_thumb_names {
    char *template; /* with {dir}, {sub}, {stem}, {size}, {ext}, and {{ and }} for braces; owned */
    char *suffix;   /* that all names end in, with its dot, or ""; owned */
    bool has_ext;
    enum tg_target target; /* that the suffix or else the options ask for */
};

/* From options->names.  TG_E_USAGE: a placeholder is unknown, the names of several sizes would be
 * the same, the suffix is none that can be written or contradicts the format.  Either way release
 * it. */
struct tg_err *tg_thumb_names_init(struct tg_thumb_names *names,
                                   const struct tg_thumbs_options *options) TG_MUST_USE;
void tg_thumb_names_release(struct tg_thumb_names *names);

/* The format that a name asks for. */
struct tg_thumb_wish {
    const char *name;                      /* of the output, or what it is made of */
    const char *suffix;                    /* that it ends in, with its dot, or "" */
    enum tg_target target;                 /* that was asked for, or the default */
    bool given;                            /* the former */
    const char *where_name, *where_format; /* "-o", "--format": what messages call the two */
};

/* The target of what has the name: what its suffix says, or else what was asked for.
 * TG_E_USAGE: it is none that can be written, or contradicts. */
struct tg_err *tg_thumb_target(const struct tg_thumb_wish *wish,
                               enum tg_target *target) TG_MUST_USE;

/* TG_E_USAGE: spec->lossless, and the target of a source of this name is a format that is not:
 * JPEG or AVIF.  Of a source without a suffix nothing is known yet. */
struct tg_err *tg_thumb_check_lossless(const char *src, const struct tg_output_spec *spec,
                                       enum tg_target target) TG_MUST_USE;

/* One picture that is to be made. */
struct tg_thumb_of {
    const char *src; /* the photo's path */
    const char *sub; /* its folder below the one that was named; "" for that itself and for files */
    const char *size; /* as it was asked for */
    const struct tg_output_spec *spec;
};

/* Its path, which the caller frees.  TG_E_USAGE: it ends in ".gif", and is not a copy of a GIF. */
struct tg_err *tg_thumb_name(const struct tg_thumb_names *names, const struct tg_thumb_of *of,
                             char **path) TG_MUST_USE;

#endif
