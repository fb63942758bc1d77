/* test_formats.c - WebP and GIF, and the table of formats. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "core/codec/exif.h"
#include "tests/support/decode_made.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

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

START_TEST(every_row_of_formats_has_its_codec)
{
    const struct tg_format_row *row = &tg_formats[_i];
    const struct tg_codec *codec = tg_codec_of(row->format);
    char file[64], text[64] = "";

    if (!row->name) /* a number that is used no more */
        return;
    ck_assert_int_eq(row->format, _i);
    ck_assert_ptr_nonnull(row->suffixes[0]);
    for (const char *const *suffix = row->suffixes; *suffix; suffix++) {
        (void)snprintf(file, sizeof(file), "a.b%s", *suffix);
        ck_assert_ptr_eq(tg_format_of_suffix(file), row);
    }
    ck_assert_ptr_nonnull(tg_codec_writer(row->written));
    ck_assert(row->built == (codec != NULL));
    if (!codec)
        return;
    ck_assert_int_eq(codec->format, row->format);
    ck_assert(row->copied == (codec->strip != NULL));
    ck_assert_str_eq(row->written == row->format ? "written" : "", codec->encode ? "written" : "");
    if (codec->version)
        codec->version(text, sizeof(text));
    ck_assert_msg(!codec->version || (strchr(text, ' ') && strpbrk(text, "123456789")),
                  "version '%s'", text);
    ck_assert_msg(codec->encode || codec->sample_len, "nothing warms %s up", row->name);
    if (codec->sample_len)
        ck_assert(codec->match(codec->sample, codec->sample_len));
}
END_TEST

START_TEST(no_row_of_formats_is_for_other_suffixes)
{
    ck_assert_ptr_null(tg_format_of_suffix("a"));
    ck_assert_ptr_null(tg_format_of_suffix("jpg"));
    ck_assert_ptr_null(tg_format_of_suffix("a.jpg/b"));
    ck_assert_ptr_null(tg_format_of_suffix("a.jpgx"));
    ck_assert_ptr_eq(tg_format_of_suffix("a.JPeG"), &tg_formats[TG_JPEG]);
    ck_assert_str_eq(tg_format_kept_suffix("a.JPeG"), ".JPeG");
    ck_assert_str_eq(tg_format_kept_suffix("a.JFIF"), ".jpg");
    ck_assert_str_eq(tg_format_kept_suffix("a.apng"), ".png");
    ck_assert_str_eq(tg_format_kept_suffix("a.txt"), ".txt");
}
END_TEST

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

/* Of row y of a picture in RGB and one in YCbCr. */
static double luma_mse(const struct tg_image *rgb, const struct tg_image *ycc, uint32_t y)
{
    double sum = 0;

    for (uint32_t x = 0; x < rgb->width; x++) {
        double luma = 0.299 * sample(rgb, 0, x, y) + 0.587 * sample(rgb, 1, x, y) +
                      0.114 * sample(rgb, 2, x, y);
        double d = luma - sample(ycc, 0, x, y);

        sum += d * d;
    }
    return sum / rgb->width;
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
        for (uint32_t y = 0; !v && y < back.height; y++)
            ck_assert_double_lt(luma_mse(&im, &back, y), 60);
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
    /* browsers enlarge the canvas for the first frame */
    check_gif(&(struct made_gif){.transparent = -1, .canvas_w = 20, .canvas_h = 10}, 33, 21, false);
    check_gif(&(struct made_gif){.transparent = -1, .canvas_w = 50, .canvas_h = 10}, 50, 21, true);
    check_gif(&(struct made_gif){.transparent = -1, .canvas_w = 20, .canvas_h = 10, .left = 30}, 63,
              21, true);
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

/* The table */

static const struct {
    const char *bytes;
    size_t len;
    const char *word;
} foreign[] = {
#if !TG_HAVE_HEVC
    {"\0\0\0\30ftypheic\0\0\0\0mif1heic", 24, "HEIC"},
    {"\0\0\0\30ftypmif1\0\0\0\0mif1heic", 24, "HEIC"},
    {"\0\0\0\24ftypmif1\0\0\0\0mif1avif", 24, "HEIF"}, /* the box ends before avif */
#endif
#if !TG_HAVE_AVIF
    {"\0\0\0\34ftypmif1\0\0\0\0mif1avifmiaf", 28, "AVIF"},
    {"\0\0\0\24ftypavif\0\0\0\0avif", 20, "AVIF"},
#endif
    {"\0\0\0\24ftypcrx \0\0\0\1crx ", 20, "Canon raw"},
    {"\0\0\0\24ftypisom\0\0\2\0isom", 20, "video"},
    {"\0\0\0\24ftypqt  \0\0\2\0qt  ", 20, "video"},
    {"\0\0\0\14JXL \r\n\x87\n", 12, "JPEG XL"},
    {"\xff\x0a\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a", 12, "JPEG XL"},
    {"II*\0\20\0\0\0CR\2\0", 12, "Canon raw"},
    {"FUJIFILMCCD-RAW 0201", 20, "Fujifilm raw"},
    {"IIRO\10\0\0\0\0\0\0\0", 12, "Olympus raw"},
    {"IIU\0\30\0\0\0\0\0\0\0", 12, "Panasonic raw"},
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
    tcase_add_loop_test(tc, every_row_of_formats_has_its_codec, 0, TG_FORMATS);
    tcase_add_test(tc, no_row_of_formats_is_for_other_suffixes);
    tcase_add_test(tc, gifs_are_composed_on_their_canvas);
    tcase_add_test(tc, hostile_gifs_fail);
#endif
    tcase_add_test(tc, foreign_formats_are_named);
    tcase_add_test(tc, an_empty_file_is_corrupt);
    tcase_add_test(tc, writers_are_found);
    return tg_suite_run("formats", tc);
}
