/* test_heif_colour.c - the colours of AVIF and HEIC pictures, against what ITU-T H.273 says of
 * their samples. */
#include <math.h>

#include <check.h>

#include "core/codec/heif_decode.h"
#include "tests/support/decode_made.h"
#include "tests/support/made_heif.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

enum { SIDE = MADE_HEIF_SIDE, HALF = SIDE / 2, FULL = 1, LIMITED = 0 };

static const struct decode_how plain = {0};

/* Component c of square q as coded. */
static double code_of(enum made_stream s, int q, int c)
{
    unsigned bits = made_heif_bits(s), add = bits == 10 ? 1 : bits == 12 ? 5 : 0;

    return ((unsigned)made_heif_samples[q][c] << (bits - 8)) + add;
}

/* A component without its range: Y from 0 to 1, Cb and Cr from -0.5 to 0.5. */
static double value_of(enum made_stream s, int q, int c, int range)
{
    double step = 1u << (made_heif_bits(s) - 8), code = code_of(s, q, c);

    if (range == FULL)
        return (code - (c ? 128 * step : 0)) / (256 * step - 1);
    return c ? (code - 128 * step) / (224 * step) : (code - 16 * step) / (219 * step);
}

static void shares(unsigned matrix, double *kr, double *kb)
{
    *kr = matrix == 1 ? 0.2126 : matrix == 9 ? 0.2627 : 0.299;
    *kb = matrix == 1 ? 0.0722 : matrix == 9 ? 0.0593 : 0.114;
}

/* R, G, B of square q, from 0 to 1. */
static void colour_of(enum made_stream s, int q, unsigned matrix, int range, double rgb[3])
{
    double y = value_of(s, q, 0, range), cb = value_of(s, q, 1, range),
           cr = value_of(s, q, 2, range), kr, kb;

    shares(matrix, &kr, &kb);
    rgb[0] = y + 2 * (1 - kr) * cr;
    rgb[2] = y + 2 * (1 - kb) * cb;
    rgb[1] = (y - kr * rgb[0] - kb * rgb[2]) / (1 - kr - kb);
}

static double clamped(double v)
{
    return v < 0 ? 0 : v > 255 ? 255 : v;
}

/* The sample of plane c at a pixel of the picture. */
static unsigned sample_at(const struct tg_image *im, unsigned c, uint32_t x, uint32_t y)
{
    return sample(im, c, x / im->sub_x[c], y / im->sub_y[c]);
}

/* Square q of a picture at its centre, from x, y on. */
static void ck_square(const struct tg_image *im, uint32_t x, uint32_t y, int q,
                      const double expected[3], double near)
{
    uint32_t cx = x + (q % 2 ? HALF : 0) + HALF / 2, cy = y + (q / 2 ? HALF : 0) + HALF / 2;

    for (unsigned c = 0; c < 3; c++)
        ck_assert_double_eq_tol(sample_at(im, c, cx, cy), clamped(expected[c]), near);
}

static void expected_ycc(enum made_stream s, int q, unsigned matrix, int range, double ycc[3])
{
    double rgb[3], y;

    colour_of(s, q, matrix, range, rgb);
    y = 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
    ycc[0] = 255 * y;
    ycc[1] = 128 + 255 * (rgb[2] - y) / 1.772;
    ycc[2] = 128 + 255 * (rgb[0] - y) / 1.402;
}

START_TEST(samples_of_phones_stay_as_they_are)
{
    struct made m = make_heif(&(struct made_heif){.stream = MADE_HEIF_420});
    struct tg_image im = decode_good(&m, plain);

    ck_assert_int_eq(im.model, TG_YCC);
    ck_assert_uint_eq(im.width, SIDE);
    ck_assert_uint_eq(im.height, SIDE);
    ck_assert_uint_eq(im.sub_x[1], 2);
    ck_assert_uint_eq(im.sub_y[2], 2);
    for (uint32_t y = 0; y < SIDE; y++)
        for (uint32_t x = 0; x < SIDE; x++)
            for (unsigned c = 0; c < 3; c++)
                ck_assert_uint_eq(sample_at(&im, c, x, y),
                                  made_heif_samples[y / HALF * 2 + x / HALF][c]);
    tg_image_release(&im);
    made_free(&m);
}
END_TEST

/* FNV-1a of all samples, plane by plane. */
static uint64_t hash_of(const struct tg_image *im)
{
    uint64_t hash = 14695981039346656037u;

    for (unsigned c = 0; c < im->planes; c++)
        for (uint32_t y = 0; y < im->plane[c].h; y++)
            for (uint32_t x = 0; x < im->plane[c].w; x++)
                hash = (hash ^ sample(im, c, x, y)) * 1099511628211u;
    return hash;
}

