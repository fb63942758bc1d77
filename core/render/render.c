/* render.c - one decode, many outputs: see render.h and docs/engine.md. */
#include "core/render/render.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/block.h"
#include "core/base/file.h"
#include "core/codec/takeout.h"
#include "core/codec/xmp.h"
#include "core/render/attention.h"
#include "core/render/finish.h"
#include "core/render/hdr.h"
#include "core/render/placeholder.h"
#include "core/render/view.h"

/* Nothing is told by a sidecar that is too large or cannot be read. */
static struct tg_err *read_sidecar(int fd, struct tg_blob *sidecar)
{
    ssize_t n;

    if (fd < 0)
        return NULL;
    sidecar->data = malloc(TG_XMP_MAX + 2);
    if (!sidecar->data)
        return tg_err_nomem();
    do {
        n = pread(fd, sidecar->data + sidecar->len, TG_XMP_MAX + 1 - sidecar->len,
                  (off_t)sidecar->len);
        sidecar->len += n > 0 ? (size_t)n : 0;
    } while (n > 0 || (n < 0 && errno == EINTR));
    sidecar->data[sidecar->len] = '\0';
    return NULL;
}

/* With a sidecar of Takeout's. */
static struct tg_err *parse_with_takeout(const struct tg_raw_metadata *raw,
                                         const struct tg_blob *sidecar, struct tg_info *info,
                                         struct tg_metadata *metadata)
{
    const struct tg_blob no_xmp = {0};
    struct tg_takeout takeout;
    struct tg_err *err = tg_takeout_parse((const char *)sidecar->data, sidecar->len, &takeout);

    if (!err) {
        tg_takeout_first(&takeout, metadata);
        err = tg_raw_metadata_parse(raw, &no_xmp, info, metadata);
    }
    if (!err)
        err = tg_takeout_last(&takeout, info, metadata);
    tg_takeout_release(&takeout);
    return err;
}

struct tg_err *tg_metadata_parse(const struct tg_raw_metadata *raw, struct tg_info *info,
                                 int sidecar_fd, struct tg_metadata *metadata)
{
    struct tg_blob sidecar = {0};
    struct tg_err *err = read_sidecar(sidecar_fd, &sidecar);

    if (!err && tg_takeout_is(sidecar.data, sidecar.len))
        err = parse_with_takeout(raw, &sidecar, info, metadata);
    else if (!err)
        err = tg_raw_metadata_parse(raw, &sidecar, info, metadata);
    tg_blob_release(&sidecar);
    return err;
}

/* A map that is damaged is told of where it is decoded. */
static struct tg_err *find_gain_map(struct tg_source *src, const struct tg_limits *limits,
                                    struct tg_info *info)
{
    struct tg_gainmap g;
    struct tg_info map = {.multiscan = false};
    struct tg_err *wrong, *err = tg_gainmap_find(src, &g);

    if (g.kind == TG_GAINMAP_STANDARD || g.kind == TG_GAINMAP_APPLE) {
        wrong = tg_source_narrow(src, g.at, g.bytes);
        if (!wrong)
            wrong = tg_codec_of(TG_JPEG)->probe(src, limits, &map, NULL);
        tg_err_free(wrong);
        info->gain_map = map.multiscan ? TG_INFO_MULTISCAN_MAP : TG_INFO_MAP;
    }
    tg_gainmap_release(&g);
    return err;
}

struct tg_err *tg_probe(int fd, const char *path, const struct tg_limits *limits,
                        struct tg_info *info, struct tg_raw_metadata *raw)
{
    const struct tg_codec *codec = NULL;
    struct tg_source src;
    struct tg_err *err = tg_source_init(&src, fd, path);

    if (!err)
        err = tg_codec_find(&src, &codec);
    if (!err)
        err = codec->probe(&src, limits, info, raw);
    if (!err && codec->format == TG_JPEG)
        err = find_gain_map(&src, limits, info);
    tg_source_release(&src);
    return err;
}

/* The longer of `so far` and the length that `whole` pixels have when `part` of them become
 * `out`. */
static uint32_t larger(uint32_t so_far, uint32_t whole, uint32_t out, double part)
{
    double length = whole * (out / part);
    uint32_t v = length < TG_MAX_SIDE ? (uint32_t)(length + 0.5) : TG_MAX_SIDE;

    return v > so_far ? v : so_far;
}

