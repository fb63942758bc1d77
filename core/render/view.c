/* view.c - see view.h. */
#include "core/render/view.h"

#include <string.h>

#include "core/image/alpha.h"

void tg_picture_release(struct tg_picture *p)
{
    for (unsigned c = 0; c < TG_MAX_PLANES; c++) {
        tg_levels_release(&p->levels[c]);
        tg_plane_release(&p->premul[c]);
    }
    tg_resampler_release(&p->resampler);
    tg_image_release(&p->image);
}

static void swap_u32(uint32_t *a, uint32_t *b)
{
    uint32_t t = *a;

    *a = *b;
    *b = t;
}

static void swap_double(double *a, double *b)
{
    double t = *a;

    *a = *b;
    *b = t;
}

unsigned tg_output_turn(const struct tg_output_spec *spec, unsigned orientation)
{
    static const uint8_t rotated[9] = {1, 6, 7, 8, 5, 2, 3, 4, 1}; /* by a quarter, clockwise */

    if (spec->turn == TG_TURN_LEAVE)
        return 1;
    for (unsigned i = 0; i < spec->rotate; i++)
        orientation = rotated[orientation];
    return orientation;
}

bool tg_output_is_padded(const struct tg_output_spec *spec)
{
    const struct tg_geometry *g = &spec->geometry;

    return g->pad && g->kind == TG_GEO_BOX && g->fit == TG_FIT_INSIDE && g->w && g->h;
}

struct tg_output_size tg_output_size(const struct tg_output_spec *spec, uint32_t w, uint32_t h,
                                     unsigned orientation)
{
    struct tg_view v = tg_coded_view(spec, w, h, orientation);
    unsigned seen = spec->turn == TG_TURN_LEAVE ? orientation : tg_output_turn(spec, orientation);

    if (tg_output_is_padded(spec))
        return (struct tg_output_size){spec->geometry.w, spec->geometry.h};
    if (tg_orientation_swaps(seen))
        return (struct tg_output_size){v.out_h, v.out_w};
    return (struct tg_output_size){v.out_w, v.out_h};
}

struct tg_view tg_coded_view(const struct tg_output_spec *spec, uint32_t w, uint32_t h,
                             unsigned orientation)
{
    unsigned turn = tg_output_turn(spec, orientation);
    bool swap = tg_orientation_swaps(turn);
    struct tg_view v;

    tg_geometry_view(&spec->geometry, swap ? h : w, swap ? w : h, &v);
    if (swap) {
        swap_u32(&v.out_w, &v.out_h);
        swap_double(&v.x, &v.y);
        swap_double(&v.w, &v.h);
    }
    if (tg_orientation_mirrors_x(turn))
        v.x = w - (v.x + v.w);
    if (tg_orientation_mirrors_y(turn))
        v.y = h - (v.y + v.h);
    return v;
}

bool tg_output_has_gain_map(const struct tg_output_spec *spec, enum tg_format format, uint32_t w,
                            uint32_t h, unsigned orientation)
{
    struct tg_view v = tg_coded_view(spec, w, h, orientation);
    bool can = format == TG_JPEG || format == TG_HEIC || format == TG_AVIF;

    return spec->keep & TG_KEEP_GAIN_MAP && can && !tg_output_is_padded(spec) && !spec->max_bytes &&
           tg_output_format(spec, format) == TG_JPEG &&
           (v.out_w >= TG_GAIN_MAP_LEAST || v.out_h >= TG_GAIN_MAP_LEAST);
}

bool tg_output_is_hdr(const struct tg_output_spec *spec, const struct tg_info *info)
{
    return info->gain_map &&
           tg_output_has_gain_map(spec, info->format, info->width, info->height, info->orientation);
}

/* Start of the sampling grid along one axis, in picture pixels.  Where the axis will be mirrored
 * and is not a multiple of the subsampling, the grid begins before the edge, so that after
 * mirroring every sample covers the pixels that it should. */
static double grid_origin(double origin, double pixel, uint32_t out, uint8_t sub, bool mirrored)
{
    uint32_t over = out % sub;

    return mirrored && over ? origin - (sub - over) * pixel : origin;
}

/* The window of plane c of an output of subsampling sx, sy, in samples of the source's plane. */
static struct tg_window plane_window(const struct tg_image *im, unsigned c, const struct tg_view *v,
                                     unsigned turn, uint8_t sx, uint8_t sy)
{
    const struct tg_plane *src = &im->plane[c];
    double px = v->w / v->out_w, py = v->h / v->out_h;
    double per_x = src->extent_w / im->width, per_y = src->extent_h / im->height;

    return (struct tg_window){
        .x = per_x * grid_origin(v->x, px, v->out_w, sx, tg_orientation_mirrors_x(turn)),
        .y = per_y * grid_origin(v->y, py, v->out_h, sy, tg_orientation_mirrors_y(turn)),
        .step_x = px * sx * per_x,
        .step_y = py * sy * per_y,
    };
}

