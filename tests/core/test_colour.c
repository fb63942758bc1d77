/* test_colour.c - colours that files tell without a profile, profiles that are broken, and inks. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <check.h>
#include <jpeglib.h>

#include "core/image/icc.h"
#include "core/render/render.h"
#include "tests/support/decode_made.h"
#include "tests/support/exif_entry.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

/* One pixel, converted to sRGB. */
static void ck_srgb(struct tg_image *im, const uint8_t want[3], int most)
{
    bool usable;

    ck_ok(tg_image_to_srgb(im, &usable));
    ck_assert(usable);
    for (unsigned c = 0; c < im->planes; c++)
        ck_assert_int_le(abs((int)sample(im, c, 0, 0) - want[c]), most);
}

static void put32(uint8_t *p, uint32_t v)
{
    for (unsigned i = 0; i < 4; i++)
        p[i] = (uint8_t)(v >> (24 - 8 * i));
}

/* ---- gAMA and cHRM --------------------------------------------------------------------------- */

struct numbers {
    uint32_t gamma, chrm[8]; /* 0: none */
};

static const struct numbers adobe = {45455,
                                     {31270, 32900, 64000, 33000, 21000, 71000, 15000, 6000}};
static const struct numbers srgb = {45455, {31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000}};

static struct tg_image decode_numbers(const struct numbers *n, unsigned channels,
                                      const uint16_t *pixel, const struct made_chunk *more)
{
    uint8_t gamma[4], chrm[32];
    struct made_chunk chunks[4] = {{.name = "tEXt", .data = "a\0b", .len = 3}};
    size_t used = 1;
    struct raster r = {1, 1, channels, 8, (uint16_t *)(uintptr_t)pixel};
    struct tg_image im;
    struct made m;

    put32(gamma, n->gamma);
    for (size_t i = 0; i < 8; i++)
        put32(chrm + 4 * i, n->chrm[i]);
    if (n->gamma)
        chunks[used++] = (struct made_chunk){.name = "gAMA", .data = gamma, .len = 4};
    if (n->chrm[0])
        chunks[used++] = (struct made_chunk){.name = "cHRM", .data = chrm, .len = 32};
    if (more)
        chunks[0] = *more;
    m = make_png(&r, &(struct made_png){.chunks = chunks});
    im = decode_good(&m, (struct decode_how){0});
    made_free(&m);
    return im;
}

/* The values are Chromium's. */
START_TEST(pngs_that_tell_their_colours_get_a_profile)
{
    static const struct {
        struct numbers numbers;
        uint16_t from[3];
        uint8_t want[3];
    } v[] = {
        {{100000, {0}}, {128, 128, 128}, {188, 188, 188}},
        {{55556, {0}}, {128, 128, 128}, {146, 146, 146}},
        {{43000, {0}}, {128, 200, 60}, {124, 199, 52}},
        {{20000, {0}}, {128, 200, 60}, {50, 148, 2}},
        {{1000000, {0}}, {128, 200, 60}, {247, 252, 239}},
        {{45455, {31270, 32900, 64000, 33000, 21000, 71000, 15000, 6000}},
         {72, 183, 128},
         {0, 184, 126}},
        {{45455, {31000, 31600, 67000, 33000, 21000, 71000, 14000, 8000}},
         {128, 200, 60},
         {83, 197, 29}},
        {{55556, {34570, 35850, 73470, 26530, 15960, 84040, 3660, 10}},
         {128, 200, 60},
         {87, 222, 0}},
    };

    for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
        struct tg_image im = decode_numbers(&v[i].numbers, 3, v[i].from, NULL);

        ck_assert_ptr_nonnull(im.icc.data);
        ck_srgb(&im, v[i].want, 1);
        tg_image_release(&im);
    }
}
END_TEST

START_TEST(grey_has_a_gamma_too)
{
    static const uint16_t grey[] = {128};
    struct tg_image im = decode_numbers(&(struct numbers){.gamma = 100000}, 1, grey, NULL);

    ck_assert_int_eq(im.model, TG_GREY);
    ck_assert_int_eq(tg_icc_space(&im.icc), TG_ICC_GREY);
    ck_srgb(&im, (const uint8_t[]){188, 188, 188}, 1);
    tg_image_release(&im);
}
END_TEST

