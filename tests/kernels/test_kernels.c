/* test_kernels.c - every kernel, at every CPU level, against the C code; and the C code against the
 * naive statement of its contract. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "tests/kernels/kernel_cases.h"
#include "tests/kernels/naive.h"
#include "tests/support/guard.h"
#include "tests/support/suite.h"

enum { LENGTHS = 130, VALUES = 256, PLANE = VALUES * VALUES };
#if TG_TEST_SANITIZED /* slow: every 17th of the third values; 15 * 17 is 255 */
enum { THIRD_STEP = 17 };
#else
enum { THIRD_STEP = 1 };
#endif

/* Loop index: kernel * (levels + 1) + level, where the last "level" is C against naive. */
static int per_kernel(void)
{
    return tg_nlevels() + 1;
}

static void check_lengths(const struct kcase_kernel *kernel, struct kcase *c)
{
    static const size_t large[] = {255, 256, 1000, 4099};

    for (size_t i = 0; i < LENGTHS + sizeof(large) / sizeof(large[0]); i++) {
        c->n = i < LENGTHS ? i + 1 : large[i - LENGTHS];
        for (int place = 0; place < GUARD_NPLACES; place++) {
            c->place = (enum guard_place)place;
            ck_assert_msg(kernel->run(c), "%s of %s, n %zu, fill %d, place %d", kernel->name,
                          kcase_impl(kernel, c->got), c->n, (int)c->fill, place);
        }
    }
}

START_TEST(kernel_matches_c)
{
    const struct kcase_kernel *kernel = &kcase_kernels[_i / per_kernel()];
    int level = _i % per_kernel();
    struct tg_kernels ref, got;
    struct kcase c = {.ref = &ref, .got = &got, .seed = test_seed()};

    tg_kernels_init(&ref, 0);
    tg_kernels_init(&got, 0);
    if (level == tg_nlevels())
        naive_kernels(&ref);
    else
        tg_kernels_init(&got, tg_level_mask(level));
    if (level > 0 && strcmp(kcase_impl(kernel, &got), kcase_impl(kernel, &ref)) == 0)
        return;
    for (int fill = 0; fill < GUARD_NFILLS; fill++) {
        c.fill = (enum guard_fill)fill;
        check_lengths(kernel, &c);
    }
}
END_TEST

/* Levels of the loop tests that look at all input values at once. */
static void init_level(struct tg_kernels *k, int level)
{
    if (level == tg_nlevels())
        naive_kernels(k);
    else
        tg_kernels_init(k, tg_level_mask(level));
}

START_TEST(alpha_is_right_for_all_pairs)
{
    static uint8_t src[PLANE], alpha[PLANE], ref[PLANE], got[PLANE];
    struct tg_kernels c, k;

    tg_kernels_init(&c, 0);
    init_level(&k, _i);
    for (size_t i = 0; i < PLANE; i++) {
        src[i] = (uint8_t)i;
        alpha[i] = (uint8_t)(i / VALUES);
    }
    c.premul(ref, src, alpha, PLANE);
    k.premul(got, src, alpha, PLANE);
    ck_assert_mem_eq(ref, got, PLANE);
    c.unpremul(ref, src, alpha, PLANE);
    k.unpremul(got, src, alpha, PLANE);
    ck_assert_mem_eq(ref, got, PLANE);
}
END_TEST

START_TEST(narrow_is_right_for_all_values)
{
    static uint16_t src[PLANE];
    static uint8_t ref[PLANE], got[PLANE];
    struct tg_kernels c, k;

    tg_kernels_init(&c, 0);
    init_level(&k, _i);
    for (size_t i = 0; i < PLANE; i++)
        src[i] = (uint16_t)i;
    c.narrow(ref, src, PLANE);
    k.narrow(got, src, PLANE);
    ck_assert_mem_eq(ref, got, PLANE);
}
END_TEST

