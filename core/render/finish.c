/* finish.c - see finish.h.
 *
 * The common case, a JPEG, WebP or AVIF from a JPEG, has nothing to do here: its planes are already
 * what the encoder takes.  Everything else goes through RGB at the size of the output. */
#include "core/render/finish.h"

#include <string.h>

#include "core/codec/exif.h"
#include "core/image/alpha.h"
#include "core/image/icc.h"
#include "core/render/pad.h"
#include "core/render/sharpen.h"

/* Formats that take planes of YCbCr and nothing else, without alpha. */
static bool is_ycc(enum tg_format format)
{
    return format == TG_JPEG || format == TG_AVIF;
}

/* Outputs that take such planes as they are. */
static bool takes_ycc(const struct tg_output_spec *spec, enum tg_format format)
{
    return is_ycc(format) || (format == TG_WEBP && !spec->lossless);
}

/* Gives borrowed samples a memory of their own, so that they can be changed. */
static struct tg_err *own_planes(struct tg_image *im)
{
    for (unsigned c = 0; c < im->planes; c++) {
        struct tg_plane *p = &im->plane[c], copy;
        struct tg_err *err = NULL;

        if (p->memory)
            continue;
        err = tg_plane_new_deep(&copy, p->w, p->h, p->bytes);
        if (err)
            return err;
        for (uint32_t y = 0; y < p->h; y++)
            memcpy(copy.data + y * copy.stride, p->data + y * p->stride, (size_t)p->w * p->bytes);
        *p = copy;
    }
    return NULL;
}

static struct tg_err *narrow(const struct tg_kernels *k, struct tg_image *im)
{
    for (unsigned c = 0; im->depth == 16 && c < im->planes; c++) {
        struct tg_plane *p = &im->plane[c], half;
        struct tg_err *err = tg_plane_new(&half, p->w, p->h);

        if (err)
            return err;
        for (uint32_t y = 0; y < p->h; y++)
            k->narrow(half.data + y * half.stride, (const void *)(p->data + y * p->stride), p->w);
        tg_plane_release(p);
        *p = half;
    }
    im->depth = 8;
    return NULL;
}

static void convert_rows(tg_colour_fn *convert, struct tg_image *im, enum tg_model to)
{
    for (uint32_t y = 0; y < im->height; y++) {
        uint8_t *row[3];

        for (unsigned c = 0; c < 3; c++)
            row[c] = im->plane[c].data + y * im->plane[c].stride;
        convert(row, (const uint8_t *const *)row, im->width);
    }
    im->model = to;
}

/* Averages chroma down to the wanted subsampling. */
static struct tg_err *subsample(const struct tg_kernels *k, struct tg_image *im, uint8_t sx,
                                uint8_t sy)
{
    for (unsigned c = 1; c < 3 && sx * sy > 1; c++) {
        struct tg_plane half;
        struct tg_err *err = tg_plane_shrink(k, &im->plane[c], sx, sy, &half);

        if (err)
            return err;
        tg_plane_release(&im->plane[c]);
        im->plane[c] = half;
        im->sub_x[c] = sx;
        im->sub_y[c] = sy;
    }
    return NULL;
}

/* Grey pictures have one plane; formats and backgrounds may want three. */
static struct tg_err *grey_to_rgb(struct tg_image *im)
{
    struct tg_plane alpha = im->plane[1];
    struct tg_err *err = NULL;

    im->plane[1] = (struct tg_plane){0};
    for (unsigned c = 1; !err && c < 3; c++) {
        im->plane[c] = tg_plane_borrow(&im->plane[0]);
        im->sub_x[c] = im->sub_y[c] = 1;
    }
    im->model = TG_RGB;
    im->plane[3] = alpha;
    im->planes += 2;
    return own_planes(im);
}

