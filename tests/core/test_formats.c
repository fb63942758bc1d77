/* test_formats.c - WebP, GIF and TIFF, and the table of formats. */
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "core/codec/exif.h"
#include "tests/support/decode_made.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

#if TG_HAVE_TIFF
#include <tiffio.h>
#endif

/* WebP */

static const struct decode_how plain = {0}, with_metadata = {.metadata = true};

static void ck_raster(const struct raster *r, const struct tg_image *im)
{
    ck_assert_uint_eq(im->width, r->w);
    ck_assert_uint_eq(im->height, r->h);
    ck_assert_uint_eq(im->planes, r->channels);
    for (uint32_t y = 0; y < r->h; y++)
        for (uint32_t x = 0; x < r->w; x++)
            for (unsigned c = 0; c < r->channels; c++)
                ck_assert_uint_eq(sample(im, c, x, y),
                                  r->v[((size_t)y * r->w + x) * r->channels + c]);
}

START_TEST(lossless_webp_is_exact)
{
    static const uint32_t sizes[][2] = {{1, 1}, {3, 2}, {17, 33}, {130, 5}};

    for (int i = 0; i < 8; i++) {
        struct raster r = raster_new(sizes[i / 2][0], sizes[i / 2][1], i % 2 ? 4 : 3, 8);
        struct made m;
        struct tg_image im;

        if (r.channels == 4)
            r.v[3] = 7; /* one pixel at least is not opaque */
        m = make_webp(&r, &(struct made_webp){.lossless = true});
        im = decode_good(&m, plain);
        ck_raster(&r, &im);
        ck_assert_int_eq(im.alpha, r.channels == 4);
        tg_image_release(&im);
        made_free(&m);
        raster_free(&r);
    }
}
END_TEST

START_TEST(opaque_alpha_of_webp_is_dropped)
{
    struct raster r = raster_new(20, 20, 4, 8);
    struct tg_image im;
    struct made m;

    for (size_t i = 3; i < (size_t)4 * 400; i += 4)
        r.v[i] = 255;
    m = make_webp_animation(&r);
    im = decode_good(&m, plain);
    ck_assert(!im.alpha);
    ck_assert_uint_eq(im.planes, 3);
    tg_image_release(&im);
    made_free(&m);
    raster_free(&r);
}
END_TEST

START_TEST(an_animated_webp_shows_its_first_frame)
{
    struct raster r = raster_new(40, 30, 3, 8);
    struct made m = make_webp_animation(&r);
    struct tg_image im = decode_good(&m, plain);

    ck_raster(&r, &im);
    tg_image_release(&im);
    made_free(&m);
    raster_free(&r);
}
END_TEST

/* A scene in RGB, as the renderer would hand it over. */
static struct tg_image rgb_scene(uint32_t w, uint32_t h, bool alpha)
{
    struct tg_image ycc = test_scene(5, w, h, 1, 1, 3), im;

    ck_ok(tg_image_new(&im, w, h, TG_RGB, alpha, 8));
    for (uint32_t y = 0; y < h; y++) {
        uint8_t *to[3];
        const uint8_t *from[3];

        for (unsigned c = 0; c < 3; c++) {
            to[c] = im.plane[c].data + y * im.plane[c].stride;
            from[c] = ycc.plane[c].data + y * ycc.plane[c].stride;
        }
        test_kernels()->ycc_to_rgb(to, from, w);
        for (uint32_t x = 0; alpha && x < w; x++)
            im.plane[3].data[y * im.plane[3].stride + x] = (uint8_t)(x * 255 / w);
    }
    tg_image_release(&ycc);
    return im;
}

START_TEST(webp_output_is_close_and_always_the_same)
{
    for (int v = 0; v < 2; v++) {
        struct tg_image im = rgb_scene(201, 99, v == 1), back;
        struct made m = encode_made(&im, TG_WEBP, 90), again = encode_made(&im, TG_WEBP, 90);
        struct made worse = encode_made(&im, TG_WEBP, 20);

        ck_assert_uint_eq(m.len, again.len);
        ck_assert_mem_eq(m.data, again.data, m.len);
        ck_assert_uint_lt(worse.len, m.len);
        back = decode_good(&m, plain);
        ck_assert_uint_eq(back.planes, im.planes);
        ck_assert_int_eq(back.alpha, im.alpha);
        for (unsigned c = 0; c < 3; c++)
            ck_assert_double_lt(v ? 0 : test_mse(&im.plane[c], &back.plane[c]), 60);
        if (v)
            ck_assert_int_eq(test_max_difference(&im.plane[3], &back.plane[3]), 0);
        tg_image_release(&im);
        tg_image_release(&back);
        made_free(&m);
        made_free(&again);
        made_free(&worse);
    }
}
END_TEST

