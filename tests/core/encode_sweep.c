/* encode_sweep.c - JPEG files of made-up planes at every CPU level, without any library: for
 * emulators and boards.  Prints the levels that ran and one hash of all files per mode, the same on
 * all machines. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/codec/jpeg.h"
#include "tests/support/guard.h"
#include "tests/support/planes.h"

enum { PICTURES = 120, SIDE_MAX = 90, MODES = TG_JPEG_FAST + 1 };

static void check(struct tg_err *err)
{
    if (!err)
        return;
    printf("FAILED: %s\n", tg_err_code(err) == TG_E_NOMEM ? "out of memory" : "encoding");
    exit(EXIT_FAILURE);
}

/* Folds a file into an FNV-1a hash. */
static uint64_t hash_file(int fd, uint64_t hash)
{
    uint8_t bytes[4096];
    ssize_t n;

    (void)lseek(fd, 0, SEEK_SET);
    while ((n = read(fd, bytes, sizeof(bytes))) > 0)
        for (ssize_t i = 0; i < n; i++)
            hash = (hash ^ bytes[i]) * 0x100000001b3u;
    return hash;
}

static uint64_t sweep(const struct tg_kernels *k, enum tg_jpeg_mode mode)
{
    static const uint8_t shapes[][3] = {{1, 1, 3}, {2, 1, 3}, {1, 2, 3}, {2, 2, 3}, {1, 1, 1}};
    uint64_t seed = 1, hash = 0xcbf29ce484222325u;

    for (unsigned i = 0; i < PICTURES; i++) {
        const uint8_t *shape = shapes[i % 5];
        uint32_t w = 1 + (uint32_t)(test_rand(&seed) % SIDE_MAX);
        uint32_t h = 1 + (uint32_t)(test_rand(&seed) % SIDE_MAX);
        int quality = 1 + (int)(test_rand(&seed) % 100);
        struct tg_image im = planes_make(&seed, w, h, shape[0], shape[1], shape[2],
                                         (enum planes_fill)(i / 5 % PLANES_FILLS));
        FILE *f = tmpfile();
        struct tg_sink sink;

        if (!f || !im.plane[0].data)
            exit(EXIT_FAILURE);
        check(tg_sink_init(&sink, fileno(f), "sweep"));
        check(tg_jpeg_encode_script(k, &im, quality, tg_jpeg_script(mode), 0, &sink));
        hash = hash_file(fileno(f), hash);
        tg_sink_release(&sink);
        tg_image_release(&im);
        (void)fclose(f);
    }
    return hash;
}

int main(void)
{
    static const char *const names[MODES] = {"baseline", "progressive", "fast"};
    const char *const *levels = tg_cpu_level_names();
    uint64_t hash[MODES] = {0};
    struct tg_kernels k;
    uint32_t mask;

    printf("levels");
    for (size_t i = 0; levels[i]; i++) {
        bool runs = tg_cpu_level(levels[i], &mask) && (mask & tg_cpu_detect()) == mask;

        printf(runs ? " %s" : " (no %s: skipped)", levels[i]);
        tg_kernels_init(&k, mask);
        for (int mode = 0; mode < MODES && runs; mode++) {
            uint64_t h = sweep(&k, (enum tg_jpeg_mode)mode);

            if (i > 0 && h != hash[mode]) {
                printf("\nFAILED: %s differs at %s\n", names[mode], levels[i]);
                return EXIT_FAILURE;
            }
            hash[mode] = h;
        }
    }
    printf("\n");
    for (int mode = 0; mode < MODES; mode++)
        printf("%-12s %016llx\n", names[mode], (unsigned long long)hash[mode]);
    return EXIT_SUCCESS;
}
