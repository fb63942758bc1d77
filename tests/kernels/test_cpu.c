/* test_cpu.c - level names, masks and the choice of implementations. */
#include <string.h>

#include <check.h>

#include "kernels/families.h"
#include "tests/kernels/kernel_cases.h"
#include "tests/support/suite.h"

START_TEST(levels_are_cumulative)
{
    const char *const *names = tg_cpu_level_names();
    uint32_t below = 0, mask;

    ck_assert_str_eq(names[0], "c");
    for (size_t i = 0; names[i]; i++) {
        ck_assert(tg_cpu_level(names[i], &mask));
        ck_assert_uint_eq(mask & below, below);
        ck_assert(i == 0 || mask != below);
        below = mask;
    }
    ck_assert(tg_cpu_level("best", &mask));
    ck_assert_uint_eq(mask & below, below);
}
END_TEST

START_TEST(unknown_level_is_refused)
{
    static const char *const bad[] = {"", "C", "sse", "avx", "avx2 ", "none"};
    uint32_t mask;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        ck_assert_msg(!tg_cpu_level(bad[i], &mask), "'%s'", bad[i]);
#if defined(__x86_64__)
    ck_assert(!tg_cpu_level("neon", &mask));
#else
    ck_assert(!tg_cpu_level("avx2", &mask));
#endif
}
END_TEST

START_TEST(mask_0_is_all_c)
{
    struct tg_kernels k;

    tg_kernels_init(&k, 0);
    for (const struct kcase_kernel *kernel = kcase_kernels; kernel->name; kernel++)
        ck_assert_str_eq(kcase_impl(kernel, &k), "c");
}
END_TEST

/* A mask only takes away: asking for more than the CPU has gives what it has. */
START_TEST(mask_never_adds_features)
{
    struct tg_kernels all, have;

    tg_kernels_init(&all, UINT32_MAX);
    tg_kernels_init(&have, tg_cpu_detect());
    for (const struct kcase_kernel *kernel = kcase_kernels; kernel->name; kernel++)
        ck_assert_str_eq(kcase_impl(kernel, &all), kcase_impl(kernel, &have));
}
END_TEST

#if defined(__x86_64__)
START_TEST(slow_pdep_is_known_by_family)
{
    static const struct {
        const char *vendor;
        uint32_t signature;
        bool slow;
    } cores[] = {
        {"AuthenticAMD", 0x00660f01, true},  /* Excavator */
        {"AuthenticAMD", 0x00800f11, true},  /* Zen */
        {"AuthenticAMD", 0x00870f10, true},  /* Zen 2 */
        {"HygonGenuine", 0x00900f02, true},  /* Dhyana */
        {"AuthenticAMD", 0x00a20f10, false}, /* Zen 3 */
        {"AuthenticAMD", 0x00b40f40, false}, /* Zen 5 */
        {"GenuineIntel", 0x000306c3, false}, /* Haswell */
    };

    for (size_t i = 0; i < sizeof(cores) / sizeof(cores[0]); i++)
        ck_assert_msg(tg_pdep_is_slow(cores[i].vendor, cores[i].signature) == cores[i].slow,
                      "%s %08x", cores[i].vendor, cores[i].signature);
}
END_TEST
#endif

/* The part of "hwy/avx2" or "avx2" that names the level is at most the level asked for. */
START_TEST(implementation_is_not_above_its_level)
{
    const char *const *names = tg_cpu_level_names();
    struct tg_kernels k;

    tg_kernels_init(&k, tg_level_mask(_i));
    for (const struct kcase_kernel *kernel = kcase_kernels; kernel->name; kernel++) {
        const char *impl = kcase_impl(kernel, &k), *isa = strrchr(impl, '/');
        int at = 0;

        isa = isa ? isa + 1 : impl;
        while (names[at] && strcmp(names[at], isa) != 0)
            at++;
        ck_assert_msg(names[at] && at <= _i, "%s is %s", kernel->name, impl);
    }
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("cpu");

    tcase_add_test(tc, levels_are_cumulative);
    tcase_add_test(tc, unknown_level_is_refused);
    tcase_add_test(tc, mask_0_is_all_c);
    tcase_add_test(tc, mask_never_adds_features);
#if defined(__x86_64__)
    tcase_add_test(tc, slow_pdep_is_known_by_family);
#endif
    tcase_add_loop_test(tc, implementation_is_not_above_its_level, 0, tg_nlevels());
    return tg_suite_run("cpu", tc);
}