/* And back: what limited range holds comes through full range as it was. */
START_TEST(range_is_right_for_all_values)
{
    uint8_t src[VALUES], ref[VALUES], got[VALUES];
    struct tg_kernels c, k;

    tg_kernels_init(&c, 0);
    init_level(&k, _i);
    for (int i = 0; i < VALUES; i++)
        src[i] = (uint8_t)i;
    for (int chroma = 0; chroma < 2; chroma++) {
        c.to_limited(ref, src, VALUES, chroma);
        k.to_limited(got, src, VALUES, chroma);
        ck_assert_mem_eq(ref, got, VALUES);
        c.to_full(ref, src, VALUES, chroma);
        k.to_full(got, src, VALUES, chroma);
        ck_assert_mem_eq(ref, got, VALUES);
        k.to_limited(got, got, VALUES, chroma);
        ck_assert_mem_eq(src + 16, got + 16, chroma ? 225 : 220);
        ck_assert_int_eq(got[0], 16);
        ck_assert_int_eq(got[VALUES - 1], chroma ? 240 : 235);
    }
}
END_TEST

START_TEST(colour_is_right_for_all_triples)
{
    static uint8_t in[3][PLANE], ref[3][PLANE], got[3][PLANE];
    const uint8_t *const src[3] = {in[0], in[1], in[2]};
    uint8_t *const dst_ref[3] = {ref[0], ref[1], ref[2]};
    uint8_t *const dst_got[3] = {got[0], got[1], got[2]};
    struct tg_kernels c, k;

    tg_kernels_init(&c, 0);
    init_level(&k, _i);
    for (size_t i = 0; i < PLANE; i++) {
        in[0][i] = (uint8_t)i;
        in[1][i] = (uint8_t)(i / VALUES);
    }
    for (int v = 0; v < VALUES; v += THIRD_STEP) {
        memset(in[2], v, PLANE);
        c.rgb_to_ycc(dst_ref, src, PLANE);
        k.rgb_to_ycc(dst_got, src, PLANE);
        ck_assert_mem_eq(ref, got, sizeof(ref));
        c.ycc_to_rgb(dst_ref, src, PLANE);
        k.ycc_to_rgb(dst_got, src, PLANE);
        ck_assert_mem_eq(ref, got, sizeof(ref));
    }
}
END_TEST

/* The first pixel becomes a, with c above it; the second, of zeros, what is predicted of it and the
 * b above it.  A pixel has four values of b. */
START_TEST(paeth_is_right_for_all_triples)
{
    enum { BPP = 4 };
    struct tg_kernels c, k;

    tg_kernels_init(&c, 0);
    init_level(&k, _i);
    for (int v = 0; v < VALUES; v += THIRD_STEP)
        for (int i = 0; i < PLANE; i += BPP) {
            uint8_t prior[2 * BPP], ref[2 * BPP] = {0}, got[2 * BPP];

            for (int j = 0; j < BPP; j++) {
                prior[j] = (uint8_t)(i / VALUES);
                prior[BPP + j] = (uint8_t)(i + j);
                ref[j] = (uint8_t)(v - prior[j]);
            }
            memcpy(got, ref, sizeof(got));
            c.unfilter_paeth(ref, prior, sizeof(ref), BPP);
            k.unfilter_paeth(got, prior, sizeof(got), BPP);
            ck_assert_mem_eq(ref, got, sizeof(got));
        }
}
END_TEST

int main(void)
{
    TCase *lengths = tcase_create("lengths"), *values = tcase_create("values");
    int kernels = 0;

    printf("TG_TEST_SEED=%llu\n", (unsigned long long)test_seed());
    while (kcase_kernels[kernels].name)
        kernels++;
    tcase_set_timeout(lengths, 120);
    tcase_add_loop_test(lengths, kernel_matches_c, 0, kernels * per_kernel());
    tcase_set_timeout(values, 120);
    tcase_add_loop_test(values, alpha_is_right_for_all_pairs, 1, per_kernel());
    tcase_add_loop_test(values, narrow_is_right_for_all_values, 1, per_kernel());
    tcase_add_loop_test(values, range_is_right_for_all_values, 1, per_kernel());
    tcase_add_loop_test(values, colour_is_right_for_all_triples, 1, per_kernel());
    tcase_add_loop_test(values, paeth_is_right_for_all_triples, 1, per_kernel());
    return tg_suite_run_all("kernels", (TCase *const[]){lengths, values, NULL});
}