static void ck_blob(const struct tg_blob *b, const char *text, size_t len)
{
    ck_assert_uint_eq(b->len, len);
    ck_assert_mem_eq(b->data, text, len);
}

START_TEST(webp_metadata_goes_in_and_out)
{
    uint8_t block[TG_EXIF_BYTES];
    char icc[] = "0123456789abcdefRGB 56789abcdef0123456789abcdef0123456789abcdef"
                 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdefZ";
    struct tg_image im = rgb_scene(30, 20, false), back;
    struct made m;
    struct tg_info info;

    tg_exif_write(block, 8, "2001-02-03T04:05:06");
    ck_ok(tg_blob_set(&im.icc, icc, sizeof(icc)));
    ck_ok(tg_blob_set(&im.exif, block, sizeof(block)));
    ck_ok(tg_blob_set(&im.xmp, "<xmp/>", 6));
    m = encode_made(&im, TG_WEBP, 75);
    ck_ok(probe_made(&m, 600, &info));
    ck_assert_int_eq(info.format, TG_WEBP);
    ck_assert_uint_eq(info.width, 30);
    ck_assert_uint_eq(info.height, 20);
    ck_assert_uint_eq(info.orientation, 8);
    ck_assert_str_eq(info.date, "2001-02-03T04:05:06");
    ck_fails(probe_made(&m, 599, &info), TG_E_LIMIT);
    ck_fails(decode_made(&m, (struct decode_how){.max_pixels = 599}, &back, NULL), TG_E_LIMIT);
    back = decode_good(&m, with_metadata);
    ck_assert_uint_eq(back.orientation, 8);
    ck_blob(&back.icc, icc, sizeof(icc));
    ck_blob(&back.exif, (const char *)block, sizeof(block));
    ck_blob(&back.xmp, "<xmp/>", 6);
    tg_image_release(&back);
    back = decode_good(&m, plain);
    ck_blob(&back.icc, icc, sizeof(icc));
    ck_assert_ptr_null(back.exif.data);
    ck_assert_ptr_null(back.xmp.data);
    tg_image_release(&back);
    tg_image_release(&im);
    made_free(&m);
}
END_TEST

START_TEST(too_wide_for_webp_is_an_error)
{
    struct tg_encode_options o = {.format = TG_WEBP, .quality = 75};
    struct tg_image im;
    struct tg_sink sink;

    ck_ok(tg_image_new(&im, 16384, 1, TG_RGB, false, 8));
    ck_ok(tg_sink_init(&sink, -1, "x.webp"));
    ck_fails(tg_codec_webp.encode(test_kernels(), &im, &o, &sink), TG_E_LIMIT);
    tg_sink_release(&sink);
    tg_image_release(&im);
}
END_TEST

/* GIF */

#if TG_HAVE_GIF
static void ck_palette(const struct raster *r, const struct made_gif *o, const struct tg_image *im)
{
    for (uint32_t y = 0; y < im->height; y++)
        for (uint32_t x = 0; x < im->width; x++) {
            uint32_t fx = x - (uint32_t)o->left, fy = y - (uint32_t)o->top;
            uint8_t rgba[4] = {0};
            bool seen = fx < r->w && fy < r->h;

            if (seen)
                made_palette(r->v[(size_t)fy * r->w + fx], rgba);
            rgba[3] = seen && r->v[(size_t)fy * r->w + fx] != o->transparent ? 255 : 0;
            for (unsigned c = 0; c < im->planes; c++)
                ck_assert_uint_eq(sample(im, c, x, y), rgba[c]);
        }
}

