/* decoders.c - our JPEG decoder against libjpeg-turbo's: whole files to planes at one CPU level, in
 * turn, photo by photo.  Both give the same samples, or this ends with an error.
 *
 * Usage: decoders [-n ROUNDS] LEVEL FILE...
 *
 * Prints a line of a table: the level; for 1/1, 1/2, 1/4 and 1/8 the median over files of
 * libjpeg-turbo's CPU time / ours, with least and greatest; and for 1/1 both in ms per megapixel.
 * Exit status 77: this CPU does not have the level. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/measure.h"
#include "core/codec/codec.h"

enum { MAX_ROUNDS = 25, MAX_FILES = 1000 };

/* Asks for half of this scale: the decoder leaves at least twice what is wanted. */
static void want_eighths(const void *eighths, const struct tg_info *info,
                         struct tg_decode_plan *plan)
{
    plan->want_w = info->width * *(const unsigned *)eighths / 16;
    plan->want_h = info->height * *(const unsigned *)eighths / 16;
}

/* CPU seconds.  The caller releases *image. */
static double decode(const struct tg_kernels *k, int fd, const char *path, unsigned eighths,
                     bool libjpeg, struct tg_image *image)
{
    struct tg_decode_options o = {.kernels = k,
                                  .limits = {UINT64_C(1) << 32},
                                  .plan = want_eighths,
                                  .plan_ctx = &eighths,
                                  .libjpeg = libjpeg};
    struct tg_damage damage = {0};
    struct tg_source src;
    struct tg_err *err;
    double start = measure_cpu_seconds();

    (void)lseek(fd, 0, SEEK_SET);
    err = tg_source_init(&src, fd, path);
    if (!err)
        err = tg_codec_jpeg.decode(&src, &o, image, &damage);
    measure_check(err, path);
    tg_source_release(&src);
    return measure_cpu_seconds() - start;
}

static bool same_planes(const struct tg_image *a, const struct tg_image *b)
{
    if (a->planes != b->planes)
        return false;
    for (unsigned c = 0; c < a->planes; c++) {
        const struct tg_plane *p = &a->plane[c], *q = &b->plane[c];

        if (p->w != q->w || p->h != q->h)
            return false;
        for (uint32_t y = 0; y < p->h; y++)
            if (memcmp(p->data + y * p->stride, q->data + y * q->stride, p->w) != 0)
                return false;
    }
    return true;
}

/* Medians of CPU seconds for one file: libjpeg-turbo's and ours. */
static void measure(const struct tg_kernels *k, const char *path, unsigned eighths, size_t rounds,
                    double *libjpeg, double *ours, double *megapixels)
{
    double times[2][MAX_ROUNDS];
    int fd = open(path, O_RDONLY);

    for (size_t r = 0; r <= rounds; r++) { /* the first is not counted */
        struct tg_image a, b;
        double t[2] = {decode(k, fd, path, eighths, true, &a),
                       decode(k, fd, path, eighths, false, &b)};

        if (r == 0 && !same_planes(&a, &b)) {
            fprintf(stderr, "decoders: %s: the planes differ\n", path);
            exit(1);
        }
        *megapixels = (double)a.width * a.height / 1e6;
        tg_image_release(&a);
        tg_image_release(&b);
        for (int i = 0; r > 0 && i < 2; i++)
            times[i][r - 1] = t[i];
    }
    close(fd);
    *libjpeg = measure_median(times[0], rounds);
    *ours = measure_median(times[1], rounds);
}

int main(int argc, char **argv)
{
    static double ratio[MAX_FILES];
    struct tg_kernels k;
    uint32_t level;
    double libjpeg_sum = 0, ours_sum = 0, megapixels = 0;
    int rounds = 7, first = 1;

    if (argc > 2 && strcmp(argv[1], "-n") == 0) {
        rounds = atoi(argv[2]);
        first = 3;
    }
    if (first + 1 >= argc || argc - first - 1 > MAX_FILES || rounds < 1 || rounds > MAX_ROUNDS) {
        fprintf(stderr, "usage: decoders [-n ROUNDS] LEVEL FILE...\n");
        return 2;
    }
    if (!tg_cpu_level(argv[first], &level) ||
        (strcmp(argv[first], "best") != 0 && (level & ~tg_cpu_detect())))
        return 77;
    measure_keep_memory();
    tg_kernels_init(&k, level & tg_cpu_detect());
    printf("| %s |", argv[first]);
    for (unsigned eighths = 8; eighths > 0; eighths /= 2) {
        size_t n = (size_t)(argc - first - 1);

        for (size_t i = 0; i < n; i++) {
            double libjpeg, ours, mp;

            measure(&k, argv[first + 1 + (int)i], eighths, (size_t)rounds, &libjpeg, &ours, &mp);
            ratio[i] = libjpeg / ours;
            if (eighths == 8) {
                libjpeg_sum += libjpeg;
                ours_sum += ours;
                megapixels += mp;
            }
        }
        double median = measure_median(ratio, n); /* sorts */

        printf(" %.2f (%.2f–%.2f) |", median, ratio[0], ratio[n - 1]);
        (void)fflush(stdout);
    }
    printf(" %.2f / %.2f |\n", libjpeg_sum * 1000 / megapixels, ours_sum * 1000 / megapixels);
    return 0;
}
