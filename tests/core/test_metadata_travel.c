/* test_metadata_travel.c - what photos tell, from files of every format through messages to the
 * state; and what a worker that was taken over would like to add. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <check.h>

#include "core/run/message.h"
#include "core/state/state.h"
#include "tests/support/decode_made.h"
#include "tests/support/made_metadata.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

/* ---- Files ----------------------------------------------------------------------------------- */

static const struct made_tag camera_tags[] = {{MADE_MAIN, 0x010E, "from EXIF", 0, {0}},
                                              {MADE_MAIN, 0x010F, "NIKON", 0, {0}},
                                              {MADE_MAIN, 0x0110, "D90", 0, {0}},
                                              {0, 0, NULL, 0, {0}}};
static const char packet[] = XMP("<dc:title>from XMP</dc:title>");
static const struct made_dataset datasets[] = {
    {2, 5, "title of IPTC"}, {2, 120, "from IPTC"}, {0, 0, NULL}};

static struct tg_metadata file_metadata(const struct made *m, const char *sidecar)
{
    struct tg_limits limits = {1 << 20};
    struct tg_raw_metadata raw = {0};
    struct tg_metadata f = {0};
    struct tg_info info;
    int fd = test_file(), side = -1;

    ck_assert_int_eq(write(fd, m->data, m->len), (ssize_t)m->len);
    ck_assert_int_eq(lseek(fd, 0, SEEK_SET), 0);
    if (sidecar) {
        side = test_file();
        ck_assert_int_eq(write(side, sidecar, strlen(sidecar)), (ssize_t)strlen(sidecar));
    }
    ck_ok(tg_probe(fd, "test", &limits, &info, &raw));
    ck_ok(tg_metadata_parse(&raw, &info, side, &f));
    tg_raw_metadata_release(&raw);
    close(fd);
    if (side >= 0)
        close(side);
    return f;
}

static void ck_file(struct made m, const char *sidecar, const char *title, const char *description)
{
    struct tg_metadata f = file_metadata(&m, sidecar);

    ck_assert_pstr_eq(f.text[TG_METADATA_TITLE], title);
    ck_assert_pstr_eq(f.text[TG_METADATA_DESCRIPTION], description);
    ck_assert_pstr_eq(f.text[TG_METADATA_CAMERA], "Nikon D90");
    tg_metadata_release(&f);
}

static struct tg_image picture_with(const struct made *exif)
{
    struct tg_image im;

    ck_ok(tg_image_new(&im, 20, 10, TG_RGB, false, 8));
    for (unsigned c = 0; c < 3; c++)
        memset(im.plane[c].data, 100, im.plane[c].stride * 10);
    ck_ok(tg_blob_set(&im.exif, exif->data, exif->len));
    ck_ok(tg_blob_set(&im.xmp, packet, sizeof(packet) - 1));
    return im;
}

START_TEST(jpegs_are_read_in_the_order_of_their_sources)
{
    static const char sidecar[] = XMP("<dc:title>of the sidecar</dc:title>");
    struct made exif = make_exif(camera_tags, true), iptc = make_iptc(datasets);
    struct tg_image im = test_scene(1, 20, 10, 2, 2, 3);
    struct made bare = encode_made(&im, TG_JPEG, 75), with_exif, with_iptc, with_all;

    with_exif = make_segment(&bare, 1, "", 0, exif.data, exif.len);
    with_iptc = make_segment(&with_exif, 13, "Photoshop 3.0", 14, iptc.data, iptc.len);
    with_all =
        make_segment(&with_iptc, 1, "http://ns.adobe.com/xap/1.0/", 29, packet, sizeof(packet) - 1);
    ck_file(with_exif, NULL, NULL, "from EXIF");
    ck_file(with_iptc, NULL, "title of IPTC", "from IPTC");
    ck_file(with_all, NULL, "from XMP", "from IPTC");
    ck_file(with_all, sidecar, "of the sidecar", "from IPTC");
    ck_file(with_all, "no XMP", "from XMP", "from IPTC");
    tg_image_release(&im);
    made_free(&bare);
    made_free(&with_exif);
    made_free(&with_iptc);
    made_free(&with_all);
    made_free(&exif);
    made_free(&iptc);
}
END_TEST

