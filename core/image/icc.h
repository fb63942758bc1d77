/* icc.h - ICC profiles, through lcms2. */
#ifndef TG_IMAGE_ICC_H
#define TG_IMAGE_ICC_H

#include "core/image/image.h"

enum tg_icc_space { TG_ICC_OTHER, TG_ICC_GREY, TG_ICC_RGB, TG_ICC_CMYK };

/* The colour space that a profile's header names; TG_ICC_OTHER if it is no profile. */
enum tg_icc_space tg_icc_space(const struct tg_blob *icc);

/* Drops a profile that does not fit the picture's model: it would only mislead. */
void tg_icc_drop_unfit(struct tg_image *im);

/* The profile that says what the code points of ITU-T H.273 say: colour primaries 1, 5, 6, 9, 11 or
 * 12 and transfer characteristics 1, 4-6, 8 or 13-15.  The video curves 1, 6, 14 and 15 become
 * sRGB's, as in browsers.  *icc is empty for anything else, HDR among it, and for sRGB itself,
 * which needs none (*known tells).  The caller releases it. */
struct tg_err *tg_icc_from_cicp(unsigned primaries, unsigned transfer, struct tg_blob *icc,
                                bool *known) TG_MUST_USE;

/* A profile of our own for Adobe RGB (1998).  The caller releases it. */
struct tg_err *tg_icc_adobe_rgb(struct tg_blob *icc) TG_MUST_USE;

/* The profile of a colour space that a file describes by numbers, for grey pictures of the curve
 * alone: CIE 1931's x and y of white, red, green and blue (NULL: sRGB's), and the exponent that
 * makes linear light of samples.  *icc is empty for what is sRGB, or close to it, and for numbers
 * that make no sense.  The caller releases it. */
struct tg_err *tg_icc_from_numbers(const double *xy, double exponent, bool grey,
                                   struct tg_blob *icc) TG_MUST_USE;

/* Converts an 8-bit picture without chroma subsampling, TG_RGB or TG_GREY, from its profile to sRGB
 * and drops the profile.  Without a profile the picture is taken for sRGB as it is.  Grey pictures
 * become TG_RGB only if their profile demands it.  Relative colorimetric with black point
 * compensation.  *usable tells whether the profile was: with a broken one, which goes too, the
 * picture stays as it is. */
struct tg_err *tg_image_to_srgb(struct tg_image *im, bool *usable) TG_MUST_USE;

/* Makes the colour engine do once what it does the first time; see core/run/warm_up.h. */
void tg_icc_warm_up(void);

/* CMYK to sRGB, row by row. */
struct tg_cmyk; /* opaque */

/* With a CMYK profile through it (perceptual), otherwise, and if the profile is broken, by
 * R = (255 - C) * (255 - K) / 255 and so on. */
struct tg_err *tg_cmyk_new(const struct tg_blob *icc, struct tg_cmyk **cmyk) TG_MUST_USE;
void tg_cmyk_free(struct tg_cmyk *cmyk); /* NULL is fine */

/* Whether it goes through a profile. */
bool tg_cmyk_has_profile(const struct tg_cmyk *cmyk);

/* n pixels of C, M, Y, K (255 = full ink) to R, G, B.  dst and src must not overlap. */
void tg_cmyk_convert(const struct tg_cmyk *cmyk, uint8_t *dst, const uint8_t *src, size_t n);

#endif