/* Whether the output has so few pixels that there is a chroma sample for each. */
static bool is_half(const struct tg_image *src, const struct tg_output_spec *spec)
{
    struct tg_view v = tg_coded_view(spec, src->width, src->height, src->orientation);

    return v.w >= 2 * v.out_w && v.h >= 2 * v.out_h;
}

/* The chroma subsampling that the spec wants of a JPEG, in coded orientation; others have 4:2:0.  A
 * 4:2:2 photo that lies on its side can only become 4:4:0 at its own size; where all chroma is
 * there to choose from, it is 4:2:2 as it stands, which is what encoders and viewers know best. */
static void wanted_subsampling(const struct tg_image *src, const struct tg_output_spec *spec,
                               enum tg_format format, bool swapped, uint8_t *sx, uint8_t *sy)
{
    bool jpeg = format == TG_JPEG;
    bool own = spec->subsampling == TG_SUB_KEEP && src->model == TG_YCC && jpeg;
    uint8_t x = src->sub_x[1], y = src->sub_y[1];
    uint8_t fixed = spec->subsampling == TG_SUB_444 && jpeg ? 1 : 2;
    bool swap = own && swapped && x > y && is_half(src, spec);

    *sx = !own ? fixed : swap ? y : x;
    *sy = !own ? fixed : swap ? x : y;
}

static bool is_grey(const uint8_t colour[3])
{
    return colour[0] == colour[1] && colour[1] == colour[2];
}

/* Alpha: off the picture for JPEG and AVIF, out of the colours for the others. */
static struct tg_err *settle_alpha(const struct tg_kernels *k, const struct tg_output_spec *spec,
                                   enum tg_format format, bool premultiplied, struct tg_image *im)
{
    struct tg_err *err = NULL;

    if (!im->alpha)
        return NULL;
    if (!is_ycc(format)) {
        if (premultiplied)
            tg_image_unpremultiply(k, im);
        return NULL;
    }
    err = own_planes(im);
    if (!err && im->planes == 2 && !is_grey(spec->background)) {
        err = grey_to_rgb(im);
        tg_icc_drop_unfit(im); /* a grey profile does not describe RGB samples */
    }
    for (unsigned c = 0; !err && !premultiplied && c + 1 < im->planes; c++)
        for (uint32_t y = 0; y < im->height; y++) {
            const struct tg_plane *a = &im->plane[im->planes - 1];
            uint8_t *row = im->plane[c].data + y * im->plane[c].stride;

            k->premul(row, row, a->data + y * a->stride, im->width);
        }
    if (!err)
        tg_image_flatten(im, spec->background);
    return err;
}

static struct tg_err *sharpen(const struct tg_output_spec *spec, struct tg_image *im)
{
    struct tg_err *err = spec->sharpen ? own_planes(im) : NULL;

    return err || !spec->sharpen ? err : tg_image_sharpen(im, spec->sharpen);
}

/* To sRGB, because that is wanted or since WebP has no grey. */
static bool is_converted(const struct tg_output_spec *spec, enum tg_format format,
                         const struct tg_image *im)
{
    return im->icc.data &&
           (spec->colour == TG_COLOUR_SRGB || (format == TG_WEBP && im->model == TG_GREY));
}

/* What needs RGB: lossless formats, and sRGB. */
static struct tg_err *settle_colour(const struct tg_kernels *k, const struct tg_output_spec *spec,
                                    enum tg_format format, struct tg_image *im,
                                    struct tg_damage *damage)
{
    bool convert = is_converted(spec, format, im), usable = true;
    struct tg_err *err = NULL;

    if (im->model == TG_YCC && (convert || !takes_ycc(spec, format))) {
        err = own_planes(im);
        if (!err)
            convert_rows(k->ycc_to_rgb, im, TG_RGB);
    }
    if (!err && convert)
        err = own_planes(im);
    if (!err && convert)
        err = tg_image_to_srgb(im, &usable);
    if (!usable)
        tg_damage_add(damage, "the colour profile is damaged; shown as sRGB");
    return err;
}

