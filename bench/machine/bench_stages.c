/* bench_stages.c - the engine's steps one by one, in this process and on one photo at a time: CPU
 * time alone counts, and photos are read once before, so that storage does not. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/machine/machine.h"
#include "core/base/clock.h"
#include "core/image/resample.h"
#include "core/render/render.h"
#include "core/render/view.h"
#include "gallery/model/problems.h"
#include "gallery/pages/pages.h"
#include "gallery/plan/plan.h"
#include "gallery/source/scan.h"

enum { SAMPLE = 6 /* photos, decoded all at once */, QUALITY = 75 };

static const uint32_t heights[] = {1920, 1366, 800, 600, 450}; /* récitale's */

struct step {
    const struct tg_kernels *kernels;
    const char *path;
    int fd, null;
    struct tg_picture picture; /* decoded */
    struct tg_info info;
    enum tg_jpeg_mode mode;
    bool libjpeg;
};

static double cpu_ms(void)
{
    return (double)tg_clock_ns(TG_CLOCK_CPU) / 1e6;
}

static struct tg_err *probe(struct step *s)
{
    if (lseek(s->fd, 0, SEEK_SET) != 0)
        return tg_err_new(TG_E_SYS, s->path, "cannot be read again");
    return tg_probe(s->fd, s->path, &(struct tg_limits){UINT64_C(1) << 32}, &s->info, NULL);
}

static struct tg_err *decode(struct step *s)
{
    const struct tg_decode_options options = {
        .kernels = s->kernels, .limits = {UINT64_C(1) << 32}, .libjpeg = s->libjpeg};
    struct tg_damage damage = {0};
    struct tg_source src;
    struct tg_err *err;

    tg_picture_release(&s->picture);
    s->picture = (struct tg_picture){.resampler = {.kernels = s->kernels}};
    if (lseek(s->fd, 0, SEEK_SET) != 0)
        return tg_err_new(TG_E_SYS, s->path, "cannot be read again");
    err = tg_source_init(&src, s->fd, s->path);
    if (!err)
        err = tg_codec_jpeg.decode(&src, &options, &s->picture.image, &damage);
    tg_source_release(&src);
    return err;
}

/* The five heights of one picture from its planes, halvings included. */
static struct tg_err *resample(struct step *s)
{
    const struct tg_image *im = &s->picture.image;
    struct tg_resampler r = {.kernels = s->kernels};
    struct tg_err *err = NULL;

    for (unsigned c = 0; c < im->planes && !err; c++) {
        struct tg_levels levels;

        tg_levels_init(&levels, &im->plane[c]);
        for (size_t i = 0; i < sizeof(heights) / sizeof(heights[0]) && !err; i++) {
            uint32_t h = heights[i] / im->sub_y[c], w;
            struct tg_plane out = {0};

            if (h >= im->plane[c].h)
                continue;
            w = (uint32_t)((uint64_t)im->plane[c].w * h / im->plane[c].h);
            err = tg_plane_new(&out, w ? w : 1, h);
            if (!err)
                err = tg_levels_resample(&r, &levels,
                                         &(struct tg_window){0, 0, im->plane[c].extent_w / out.w,
                                                             im->plane[c].extent_h / out.h},
                                         &out);
            tg_plane_release(&out);
        }
        tg_levels_release(&levels);
    }
    tg_resampler_release(&r);
    return err;
}

static struct tg_err *encode(struct step *s)
{
    const struct tg_encode_options options = {
        .format = TG_JPEG, .quality = QUALITY, .jpeg_mode = s->mode};
    struct tg_sink sink;
    struct tg_err *err = tg_sink_init(&sink, s->null, "/dev/null");

    if (!err)
        err = tg_codec_jpeg.encode(s->kernels, &s->picture.image, &options, &sink);
    tg_sink_release(&sink);
    return err;
}

/* A new row of the result. */
static struct tg_bench_stage *add_stage(struct tg_bench_result *r, const char *name,
                                        const char *level)
{
    struct tg_bench_stage *stage = &r->stages[r->stages_len];

    if (r->stages_len == TG_BENCH_STAGES)
        return NULL;
    r->stages_len++;
    *stage = (struct tg_bench_stage){.name = name, .level = level};
    return stage;
}

/* One step of all photos, `rounds` times after once for warmth. */
struct measure {
    struct tg_err *(*step)(struct step *s);
    const struct tg_kernels *kernels;
    enum tg_jpeg_mode mode;
    bool libjpeg; /* decoding: not by our decoder */
    unsigned rounds;
};

static struct tg_err *measure(const struct measure *m, struct step *photos, size_t n,
                              struct tg_bench_stage *stage)
{
    struct tg_err *err = NULL;

    for (unsigned round = 0; round <= m->rounds && stage && !err; round++) {
        double ms = 0, pixels = 0;

        for (size_t i = 0; i < n && !err; i++) {
            double start = cpu_ms();

            photos[i].kernels = m->kernels;
            photos[i].mode = m->mode;
            photos[i].libjpeg = m->libjpeg;
            err = m->step(&photos[i]);
            photos[i].kernels = NULL;
            ms += cpu_ms() - start;
            pixels += (double)photos[i].info.width * photos[i].info.height;
        }
        if (round && !err)
            tg_bench_add(&stage->ms_per_mp, ms / (pixels / 1e6));
    }
    return err;
}

