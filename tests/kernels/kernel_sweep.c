/* kernel_sweep.c - every kernel at every CPU level against C, without any library: for emulators
 * and boards.  Prints the levels that ran and one hash of outputs per kernel, the same on all
 * machines. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/kernels/kernel_cases.h"
#include "tests/kernels/naive.h"

enum { LENGTHS = 130 };

/* Level `name` of one kernel; returns the hash, or ends the program at the first difference. */
static uint64_t sweep(const struct kcase_kernel *kernel, const struct tg_kernels *ref,
                      const struct tg_kernels *got, const char *name)
{
    static const size_t large[] = {255, 256, 1000, 4099};
    struct kcase c = {ref, got, 0, FILL_RANDOM, GUARD_END, test_seed(), 0xcbf29ce484222325u};

    for (size_t i = 0; i < LENGTHS + sizeof(large) / sizeof(large[0]); i++) {
        c.n = i < LENGTHS ? i + 1 : large[i - LENGTHS];
        c.fill = (enum guard_fill)(i % 5 % GUARD_NFILLS); /* random in 2 of 5 */
        for (int place = 0; place < GUARD_NPLACES; place++) {
            c.place = (enum guard_place)place;
            if (!kernel->run(&c)) {
                printf("%s/%s (%s) FAILED\n", kernel->name, name, kcase_impl(kernel, got));
                exit(EXIT_FAILURE);
            }
        }
    }
    return c.hash;
}

static bool level_runs(const char *name, uint32_t *mask)
{
    return tg_cpu_level(name, mask) && (*mask & tg_cpu_detect()) == *mask;
}

int main(void)
{
    const char *const *levels = tg_cpu_level_names();
    struct tg_kernels naive, ref, got;
    uint32_t mask;

    naive_kernels(&naive);
    tg_kernels_init(&ref, 0);
    printf("seed %llu\nlevels", (unsigned long long)test_seed());
    for (size_t i = 0; levels[i]; i++)
        printf(level_runs(levels[i], &mask) ? " %s" : " (no %s: skipped)", levels[i]);
    printf("\n");
    for (const struct kcase_kernel *kernel = kcase_kernels; kernel->name; kernel++) {
        uint64_t hash = sweep(kernel, &naive, &ref, "c");

        for (size_t i = 1; levels[i]; i++) {
            if (!level_runs(levels[i], &mask))
                continue;
            tg_kernels_init(&got, mask);
            if (strcmp(kcase_impl(kernel, &got), "c") != 0)
                sweep(kernel, &ref, &got, levels[i]);
        }
        printf("%-10s %016llx\n", kernel->name, (unsigned long long)hash);
        fflush(stdout);
    }
    return EXIT_SUCCESS;
}