START_TEST(what_means_srgb_or_nothing_gets_no_profile)
{
    static const struct numbers plain[] = {
        {45455, {0}},
        {45000, {0}},
        {47619, {0}},
        {0, {31270, 32900, 64000, 33000, 21000, 71000, 15000, 6000}},       /* no curve */
        {100000, {31270, 32900, 10000, 10000, 20000, 20000, 30000, 30000}}, /* no colours */
        {100000, {90000, 5000, 64000, 33000, 30000, 60000, 15000, 6000}},   /* no white */
        {100000, {1, 0, 0, 0, 0, 0, 0, 0}},
        {1, {0}},
        {UINT32_MAX, {0}},
    };
    static const uint16_t pixel[] = {128, 200, 60};
    struct tg_image im = decode_numbers(&srgb, 3, pixel, NULL);

    ck_assert_ptr_null(im.icc.data);
    tg_image_release(&im);
    for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
        im = decode_numbers(&plain[i], 3, pixel, NULL);
        ck_assert_ptr_null(im.icc.data);
        tg_image_release(&im);
    }
}
END_TEST

START_TEST(better_descriptions_win)
{
    static const struct made_chunk better[] = {{.name = "sRGB", .data = "", .len = 1},
                                               {.name = "cICP", .data = "\1\15\0\1", .len = 4}};
    static const uint16_t pixel[] = {128, 200, 60};

    for (size_t i = 0; i < 2; i++) {
        struct tg_image im = decode_numbers(&adobe, 3, pixel, &better[i]);

        ck_assert_ptr_null(im.icc.data);
        tg_image_release(&im);
    }
}
END_TEST

/* ---- Adobe RGB by EXIF ----------------------------------------------------------------------- */

/* IFD 0 at 8, Exif's at 26, interoperability's at 56. */
static struct made dcf_exif(unsigned space, const char *index)
{
    uint8_t block[6 + 74] = "Exif\0\0II*\0\10", *tiff = block + 6;
    struct made m = {malloc(sizeof(block)), sizeof(block)};

    exif_put16(tiff + 8, 1);
    exif_put_entry(tiff + 10, 0x8769, 4, 1, 26);
    exif_put16(tiff + 26, 2);
    exif_put_entry(tiff + 28, 0xa001, 3, 1, space);
    exif_put_entry(tiff + 40, 0xa005, 4, 1, 56);
    exif_put16(tiff + 56, 1);
    exif_put_entry(tiff + 58, 1, 2, 4, 0);
    memcpy(tiff + 66, index, 4);
    memcpy(m.data, block, sizeof(block));
    return m;
}

static struct made dcf_jpeg(unsigned space, const char *index, const char *icc)
{
    struct tg_image im = test_scene(4, 80, 60, 2, 2, 3);
    struct made exif = dcf_exif(space, index), m;
    uint8_t profile[200] = {0};

    im.exif = (struct tg_blob){exif.data, exif.len};
    if (icc) {
        memcpy(profile + 16, icc, 4);
        memcpy(profile + 36, "acsp", 4);
        ck_ok(tg_blob_set(&im.icc, profile, sizeof(profile)));
    }
    m = encode_made(&im, TG_JPEG, 90);
    tg_image_release(&im);
    return m;
}

START_TEST(exif_tells_of_adobe_rgb)
{
    static const struct {
        unsigned space;
        const char *index, *icc;
        bool made;
    } v[] = {{65535, "R03", NULL, true},    {2, "R03", NULL, true},   {1, "R03", NULL, false},
             {65535, "R98", NULL, false},   {1, "R98", NULL, false},  {2, "THM", NULL, false},
             {65535, "R03", "RGB ", false}, {2, "R03", "RGB ", false}};

    for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
        struct made m = dcf_jpeg(v[i].space, v[i].index, v[i].icc);
        struct tg_image im = decode_good(&m, (struct decode_how){0});

        ck_assert_int_eq(im.icc_made, v[i].made);
        ck_assert_int_eq(im.icc.data != NULL, v[i].made || v[i].icc);
        ck_assert(!v[i].icc || im.icc.len == 200); /* an embedded profile wins */
        tg_image_release(&im);
        made_free(&m);
    }
}
END_TEST