/* What is known of the source once it is decoded. */
struct work {
    const struct tg_render *job;
    const struct tg_codec *codec;
    struct tg_picture picture;
    struct tg_hdr hdr;
    struct tg_damage *damage;
    int source;
    bool originals; /* are expected to be copies of the file: nothing need be decoded for them */
};

/* What is kept from earlier photos must not stand in the way of libraries that want the memory
 * themselves: libjpeg the coefficients of a file of several scans, libwebp whole pictures. */
static void purge_blocks(const struct work *w, const struct tg_info *info)
{
    bool only_planes = tg_info_is_jpeg(info) && !info->multiscan;

    for (size_t i = 0; i < w->job->n; i++)
        if (tg_output_format(&w->job->specs[i], info->format) != TG_JPEG)
            only_planes = false;
    if (!only_planes)
        tg_block_purge();
}

/* Tells the decoder the size that it must leave twice over: the whole picture's at the scale of the
 * output that shrinks least. */
static void plan_decode(const void *ctx, const struct tg_info *info, struct tg_decode_plan *plan)
{
    const struct work *w = ctx;

    *plan = (struct tg_decode_plan){.want_w = 1, .want_h = 1};
    purge_blocks(w, info);
    for (size_t i = 0; i < w->job->n; i++) {
        const struct tg_output_spec *spec = &w->job->specs[i];
        struct tg_view v = tg_coded_view(spec, info->width, info->height, info->orientation);

        if (w->originals && spec->geometry.kind == TG_GEO_ORIGINAL)
            continue;
        plan->want_w = larger(plan->want_w, info->width, v.out_w, v.w);
        plan->want_h = larger(plan->want_h, info->height, v.out_h, v.h);
        if (tg_output_format(spec, info->format) == TG_PNG && spec->target != TG_TARGET_PLAIN_PNG)
            plan->deep = true;
    }
}

/* Whether browsers show the file as it is, upright and in its colours; a JPEG file's EXIF still
 * says how it lies. */
static bool is_showable(const struct work *w, const struct tg_output_spec *spec)
{
    const struct tg_image *im = &w->picture.image;

    if (spec->colour == TG_COLOUR_SRGB && im->icc.data)
        return false;
    if (w->codec->format == TG_JPEG)
        return !im->exotic;
    return w->damage->count == 0 && im->orientation == 1;
}

/* Whether an output is the file itself, less its metadata: see enum tg_target. */
static bool is_copied(const struct work *w, const struct tg_output_spec *spec)
{
    if (spec->geometry.kind < TG_GEO_COPY || tg_output_is_changed(spec) || !w->codec->strip ||
        tg_output_format(spec, w->codec->format) != w->codec->format)
        return false;
    if (!w->codec->encode)
        return true;
    return is_showable(w, spec) &&
           (w->picture.image.animated || spec->geometry.kind == TG_GEO_ORIGINAL);
}

static struct tg_err *write_hdr(struct work *w, const struct tg_hdr_output *output, int fd,
                                struct tg_output_result *result)
{
    struct tg_err *err = tg_hdr_write(&w->hdr, output, fd, &result->bytes);

    if (!err)
        result->gain_map = result->bytes - output->file.len;
    return err;
}

static struct tg_err *copy_source(struct work *w, const struct tg_output_spec *spec, int fd,
                                  struct tg_output_result *result)
{
    const struct tg_image *im = &w->picture.image;
    struct tg_strip_options keep = {.exif = spec->keep & TG_KEEP_EXIF,
                                    .xmp = spec->keep & TG_KEEP_XMP,
                                    .icc = im->icc_made ? &im->icc : NULL};
    struct tg_blob file = {0};
    struct tg_source src;
    struct tg_err *err;

    if (lseek(w->source, 0, SEEK_SET) < 0)
        return tg_err_sys(errno, w->job->path, "cannot read again");
    err = tg_source_init(&src, w->source, w->job->path);
    if (!err)
        err = tg_codec_strip(w->codec, &src, &keep, &file);
    *result =
        (struct tg_output_result){.width = im->width, .height = im->height, .bytes = file.len};
    if (!err && tg_hdr_is_wanted(&w->hdr, spec, im))
        err = write_hdr(w, &(struct tg_hdr_output){spec, im, true, w->source, file}, fd, result);
    else if (!err)
        err = tg_fd_write(fd, NULL, file.data, file.len);
    tg_source_release(&src);
    tg_blob_release(&file);
    return err;
}