static void check_gif(const struct made_gif *o, uint32_t w, uint32_t h, bool alpha)
{
    struct raster r = raster_new(33, 21, 1, 7);
    struct made m = make_gif(&r, o);
    struct tg_image im = decode_good(&m, plain);
    struct tg_info info;

    ck_assert_uint_eq(im.width, w);
    ck_assert_uint_eq(im.height, h);
    ck_assert_int_eq(im.alpha, alpha);
    ck_palette(&r, o, &im);
    ck_ok(probe_made(&m, 1 << 20, &info));
    ck_assert_int_eq(info.format, TG_GIF);
    ck_assert_uint_eq(info.width, w);
    ck_assert_uint_eq(info.height, h);
    tg_image_release(&im);
    made_free(&m);
    raster_free(&r);
}

START_TEST(gifs_are_composed_on_their_canvas)
{
    check_gif(&(struct made_gif){.transparent = -1}, 33, 21, false);
    check_gif(&(struct made_gif){.transparent = -1, .interlaced = true}, 33, 21, false);
    check_gif(&(struct made_gif){.transparent = -1, .second_frame = true}, 33, 21, false);
    check_gif(&(struct made_gif){.transparent = 40, .interlaced = true}, 33, 21, true);
    check_gif(&(struct made_gif){.transparent = 127, .zero_canvas = true, .left = 2}, 35, 21, true);
    check_gif(
        &(struct made_gif){.transparent = -1, .canvas_w = 50, .canvas_h = 40, .left = 9, .top = 7},
        50, 40, true);
    check_gif(&(struct made_gif){.transparent = -1, .canvas_w = 20, .canvas_h = 10}, 20, 10, false);
    check_gif(&(struct made_gif){.transparent = -1, .canvas_w = 20, .canvas_h = 10, .left = 30}, 20,
              10, true);
}
END_TEST

START_TEST(hostile_gifs_fail)
{
    struct raster r = raster_new(60, 60, 1, 4);
    struct made m = make_gif(&r, &(struct made_gif){.transparent = -1, .no_palette = true});
    struct tg_image im;
    struct tg_info info;

    ck_fails(decode_made(&m, plain, &im, NULL), TG_E_CORRUPT);
    made_free(&m);
    m = make_gif(&r, &(struct made_gif){.transparent = -1, .canvas_w = 5, .canvas_h = 5});
    ck_fails(probe_made(&m, 3599, &info), TG_E_LIMIT); /* the frame counts, not the canvas */
    ck_fails(decode_made(&m, (struct decode_how){.max_pixels = 3599}, &im, NULL), TG_E_LIMIT);
    made_free(&m);
    raster_free(&r);
}
END_TEST
#endif

/* TIFF */

#if TG_HAVE_TIFF
enum { NO_EXTRA = 0xffff };

static unsigned narrowed(unsigned v, unsigned bits, bool deep)
{
    return bits == 16 && !deep ? (v * 255 + 32767) / 65535 : v;
}

/* Plain samples of 8 or 16 bits. */
static void check_tiff(unsigned channels, unsigned bits, struct made_tiff o, bool deep)
{
    struct raster r = raster_new(37, 23, channels, bits);
    struct made m = make_tiff(&r, &o);
    struct tg_image im = decode_good(&m, (struct decode_how){.deep = deep});
    unsigned invert =
        o.photometric == PHOTOMETRIC_MINISWHITE ? (deep && bits == 16 ? 65535 : 255) : 0;

    ck_assert_uint_eq(im.width, 37);
    ck_assert_uint_eq(im.height, 23);
    ck_assert_uint_eq(im.depth, bits == 16 && deep ? 16 : 8);
    ck_assert_uint_eq(im.planes, channels);
    for (uint32_t y = 0; y < r.h; y++)
        for (uint32_t x = 0; x < r.w; x++)
            for (unsigned c = 0; c < channels; c++)
                ck_assert_uint_eq(sample(&im, c, x, y),
                                  narrowed(r.v[((size_t)y * r.w + x) * channels + c], bits, deep) ^
                                      invert);
    tg_image_release(&im);
    made_free(&m);
    raster_free(&r);
}

static const uint16_t compressions[] = {COMPRESSION_NONE, COMPRESSION_LZW,
                                        COMPRESSION_ADOBE_DEFLATE, COMPRESSION_PACKBITS};