/* What kernels have a part in, at each level that is allowed. */
static struct tg_err *measure_levels(const struct tg_bench_options *o, struct step *photos,
                                     size_t n, struct tg_bench_result *r)
{
    struct tg_err *err = NULL;

    for (const char *const *level = tg_cpu_level_names(); *level && !err; level++) {
        struct tg_kernels k;
        struct measure m = {.kernels = &k, .rounds = o->rounds};
        uint32_t mask;

        if (!tg_cpu_level(*level, &mask) || (mask & ~(tg_cpu_detect() & o->cpu_mask)) != 0)
            continue;
        tg_kernels_init(&k, mask);
        r->level = *level;
        m.step = resample;
        err = measure(&m, photos, n, add_stage(r, "resample", *level));
        m.step = encode;
        if (!err)
            err = measure(&m, photos, n, add_stage(r, "encode baseline", *level));
        m.mode = TG_JPEG_PROGRESSIVE;
        if (!err)
            err = measure(&m, photos, n, add_stage(r, "encode progressive", *level));
        m.mode = TG_JPEG_FAST;
        if (!err)
            err = measure(&m, photos, n, add_stage(r, "encode fast", *level));
    }
    return err;
}

/* The site without its pictures: scanned, planned, written. */
static struct tg_err *write_pages(const struct tg_bench_site *site, const char *out,
                                  const struct step *photos, size_t n)
{
    char photos_dir[4096];
    struct tg_site *model = NULL;
    struct tg_report report = {0};
    struct tg_err *err;

    (void)snprintf(photos_dir, sizeof(photos_dir), "%s/photos", site->work);
    err = tg_site_scan(photos_dir, out, &(struct tg_scan_rules){.follow_links = true}, &report,
                       &model);
    tg_report_release(&report);
    for (size_t i = 0; !err && i < model->photos_len; i++) {
        model->photos[i]->width = photos[i % n].info.width;
        model->photos[i]->height = photos[i % n].info.height;
    }
    if (!err)
        err = tg_site_plan(model);
    if (!err)
        err = tg_site_write(model, NULL, NULL, NULL);
    tg_site_free(model);
    return err;
}

static struct tg_err *measure_pages(const struct tg_bench_options *o,
                                    const struct tg_bench_site *site, const struct step *photos,
                                    size_t n, struct tg_bench_result *r)
{
    struct tg_bench_stage *stage = add_stage(r, "pages", "");
    struct tg_err *err = NULL;
    char out[4096];

    (void)snprintf(out, sizeof(out), "%s/pages", site->work);
    for (unsigned round = 0; round <= o->rounds && stage && !err; round++) {
        double start = cpu_ms();

        err = write_pages(site, out, photos, n);
        if (round && !err)
            tg_bench_add(&stage->ms_per_mp, (cpu_ms() - start) / r->photos);
    }
    tg_bench_remove(out);
    return err;
}

static struct tg_err *measure_all(const struct tg_bench_options *o, const struct tg_kernels *k,
                                  const struct tg_bench_site *site, struct step *photos, size_t n,
                                  struct tg_bench_result *r)
{
    struct measure m = {.kernels = k, .rounds = o->rounds, .step = probe};
    struct tg_err *err = measure(&m, photos, n, add_stage(r, "probe", ""));

    m.step = decode;
    m.libjpeg = true;
    if (!err)
        err = measure(&m, photos, n, add_stage(r, "decode by libjpeg-turbo", ""));
    m.libjpeg = false;
    if (!err)
        err = measure(&m, photos, n, add_stage(r, "decode", ""));
    if (!err)
        err = measure_levels(o, photos, n, r);
    return err ? err : measure_pages(o, site, photos, n, r);
}

struct tg_err *tg_bench_stages(const struct tg_bench_options *o, const struct tg_bench_site *site,
                               struct tg_bench_result *r)
{
    struct step photos[SAMPLE] = {{.fd = -1}};
    size_t n = site->base_len < SAMPLE ? site->base_len : SAMPLE, opened = 0;
    struct tg_kernels kernels; /* photos refer to them until they are released */
    struct tg_err *err = NULL;
    int null;

    if (n == 0)
        return tg_err_new(TG_E_USAGE, site->work, "has no photos to measure with");
    tg_kernels_init(&kernels, o->cpu_mask);
    null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    for (; opened < n && !err; opened++) {
        struct step *s = &photos[opened];

        *s = (struct step){.path = site->base[opened],
                           .fd = open(site->base[opened], O_RDONLY | O_CLOEXEC),
                           .null = null};
        if (s->fd < 0)
            err = tg_err_new(TG_E_SYS, s->path, "cannot be opened");
    }
    if (!err)
        err = measure_all(o, &kernels, site, photos, n, r);
    for (size_t i = 0; i < opened; i++) {
        tg_picture_release(&photos[i].picture);
        if (photos[i].fd >= 0)
            close(photos[i].fd);
    }
    if (null >= 0)
        close(null);
    return err;
}
