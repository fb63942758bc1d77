/* render.c - one decode, many outputs: see job.h and docs/engine.md. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/job/finish.h"
#include "core/job/job.h"
#include "core/job/view.h"

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

enum tg_format tg_output_format(enum tg_target target, enum tg_format source)
{
    switch (target) {
    case TG_TARGET_JPEG:
        return TG_JPEG;
    case TG_TARGET_PNG:
        return TG_PNG;
    case TG_TARGET_WEBP:
        return TG_WEBP;
    case TG_TARGET_SAME:
        break;
    }
    return source == TG_GIF ? TG_PNG : source == TG_TIFF ? TG_JPEG : source;
}

/* The longer of `so far` and the length that `whole` pixels have when `part` of them become `out`. */
static uint32_t larger(uint32_t so_far, uint32_t whole, uint32_t out, double part)
{
    double length = whole * (out / part);
    uint32_t v = length < TG_MAX_SIDE ? (uint32_t)(length + 0.5) : TG_MAX_SIDE;

    return v > so_far ? v : so_far;
}

/* Tells the decoder the size that it must leave twice over: the whole picture's at the scale of the
 * output that shrinks least. */
static void plan_decode(const void *ctx, const struct tg_info *info, struct tg_decode_plan *plan)
{
    const struct tg_render *job = ctx;

    *plan = (struct tg_decode_plan){.want_w = 1, .want_h = 1};
    for (size_t i = 0; i < job->n; i++) {
        const struct tg_output_spec *spec = &job->specs[i];
        struct tg_view v = tg_coded_view(spec, info->width, info->height, info->orientation);

        plan->want_w = larger(plan->want_w, info->width, v.out_w, v.w);
        plan->want_h = larger(plan->want_h, info->height, v.out_h, v.h);
        if (tg_output_format(spec->target, info->format) == TG_PNG)
            plan->deep = true;
    }
}

static struct tg_err *encode_output(const struct tg_render *job, struct tg_picture *p,
                                    enum tg_format source, size_t i, int fd,
                                    struct tg_output_result *result, bool *output_failed)
{
    const struct tg_output_spec *spec = &job->specs[i];
    enum tg_format format = tg_output_format(spec->target, source);
    struct tg_encode_options options = {format, spec->quality, spec->jpeg_mode, spec->libjpeg};
    struct tg_image out;
    struct tg_sink sink = {0};
    struct tg_err *err = tg_finish_output(p, spec, format, &out);

    if (err)
        return err;
    err = tg_sink_init(&sink, fd, NULL);
    if (!err)
        err = tg_hasher_new(&sink.hasher);
    if (!err) {
        err = tg_codec_writer(format)->encode(job->kernels, &out, &options, &sink);
        *output_failed = err && tg_err_code(err) == TG_E_SYS;
        *result = (struct tg_output_result){out.width, out.height, sink.written, {{0}}};
        tg_hasher_end(sink.hasher, &result->hash);
    }
    tg_sink_release(&sink);
    tg_image_release(&out);
    return err;
}

static bool wants_metadata(const struct tg_render *job)
{
    for (size_t i = 0; i < job->n; i++)
        if (job->specs[i].keep)
            return true;
    return false;
}

static struct tg_err *decode(const struct tg_render *job, int fd, struct tg_image *image,
                             struct tg_damage *damage, enum tg_format *format)
{
    struct tg_decode_options options = {.kernels = job->kernels,
                                        .limits = job->limits,
                                        .plan = plan_decode,
                                        .plan_ctx = job,
                                        .metadata = wants_metadata(job)};
    const struct tg_codec *codec = NULL;
    struct tg_source src;
    struct tg_err *err = tg_source_init(&src, fd, job->path);

    if (!err)
        err = tg_codec_find(&src, &codec);
    if (!err) {
        *format = codec->format;
        err = codec->decode(&src, &options, image, damage);
    }
    tg_source_release(&src);
    return err;
}

static bool same_view(const struct tg_view *a, const struct tg_view *b)
{
    return a->out_w == b->out_w && a->out_h == b->out_h && a->x == b->x && a->y == b->y &&
           a->w == b->w && a->h == b->h;
}

/* Everything of two specs but their geometry. */
static bool same_making(const struct tg_output_spec *a, const struct tg_output_spec *b)
{
    return a->target == b->target && a->subsampling == b->subsampling &&
           a->jpeg_mode == b->jpeg_mode && a->libjpeg == b->libjpeg && a->turn == b->turn &&
           a->colour == b->colour && a->quality == b->quality && a->keep == b->keep &&
           memcmp(a->background, b->background, sizeof(a->background)) == 0;
}

/* An earlier output that is the same picture, as happens when nothing is enlarged; i itself if none. */
static size_t find_twin(const struct tg_render *job, const struct tg_image *im, size_t i)
{
    const struct tg_output_spec *s = &job->specs[i];
    struct tg_view v = tg_coded_view(s, im->width, im->height, im->orientation);

    for (size_t j = 0; j < i; j++) {
        const struct tg_output_spec *t = &job->specs[j];
        struct tg_view u = tg_coded_view(t, im->width, im->height, im->orientation);

        if (same_making(s, t) && same_view(&u, &v))
            return j;
    }
    return i;
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
    struct tg_picture p = {.resampler = {.kernels = job->kernels}};
    enum tg_format format = TG_JPEG;
    struct tg_err *err = decode(job, source, &p.image, damage, &format);

    *output_failed = false;
    for (size_t i = 0; !err && i < job->n; i++) {
        size_t twin = find_twin(job, &p.image, i);

        if (twin == i) {
            err = encode_output(job, &p, format, i, outputs[i], &results[i], output_failed);
        } else {
            err = copy_bytes(outputs[twin], outputs[i]);
            *output_failed = err != NULL;
            results[i] = results[twin];
        }
    }
    tg_picture_release(&p);
    return err;
}