START_TEST(pngs_and_webps_hold_metadata_too)
{
    struct made exif = make_exif(camera_tags, false), m;
    struct tg_image im = picture_with(&exif);

    m = encode_made(&im, TG_PNG, 75);
    ck_file(m, NULL, "from XMP", "from EXIF");
    made_free(&m);
    m = encode_made(&im, TG_WEBP, 75);
    ck_file(m, NULL, "from XMP", "from EXIF");
    made_free(&m);
    tg_image_release(&im);
    made_free(&exif);
}
END_TEST

START_TEST(late_chunks_of_png_count)
{
    struct made exif = make_exif(camera_tags, false);
    char text[22 + sizeof(packet)] = "XML:com.adobe.xmp\0\0\0\0";
    const struct made_chunk chunks[] = {
        {.name = "eXIf", .data = exif.data + 6, .len = exif.len - 6, .late = true},
        {.name = "iTXt", .data = "Comment\0\0\0\0\0text", .len = 16, .late = true},
        {.name = "iTXt", .data = text, .len = 22 + sizeof(packet) - 1, .late = true},
        {.name = NULL}};
    struct raster r = raster_new(20, 10, 3, 8);
    struct made m;

    memcpy(text + 22, packet, sizeof(packet));
    m = make_png(&r, &(struct made_png){.chunks = chunks});
    ck_file(m, NULL, "from XMP", "from EXIF");
    made_free(&m);
    made_free(&exif);
    raster_free(&r);
}
END_TEST

#if TG_HAVE_TIFF
START_TEST(tiffs_hold_metadata_too)
{
    enum { RGB = 2, NO_EXTRA = 0xffff };
    struct made iptc = make_iptc(datasets);
    struct made_tiff o = {.photometric = RGB,
                          .extra = NO_EXTRA,
                          .description = "from EXIF",
                          .make = "NIKON",
                          .model = "D90"};
    struct raster r = raster_new(20, 10, 3, 8);
    struct made m;

    for (int i = 0; i < 2; i++) {
        o.big_endian = i;
        m = make_tiff(&r, &o);
        ck_file(m, NULL, NULL, "from EXIF");
        made_free(&m);
    }
    o.xmp = packet;
    o.photoshop = iptc.data;
    o.photoshop_len = (uint32_t)iptc.len;
    m = make_tiff(&r, &o);
    ck_file(m, NULL, "from XMP", "from IPTC");
    made_free(&m);
    made_free(&iptc);
    raster_free(&r);
}
END_TEST
#endif

/* ---- Messages -------------------------------------------------------------------------------- */

static struct tg_metadata all_metadata(void)
{
    static const char *const texts[TG_METADATA_TEXTS] = {
        "T\xc3\xa9", "two\nlines", "Nikon D90", "lens",   "1/250 s",
        "a|b\nc",    "Anna\nBob",  "X|Y",       "at 1 2", "1,2,3,4"};
    struct tg_metadata f = {.located = true,
                            .latitude_e6 = -90000000,
                            .longitude_e6 = 180000000,
                            .rating = -1,
                            .labels = TG_LABELS_MAX};

    for (int i = 0; i < TG_METADATA_TEXTS; i++)
        ck_ok(tg_metadata_add(&f, (enum tg_metadata_text)i, texts[i], strlen(texts[i]),
                              TG_CHARSET_UTF8));
    return f;
}