/* Encodes to memory, and writes that with the gain map. */
static struct tg_err *encode_hdr(struct work *w, const struct tg_output_spec *spec,
                                 const struct tg_image *out,
                                 const struct tg_encode_options *options, int fd,
                                 struct tg_output_result *result)
{
    struct tg_hdr_output output = {.spec = spec, .picture = &w->picture.image, .source = w->source};
    struct tg_sink sink = {.fd = -1};
    struct tg_buf file;
    struct tg_err *err;

    tg_buf_init(&file, TG_BUF_MAX);
    err = tg_sink_init_memory(&sink, &file);
    if (!err)
        err = tg_codec_writer(TG_JPEG)->encode(w->job->kernels, out, options, &sink);
    tg_sink_release(&sink);
    output.file = (struct tg_blob){(uint8_t *)file.data, file.len};
    if (!err)
        err = write_hdr(w, &output, fd, result);
    tg_buf_release(&file);
    return err;
}

static struct tg_err *encode_plain(struct work *w, const struct tg_image *out,
                                   const struct tg_encode_options *options, int fd, uint64_t *bytes)
{
    struct tg_sink sink = {0};
    struct tg_err *err = tg_sink_init(&sink, fd, NULL);

    if (!err)
        err = tg_codec_writer(options->format)->encode(w->job->kernels, out, options, &sink);
    *bytes = sink.written;
    tg_sink_release(&sink);
    return err;
}

/* The same in place of what was written before, of another quality. */
static struct tg_err *encode_again(struct work *w, const struct tg_image *out,
                                   struct tg_encode_options *options, int quality, int fd,
                                   uint64_t *bytes)
{
    if (lseek(fd, 0, SEEK_SET) < 0)
        return tg_err_sys(errno, w->job->path, "cannot write an output again");
    options->quality = quality;
    return encode_plain(w, out, options, fd, bytes);
}

/* With the best quality up to that of *options of which the file has at most `most` bytes, or the
 * least there is. */
static struct tg_err *encode_bounded(struct work *w, const struct tg_image *out,
                                     struct tg_encode_options *options, uint64_t most, int fd,
                                     uint64_t *bytes)
{
    int low = options->quality < TG_QUALITY_LEAST ? options->quality : TG_QUALITY_LEAST;
    int best = low, high = options->quality - 1;
    struct tg_err *err = encode_plain(w, out, options, fd, bytes);

    if (err || *bytes <= most)
        return err;
    while (!err && low <= high) {
        int middle = (low + high + 1) / 2;

        err = encode_again(w, out, options, middle, fd, bytes);
        if (*bytes <= most)
            best = middle;
        low = *bytes <= most ? middle + 1 : low;
        high = *bytes <= most ? high : middle - 1;
    }
    return err || options->quality == best ? err : encode_again(w, out, options, best, fd, bytes);
}

/* Tells of a file that is larger than it may be. */
static void note_bytes(const struct work *w, const struct tg_output_spec *spec,
                       const struct tg_output_result *result)
{
    char text[160];

    if (!spec->max_bytes || result->bytes <= spec->max_bytes)
        return;
    (void)snprintf(text, sizeof(text), "%ux%u pixels take %llu bytes, more than --max-bytes, %s",
                   result->width, result->height, (unsigned long long)result->bytes,
                   tg_output_is_bounded(spec, tg_output_format(spec, w->codec->format)) &&
                           !is_copied(w, spec)
                       ? "even at quality 20"
                       : "and this format has no quality that could be lowered");
    tg_damage_note(w->damage, text);
}

/* Nobody asks for more pixels than they allow for. */
static struct tg_err *check_padding(const struct work *w, const struct tg_output_spec *spec)
{
    const struct tg_geometry *g = &spec->geometry;

    if (!tg_output_is_padded(spec) || (uint64_t)g->w * g->h <= w->job->limits.max_pixels)
        return NULL;
    return tg_err_new(TG_E_LIMIT, w->job->path,
                      "%ux%u pixels are to be filled, and %llu are allowed: see --max-pixels", g->w,
                      g->h, (unsigned long long)w->job->limits.max_pixels);
}

