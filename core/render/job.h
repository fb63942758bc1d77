/* job.h - the unit of work: one source photo, probed or rendered with all its outputs. */
#ifndef TG_JOB_JOB_H
#define TG_JOB_JOB_H

#include "core/base/hash.h"
#include "core/codec/codec.h"
#include "core/image/geometry.h"

enum tg_subsampling { TG_SUB_KEEP, TG_SUB_420, TG_SUB_444 };

/* Format of an output.  SAME is the source's own; sources that we do not write become PNG (GIF) or JPEG
 * (TIFF).
 * The whole picture (TG_GEO_COPY) of an animation in its own format is the animation, less its metadata;
 * everything else that is made of it shows its first frame.  So do copies that would have to be turned
 * or converted, and those of a damaged file.  GIFs are copied in any case.
 * TG_GEO_ORIGINAL is the file itself, less its metadata, of still pictures too; of a JPEG file that lies on its
 * side an EXIF Orientation stays, and one that is cut short is only closed.  What browsers cannot be trusted to
 * show right (CMYK, RGB, arithmetic coding) is encoded anew. */
enum tg_target { TG_TARGET_SAME, TG_TARGET_JPEG, TG_TARGET_PNG, TG_TARGET_WEBP };

/* Metadata that stays; the rest is dropped.  A colour profile always stays unless it was converted. */
enum tg_keep { TG_KEEP_EXIF = 1, TG_KEEP_XMP = 2 };

enum tg_turn {
    TG_TURN_UPRIGHT, /* pixels are turned; kept EXIF says so */
    TG_TURN_LEAVE,   /* pixels stay as coded and an EXIF Orientation, at least, says how they lie */
};

enum tg_colour_space { TG_COLOUR_KEEP, TG_COLOUR_SRGB };

/* One picture to be made. */
struct tg_output_spec {
    struct tg_geometry geometry;
    enum tg_target target;
    enum tg_subsampling subsampling; /* of JPEG outputs */
    enum tg_jpeg_mode jpeg_mode;
    bool libjpeg; /* see struct tg_encode_options */
    enum tg_turn turn;
    enum tg_colour_space colour;
    int quality;           /* 1-100 */
    unsigned keep;         /* enum tg_keep */
    uint8_t background[3]; /* R, G, B under transparent pixels where the output has no alpha */
};

/* What became of it. */
struct tg_output_result {
    uint32_t width, height; /* as it is seen, upright */
    uint64_t bytes;
    struct tg_hash hash; /* of these bytes */
};

/* The format that an output gets from a source. */
enum tg_format tg_output_format(const struct tg_output_spec *spec, enum tg_format source);

/* Reads the header of an open picture; metadata as for struct tg_codec's probe(). */
struct tg_err *tg_probe(int fd, const char *path, const struct tg_limits *limits,
                        struct tg_info *info, struct tg_raw_metadata *raw) TG_MUST_USE;

/* The metadata of a picture; `sidecar` is an open XMP file beside it or -1.  Fills *metadata as
 * tg_raw_metadata_parse() does. */
struct tg_err *tg_metadata_parse(const struct tg_raw_metadata *raw, int sidecar,
                                 struct tg_metadata *metadata) TG_MUST_USE;

struct tg_render {
    const struct tg_kernels *kernels;
    struct tg_limits limits;
    const char *path; /* of the source, for messages */
    const struct tg_output_spec *specs;
    size_t n;
    struct tg_placeholder
        *placeholder; /* filled, with the first spec's background; NULL: nobody wants it */
};

/* Decodes `source` once and writes every output to its descriptor (opened for reading and writing, at its start); -1:
 * this one is not wanted now.  `results` get sizes, but no hashes.  The outputs depend on the source and on the whole
 * list of specs, nothing else. */
struct tg_err *tg_render(const struct tg_render *job, int source, const int *outputs,
                         struct tg_output_result *results, struct tg_damage *damage) TG_MUST_USE;

#endif