START_TEST(our_adobe_rgb_has_the_right_colours)
{
    static const struct {
        uint8_t from[3], want[3];
    } v[] = {{{200, 60, 40}, {231, 57, 34}},
             {{40, 200, 60}, {0, 201, 37}},
             {{128, 128, 128}, {128, 128, 128}},
             {{0, 255, 0}, {0, 255, 0}}};

    for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
        struct tg_image im;

        ck_ok(tg_image_new(&im, 1, 1, TG_RGB, false, 8));
        for (unsigned c = 0; c < 3; c++)
            im.plane[c].data[0] = v[i].from[c];
        ck_ok(tg_icc_adobe_rgb(&im.icc));
        ck_assert_uint_lt(im.icc.len, 1000);
        ck_srgb(&im, v[i].want, 1);
        tg_image_release(&im);
    }
}
END_TEST

/* ---- Outputs --------------------------------------------------------------------------------- */

/* What tg_render() makes of a file. */
static struct made render(const struct made *m, const char *geometry, enum tg_target target,
                          bool to_srgb, struct tg_damage *damage)
{
    struct tg_output_spec s = {
        .target = target, .quality = 90, .colour = to_srgb ? TG_COLOUR_SRGB : TG_COLOUR_KEEP};
    struct tg_render job = {test_kernels(), {1 << 28}, "test", &s, 1, NULL};
    int source = test_file(), out = test_file();
    struct tg_output_result result;
    struct made made;

    ck_assert(tg_geometry_parse(geometry, &s.geometry));
    ck_assert_int_eq(write(source, m->data, m->len), (ssize_t)m->len);
    ck_assert_int_eq(lseek(source, 0, SEEK_SET), 0);
    ck_ok(tg_render(&job, source, &out, &result, damage));
    made = (struct made){malloc(result.bytes), result.bytes};
    ck_assert_int_eq(pread(out, made.data, made.len, 0), (ssize_t)made.len);
    close(source);
    close(out);
    return made;
}

START_TEST(outputs_carry_adobe_rgb_or_are_converted)
{
    static const char *const geometries[] = {"40", "copy", "original"};
    struct made m = dcf_jpeg(65535, "R03", NULL);
    struct tg_image whole = decode_good(&m, (struct decode_how){0});
    struct tg_damage damage = {0};

    for (size_t i = 0; i < 3; i++) {
        struct made kept = render(&m, geometries[i], TG_TARGET_SAME, false, &damage);
        struct made turned = render(&m, geometries[i], TG_TARGET_SAME, true, &damage);
        struct tg_image a = decode_good(&kept, (struct decode_how){.metadata = true});
        struct tg_image b = decode_good(&turned, (struct decode_how){0});

        ck_assert_uint_eq(a.icc.len, whole.icc.len);
        ck_assert_mem_eq(a.icc.data, whole.icc.data, a.icc.len);
        ck_assert(!a.icc_made); /* it is in the file now */
        ck_assert_ptr_null(a.exif.data);
        ck_assert_ptr_null(b.icc.data);
        if (i == 2) /* the coded data is the file's own */
            ck_same_pixels(&a, &whole);
        tg_image_release(&a);
        tg_image_release(&b);
        made_free(&kept);
        made_free(&turned);
    }
    ck_assert_uint_eq(damage.count, 0);
    tg_image_release(&whole);
    made_free(&m);
}
END_TEST

/* Of planes of YCbCr too: they are what they were in RGB, or keep the profile. */
START_TEST(profiles_of_lossy_webps_are_used_or_kept)
{
    static const uint16_t pixel[3] = {60, 180, 90};
    struct tg_image im = decode_numbers(&adobe, 3, pixel, NULL), kept, converted;
    struct made m = encode_made(&im, TG_WEBP, 100), files[2];
    struct tg_damage damage = {0};
    bool usable;

    files[0] = render(&m, "copy", TG_TARGET_JPEG, false, &damage);
    files[1] = render(&m, "copy", TG_TARGET_PNG, true, &damage);
    kept = decode_good(&files[0], (struct decode_how){0});
    converted = decode_good(&files[1], (struct decode_how){0});
    ck_assert_uint_eq(damage.count, 0);
    ck_assert_uint_eq(kept.icc.len, im.icc.len);
    ck_assert_mem_eq(kept.icc.data, im.icc.data, im.icc.len);
    ck_assert_ptr_null(converted.icc.data);
    ck_ok(tg_image_to_srgb(&im, &usable));
    for (unsigned c = 0; c < 3; c++) /* the encoder's and 4:2:0's part */
        ck_assert_int_le(abs((int)sample(&converted, c, 0, 0) - (int)sample(&im, c, 0, 0)), 6);
    ck_assert_int_gt(abs((int)sample(&im, 0, 0, 0) - pixel[0]), 20);
    tg_image_release(&im);
    tg_image_release(&kept);
    tg_image_release(&converted);
    made_free(&files[0]);
    made_free(&files[1]);
    made_free(&m);
}
END_TEST

