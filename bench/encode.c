/* encode.c - our JPEG encoder against libjpeg-turbo's, from the same planes at quality 75, the DCT
 * to bytes that nobody keeps; and our encoder with other scans.  All take turns, photo by photo.
 *
 * Usage: encode [-n ROUNDS] FILE... */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/measure.h"
#include "core/codec/jpeg.h"

enum { MAX_ROUNDS = 25, MAX_PHOTOS = 1000, QUALITY = 75 };

#define DC                                                                                         \
    {                                                                                              \
        0, 3, 0, 0                                                                                 \
    }
#define CB                                                                                         \
    {                                                                                              \
        1, 1, 1, 63                                                                                \
    }
#define CR                                                                                         \
    {                                                                                              \
        2, 1, 1, 63                                                                                \
    }
#define Y(from, to)                                                                                \
    {                                                                                              \
        0, 1, from, to                                                                             \
    }

static const struct contender {
    const char *name;
    bool libjpeg;
    enum tg_jpeg_mode mode;
    struct tg_jpeg_script script; /* instead of mode, if it has scans */
} contenders[] = {
    {"libjpeg progressive", true, TG_JPEG_PROGRESSIVE, {0}},
    {"libjpeg optimised baseline", true, TG_JPEG_BASELINE, {0}},
    {"libjpeg baseline", true, TG_JPEG_FAST, {0}},
    {"tirage progressive", false, TG_JPEG_PROGRESSIVE, {0}},
    {"tirage baseline", false, TG_JPEG_BASELINE, {0}},
    {"tirage fast", false, TG_JPEG_FAST, {0}},
    {"DC Cb Cr Y1-63", false, 0, {true, false, 4, {DC, CB, CR, Y(1, 63)}}},
    {"DC Y1-2 Cb Cr Y3-63", false, 0, {true, false, 5, {DC, Y(1, 2), CB, CR, Y(3, 63)}}},
    {"DC Y1-5 Cb Cr Y6-63", false, 0, {true, false, 5, {DC, Y(1, 5), CB, CR, Y(6, 63)}}},
    {"DC Y1-9 Cb Cr Y10-63", false, 0, {true, false, 5, {DC, Y(1, 9), CB, CR, Y(10, 63)}}},
    {"DC Y1-14 Cb Cr Y15-63", false, 0, {true, false, 5, {DC, Y(1, 14), CB, CR, Y(15, 63)}}},
    {"DC Y1-2 Cb Cr Y3-9 Y10-63",
     false,
     0,
     {true, false, 6, {DC, Y(1, 2), CB, CR, Y(3, 9), Y(10, 63)}}},
    {"DC Y1-5 Cb Cr Y6-14 Y15-63",
     false,
     0,
     {true, false, 6, {DC, Y(1, 5), CB, CR, Y(6, 14), Y(15, 63)}}},
};

enum { CONTENDERS = sizeof(contenders) / sizeof(contenders[0]) };

struct totals {
    double ms, bytes;            /* sums over photos */
    double ratio[2][MAX_PHOTOS]; /* to libjpeg progressive, to libjpeg's baseline */
};

static struct tg_image decode(const struct tg_kernels *k, const char *path)
{
    struct tg_decode_options options = {.kernels = k, .limits = {UINT64_C(1) << 32}};
    struct tg_damage damage = {0};
    struct tg_source src;
    struct tg_image im;
    int fd = open(path, O_RDONLY);

    measure_check(tg_source_init(&src, fd, path), "open");
    measure_check(tg_codec_jpeg.decode(&src, &options, &im, &damage), "decode");
    tg_source_release(&src);
    close(fd);
    return im;
}

static uint64_t run(const struct tg_kernels *k, const struct contender *c,
                    const struct tg_image *im, int null)
{
    struct tg_encode_options options = {
        .format = TG_JPEG, .quality = QUALITY, .jpeg_mode = c->mode, .libjpeg = c->libjpeg};
    struct tg_sink sink;
    uint64_t bytes;

    measure_check(tg_sink_init(&sink, null, "/dev/null"), "sink");
    if (c->script.scans)
        measure_check(tg_jpeg_encode_script(k, im, QUALITY, &c->script, 0, &sink), c->name);
    else
        measure_check(tg_codec_jpeg.encode(k, im, &options, &sink), c->name);
    bytes = sink.written;
    tg_sink_release(&sink);
    return bytes;
}

static void measure(const struct tg_kernels *k, const struct tg_image *im, int rounds, size_t photo,
                    struct totals totals[CONTENDERS])
{
    double ms[CONTENDERS][MAX_ROUNDS], median[CONTENDERS];
    int null = open("/dev/null", O_WRONLY);

    for (int r = 0; r < rounds; r++)
        for (size_t i = 0; i < CONTENDERS; i++) {
            double start = measure_cpu_seconds();
            uint64_t bytes = run(k, &contenders[i], im, null);

            ms[i][r] = (measure_cpu_seconds() - start) * 1e3;
            totals[i].bytes += r == 0 ? (double)bytes : 0;
        }
    for (size_t i = 0; i < CONTENDERS; i++)
        median[i] = measure_median(ms[i], (size_t)rounds);
    for (size_t i = 0; i < CONTENDERS; i++) {
        totals[i].ms += median[i];
        totals[i].ratio[0][photo] = median[i] / median[0];
        totals[i].ratio[1][photo] = median[i] / median[2];
    }
    close(null);
}

int main(int argc, char **argv)
{
    static struct totals totals[CONTENDERS];
    int rounds = 5, first = 1;
    double pixels = 0;
    size_t photos = 0;
    struct tg_kernels k;

    if (argc > 2 && strcmp(argv[1], "-n") == 0) {
        rounds = atoi(argv[2]);
        first = 3;
    }
    if (first >= argc || rounds < 1 || rounds > MAX_ROUNDS || argc - first > MAX_PHOTOS) {
        fprintf(stderr, "usage: encode [-n ROUNDS] FILE...\n");
        return 2;
    }
    tg_kernels_init(&k, UINT32_MAX);
    for (int i = first; i < argc; i++) {
        struct tg_image im = decode(&k, argv[i]);

        pixels += (double)im.width * im.height;
        measure(&k, &im, rounds, photos++, totals);
        tg_image_release(&im);
    }
    printf("%zu photos, %.1f megapixels, quality %d, medians of %d rounds and of photos\n", photos,
           pixels / 1e6, QUALITY, rounds);
    printf("%-28s %8s %12s %12s %8s\n", "", "ms/MP", "/progressive", "/baseline", "bytes");
    for (size_t i = 0; i < CONTENDERS; i++)
        printf("%-28s %8.2f %12.3f %12.3f %8.4f\n", contenders[i].name, totals[i].ms / pixels * 1e6,
               measure_median(totals[i].ratio[0], photos),
               measure_median(totals[i].ratio[1], photos), totals[i].bytes / totals[0].bytes);
    return 0;
}