/* Whichever library it is: transforms, predictions and loop filters. */
START_TEST(lossy_pictures_are_what_other_decoders_show)
{
    static const struct {
        enum made_stream stream;
        uint64_t hash;
    } known[] = {
#if TG_HAVE_AVIF
        {MADE_AV1_LOSSY, 0xd821b3c6993e571au},
#endif
#if TG_HAVE_HEVC
        {MADE_HEVC_LOSSY, 0xf56008cb198e88dfu},
#endif
    };

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        struct made m = make_heif(&(struct made_heif){.stream = known[i].stream});
        struct tg_image im = decode_good(&m, plain);

        ck_assert_uint_eq(hash_of(&im), known[i].hash);
        tg_image_release(&im);
        made_free(&m);
    }
}
END_TEST

/* Every depth and subsampling, three matrices, both ranges: within half a step, and a little for
 * what is rounded before. */
START_TEST(depths_ranges_and_matrices_are_converted_once)
{
    static const unsigned matrices[] = {6, 1, 9};
    enum made_stream s = made_heif_coded[_i / 6];
    unsigned matrix = matrices[_i % 3];
    int range = _i / 3 % 2;
    const uint16_t nclx[] = {1, 13, (uint16_t)matrix, (uint16_t)range};
    struct made m = make_heif(&(struct made_heif){.stream = s, .nclx = nclx});
    struct tg_image im = decode_good(&m, plain);
    double ycc[3];

    ck_assert_int_eq(im.model, TG_YCC);
    ck_assert_uint_eq(im.depth, 8);
    ck_assert_ptr_null(im.icc.data);
    for (int q = 0; q < 4; q++) {
        expected_ycc(s, q, matrix, range, ycc);
        ck_square(&im, 0, 0, q, ycc, 0.52);
    }
    tg_image_release(&im);
    made_free(&m);
}
END_TEST

START_TEST(numbers_of_colours_become_a_profile)
{
    const uint16_t p3[] = {12, 13, 6, FULL}, srgb[] = {1, 13, 6, FULL}, unknown[] = {2, 2, 6, FULL};
    const struct {
        const uint16_t *nclx;
        bool has;
    } kinds[] = {{p3, true}, {srgb, false}, {unknown, false}, {NULL, false}};

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        struct made m =
            make_heif(&(struct made_heif){.stream = MADE_HEIF_420, .nclx = kinds[i].nclx});
        struct tg_image im = decode_good(&m, plain);

        ck_assert_int_eq(im.icc.data != NULL, kinds[i].has);
        if (kinds[i].has)
            ck_assert_mem_eq(im.icc.data + 16, "RGB ", 4);
        tg_image_release(&im);
        made_free(&m);
    }
}
END_TEST

/* ITU-R BT.2100, BT.2390, IEC 61966-2-1, as heif_tone.c says it. */
static double from_pq(double v)
{
    double p = pow(v, 32 / 2523.0), d = 2413 / 128.0 - 2392 / 128.0 * p;

    return 10000 * pow(fmax(p - 3424 / 4096.0, 0) / d, 16384 / 2610.0);
}

static double to_pq(double light)
{
    double y = pow(light / 10000, 2610 / 16384.0);

    return pow((3424 / 4096.0 + 2413 / 128.0 * y) / (1 + 2392 / 128.0 * y), 2523 / 32.0);
}

static double from_hlg(double v)
{
    const double a = 0.17883277, b = 1 - 4 * a, c = 0.5 - a * log(4 * a);

    return 1000 * pow(v <= 0.5 ? v * v / 3 : (exp((v - c) / a) + b) / 12, 1.2);
}

static double rolled_off(double light)
{
    const double top = to_pq(1000), most = to_pq(203) / top, knee = 1.5 * most - 0.5;
    double e = fmin(to_pq(light) / top, 1), t = (e - knee) / (1 - knee);

    if (e > knee)
        e = (2 * t * t * t - 3 * t * t + 1) * knee + (t * t * t - 2 * t * t + t) * (1 - knee) +
            (3 * t * t - 2 * t * t * t) * most;
    return from_pq(e * top);
}

static double to_srgb(double v)
{
    v = fmin(v, 1);
    return v <= 0.0031308 ? 12.92 * v : 1.055 * pow(v, 1 / 2.4) - 0.055;
}

START_TEST(tables_of_tones_are_what_they_say)
{
    const uint16_t *pq = tg_heif_tone(16), *hlg = tg_heif_tone(18);

    ck_assert_ptr_null(tg_heif_tone(13));
    for (int i = 0; i < 256; i++) {
        ck_assert_double_eq_tol(pq[i], 65280 * to_srgb(rolled_off(from_pq(i / 255.0)) / 203), 0.51);
        ck_assert_double_eq_tol(hlg[i], 65280 * to_srgb(rolled_off(from_hlg(i / 255.0)) / 203),
                                0.51);
    }
    ck_assert_uint_eq(pq[256], pq[255]);
    ck_assert_uint_eq(hlg[256], hlg[255]);
}
END_TEST

