/* render.c - one decode, many outputs: see job.h and docs/engine.md. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/image/resample.h"
#include "core/job/job.h"

struct tg_err *tg_probe(int fd, const char *path, const struct tg_limits *limits,
                        struct tg_info *info)
{
    const struct tg_codec *codec = NULL;
    struct tg_source src;
    struct tg_err *err = tg_source_init(&src, fd, path);

    if (!err)
        err = tg_codec_find(&src, &codec);
    if (!err)
        err = codec->probe(&src, limits, info);
    tg_source_release(&src);
    return err;
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

/* The view of an output in the orientation in which the picture is coded. */
static struct tg_view coded_view(const struct tg_geometry *g, uint32_t w, uint32_t h,
                                 unsigned orientation)
{
    bool swap = tg_orientation_swaps(orientation);
    struct tg_view v;

    tg_geometry_view(g, swap ? h : w, swap ? w : h, &v);
    if (swap) {
        swap_u32(&v.out_w, &v.out_h);
        swap_double(&v.x, &v.y);
        swap_double(&v.w, &v.h);
    }
    if (tg_orientation_mirrors_x(orientation))
        v.x = w - (v.x + v.w);
    if (tg_orientation_mirrors_y(orientation))
        v.y = h - (v.y + v.h);
    return v;
}

/* Tells the decoder the size that it must leave twice over: the whole picture's at the scale of the
 * output that shrinks least. */
static void plan_decode(const void *ctx, const struct tg_info *info, uint32_t *want_w,
                        uint32_t *want_h)
{
    const struct tg_render *job = ctx;

    *want_w = *want_h = 1;
    for (size_t i = 0; i < job->n; i++) {
        struct tg_view v =
            coded_view(&job->specs[i].geometry, info->width, info->height, info->orientation);
        double w = info->width * (v.out_w / v.w), h = info->height * (v.out_h / v.h);

        if (w > *want_w)
            *want_w = w < TG_MAX_SIDE ? (uint32_t)(w + 0.5) : TG_MAX_SIDE;
        if (h > *want_h)
            *want_h = h < TG_MAX_SIDE ? (uint32_t)(h + 0.5) : TG_MAX_SIDE;
    }
}

/* A decoded picture with the levels of its planes. */
struct picture {
    struct tg_resampler resampler;
    struct tg_image image;
    struct tg_levels levels[TG_MAX_PLANES];
};

static void picture_release(struct picture *p)
{
    for (unsigned c = 0; c < TG_MAX_PLANES; c++)
        tg_levels_release(&p->levels[c]);
    tg_resampler_release(&p->resampler);
    tg_image_release(&p->image);
}

/* Subsampling of the output's plane c, in coded orientation. */
static void output_subsampling(const struct tg_image *src, enum tg_subsampling how, unsigned c,
                               uint8_t *sub_x, uint8_t *sub_y)
{
    *sub_x = *sub_y = 1;
    if (c == 0 || how == TG_SUB_444)
        return;
    *sub_x = how == TG_SUB_KEEP ? src->sub_x[c] : 2;
    *sub_y = how == TG_SUB_KEEP ? src->sub_y[c] : 2;
}

/* Start of the sampling grid along one axis, in picture pixels.  Where the axis will be mirrored and is
 * not a multiple of the subsampling, the grid begins before the edge, so that after mirroring every
 * sample covers the pixels that it should. */
static double grid_origin(double origin, double pixel, uint32_t out, uint8_t sub, bool mirrored)
{
    uint32_t over = out % sub;

    return mirrored && over ? origin - (sub - over) * pixel : origin;
}

/* Makes plane c of an output, not yet upright. */
static struct tg_err *make_plane(struct picture *p, unsigned c, const struct tg_view *v,
                                 const struct tg_image *out, struct tg_plane *plane)
{
    const struct tg_image *im = &p->image;
    const struct tg_plane *src = &im->plane[c];
    uint8_t sx = out->sub_x[c], sy = out->sub_y[c];
    double px = v->w / v->out_w, py = v->h / v->out_h;
    double per_x = src->extent_w / im->width, per_y = src->extent_h / im->height;
    uint32_t w = (v->out_w + sx - 1) / sx, h = (v->out_h + sy - 1) / sy;
    struct tg_window win = {
        .x = per_x * grid_origin(v->x, px, v->out_w, sx, tg_orientation_mirrors_x(im->orientation)),
        .y = per_y * grid_origin(v->y, py, v->out_h, sy, tg_orientation_mirrors_y(im->orientation)),
        .step_x = px * sx * per_x,
        .step_y = py * sy * per_y,
    };
    struct tg_err *err;

    if (tg_window_is_identity(&win) && w == src->w && h == src->h) {
        *plane = tg_plane_borrow(src);
        return NULL;
    }
    err = tg_plane_new(plane, w, h);
    return err ? err : tg_levels_resample(&p->resampler, &p->levels[c], &win, plane);
}

static struct tg_err *turn_upright(const struct tg_kernels *k, struct tg_plane *plane,
                                   unsigned orientation)
{
    struct tg_plane turned;
    struct tg_err *err = tg_plane_orient(k, plane, orientation, &turned);

    if (err)
        return err;
    tg_plane_release(plane);
    *plane = turned;
    return NULL;
}

