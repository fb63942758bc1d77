/* memory.c - see memory.h. */
#include "core/run/memory.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/image/halving.h"
#include "core/render/view.h"

enum {
    FIXED = 8 << 20,  /* libraries, filter tables, buffers of rows */
    PIXEL_BYTES = 12, /* other formats: rows or pixels of 16 bits, and planes of them */
    COEFS = 64,       /* of a block of a JPEG of several scans, all of which are kept ... */
    COEFS_BYTES = 2 * COEFS + 10, /* ... with a mask and a DC (core/codec/jpeg_progressive.h) */
    OTHER_ENCODER_BYTES = 16,     /* per output pixel: PNG, WebP with its own copies */
    DEEP_PNG_BYTES = 3 * 8,       /* of 16 bits: upright planes, rows, and these when packed */
    SEARCH = 12 << 20,            /* libdeflate's levels from 10 on ... */
    SEARCHES = 7,                 /* ... and the least effort that takes one (png_encode.c) */
    WEBP_LOSSLESS_BYTES = 24,     /* lossless WebP: ARGB, references and how to find them */
    AVIF_FIXED = 4 << 20,         /* libaom */
    AVIF_BYTES = 15,              /* and per pixel of its picture with an edge around it ... */
    AVIF_EDGES = 2 * 64,          /* ... on both sides */
};

/* ---- What there is --------------------------------------------------------------------------- */

/* The number in a one-line file; UINT64_MAX if there is none ("max"). */
static uint64_t read_number(const char *path)
{
    unsigned long long v;
    uint64_t number = UINT64_MAX;
    FILE *f = fopen(path, "re");

    if (!f)
        return number;
    if (fscanf(f, "%llu", &v) == 1)
        number = v;
    (void)fclose(f);
    return number;
}

static uint64_t available_in_meminfo(void)
{
    uint64_t number = UINT64_MAX;
    unsigned long long kib;
    char line[200];
    FILE *f = fopen("/proc/meminfo", "re");

    while (f && fgets(line, sizeof(line), f))
        if (sscanf(line, "MemAvailable: %llu kB", &kib) == 1)
            number = kib * 1024;
    if (f)
        (void)fclose(f);
    return number;
}

/* What the group at `path` below `root` and the groups above it leave: limit less use. */
static uint64_t left_in_groups(const char *root, char *path, const char *limit, const char *use)
{
    uint64_t least = UINT64_MAX;

    for (;;) {
        char file[PATH_MAX + 100];
        uint64_t max, used;
        char *slash;

        (void)snprintf(file, sizeof(file), "%s%s/%s", root, path, limit);
        max = read_number(file);
        (void)snprintf(file, sizeof(file), "%s%s/%s", root, path, use);
        used = read_number(file);
        if (max != UINT64_MAX && used != UINT64_MAX && (max > used ? max - used : 0) < least)
            least = max > used ? max - used : 0;
        slash = strrchr(path, '/');
        if (!slash || !path[0])
            return least;
        *slash = '\0';
    }
}

/* Lines are "number:controllers:path"; version 2 has no controllers. */
static uint64_t left_in_all_groups(void)
{
    uint64_t least = UINT64_MAX;
    char line[PATH_MAX + 100];
    FILE *f = fopen("/proc/self/cgroup", "re");

    while (f && fgets(line, sizeof(line), f)) {
        char *controllers = strchr(line, ':'),
             *path = controllers ? strchr(controllers + 1, ':') : NULL;
        uint64_t left = UINT64_MAX;

        if (!path)
            continue;
        *path++ = '\0';
        path[strcspn(path, "\n")] = '\0';
        if (strcmp(controllers, ":") == 0)
            left = left_in_groups("/sys/fs/cgroup", path, "memory.max", "memory.current");
        else if (strcmp(controllers, ":memory") == 0)
            left = left_in_groups("/sys/fs/cgroup/memory", path, "memory.limit_in_bytes",
                                  "memory.usage_in_bytes");
        least = left < least ? left : least;
    }
    if (f)
        (void)fclose(f);
    return least;
}

uint64_t tg_memory_available(void)
{
    uint64_t free = available_in_meminfo(), left = left_in_all_groups();
    uint64_t least = free < left ? free : left;

    return least == UINT64_MAX ? 0 : least / 4 * 3;
}

/* ---- What a photo takes ---------------------------------------------------------------------- */

