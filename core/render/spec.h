/* spec.h - what an output is to be. */
#ifndef TG_RENDER_SPEC_H
#define TG_RENDER_SPEC_H

#include "core/codec/codec.h"
#include "core/image/geometry.h"

enum tg_subsampling { TG_SUB_KEEP, TG_SUB_420, TG_SUB_444 };

/* Format of an output.  SAME is the source's own; sources that we do not write become PNG (GIF) or
 * JPEG (TIFF).  The whole picture (TG_GEO_COPY) of an animation in its own format is the animation,
 * less its metadata; everything else that is made of it shows its first frame.  So do copies that
 * would have to be turned or converted, and those of a damaged file.  GIFs are copied in any case.
 * TG_GEO_ORIGINAL is the file itself, less its metadata, of still pictures too; of a JPEG file that
 * lies on its side an EXIF Orientation stays, and one that is cut short is only closed.  What
 * browsers cannot be trusted to show right (CMYK, RGB, arithmetic coding) is re-encoded. */
enum tg_target {
    TG_TARGET_SAME,
    TG_TARGET_JPEG,
    TG_TARGET_PNG,
    TG_TARGET_WEBP,
    TG_TARGET_AVIF,
    TG_TARGET_PLAIN_PNG, /* of 8 bits a sample, without a palette: for programs that expect that */
};

/* What stays beside the picture; the rest is dropped.  A colour profile always stays unless it was
 * converted. */
enum tg_keep {
    TG_KEEP_EXIF = 1,
    TG_KEEP_XMP = 2,
    TG_KEEP_GAIN_MAP = 4, /* see tg_output_has_gain_map() */
    TG_KEEP_ALL = 7,
};

/* Thumbnails are seen among others, where none should glare, and are to stay small: a map takes a
 * kilobyte at least. */
enum { TG_GAIN_MAP_LEAST = 300 };

enum tg_turn {
    TG_TURN_UPRIGHT, /* pixels are turned; kept EXIF says so */
    TG_TURN_LEAVE,   /* pixels stay as coded and an EXIF Orientation, at least, says how they lie */
};

enum tg_colour_space { TG_COLOUR_KEEP, TG_COLOUR_SRGB };

/* Formats that have a quality. */
enum tg_quality_of { TG_QUALITY_JPEG, TG_QUALITY_WEBP, TG_QUALITY_AVIF, TG_QUALITIES };

/* No file is made of less to be small. */
enum { TG_QUALITY_LEAST = 20, TG_SHARPEN_MOST = 4 };

/* One picture to be made. */
struct tg_output_spec {
    struct tg_geometry geometry;
    enum tg_target target;
    enum tg_subsampling subsampling; /* of JPEG outputs; AVIF ones are 4:2:0 */
    enum tg_jpeg_mode jpeg_mode;
    bool libjpeg; /* see tg_decode_options, which the first output decides, and tg_encode_options */
    enum tg_turn turn;
    enum tg_colour_space colour;
    int quality;                      /* 1-100 */
    uint8_t quality_of[TG_QUALITIES]; /* the same of one format; 0: as `quality` says */
    uint64_t max_bytes;               /* see tg_output_is_bounded(); 0: any */
    unsigned effort;       /* of PNG and WebP outputs, see tg_encode_options; 0: the format's own */
    bool lossless;         /* of WebP outputs */
    unsigned keep;         /* enum tg_keep */
    unsigned rotate;       /* quarter turns, clockwise, of the upright picture: 0-3 */
    unsigned sharpen;      /* amount, see core/render/sharpen.h; 0: not at all */
    uint8_t padding[3];    /* R, G, B around it where its geometry pads */
    uint8_t background[3]; /* R, G, B under transparent pixels where the output has no alpha */
};

/* Whether an output has other pixels than the source even in its full size. */
bool tg_output_is_changed(const struct tg_output_spec *spec);

/* The quality that an output gets in a format. */
int tg_output_quality(const struct tg_output_spec *spec, enum tg_format format);

/* Whether an output in a format may be made of a lower quality, down to TG_QUALITY_LEAST, so that
 * its file has at most max_bytes. */
bool tg_output_is_bounded(const struct tg_output_spec *spec, enum tg_format format);

/* The format that an output gets from a source. */
enum tg_format tg_output_format(const struct tg_output_spec *spec, enum tg_format source);

#endif