START_TEST(plain_tiffs_give_their_exact_samples)
{
    for (int v = 0; v < 32; v++) {
        struct made_tiff o = {.compression = compressions[_i],
                              .photometric = PHOTOMETRIC_RGB,
                              .tile = v & 1 ? 16 : 0,
                              .big_endian = v & 2,
                              .extra = NO_EXTRA};
        unsigned bits = v & 4 ? 16 : 8;
        bool deep = v & 8;

        if (v & 16) {
            check_tiff(3, bits, o, deep);
            o.extra = EXTRASAMPLE_UNASSALPHA;
            check_tiff(4, bits, o, deep);
            continue;
        }
        o.photometric = v & 2 ? PHOTOMETRIC_MINISWHITE : PHOTOMETRIC_MINISBLACK;
        check_tiff(1, bits, o, deep);
        o.photometric = PHOTOMETRIC_MINISBLACK;
        o.extra = EXTRASAMPLE_UNASSALPHA;
        check_tiff(2, bits, o, deep);
    }
}
END_TEST

/* What libtiff converts: palettes, few bits, planes apart. */
static void check_converted(unsigned channels, unsigned bits, struct made_tiff o, bool grey)
{
    struct raster r = raster_new(37, 23, channels, bits);
    struct made m = make_tiff(&r, &o);
    struct tg_image im = decode_good(&m, plain);

    ck_assert_int_eq(im.model, grey ? TG_GREY : TG_RGB);
    ck_assert(!im.alpha);
    for (uint32_t y = 0; y < r.h; y++)
        for (uint32_t x = 0; x < r.w; x++)
            for (unsigned c = 0; c < im.planes; c++) {
                const uint16_t *v = r.v + ((size_t)y * r.w + x) * channels;
                uint8_t rgba[4];

                made_palette(v[0], rgba);
                ck_assert_uint_eq(sample(&im, c, x, y), grey ? v[0] * 255u / ((1u << bits) - 1)
                                                        : channels == 3 ? v[c]
                                                                        : rgba[c]);
            }
    tg_image_release(&im);
    made_free(&m);
    raster_free(&r);
}

START_TEST(other_tiffs_are_converted)
{
    struct made_tiff o = {.photometric = PHOTOMETRIC_PALETTE, .extra = NO_EXTRA};

    check_converted(1, 8, o, false);
    check_converted(1, 4, o, false);
    o.photometric = PHOTOMETRIC_MINISBLACK;
    check_converted(1, 1, o, true);
    check_converted(1, 4, o, true);
    o.photometric = PHOTOMETRIC_RGB;
    o.planar = PLANARCONFIG_SEPARATE;
    check_converted(3, 8, o, false);
}
END_TEST

static void check_associated(unsigned bits, bool deep)
{
    struct raster r = raster_new(16, 16, 4, bits);
    struct made_tiff o = {.photometric = PHOTOMETRIC_RGB, .extra = EXTRASAMPLE_ASSOCALPHA};
    unsigned top = (1u << bits) - 1, full = deep && bits == 16 ? 65535 : 255;
    struct tg_image im;
    struct made m;

    for (size_t i = 0; i < 256; i++) { /* mid grey and white under half an alpha */
        r.v[4 * i] = (uint16_t)(top / 4);
        r.v[4 * i + 1] = r.v[4 * i + 3] = (uint16_t)(top / 2);
        r.v[4 * i + 2] = 0;
    }
    m = make_tiff(&r, &o);
    im = decode_good(&m, (struct decode_how){.deep = deep});
    ck_assert(im.alpha);
    ck_assert_int_le(abs((int)sample(&im, 0, 3, 3) - (int)full / 2), 1 + (int)full / 128);
    ck_assert_uint_eq(sample(&im, 1, 3, 3), full);
    ck_assert_uint_eq(sample(&im, 2, 3, 3), 0);
    tg_image_release(&im);
    made_free(&m);
    raster_free(&r);
}

START_TEST(premultiplied_alpha_of_tiff_is_undone)
{
    check_associated(8, false);
    check_associated(16, false);
    check_associated(16, true);
}
END_TEST