/* Samples that an output has: a full set for each pixel where chroma may be as large as luma. */
static uint64_t output_samples(const struct tg_job *job, const struct tg_output_spec *spec,
                               uint64_t pixels)
{
    const struct tg_info *info = &job->info;

    if (spec->subsampling == TG_SUB_420)
        return pixels * 3 / 2 + 1;
    if (spec->subsampling == TG_SUB_KEEP && tg_info_is_jpeg(info))
        return (uint64_t)((double)info->samples / info->width / info->height * (double)pixels) + 1;
    return pixels * 3;
}

/* Whether an output may be a copy of the file. */
static bool is_file(const struct tg_job *job, const struct tg_output_spec *spec)
{
    return spec->geometry.kind == TG_GEO_ORIGINAL && tg_formats[job->info.format].copied;
}

/* Whether an output is a PNG that may have 16 bits and alpha. */
static bool is_deep(const struct tg_job *job, const struct tg_output_spec *spec)
{
    return tg_output_format(spec, job->info.format) == TG_PNG && !tg_info_is_jpeg(&job->info);
}

/* What the encoders of formats but JPEG and AVIF keep. */
static uint64_t encoder_bytes(const struct tg_job *job, const struct tg_output_spec *spec,
                              uint64_t pixels)
{
    bool searches = tg_output_format(spec, job->info.format) == TG_PNG && spec->effort >= SEARCHES;

    return pixels * (is_deep(job, spec) ? DEEP_PNG_BYTES : OTHER_ENCODER_BYTES) +
           (searches ? SEARCH : 0);
}

/* Beyond the planes that were decoded: planes of its size, the same turned upright, and what the
 * encoder keeps (a JPEG's tokens at most as much as its planes). */
static uint64_t output_bytes(const struct tg_job *job, const struct tg_output_spec *spec,
                             const struct tg_view *v)
{
    const struct tg_info *info = &job->info;
    uint64_t pixels = (uint64_t)v->out_w * v->out_h;
    uint64_t samples = output_samples(job, spec, pixels);
    bool resampled = v->out_w != (uint32_t)v->w || v->out_h != (uint32_t)v->h;
    enum tg_format format = tg_output_format(spec, info->format);
    bool jpeg = format == TG_JPEG;

    if (spec->geometry.kind >= TG_GEO_COPY &&
        tg_output_format(spec, info->format) == info->format &&
        !jpeg) /* an animation is copied through memory that grew by doubling */
        return 2 * job->bytes + 2 * samples + encoder_bytes(job, spec, pixels);
    if (format == TG_AVIF)
        return 2 * samples + AVIF_FIXED +
               ((uint64_t)v->out_w + AVIF_EDGES) * ((uint64_t)v->out_h + AVIF_EDGES) * AVIF_BYTES;
    if (format == TG_WEBP && spec->lossless)
        return 2 * samples + pixels * WEBP_LOSSLESS_BYTES;
    if (!jpeg)
        return 2 * samples + encoder_bytes(job, spec, pixels);
    if (tg_output_is_padded(spec)) /* twice all samples in full, and the result */
        return pixels * 7 + 2 * samples;
    if (!tg_info_is_jpeg(info))
        return 4 * samples;
    return samples *
               (1u + (resampled || spec->sharpen) + (tg_output_turn(spec, info->orientation) > 1)) +
           (is_file(job, spec) ? 2 * job->bytes : 0);
}

/* What an output takes in memory until it is committed.  JPEG files of our photos have up to 0.25
 * bytes a pixel at quality 75, 0.5 at 90 and 1 at 97. */
static uint64_t finished_bytes(const struct tg_job *job, const struct tg_output_spec *spec,
                               const struct tg_view *v)
{
    uint64_t pixels = (uint64_t)v->out_w * v->out_h;
    int quality;

    if (is_file(job, spec))
        return job->bytes;
    if (tg_output_format(spec, job->info.format) != TG_JPEG)
        return pixels * (is_deep(job, spec) ? 8 : 4);
    quality = tg_output_quality(spec, TG_JPEG);
    return quality > 90 ? pixels : quality > 80 ? pixels / 2 : pixels / 4;
}

/* What a gain map takes beside an output: its planes and their halved levels, all of which have no
 * more samples than the output has, the files of both, and the coefficients of as many samples as
 * the picture can have, if it has several scans. */
