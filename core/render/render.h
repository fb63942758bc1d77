/* render.h - the unit of work: one source photo, probed or rendered with all its outputs. */
#ifndef TG_RENDER_RENDER_H
#define TG_RENDER_RENDER_H

#include "core/base/hash.h"
#include "core/render/spec.h"

/* What became of it. */
struct tg_output_result {
    uint32_t width, height; /* as it is seen, upright */
    uint64_t bytes;
    uint64_t gain_map;   /* so many of them are there for its gain map; 0: it has none */
    struct tg_hash hash; /* of these bytes */
};

/* Reads the header of an open picture; metadata as for struct tg_codec's probe(). */
struct tg_err *tg_probe(int fd, const char *path, const struct tg_limits *limits,
                        struct tg_info *info, struct tg_raw_metadata *raw) TG_MUST_USE;

/* The metadata of a picture whose header says *info; `sidecar` is an open file of XMP or of Google
 * Takeout's, or -1.  Fills *metadata as tg_raw_metadata_parse() does; the latter can also give the
 * picture a date, if it has none. */
struct tg_err *tg_metadata_parse(const struct tg_raw_metadata *raw, struct tg_info *info,
                                 int sidecar, struct tg_metadata *metadata) TG_MUST_USE;

struct tg_render {
    const struct tg_kernels *kernels;
    struct tg_limits limits;
    const char *path; /* of the source, for messages */
    const struct tg_output_spec *specs;
    size_t n;
    /* Filled, with the first spec's background; NULL: nobody wants it. */
    struct tg_placeholder *placeholder;
};

/* Decodes `source` once and writes every output to its descriptor (opened for reading and writing,
 * at its start); -1: this one is not wanted now.  `results` get sizes, but no hashes.  The outputs
 * depend on the source and on the whole list of specs, nothing else. */
struct tg_err *tg_render(const struct tg_render *job, int source, const int *outputs,
                         struct tg_output_result *results, struct tg_damage *damage) TG_MUST_USE;

#endif