START_TEST(tiff_orientation_is_told_and_not_applied)
{
    for (uint16_t orientation = 1; orientation <= 8; orientation++)
        for (int palette = 0; palette < 2; palette++) {
            struct made_tiff o = {.photometric = palette ? PHOTOMETRIC_PALETTE : PHOTOMETRIC_RGB,
                                  .extra = NO_EXTRA,
                                  .orientation = orientation,
                                  .dated = true,
                                  .second_page = true};
            struct raster r = raster_new(37, 23, palette ? 1 : 3, 8);
            struct made m = make_tiff(&r, &o);
            struct tg_image im = decode_good(&m, plain);
            struct tg_info info;

            ck_ok(probe_made(&m, (uint64_t)37 * 23, &info));
            ck_assert_int_eq(info.format, TG_TIFF);
            ck_assert_uint_eq(info.width, 37);
            ck_assert_uint_eq(info.height, 23);
            ck_assert_uint_eq(info.orientation, orientation);
            ck_assert_str_eq(info.date, "2021-03-04T05:06:07");
            ck_assert_uint_eq(im.orientation, orientation);
            ck_fails(probe_made(&m, 37 * 23 - 1, &info), TG_E_LIMIT);
            tg_image_release(&im);
            made_free(&m);
            raster_free(&r);
            if (palette)
                check_converted(1, 8, o, false);
            else
                check_tiff(3, 8, o, false);
        }
}
END_TEST

static void refuse_tiff(unsigned channels, unsigned bits, struct made_tiff o, const char *word)
{
    struct raster r = raster_new(16, 16, channels, bits);
    struct made m = make_tiff(&r, &o);
    struct tg_image im;
    struct tg_err *err = decode_made(&m, plain, &im, NULL);
    struct tg_info info;
    struct tg_buf text;

    ck_assert_ptr_nonnull(err);
    tg_buf_init(&text, TG_BUF_MAX);
    tg_err_text(err, &text);
    ck_assert_msg(strstr(tg_buf_str(&text), word) != NULL, "%s", tg_buf_str(&text));
    tg_buf_release(&text);
    ck_fails(err, TG_E_UNSUPPORTED);
    ck_fails(probe_made(&m, 1000, &info), TG_E_UNSUPPORTED);
    made_free(&m);
    raster_free(&r);
}

START_TEST(raw_photos_and_cmyk_are_refused_by_name)
{
    struct made_tiff o = {.photometric = PHOTOMETRIC_RGB, .extra = NO_EXTRA};

    o.dng = true;
    refuse_tiff(3, 8, o, "raw photo");
    o.dng = false;
    o.raw_like = true;
    refuse_tiff(3, 8, o, "raw photo");
    o.raw_like = false;
    o.sample_format = SAMPLEFORMAT_IEEEFP;
    refuse_tiff(3, 16, o, "integer samples");
    o.sample_format = 0;
    o.photometric = PHOTOMETRIC_SEPARATED;
    refuse_tiff(4, 8, o, "CMYK");
}
END_TEST

START_TEST(tiff_profile_is_kept)
{
    uint8_t icc[300] = "0123456789abcdefRGB ";
    struct made_tiff o = {
        .photometric = PHOTOMETRIC_RGB, .extra = NO_EXTRA, .icc = icc, .icc_len = sizeof(icc)};
    struct raster r = raster_new(16, 16, 3, 8);
    struct made m = make_tiff(&r, &o);
    struct tg_image im = decode_good(&m, plain);

    ck_blob(&im.icc, (const char *)icc, sizeof(icc));
    tg_image_release(&im);
    made_free(&m);
    raster_free(&r);
}
END_TEST
#endif

/* The table */