static struct tg_err *encode_view(struct work *w, const struct tg_output_spec *spec, int fd,
                                  struct tg_output_result *result)
{
    enum tg_format format = tg_output_format(spec, w->codec->format);
    struct tg_encode_options options = {.format = format,
                                        .quality = tg_output_quality(spec, format),
                                        .jpeg_mode = spec->jpeg_mode,
                                        .libjpeg = spec->libjpeg,
                                        .effort = spec->effort,
                                        .lossless = spec->lossless,
                                        .plain = spec->target == TG_TARGET_PLAIN_PNG};
    struct tg_image out;
    struct tg_err *err = check_padding(w, spec);

    if (!err)
        err = tg_finish_output(&w->picture, spec, format, &out, w->damage);
    if (err)
        return err;
    *result = (struct tg_output_result){.width = out.width, .height = out.height};
    if (tg_hdr_is_wanted(&w->hdr, spec, &w->picture.image))
        err = encode_hdr(w, spec, &out, &options, fd, result);
    else if (tg_output_is_bounded(spec, format))
        err = encode_bounded(w, &out, &options, spec->max_bytes, fd, &result->bytes);
    else
        err = encode_plain(w, &out, &options, fd, &result->bytes);
    if (!err)
        note_bytes(w, spec, result);
    tg_image_release(&out);
    return err;
}

static bool wants_metadata(const struct tg_render *job)
{
    for (size_t i = 0; i < job->n; i++)
        if (job->specs[i].keep & (TG_KEEP_EXIF | TG_KEEP_XMP) ||
            tg_attention_is_wanted(&job->specs[i]))
            return true;
    return false;
}

static struct tg_err *decode(struct work *w)
{
    const struct tg_render *job = w->job;
    struct tg_decode_options options = {.kernels = job->kernels,
                                        .limits = job->limits,
                                        .plan = plan_decode,
                                        .plan_ctx = w,
                                        .metadata = wants_metadata(job),
                                        .libjpeg = job->n > 0 && job->specs[0].libjpeg};
    struct tg_source src;
    struct tg_err *err = tg_source_init(&src, w->source, job->path);

    if (!err)
        err = tg_codec_find(&src, &w->codec);
    if (!err)
        err = w->codec->decode(&src, &options, &w->picture.image, w->damage);
    tg_source_release(&src);
    return err;
}

static bool same_view(const struct tg_view *a, const struct tg_view *b)
{
    return a->out_w == b->out_w && a->out_h == b->out_h && a->x == b->x && a->y == b->y &&
           a->w == b->w && a->h == b->h;
}

static bool same_padding(const struct tg_output_spec *a, const struct tg_output_spec *b)
{
    if (!tg_output_is_padded(a) || !tg_output_is_padded(b))
        return tg_output_is_padded(a) == tg_output_is_padded(b);
    return a->geometry.w == b->geometry.w && a->geometry.h == b->geometry.h &&
           memcmp(a->padding, b->padding, sizeof(a->padding)) == 0;
}

/* Everything of two specs but their geometry. */
static bool same_making(const struct tg_output_spec *a, const struct tg_output_spec *b)
{
    return a->target == b->target && a->subsampling == b->subsampling &&
           a->jpeg_mode == b->jpeg_mode && a->libjpeg == b->libjpeg && a->turn == b->turn &&
           a->colour == b->colour && a->quality == b->quality && a->max_bytes == b->max_bytes &&
           memcmp(a->quality_of, b->quality_of, sizeof(a->quality_of)) == 0 && a->keep == b->keep &&
           a->effort == b->effort && a->lossless == b->lossless && a->rotate == b->rotate &&
           a->sharpen == b->sharpen && same_padding(a, b) &&
           memcmp(a->background, b->background, sizeof(a->background)) == 0;
}

/* An earlier output that is the same picture, as happens when nothing is enlarged; i itself if
 * none. */
static size_t find_twin(const struct work *w, const int *outputs, size_t i)
{
    const struct tg_render *job = w->job;
    const struct tg_image *im = &w->picture.image;
    const struct tg_output_spec *s = &job->specs[i];
    struct tg_view v = tg_coded_view(s, im->width, im->height, im->orientation);

    for (size_t j = 0; j < i; j++) {
        const struct tg_output_spec *t = &job->specs[j];
        struct tg_view u = tg_coded_view(t, im->width, im->height, im->orientation);

        if (outputs[j] >= 0 && same_making(s, t) && same_view(&u, &v) &&
            is_copied(w, s) == is_copied(w, t))
            return j;
    }
    return i;
}