static struct tg_err *settle_metadata(const struct tg_output_spec *spec, const struct tg_image *src,
                                      struct tg_image *im)
{
    struct tg_err *err = NULL;

    if (spec->keep & TG_KEEP_XMP && src->xmp.data)
        err = tg_blob_set(&im->xmp, src->xmp.data, src->xmp.len);
    if (!err && spec->keep & TG_KEEP_EXIF && src->exif.data) {
        err = tg_blob_set(&im->exif, src->exif.data, src->exif.len);
        if (!err && spec->turn == TG_TURN_UPRIGHT)
            err = tg_exif_set_orientation(&im->exif, 1);
    } else if (!err && spec->turn == TG_TURN_LEAVE && src->orientation > 1) {
        uint8_t block[TG_EXIF_BYTES]; /* not sideways with the tag gone */

        tg_exif_write(block, src->orientation, "");
        err = tg_blob_set(&im->exif, block, sizeof(block));
    }
    return err;
}

/* A picture in all colours, whose chroma is not yet subsampled. */
static struct tg_err *pad(const struct tg_kernels *k, const struct tg_output_spec *spec,
                          struct tg_image *im)
{
    struct tg_err *err = NULL;

    if (!tg_output_is_padded(spec))
        return NULL;
    if (im->model == TG_GREY && !is_grey(spec->padding)) {
        err = grey_to_rgb(im);
        tg_icc_drop_unfit(im);
    }
    return err ? err : tg_image_pad(k, im, spec->geometry.w, spec->geometry.h, spec->padding);
}

/* What encoders take that know no RGB, of which a picture that is padded has all chroma. */
static struct tg_err *to_ycc(const struct tg_kernels *k, uint8_t sx, uint8_t sy, bool padded,
                             struct tg_image *im)
{
    struct tg_err *err;

    if (im->model == TG_GREY || (im->model == TG_YCC && !padded))
        return NULL;
    err = own_planes(im);
    if (err)
        return err;
    if (im->model == TG_RGB)
        convert_rows(k->rgb_to_ycc, im, TG_YCC);
    return subsample(k, im, sx, sy);
}

struct tg_err *tg_finish_output(struct tg_picture *p, const struct tg_output_spec *spec,
                                enum tg_format format, struct tg_image *out,
                                struct tg_damage *damage)
{
    const struct tg_kernels *k = p->resampler.kernels;
    const struct tg_image *src = &p->image;
    bool convert = is_converted(spec, format, src);
    bool padded = tg_output_is_padded(spec);
    bool planes_fit = takes_ycc(spec, format) && !convert && !padded;
    bool swapped = tg_orientation_swaps(tg_output_turn(spec, src->orientation));
    bool premultiplied = false;
    uint8_t sx, sy;
    struct tg_err *err;

    wanted_subsampling(src, spec, format, swapped, &sx, &sy);
    err = tg_picture_view(p, spec, planes_fit ? sx : 1, planes_fit ? sy : 1, out, &premultiplied);
    if (err)
        return err;
    if (src->icc.data)
        err = tg_blob_set(&out->icc, src->icc.data, src->icc.len);
    if (!err && (format != TG_PNG || convert || spec->target == TG_TARGET_PLAIN_PNG))
        err = narrow(k, out);
    if (!err)
        err = settle_alpha(k, spec, format, premultiplied, out);
    if (!err)
        err = sharpen(spec, out);
    if (!err)
        err = settle_colour(k, spec, format, out, damage);
    if (!err)
        err = pad(k, spec, out);
    if (!err && (is_ycc(format) || (padded && out->model == TG_YCC)))
        err = to_ycc(k, swapped ? sy : sx, swapped ? sx : sy, padded, out);
    if (!err)
        err = settle_metadata(spec, src, out);
    if (err)
        tg_image_release(out);
    return err;
}
