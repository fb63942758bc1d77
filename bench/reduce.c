/* reduce.c - CPU time of reducing a decoded RGB picture, planes to planes, and nothing else.
 *
 * Usage: tg_reduce PICTURE.ppm WIDTH [ROUNDS]    (binary PPM, 8 bits) */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/measure.h"
#include "core/image/resample.h"

enum { MAX_ROUNDS = 101 };

static struct tg_err *read_ppm(const struct tg_kernels *k, const char *path, struct tg_image *im)
{
    FILE *f = fopen(path, "rb");
    unsigned w = 0, h = 0, max = 0;
    uint8_t *row = NULL;
    struct tg_err *err = NULL;

    if (!f || fscanf(f, "P6 %u %u %u", &w, &h, &max) != 3 || max != 255 || fgetc(f) == EOF)
        err = tg_err_new(TG_E_UNSUPPORTED, path, "is not an 8-bit binary PPM");
    if (!err)
        err = tg_image_new(im, w, h, TG_RGB, false, 8);
    row = malloc(3 * (size_t)w + 1);
    for (uint32_t y = 0; !err && row && y < h; y++) {
        uint8_t *to[3];

        for (unsigned c = 0; c < 3; c++)
            to[c] = im->plane[c].data + y * im->plane[c].stride;
        if (fread(row, 3, w, f) != w)
            err = tg_err_new(TG_E_CORRUPT, path, "is cut short");
        k->split3(to, row, w);
    }
    free(row);
    if (f)
        (void)fclose(f);
    return err;
}

static struct tg_err *reduce(const struct tg_kernels *k, const struct tg_image *im, uint32_t width)
{
    uint32_t height = (uint32_t)((uint64_t)im->height * width / im->width);
    struct tg_window w = {0, 0, (double)im->width / width, (double)im->height / height};
    struct tg_resampler r = {.kernels = k};
    struct tg_err *err = NULL;

    for (unsigned c = 0; !err && c < 3; c++) {
        struct tg_levels l;
        struct tg_plane out;

        tg_levels_init(&l, &im->plane[c]);
        err = tg_plane_new(&out, width, height);
        if (!err)
            err = tg_levels_resample(&r, &l, &w, &out);
        tg_levels_release(&l);
        tg_plane_release(&out);
    }
    tg_resampler_release(&r);
    return err;
}

int main(int argc, char **argv)
{
    int rounds = argc > 3 ? atoi(argv[3]) : 21;
    double ms[MAX_ROUNDS];

    if (argc < 3 || rounds < 1 || rounds > MAX_ROUNDS) {
        fprintf(stderr, "usage: tg_reduce PICTURE.ppm WIDTH [ROUNDS]\n");
        return 2;
    }
    for (const char *const *level = tg_cpu_level_names(); *level; level++) {
        struct tg_image im = {0};
        struct tg_kernels k;
        struct tg_err *err;
        uint32_t mask;

        if (!tg_cpu_level(*level, &mask) || (mask & ~tg_cpu_detect()) != 0)
            continue;
        tg_kernels_init(&k, mask);
        err = read_ppm(&k, argv[1], &im);
        for (int i = 0; !err && i < rounds; i++) {
            double start = measure_cpu_seconds();

            err = reduce(&k, &im, (uint32_t)atoi(argv[2]));
            ms[i] = (measure_cpu_seconds() - start) * 1e3;
        }
        tg_image_release(&im);
        measure_check(err, "reduce");
        printf("tirage, level %-7s %6.2f ms\n", *level, measure_median(ms, (size_t)rounds));
    }
    return 0;
}