static struct tg_err *copy_bytes(int from, uint64_t bytes, int to)
{
    uint8_t *buf = malloc(TG_STREAM_CHUNK);
    struct tg_err *err = buf ? NULL : tg_err_nomem();

    for (uint64_t at = 0; !err && at < bytes;) {
        uint64_t left = bytes - at;
        ssize_t n =
            pread(from, buf, left < TG_STREAM_CHUNK ? (size_t)left : TG_STREAM_CHUNK, (off_t)at);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            err = tg_err_sys(n < 0 ? errno : EIO, NULL, "cannot read an output back");
        else
            err = tg_fd_write(to, NULL, buf, (size_t)n);
        at += n > 0 ? (uint64_t)n : 0;
    }
    free(buf);
    return err;
}

/* Once, or twice if the file of an original proves to be none that can be copied. */
static struct tg_err *decode_for_all(struct work *w)
{
    struct tg_err *err;

    w->originals = true;
    err = decode(w);
    for (size_t i = 0; !err && w->originals && i < w->job->n; i++)
        if (w->job->specs[i].geometry.kind == TG_GEO_ORIGINAL && !is_copied(w, &w->job->specs[i]))
            w->originals = false;
    if (err || w->originals)
        return err;
    tg_picture_release(&w->picture);
    w->picture = (struct tg_picture){.resampler = {.kernels = w->job->kernels}};
    *w->damage = (struct tg_damage){0};
    if (lseek(w->source, 0, SEEK_SET) < 0)
        return tg_err_sys(errno, w->job->path, "cannot read again");
    return decode(w);
}

static struct tg_err *read_gain_map(struct work *w)
{
    const struct tg_render *job = w->job;
    const struct tg_hdr_photo photo = {.kernels = job->kernels,
                                       .codec = w->codec,
                                       .limits = &job->limits,
                                       .source = w->source,
                                       .picture = &w->picture.image,
                                       .specs = job->specs,
                                       .n = job->n};

    return tg_hdr_read(&w->hdr, &photo, w->damage);
}

/* *job with what its outputs show of the picture.  The caller frees *specs, on error too. */
static struct tg_err *find_attention(struct work *w, struct tg_render *job,
                                     struct tg_output_spec **specs)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; !err && i < job->n; i++) {
        if (!tg_attention_is_wanted(&job->specs[i]))
            continue;
        if (!*specs) {
            *specs = malloc(job->n * sizeof(**specs));
            if (!*specs)
                return tg_err_nomem();
            memcpy(*specs, job->specs, job->n * sizeof(**specs));
            job->specs = *specs;
        }
        err = tg_attention_find(&w->picture, *specs + i);
    }
    w->job = job;
    return err;
}

struct tg_err *tg_render(const struct tg_render *job, int source, const int *outputs,
                         struct tg_output_result *results, struct tg_damage *damage)
{
    struct work w = {.job = job,
                     .picture = {.resampler = {.kernels = job->kernels}},
                     .damage = damage,
                     .source = source};
    struct tg_render shown = *job;
    struct tg_output_spec *specs = NULL;
    struct tg_err *err = decode_for_all(&w);

    if (!err)
        err = find_attention(&w, &shown, &specs);
    if (!err)
        err = read_gain_map(&w);
    for (size_t i = 0; !err && i < job->n; i++) {
        const struct tg_output_spec *spec = &shown.specs[i];
        size_t twin = find_twin(&w, outputs, i);

        if (outputs[i] < 0)
            continue;
        if (twin == i && is_copied(&w, spec)) {
            err = copy_source(&w, spec, outputs[i], &results[i]);
            if (!err)
                note_bytes(&w, spec, &results[i]);
        } else if (twin == i) {
            err = encode_view(&w, spec, outputs[i], &results[i]);
        } else {
            err = copy_bytes(outputs[twin], results[twin].bytes, outputs[i]);
            results[i] = results[twin];
        }
    }
    if (!err && job->placeholder)
        err = tg_picture_placeholder(&w.picture, job->specs[0].background, job->placeholder);
    tg_hdr_release(&w.hdr);
    tg_picture_release(&w.picture);
    free(specs);
    return err;
}
