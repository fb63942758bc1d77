/* view.h (private to core/render) - a decoded source and the views of it that outputs show. */
#ifndef TG_RENDER_VIEW_H
#define TG_RENDER_VIEW_H

#include "core/image/resample.h"
#include "core/render/spec.h"

struct tg_picture {
    struct tg_image image;
    struct tg_resampler resampler;
    struct tg_levels levels[TG_MAX_PLANES];
    /* Colour planes multiplied by alpha, made when first needed: transparent pixels must not shine
     * through when samples are averaged. */
    struct tg_plane premul[TG_MAX_PLANES];
};

void tg_picture_release(struct tg_picture *p);

/* What an output shows, in the orientation in which a w x h picture is coded. */
struct tg_view tg_coded_view(const struct tg_output_spec *spec, uint32_t w, uint32_t h,
                             unsigned orientation);

/* How the pixels of an output are turned: the picture's orientation, rotated, or 1 if they are left
 * alone. */
unsigned tg_output_turn(const struct tg_output_spec *spec, unsigned orientation);

/* Size of an output of a w x h picture as it is seen, with what is around it. */
struct tg_output_size {
    uint32_t w, h;
};
struct tg_output_size tg_output_size(const struct tg_output_spec *spec, uint32_t w, uint32_t h,
                                     unsigned orientation);

/* Whether there may be something around the picture: a box is filled. */
bool tg_output_is_padded(const struct tg_output_spec *spec);

/* Whether an output of a w x h picture in `format` carries its gain map, if it has one: JPEG from
 * JPEG or HEIF, unless it is not to be kept, the picture is padded, its file must be small, or the
 * longer side has fewer than TG_GAIN_MAP_LEAST pixels. */
bool tg_output_has_gain_map(const struct tg_output_spec *spec, enum tg_format format, uint32_t w,
                            uint32_t h, unsigned orientation);

/* The same of a photo that was probed, which says whether it has one. */
bool tg_output_is_hdr(const struct tg_output_spec *spec, const struct tg_info *info);

/* Cuts out and scales what `spec` shows, turned, into planes with the chroma subsampling `sub_x`,
 * `sub_y` (in coded orientation; only for TG_YCC, others have 1, 1).  Planes may borrow from `p`.
 * *premultiplied tells whether colours are multiplied by alpha. */
struct tg_err *tg_picture_view(struct tg_picture *p, const struct tg_output_spec *spec,
                               uint8_t sub_x, uint8_t sub_y, struct tg_image *out,
                               bool *premultiplied) TG_MUST_USE;

/* The same of any view, in coded orientation, which is turned by `turn`. */
struct tg_shown_subsampling {
    uint8_t x, y;
};
struct tg_err *tg_picture_show(struct tg_picture *p, const struct tg_view *v, unsigned turn,
                               const struct tg_shown_subsampling *chroma, struct tg_image *out,
                               bool *premultiplied) TG_MUST_USE;

#endif