/* The plane that is scaled: colours are multiplied by alpha first. */
static struct tg_err *prepare_levels(struct tg_picture *p, unsigned c)
{
    const struct tg_image *im = &p->image;
    bool colour = im->alpha && c + 1 < im->planes;
    struct tg_err *err = NULL;

    if (p->levels[c].level[0].data)
        return NULL;
    if (colour)
        err = tg_plane_premultiply(p->resampler.kernels, &im->plane[c], &im->plane[im->planes - 1],
                                   &p->premul[c]);
    if (!err)
        tg_levels_init(&p->levels[c], colour ? &p->premul[c] : &im->plane[c]);
    return err;
}

static struct tg_err *scale(struct tg_picture *p, unsigned c, const struct tg_window *w,
                            uint32_t out_w, uint32_t out_h, struct tg_plane *plane)
{
    struct tg_err *err = prepare_levels(p, c);

    if (!err)
        err = tg_plane_new_deep(plane, out_w, out_h, p->image.plane[c].bytes);
    return err ? err : tg_levels_resample(&p->resampler, &p->levels[c], w, plane);
}

static struct tg_err *turn_plane(const struct tg_kernels *k, struct tg_plane *plane, unsigned turn)
{
    struct tg_plane turned;
    struct tg_err *err = turn > 1 ? tg_plane_orient(k, plane, turn, &turned) : NULL;

    if (err || turn == 1)
        return err;
    tg_plane_release(plane);
    *plane = turned;
    return NULL;
}

/* Plane c of the view, not yet turned. */
static struct tg_err *view_plane(struct tg_picture *p, unsigned c, const struct tg_window *w,
                                 uint32_t out_w, uint32_t out_h, struct tg_plane *plane,
                                 bool *scaled)
{
    const struct tg_plane *src = &p->image.plane[c];

    if (tg_window_is_identity(w) && out_w == src->w && out_h == src->h) {
        *plane = tg_plane_borrow(src);
        return NULL;
    }
    *scaled = true;
    return scale(p, c, w, out_w, out_h, plane);
}

struct tg_err *tg_picture_view(struct tg_picture *p, const struct tg_output_spec *spec,
                               uint8_t sub_x, uint8_t sub_y, struct tg_image *out,
                               bool *premultiplied)
{
    const struct tg_image *im = &p->image;
    struct tg_view v = tg_coded_view(spec, im->width, im->height, im->orientation);

    return tg_picture_show(p, &v, tg_output_turn(spec, im->orientation),
                           &(struct tg_shown_subsampling){sub_x, sub_y}, out, premultiplied);
}

/* Plane c of the view, turned. */
static struct tg_err *show_plane(struct tg_picture *p, unsigned c, const struct tg_view *v,
                                 unsigned turn, const struct tg_shown_subsampling *sub,
                                 struct tg_plane *plane, bool *scaled)
{
    struct tg_window w = plane_window(&p->image, c, v, turn, sub->x, sub->y);
    uint32_t pw = (v->out_w + sub->x - 1) / sub->x, ph = (v->out_h + sub->y - 1) / sub->y;
    struct tg_err *err = view_plane(p, c, &w, pw, ph, plane, scaled);

    return err ? err : turn_plane(p->resampler.kernels, plane, turn);
}

struct tg_err *tg_picture_show(struct tg_picture *p, const struct tg_view *v, unsigned turn,
                               const struct tg_shown_subsampling *chroma, struct tg_image *out,
                               bool *premultiplied)
{
    const struct tg_image *im = &p->image;
    bool swap = tg_orientation_swaps(turn), scaled = false;
    struct tg_err *err = NULL;

    *out = (struct tg_image){.model = im->model,
                             .alpha = im->alpha,
                             .planes = im->planes,
                             .depth = im->depth,
                             .width = swap ? v->out_h : v->out_w,
                             .height = swap ? v->out_w : v->out_h,
                             .orientation = 1};
    for (unsigned c = 0; !err && c < im->planes; c++) {
        struct tg_shown_subsampling sub = {1, 1};

        if (im->model == TG_YCC && c > 0)
            sub = *chroma;
        err = show_plane(p, c, v, turn, &sub, &out->plane[c], &scaled);
        out->sub_x[c] = swap ? sub.y : sub.x;
        out->sub_y[c] = swap ? sub.x : sub.y;
    }
    *premultiplied = scaled && im->alpha;
    if (err)
        tg_image_release(out);
    return err;
}