static void ck_same_metadata(const struct tg_metadata *a, const struct tg_metadata *b)
{
    for (int i = 0; i < TG_METADATA_TEXTS; i++)
        ck_assert_pstr_eq(a->text[i], b->text[i]);
    ck_assert_int_eq(a->located, b->located);
    ck_assert_int_eq(a->latitude_e6, b->latitude_e6);
    ck_assert_int_eq(a->longitude_e6, b->longitude_e6);
    ck_assert_int_eq(a->rating, b->rating);
    ck_assert_uint_eq(a->labels, b->labels);
}

/* Whether a reader takes this message for metadata. */
static bool is_taken(struct tg_buf *b, struct tg_metadata *f)
{
    struct tg_frame frame;

    ck_assert(tg_frame_finish(b));
    (void)tg_frame_open(&frame, b->data, b->len);
    ck_ok(tg_message_get_metadata(&frame, f));
    return tg_frame_end(&frame);
}

START_TEST(metadata_survive_messages)
{
    struct tg_metadata sent[2] = {all_metadata(), {.located = false}}, got;
    struct tg_buf b;

    for (int i = 0; i < 2; i++) {
        tg_frame_begin(&b, 1);
        tg_message_put_metadata(&b, &sent[i]);
        ck_assert(is_taken(&b, &got));
        ck_same_metadata(&sent[i], &got);
        tg_metadata_release(&got);
        tg_metadata_release(&sent[i]);
        tg_buf_release(&b);
    }
}
END_TEST

START_TEST(metadata_that_no_honest_worker_sends_are_refused)
{
    static const struct {
        enum tg_metadata_text which;
        const char *text;
    } bad[] = {{TG_METADATA_TITLE, "two\nlines"},
               {TG_METADATA_DESCRIPTION, "tab\t"},
               {TG_METADATA_DESCRIPTION, "a\x1b[31mb"},
               {TG_METADATA_CAMERA, "\xff"},
               {TG_METADATA_LENS, "c1 \xc2\x9b x"},
               {TG_METADATA_EXPOSURE, " 1/2 s"},
               {TG_METADATA_TITLE, "\xed\xa0\x80"},
               {TG_METADATA_KEYWORDS, "a||b"},
               {TG_METADATA_KEYWORDS, "a\nA"},
               {TG_METADATA_KEYWORDS, "a\n\nb"},
               {TG_METADATA_PEOPLE, "a\n"},
               {TG_METADATA_KEYWORDS, "e\xcc\x81"},
               {TG_METADATA_PLACE, "a\nb"},
               {TG_METADATA_PEOPLE, "\xe2\x80\xae"
                                    "a"}};
    char longest[2002];
    struct tg_metadata f = all_metadata(), got;
    struct tg_buf b;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct tg_metadata lie = f;

        lie.text[bad[i].which] = (char *)(uintptr_t)bad[i].text;
        tg_frame_begin(&b, 1);
        tg_message_put_metadata(&b, &lie);
        ck_assert_msg(!is_taken(&b, &got), "case %zu", i);
        tg_metadata_release(&got);
        tg_buf_release(&b);
    }
    memset(longest, 'x', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = '\0';
    for (int i = 0; i < TG_METADATA_TEXTS + 5; i++) {
        struct tg_metadata lie = f;

        if (i < TG_METADATA_TEXTS)
            lie.text[i] = longest;
        lie.latitude_e6 += i == TG_METADATA_TEXTS ? -1 : 0;
        lie.longitude_e6 += i == TG_METADATA_TEXTS + 1 ? 1 : 0;
        lie.rating = (int8_t)(i == TG_METADATA_TEXTS + 2   ? -2
                              : i == TG_METADATA_TEXTS + 3 ? 6
                                                           : lie.rating);
        lie.labels = i == TG_METADATA_TEXTS + 4 ? 64 : lie.labels;
        tg_frame_begin(&b, 1);
        tg_message_put_metadata(&b, &lie);
        ck_assert_msg(!is_taken(&b, &got), "field %d", i);
        tg_metadata_release(&got);
        tg_buf_release(&b);
    }
    tg_metadata_release(&f);
}
END_TEST