static const struct {
    const char *bytes;
    size_t len;
    const char *word;
} foreign[] = {
    {"\0\0\0\30ftypheic\0\0\0\0mif1heic", 24, "HEIC"},
    {"\0\0\0\30ftypmif1\0\0\0\0mif1heic", 24, "HEIC"},
    {"\0\0\0\34ftypmif1\0\0\0\0mif1avifmiaf", 28, "AVIF"},
    {"\0\0\0\24ftypmif1\0\0\0\0mif1avif", 24, "HEIF"}, /* the box ends before avif */
    {"\0\0\0\24ftypavif\0\0\0\0avif", 20, "AVIF"},
    {"\0\0\0\24ftypcrx \0\0\0\1crx ", 20, "Canon raw"},
    {"\0\0\0\24ftypisom\0\0\2\0isom", 20, "video"},
    {"\0\0\0\24ftypqt  \0\0\2\0qt  ", 20, "video"},
    {"\0\0\0\14JXL \r\n\x87\n", 12, "JPEG XL"},
    {"\xff\x0a\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a", 12, "JPEG XL"},
    {"II*\0\20\0\0\0CR\2\0", 12, "Canon raw"},
    {"FUJIFILMCCD-RAW 0201", 20, "Fujifilm raw"},
    {"IIRO\10\0\0\0\0\0\0\0", 12, "Olympus raw"},
    {"IIU\0\30\0\0\0\0\0\0\0", 12, "Panasonic raw"},
    {"BM\66\0\0\0\0\0\0\0\0\0", 12, "BMP"},
    {"8BPS\0\1\0\0\0\0\0\0", 12, "Photoshop"},
    {"<svg xmlns=''/>", 15, "SVG"},
    {"%PDF-1.7\n%xx", 12, "PDF"},
    {"RIFF....AVI LIST", 16, "video"},
    {"RIFF....WAVEfmt ", 16, "not a picture"},
    {"hello", 5, "not a picture"},
    {"\x89", 1, "not a picture"},
};

START_TEST(foreign_formats_are_named)
{
    for (size_t i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++) {
        uint8_t bytes[32] = {0};
        struct made m = {bytes, foreign[i].len};
        struct tg_image im;
        struct tg_err *err;
        struct tg_buf text;

        memcpy(bytes, foreign[i].bytes, foreign[i].len);
        err = decode_made(&m, plain, &im, NULL);
        ck_assert_ptr_nonnull(err);
        tg_buf_init(&text, TG_BUF_MAX);
        tg_err_text(err, &text);
        ck_assert_msg(strstr(tg_buf_str(&text), foreign[i].word) != NULL, "%s is not called %s",
                      tg_buf_str(&text), foreign[i].word);
        ck_assert_ptr_null(strchr(tg_buf_str(&text), '\n'));
        tg_buf_release(&text);
        ck_fails(err, TG_E_UNSUPPORTED);
    }
}
END_TEST

START_TEST(an_empty_file_is_corrupt)
{
    struct made m = {NULL, 0};
    struct tg_image im;

    ck_fails(decode_made(&m, plain, &im, NULL), TG_E_CORRUPT);
}
END_TEST

START_TEST(writers_are_found)
{
    ck_assert_ptr_eq(tg_codec_writer(TG_JPEG), &tg_codec_jpeg);
    ck_assert_ptr_eq(tg_codec_writer(TG_PNG), &tg_codec_png);
    ck_assert_ptr_eq(tg_codec_writer(TG_WEBP), &tg_codec_webp);
    ck_assert_ptr_null(tg_codec_writer(TG_GIF));
    ck_assert_ptr_null(tg_codec_writer(TG_TIFF));
}
END_TEST

static void add_webp_tests(TCase *tc)
{
    tcase_add_test(tc, lossless_webp_is_exact);
    tcase_add_test(tc, opaque_alpha_of_webp_is_dropped);
    tcase_add_test(tc, an_animated_webp_shows_its_first_frame);
    tcase_add_test(tc, webp_output_is_close_and_always_the_same);
    tcase_add_test(tc, webp_metadata_goes_in_and_out);
    tcase_add_test(tc, too_wide_for_webp_is_an_error);
}

int main(void)
{
    TCase *tc = tcase_create("formats");

    tcase_set_timeout(tc, 120);
    add_webp_tests(tc);
#if TG_HAVE_GIF
    tcase_add_test(tc, gifs_are_composed_on_their_canvas);
    tcase_add_test(tc, hostile_gifs_fail);
#endif
#if TG_HAVE_TIFF
    tcase_add_loop_test(tc, plain_tiffs_give_their_exact_samples, 0, 4);
    tcase_add_test(tc, other_tiffs_are_converted);
    tcase_add_test(tc, premultiplied_alpha_of_tiff_is_undone);
    tcase_add_test(tc, tiff_orientation_is_told_and_not_applied);
    tcase_add_test(tc, raw_photos_and_cmyk_are_refused_by_name);
    tcase_add_test(tc, tiff_profile_is_kept);
#endif
    tcase_add_test(tc, foreign_formats_are_named);
    tcase_add_test(tc, an_empty_file_is_corrupt);
    tcase_add_test(tc, writers_are_found);
    return tg_suite_run("formats", tc);
}