/* The upright output picture.  Planes may borrow from `p`. */
static struct tg_err *make_output(struct picture *p, const struct tg_output_spec *spec,
                                  struct tg_image *out)
{
    const struct tg_image *im = &p->image;
    struct tg_view v = coded_view(&spec->geometry, im->width, im->height, im->orientation);
    bool swap = tg_orientation_swaps(im->orientation);
    struct tg_err *err = NULL;

    *out = (struct tg_image){.model = im->model, .planes = im->planes, .orientation = 1};
    out->width = swap ? v.out_h : v.out_w;
    out->height = swap ? v.out_w : v.out_h;
    for (unsigned c = 0; !err && c < im->planes; c++) {
        output_subsampling(im, spec->subsampling, c, &out->sub_x[c], &out->sub_y[c]);
        err = make_plane(p, c, &v, out, &out->plane[c]);
        if (!err && im->orientation > 1)
            err = turn_upright(p->resampler.kernels, &out->plane[c], im->orientation);
        if (swap) {
            uint8_t t = out->sub_x[c];

            out->sub_x[c] = out->sub_y[c];
            out->sub_y[c] = t;
        }
    }
    return err;
}

static struct tg_err *encode_output(const struct tg_render *job, struct picture *p, size_t i,
                                    int fd, struct tg_output_result *result, bool *output_failed)
{
    struct tg_image out;
    struct tg_sink sink = {0};
    struct tg_err *err = make_output(p, &job->specs[i], &out);

    if (!err) {
        out.icc = p->image.icc; /* borrowed */
        out.icc_len = p->image.icc_len;
        err = tg_sink_init(&sink, fd, NULL);
    }
    if (!err) {
        err = tg_codec_jpeg.encode(&out, &job->specs[i].encode, &sink);
        *output_failed = err && tg_err_code(err) == TG_E_SYS;
        *result = (struct tg_output_result){out.width, out.height, sink.written};
    }
    tg_sink_release(&sink);
    out.icc = NULL;
    tg_image_release(&out);
    return err;
}

static struct tg_err *decode(const struct tg_render *job, int fd, struct tg_image *image,
                             struct tg_damage *damage)
{
    struct tg_decode_options options = {
        .kernels = job->kernels, .limits = job->limits, .plan = plan_decode, .plan_ctx = job};
    const struct tg_codec *codec = NULL;
    struct tg_source src;
    struct tg_err *err = tg_source_init(&src, fd, job->path);

    if (!err)
        err = tg_codec_find(&src, &codec);
    if (!err)
        err = codec->decode(&src, &options, image, damage);
    tg_source_release(&src);
    return err;
}

/* An earlier output that is the same picture, as happens when nothing is enlarged; n if none. */
static size_t find_twin(const struct tg_render *job, const struct tg_image *im, size_t i)
{
    const struct tg_output_spec *s = &job->specs[i];
    struct tg_view v = coded_view(&s->geometry, im->width, im->height, im->orientation);

    for (size_t j = 0; j < i; j++) {
        const struct tg_output_spec *t = &job->specs[j];
        struct tg_view u = coded_view(&t->geometry, im->width, im->height, im->orientation);

        if (u.out_w == v.out_w && u.out_h == v.out_h && u.x == v.x && u.y == v.y && u.w == v.w &&
            u.h == v.h && s->subsampling == t->subsampling &&
            s->encode.quality == t->encode.quality && s->encode.jpeg_mode == t->encode.jpeg_mode)
            return j;
    }
    return job->n;
}

static struct tg_err *copy_bytes(int from, int to)
{
    uint8_t *buf = malloc(TG_STREAM_CHUNK);
    struct tg_err *err = buf ? NULL : tg_err_nomem();
    off_t at = 0;

    while (!err) {
        ssize_t n = pread(from, buf, TG_STREAM_CHUNK, at);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            err = tg_err_sys(errno, NULL, "cannot read an output back");
        if (n <= 0)
            break;
        err = tg_fd_write(to, NULL, buf, (size_t)n);
        at += n;
    }
    free(buf);
    return err;
}

struct tg_err *tg_render(const struct tg_render *job, int source, const int *outputs,
                         struct tg_output_result *results, struct tg_damage *damage,
                         bool *output_failed)
{
    struct picture p = {.resampler = {.kernels = job->kernels}};
    struct tg_err *err = decode(job, source, &p.image, damage);

    *output_failed = false;
    for (unsigned c = 0; !err && c < p.image.planes; c++)
        tg_levels_init(&p.levels[c], &p.image.plane[c]);
    for (size_t i = 0; !err && i < job->n; i++) {
        size_t twin = find_twin(job, &p.image, i);

        if (twin == job->n) {
            err = encode_output(job, &p, i, outputs[i], &results[i], output_failed);
        } else {
            err = copy_bytes(outputs[twin], outputs[i]);
            *output_failed = err != NULL;
            results[i] = results[twin];
        }
    }
    picture_release(&p);
    return err;
}