/* ---- The state ------------------------------------------------------------------------------- */

static void ck_round_trip(struct tg_state *s, const struct tg_source_state *row)
{
    struct tg_source_state got;
    bool found;

    ck_ok(tg_state_put_source(s, "a.jpg", row));
    ck_ok(tg_state_get_source(s, "a.jpg", &got, &found));
    ck_assert(found);
    ck_assert(tg_stamp_equal(&got.stamp, &row->stamp));
    ck_assert(tg_stamp_equal(&got.sidecar, &row->sidecar));
    ck_assert_int_eq(got.seen_ns, row->seen_ns);
    ck_assert(tg_hash_equal(&got.hash, &row->hash));
    ck_assert_uint_eq(got.info.samples, row->info.samples);
    ck_assert_str_eq(got.info.date, row->info.date);
    ck_assert_uint_eq(got.asks, row->asks);
    ck_assert_int_eq(got.metadata.rating, row->metadata.rating);
    if (row->asks == TG_ASKS_ALL)
        ck_same_metadata(&got.metadata, &row->metadata);
    else
        ck_assert(!got.metadata.located && !got.metadata.keywords && !got.metadata.people &&
                  !got.metadata.place);
    tg_metadata_release(&got.metadata);
}

START_TEST(metadata_and_placeholders_survive_in_the_state)
{
    char dir[] = "/tmp/test_metadata.XXXXXX", command[64];
    struct tg_source_state row = {.stamp = {1, 2, 3, 4},
                                  .sidecar = {5, 6, 7, 8},
                                  .seen_ns = 9,
                                  .hash = {{10}},
                                  .info = {.samples = 11, .date = "2020-01-02T03:04:05"},
                                  .asks = TG_ASKS_ALL,
                                  .metadata = all_metadata()};
    struct tg_output_state out = {.index = 1, .placeholder = {true, {{1, 2, 3}, {4, 5, 255}}}}, got;
    struct tg_state *s = NULL;
    bool found;

    ck_assert_ptr_nonnull(mkdtemp(dir));
    ck_ok(tg_state_open(&(struct tg_state_location){.dir = dir}, &s));
    ck_round_trip(s, &row);
    row.asks = 0;
    ck_round_trip(s, &row);
    tg_metadata_release(&row.metadata);
    row.asks = TG_ASKS_ALL;
    ck_round_trip(s, &row);
    ck_ok(tg_state_put_output(s, "a", "a.jpg", &out));
    ck_ok(tg_state_get_output(s, "a", &got, &found));
    ck_assert(found && got.placeholder.known);
    ck_assert_mem_eq(got.placeholder.rgb, out.placeholder.rgb, sizeof(got.placeholder.rgb));
    out.placeholder.known = false;
    ck_ok(tg_state_put_output(s, "a", "a.jpg", &out));
    ck_ok(tg_state_get_output(s, "a", &got, &found));
    ck_assert(found && !got.placeholder.known);
    tg_state_free(s);
    (void)snprintf(command, sizeof(command), "rm -r %s", dir);
    ck_assert_int_eq(system(command), 0); /* NOLINT(cert-env33-c): our own folder */
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("travel");

    tcase_add_test(tc, jpegs_are_read_in_the_order_of_their_sources);
    tcase_add_test(tc, pngs_and_webps_hold_metadata_too);
    tcase_add_test(tc, late_chunks_of_png_count);
#if TG_HAVE_TIFF
    tcase_add_test(tc, tiffs_hold_metadata_too);
#endif
    tcase_add_test(tc, metadata_survive_messages);
    tcase_add_test(tc, metadata_that_no_honest_worker_sends_are_refused);
    tcase_add_test(tc, metadata_and_placeholders_survive_in_the_state);
    return tg_suite_run("metadata_travel", tc);
}