/* WebP has no grey: the profile of a grey picture is used, not dropped. */
START_TEST(grey_profiles_reach_webp)
{
    static uint16_t pixels[16 * 16];
    uint8_t gamma[4];
    struct made_chunk chunks[2] = {{.name = "gAMA", .data = gamma, .len = 4}};
    struct raster r = {16, 16, 1, 8, pixels};
    struct tg_damage damage = {0};
    struct made m, out;
    struct tg_image im;

    put32(gamma, 100000);
    for (size_t i = 0; i < 256; i++)
        pixels[i] = 128;
    m = make_png(&r, &(struct made_png){.chunks = chunks});
    out = render(&m, "copy", TG_TARGET_WEBP, false, &damage);
    im = decode_good(&out, (struct decode_how){0});
    ck_assert_ptr_null(im.icc.data);
    ck_assert_int_le(abs((int)sample(&im, 0, 8, 8) - 188), 2);
    tg_image_release(&im);
    made_free(&out);
    made_free(&m);
}
END_TEST

/* ---- Broken profiles ------------------------------------------------------------------------- */

static const enum tg_format written[] = {TG_JPEG, TG_PNG, TG_WEBP};

/* _i: of `written` */
START_TEST(a_broken_profile_costs_no_picture)
{
    struct tg_image im;
    uint8_t icc[400] = {0};
    struct tg_damage damage = {0};
    struct made with, without, a, b;

    if (written[_i] == TG_JPEG)
        im = test_scene(4, 60, 40, 1, 1, 3);
    else
        ck_ok(tg_image_new(&im, 60, 40, TG_RGB, false, 8));
    for (unsigned c = 0; written[_i] != TG_JPEG && c < 3; c++)
        for (uint32_t y = 0; y < 40; y++)
            memset(im.plane[c].data + y * im.plane[c].stride, (int)(60 * c + y), 60);
    without = encode_made(&im, written[_i], 90);
    memcpy(icc + 12, "mntrRGB XYZ ", 12);
    memcpy(icc + 36, "acsp", 4);
    ck_ok(tg_blob_set(&im.icc, icc, sizeof(icc)));
    with = encode_made(&im, written[_i], 90);
    a = render(&with, "30", TG_TARGET_PNG, true, &damage);
    ck_assert_uint_eq(damage.count, 1);
    ck_assert_str_eq(damage.first, "the colour profile is damaged; shown as sRGB");
    b = render(&without, "30", TG_TARGET_PNG, true, &damage);
    ck_assert_uint_eq(damage.count, 1);
    ck_assert_uint_eq(a.len, b.len);
    ck_assert_mem_eq(a.data, b.data, a.len);
    made_free(&a);
    made_free(&b);
    made_free(&with);
    made_free(&without);
    tg_image_release(&im);
}
END_TEST

/* ---- Inks ------------------------------------------------------------------------------------ */

/* With a profile of nothing but its header, for colours of the space, if one is named. */
static struct made cmyk_jpeg(bool adobe_mark, const char *icc_space, const uint8_t inks[4])
{
    JOCTET icc[200] = {0};
    struct jpeg_compress_struct c;
    struct jpeg_error_mgr e;
    unsigned char *data = NULL;
    unsigned long len = 0;
    JSAMPLE row[8 * 4];
    JSAMPROW rows[1] = {row};
    struct made m;

    c.err = jpeg_std_error(&e);
    jpeg_create_compress(&c);
    jpeg_mem_dest(&c, &data, &len);
    c.image_width = c.image_height = 8;
    c.input_components = 4;
    c.in_color_space = JCS_CMYK;
    jpeg_set_defaults(&c);
    jpeg_set_colorspace(&c, JCS_CMYK);
    jpeg_set_quality(&c, 100, TRUE);
    c.write_Adobe_marker = adobe_mark;
    jpeg_start_compress(&c, TRUE);
    memcpy(icc + 16, icc_space ? icc_space : "", icc_space ? 4 : 0);
    memcpy(icc + 36, "acsp", 4);
    if (icc_space)
        jpeg_write_icc_profile(&c, icc, sizeof(icc));
    for (size_t i = 0; i < sizeof(row); i++)
        row[i] = inks[i % 4];
    while (c.next_scanline < c.image_height)
        (void)jpeg_write_scanlines(&c, rows, 1);
    jpeg_finish_compress(&c);
    jpeg_destroy_compress(&c);
    m = (struct made){malloc(len), len};
    memcpy(m.data, data, len);
    free(data);
    return m;
}