START_TEST(hdr_becomes_sdr_in_the_same_primaries)
{
    static const uint16_t transfers[] = {16, 18};
    enum made_stream s = MADE_HEIF_10;
    const uint16_t nclx[] = {9, transfers[_i], 9, LIMITED};
    struct made m = make_heif(&(struct made_heif){.stream = s, .nclx = nclx});
    struct tg_image im = decode_good(&m, plain);

    ck_assert_int_eq(im.model, TG_RGB);
    ck_assert_ptr_nonnull(im.icc.data);
    for (int q = 0; q < 4; q++) {
        double rgb[3];

        colour_of(s, q, 9, LIMITED, rgb);
        for (int c = 0; c < 3; c++) {
            double v = fmin(fmax(rgb[c], 0), 1);

            rgb[c] = 255 * to_srgb(rolled_off(_i ? from_hlg(v) : from_pq(v)) / 203);
        }
        ck_square(&im, 0, 0, q, rgb, 0.8); /* between its steps the table is on the line */
    }
    tg_image_release(&im);
    made_free(&m);
}
END_TEST

#if TG_HAVE_AVIF
START_TEST(identity_is_rgb)
{
    static const int order[] = {2, 0, 1};
    const uint16_t nclx[] = {1, 13, 0, FULL};
    struct made m = make_heif(&(struct made_heif){.stream = MADE_AV1_444, .nclx = nclx});
    struct tg_image im = decode_good(&m, plain);

    ck_assert_int_eq(im.model, TG_RGB);
    for (int q = 0; q < 4; q++)
        for (int c = 0; c < 3; c++)
            ck_assert_uint_eq(sample(&im, (unsigned)c, q % 2 ? 40 : 10, q / 2 ? 40 : 10),
                              made_heif_samples[q][order[c]]);
    tg_image_release(&im);
    made_free(&m);
}
END_TEST

START_TEST(grey_stays_grey)
{
    struct made m = make_heif(&(struct made_heif){.stream = MADE_AV1_GREY});
    struct tg_image im = decode_good(&m, plain);

    ck_assert_int_eq(im.model, TG_GREY);
    ck_assert_uint_eq(im.planes, 1);
    for (int q = 0; q < 4; q++)
        ck_assert_uint_eq(sample(&im, 0, q % 2 ? 40 : 10, q / 2 ? 40 : 10),
                          made_heif_samples[q][0]);
    tg_image_release(&im);
    made_free(&m);
}
END_TEST

START_TEST(alpha_is_a_plane_behind_rgb)
{
    struct made_heif o = {.stream = MADE_AV1_420, .alpha = true};
    struct tg_image im;
    struct made m;

    if (_i % 2) {
        o.columns = o.rows = 2;
        o.grid_w = o.grid_h = 128;
    }
    o.premultiplied = _i / 2;
    m = make_heif(&o);
    im = decode_good(&m, plain);
    ck_assert(im.alpha);
    ck_assert_uint_eq(im.planes, 4);
    ck_assert_int_eq(im.model, TG_RGB);
    for (int q = 0; q < 4; q++) {
        double rgb[3], a = made_heif_samples[q][0];

        colour_of(o.stream, q, 6, FULL, rgb);
        for (int c = 0; c < 3; c++)
            rgb[c] = o.premultiplied ? round(clamped(255 * rgb[c])) * 255 / a : 255 * rgb[c];
        ck_square(&im, 0, 0, q, rgb, 0.52);
        ck_assert_uint_eq(sample(&im, 3, q % 2 ? 40 : 10, q / 2 ? 40 : 10),
                          made_heif_samples[q][0]);
    }
    tg_image_release(&im);
    made_free(&m);
}
END_TEST

START_TEST(other_auxiliary_pictures_are_no_alpha)
{
    struct made m =
        make_heif(&(struct made_heif){.stream = MADE_AV1_420, .alpha = true, .foreign_aux = true});
    struct tg_image im = decode_good(&m, plain);

    ck_assert(!im.alpha);
    ck_assert_int_eq(im.model, TG_YCC);
    tg_image_release(&im);
    made_free(&m);
}
END_TEST
#endif
int main(void)
{
    TCase *tc = tcase_create("heif_colour");

    tcase_add_test(tc, samples_of_phones_stay_as_they_are);
    tcase_add_test(tc, lossy_pictures_are_what_other_decoders_show);
    tcase_add_loop_test(tc, depths_ranges_and_matrices_are_converted_once, 0, 6 * MADE_HEIF_CODED);
    tcase_add_test(tc, numbers_of_colours_become_a_profile);
    tcase_add_test(tc, tables_of_tones_are_what_they_say);
    tcase_add_loop_test(tc, hdr_becomes_sdr_in_the_same_primaries, 0, 2);
#if TG_HAVE_AVIF
    tcase_add_test(tc, identity_is_rgb);
    tcase_add_test(tc, grey_stays_grey);
    tcase_add_loop_test(tc, alpha_is_a_plane_behind_rgb, 0, 4);
    tcase_add_test(tc, other_auxiliary_pictures_are_no_alpha);
#endif
    return tg_suite_run("heif_colour", tc);
}
