/* gainmap.h - gain maps of JPEG files: a second, small picture behind the first that says how much
 * brighter each place is on a screen that can show it.
 *
 * The files of Android, Adobe and ISO 21496-1 have it in the same form: a directory in the first
 * picture (MPF of CIPA DC-007, or Google's Container in XMP) leads to the map, whose own XMP
 * (hdrgm) or ISO segment has the numbers.  Apple's have MPF, other XMP and a number in the maker's
 * note; they are translated.  What a directory says is only ever looked up in the file itself;
 * nothing that is found there is followed any further.
 *
 * Parts: gainmap_apple.c, gainmap_find.c, gainmap_iso.c, gainmap_join.c, gainmap_numbers.c,
 * xmp_gainmap.c, xmp_gainmap.h. */
#ifndef TG_CODEC_GAINMAP_H
#define TG_CODEC_GAINMAP_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/codec/stream.h"
#include "core/image/image.h"

/* Exactly as a file has it: n of 32 bits with or without sign, d > 0. */
struct tg_fraction {
    int64_t n;
    uint32_t d;
};

/* What there is of every channel, in the order of ISO 21496-1.  Gains are stops (log2). */
enum tg_gain_value {
    TG_GAIN_MIN,
    TG_GAIN_MAX,
    TG_GAIN_GAMMA,
    TG_GAIN_BASE_OFFSET,
    TG_GAIN_ALTERNATE_OFFSET,
    TG_GAIN_VALUES,
};

/* How much brighter than white the screen is (stops) where the map begins to count, and where it
 * counts in full. */
enum tg_gain_headroom { TG_GAIN_BASE, TG_GAIN_ALTERNATE, TG_GAIN_HEADROOMS };

enum { TG_GAIN_CHANNELS = 3, TG_GAIN_TEXT = 32 };

/* The numbers as ISO 21496-1 has them. */
struct tg_gain_numbers {
    unsigned channels; /* 1: all have the same; or 3 */
    bool own_colours;  /* gains are those of R, G, B of the map's profile, not of the picture's */
    struct tg_fraction headroom[TG_GAIN_HEADROOMS];
    struct tg_fraction value[TG_GAIN_VALUES][TG_GAIN_CHANNELS];
};

/* The same as XMP has them: decimal numbers. */
struct tg_gain_texts {
    char headroom[TG_GAIN_HEADROOMS][TG_GAIN_TEXT];
    unsigned count[TG_GAIN_VALUES]; /* 1 or 3 */
    char value[TG_GAIN_VALUES][TG_GAIN_CHANNELS][TG_GAIN_TEXT];
};

enum tg_gainmap_kind {
    TG_GAINMAP_NONE,
    TG_GAINMAP_BROKEN, /* the file says that there is one */
    TG_GAINMAP_STANDARD,
    TG_GAINMAP_APPLE, /* its samples have to be translated, too: tg_gainmap_apple_curve() */
};

struct tg_gainmap {
    enum tg_gainmap_kind kind;
    uint64_t at, bytes; /* of the map, a JPEG file, from where the source begins */
    struct tg_gain_numbers numbers;
    struct tg_gain_texts texts;
    bool no_xmp;        /* XMP cannot say what the numbers say */
    struct tg_blob icc; /* the map's profile, if `numbers` need one; owned */
};

/* The gain map of a JPEG file that has a position, which stays where it is.  The caller releases
 * *g, on error too; the only error is memory. */
struct tg_err *tg_gainmap_find(const struct tg_source *src, struct tg_gainmap *g) TG_MUST_USE;
void tg_gainmap_release(struct tg_gainmap *g);

/* What Apple's samples become, which are light by the curve of Rec. 709: stops, as g->numbers
 * have them. */
void tg_gainmap_apple_curve(const struct tg_gainmap *g, uint8_t curve[256]);

/* Writes the JPEG file `picture`, in which an XMP packet may be, and behind it the JPEG file `map`,
 * both with the segments that make them a picture with a gain map.  Coded data stay as they are.
 * *written: bytes. */
struct tg_err *tg_gainmap_join(const struct tg_gainmap *g, const struct tg_blob *picture,
                               const struct tg_blob *map, int fd, uint64_t *written) TG_MUST_USE;

/* ---- Private to core/codec ------------------------------------------------------------------- */

/* gainmap_numbers.c.  A decimal number, rounded to what a fraction can hold; false if it is none
 * or too large. */
bool tg_gain_parse(const char *text, struct tg_fraction *f);
void tg_gain_print(const struct tg_fraction *f, char text[TG_GAIN_TEXT]);

/* Each from the other; false if a text is no number. */
bool tg_gain_from_texts(const struct tg_gain_texts *texts, struct tg_gain_numbers *numbers);
void tg_gain_to_texts(const struct tg_gain_numbers *numbers, struct tg_gain_texts *texts);

/* Whether a picture can come out: no zero gamma, nothing absurdly bright, and more light than the
 * picture's own. */
bool tg_gain_is_sane(const struct tg_gain_numbers *numbers);

/* gainmap_iso.c.  The metadata of ISO 21496-1 behind the name of its segment; false if they are
 * damaged, or of an HDR picture with a map to SDR. */
enum { TG_GAIN_ISO_BYTES = 5 + 16 + 3 * 40 };
bool tg_gain_iso_read(const uint8_t *data, size_t len, struct tg_gain_numbers *numbers);
size_t tg_gain_iso_write(const struct tg_gain_numbers *numbers, uint8_t data[TG_GAIN_ISO_BYTES]);

/* gainmap_apple.c.  Numbers from what Apple's XMP says of the headroom ("": nothing) and from an
 * EXIF block.  False if neither says it. */
bool tg_gainmap_apple_read(const char *headroom, const struct tg_blob *exif,
                           struct tg_gain_numbers *numbers);

#endif