/* As browsers do, which do not ask for Adobe's mark. */
START_TEST(inks_are_inverted_with_and_without_a_mark)
{
    static const uint8_t inks[] = {30, 60, 90, 120}, want[] = {14, 28, 42};

    for (int mark = 0; mark < 2; mark++) {
        struct made m = cmyk_jpeg(mark, NULL, inks);
        struct tg_image im = decode_good(&m, (struct decode_how){0});

        for (unsigned c = 0; c < 3; c++)
            ck_assert_int_le(abs((int)sample(&im, c, 4, 4) - want[c]), 1);
        tg_image_release(&im);
        made_free(&m);
    }
}
END_TEST

START_TEST(a_broken_profile_of_inks_is_damage)
{
    static const uint8_t inks[] = {30, 60, 90, 120};
    struct made m = cmyk_jpeg(true, "CMYK", inks);
    struct tg_damage damage = {0};
    struct tg_image im;

    ck_ok(decode_made(&m, (struct decode_how){0}, &im, &damage));
    ck_assert_uint_eq(damage.count, 1);
    ck_assert_int_le(abs((int)sample(&im, 2, 4, 4) - 42), 1);
    tg_image_release(&im);
    made_free(&m);
}
END_TEST

/* Left in by programs that change the mode only; the pixels are made sRGB by the formula. */
START_TEST(a_profile_of_rgb_says_nothing_of_inks)
{
    static const uint8_t inks[] = {30, 60, 90, 120};
    struct made m = cmyk_jpeg(true, "RGB ", inks);
    struct tg_image im = decode_good(&m, (struct decode_how){0});

    ck_assert_ptr_null(im.icc.data);
    tg_image_release(&im);
    made_free(&m);
}
END_TEST

/* What everybody takes for YCbCr is shown right: that is no damage. */
START_TEST(an_unknown_adobe_transform_is_a_note)
{
    static const uint8_t mark[] = "\xff\xee\0\16Adobe\0\144\0\0\0\0\7";
    struct made plain = dcf_jpeg(1, "R98", NULL), m = {malloc(plain.len + 16), plain.len + 16};
    struct tg_image good = decode_good(&plain, (struct decode_how){0}), im;
    struct tg_damage damage = {0};

    /* in the place of JFIF's segment, which would tell */
    memcpy(m.data, plain.data, 2);
    memcpy(m.data + 2, mark, 16);
    memcpy(m.data + 18, plain.data + 20, plain.len - 20);
    m.len = plain.len - 2;
    ck_ok(decode_made(&m, (struct decode_how){0}, &im, &damage));
    ck_assert_uint_eq(damage.count, 0);
    ck_assert_str_ne(damage.note, "");
    ck_same_pixels(&im, &good);
    tg_image_release(&im);
    tg_image_release(&good);
    made_free(&m);
    made_free(&plain);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("colour");

    tcase_set_timeout(tc, 120);
    tcase_add_test(tc, pngs_that_tell_their_colours_get_a_profile);
    tcase_add_test(tc, grey_has_a_gamma_too);
    tcase_add_test(tc, what_means_srgb_or_nothing_gets_no_profile);
    tcase_add_test(tc, better_descriptions_win);
    tcase_add_test(tc, exif_tells_of_adobe_rgb);
    tcase_add_test(tc, our_adobe_rgb_has_the_right_colours);
    tcase_add_test(tc, outputs_carry_adobe_rgb_or_are_converted);
    tcase_add_test(tc, profiles_of_lossy_webps_are_used_or_kept);
    tcase_add_test(tc, grey_profiles_reach_webp);
    tcase_add_loop_test(tc, a_broken_profile_costs_no_picture, 0, 3);
    tcase_add_test(tc, inks_are_inverted_with_and_without_a_mark);
    tcase_add_test(tc, a_broken_profile_of_inks_is_damage);
    tcase_add_test(tc, a_profile_of_rgb_says_nothing_of_inks);
    tcase_add_test(tc, an_unknown_adobe_transform_is_a_note);
    return tg_suite_run("colour", tc);
}