static uint64_t gain_map_bytes(const struct tg_job *job, const struct tg_output_spec *spec,
                               const struct tg_view *v)
{
    const struct tg_info *info = &job->info;
    uint64_t coefs = (uint64_t)info->width * info->height * 4 * COEFS_BYTES / COEFS;

    if (!tg_output_is_hdr(spec, info))
        return 0;
    return (uint64_t)v->out_w * v->out_h * 4 + 2 * finished_bytes(job, spec, v) +
           (info->gain_map == TG_INFO_MULTISCAN_MAP ? coefs : 0);
}

/* The share of the decoded picture that is left at libjpeg's scale, in 64ths; see jpeg_decode.c. */
static uint64_t scaled_samples(const struct tg_job *job, uint32_t want_w, uint32_t want_h)
{
    const struct tg_info *info = &job->info;

    for (unsigned eighths = 1; eighths < 8; eighths *= 2)
        if ((uint64_t)info->width * eighths >= (uint64_t)want_w * 16 &&
            (uint64_t)info->height * eighths >= (uint64_t)want_h * 16)
            /* Chroma may come at luma's resolution. */
            return (uint64_t)info->width * info->height * 3 / 64 * eighths * eighths;
    return info->samples;
}

/* What is kept of files that are read whole, beyond PIXEL_BYTES.  Those of WebP, HEIC and AVIF grew
 * by doubling; PNG and BMP have theirs beside planes, of an animation's frame those of all of it,
 * too, which is more than PIXEL_BYTES only if the file holds more than the picture. */
static uint64_t whole_file_bytes(const struct tg_job *job)
{
    enum { PLANES = 2 * 4 };
    const struct tg_info *info = &job->info;
    uint64_t spare = (uint64_t)info->width * info->height * (PIXEL_BYTES - PLANES);

    if (info->format == TG_WEBP || info->format == TG_HEIC || info->format == TG_AVIF)
        return 2 * job->bytes;
    if (info->format != TG_PNG && info->format != TG_BMP)
        return 0;
    return job->bytes > spare ? job->bytes - spare : 0;
}

/* The picture of another format than JPEG.  PNG of 16 bits is unpacked whole beside its file; WebP
 * that is decoded to planes of YCbCr takes them with their halved levels; TIFF may be halved while
 * it is read. */
static uint64_t picture_bytes(const struct tg_job *job, uint32_t want_w, uint32_t want_h)
{
    const struct tg_info *info = &job->info;
    unsigned n = 0;

    if (info->samples && info->format == TG_PNG)
        return (uint64_t)info->width * info->height * PIXEL_BYTES + info->samples + job->bytes;
    if (info->samples && info->format != TG_TIFF)
        return info->samples + info->samples / 3 + whole_file_bytes(job);
    if (info->samples)
        n = tg_reduce_halvings(info->width, info->height, want_w, want_h);
    if (n == 0)
        return (uint64_t)info->width * info->height * PIXEL_BYTES + whole_file_bytes(job);
    return info->samples +
           ((uint64_t)(info->width >> n) + 2) * ((info->height >> n) + 2) * PIXEL_BYTES;
}

uint64_t tg_memory_estimate(const struct tg_job *job)
{
    const struct tg_info *info = &job->info;
    uint64_t most = 0, finished = 0, decoding, planes;
    uint32_t want_w = 1, want_h = 1;

    for (size_t i = 0; i < job->outputs_len; i++) {
        const struct tg_output_spec *spec = &job->outputs[i].spec;
        struct tg_view v = tg_coded_view(spec, info->width, info->height, info->orientation);
        uint32_t w = (uint32_t)(info->width * (v.out_w / v.w)) + 1;
        uint32_t h = (uint32_t)(info->height * (v.out_h / v.h)) + 1;
        uint64_t bytes;

        if (tg_output_is_padded(spec)) {
            v.out_w = spec->geometry.w;
            v.out_h = spec->geometry.h;
        }
        bytes = output_bytes(job, spec, &v) + gain_map_bytes(job, spec, &v);
        most = bytes > most ? bytes : most;
        finished += finished_bytes(job, spec, &v);
        want_w = w > want_w ? w : want_w;
        want_h = h > want_h ? h : want_h;
    }
    if (!tg_info_is_jpeg(info))
        return FIXED + picture_bytes(job, want_w, want_h) + most + finished;
    planes = scaled_samples(job, want_w, want_h);
    decoding = planes + (info->multiscan ? info->samples * COEFS_BYTES / COEFS : 0);
    planes += planes / 3; /* halved levels */
    return FIXED + (decoding > planes + most ? decoding : planes + most) + finished;
}
