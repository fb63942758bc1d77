/* test_gainmap.c - the numbers of gain maps in all their forms, and XMP packets that get a
 * directory.  Files are tests/cli/cli_hdr.sh's. */
#include <string.h>

#include "core/codec/gainmap.h"
#include "core/codec/xmp_gainmap.h"
#include "core/run/memory.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

static const struct {
    const char *text;
    int64_t n;
    uint32_t d;
    const char *printed; /* NULL: it is no number */
} numbers[] = {{"0", 0, 1, "0"},
               {"-0.25", -25, 100, "-0.25"},
               {"+3.", 3, 1, "3"},
               {".5", 5, 10, "0.5"},
               {"2.321928094887362", 232192809, 100000000, "2.32192809"},
               {"1E-3", 1, 1000, "0.001"},
               {"25e+1", 250, 1, "250"},
               {"1e-30", 0, 1000000000, "0"},
               {"", 0, 0, NULL},
               {".", 0, 0, NULL},
               {"-", 0, 0, NULL},
               {"1.2.3", 0, 0, NULL},
               {"1,5", 0, 0, NULL},
               {"NaN", 0, 0, NULL},
               {"inf", 0, 0, NULL},
               {"0x10", 0, 0, NULL},
               {"1e", 0, 0, NULL},
               {"1e999999999999", 0, 0, NULL},
               {"3000000000", 0, 0, NULL},
               {"99999999999999999999999999999", 0, 0, NULL}};

START_TEST(decimal_numbers_become_fractions_and_back)
{
    char text[TG_GAIN_TEXT];
    struct tg_fraction f;

    ck_assert(tg_gain_parse(numbers[_i].text, &f) == (numbers[_i].printed != NULL));
    if (!numbers[_i].printed)
        return;
    ck_assert_int_eq(f.n, numbers[_i].n);
    ck_assert_uint_eq(f.d, numbers[_i].d);
    tg_gain_print(&f, text);
    ck_assert_str_eq(text, numbers[_i].printed);
}
END_TEST

START_TEST(other_fractions_are_printed_to_twelve_digits)
{
    static const struct {
        struct tg_fraction f;
        const char *text;
    } kinds[] = {{{1, 3}, "0.333333333333"},
                 {{-1, 64}, "-0.015625"},
                 {{UINT32_MAX, 1}, "4294967295"},
                 {{1, UINT32_MAX}, "0.000000000232"},
                 {{INT32_MIN, 7}, "-306783378.285714285714"}};
    char text[TG_GAIN_TEXT];

    tg_gain_print(&kinds[_i].f, text);
    ck_assert_str_eq(text, kinds[_i].text);
}
END_TEST

/* Of one channel: headrooms 0/1 and 5/2, then 0/1, 5/2, 1/1, 1/64, 1/64. */
#define WORD(v) 0, 0, 0, v
static const uint8_t iso[] = {0,       0,       0,        0,       0x40,    WORD(0), WORD(1),
                              WORD(5), WORD(2), WORD(0),  WORD(1), WORD(5), WORD(2), WORD(1),
                              WORD(1), WORD(1), WORD(64), WORD(1), WORD(64)};

START_TEST(iso_metadata_are_written_as_they_were_read)
{
    uint8_t written[TG_GAIN_ISO_BYTES];
    struct tg_gain_numbers n;

    ck_assert(tg_gain_iso_read(iso, sizeof(iso), &n) && tg_gain_is_sane(&n));
    ck_assert_uint_eq(n.channels, 1);
    ck_assert_int_eq(n.value[TG_GAIN_MAX][0].n, 5);
    ck_assert_uint_eq(n.value[TG_GAIN_ALTERNATE_OFFSET][0].d, 64);
    ck_assert_uint_eq(tg_gain_iso_write(&n, written), sizeof(iso));
    ck_assert_mem_eq(written, iso, sizeof(iso));
}
END_TEST

/* A byte of them, and what it becomes. */
static const struct {
    size_t at;
    uint8_t to;
} wrong[] = {
    {1, 1},     /* another version */
    {4, 0x44},  /* the picture is HDR, the map leads to SDR */
    {4, 0xC0},  /* three channels, which are not there */
    {12, 0},    /* a denominator of 0 */
    {16, 0},    /* no headroom */
    {32, 200},  /* 100 stops */
    {24, 3},    /* a minimum above the maximum */
    {40, 0},    /* a gamma of 0 */
    {37, 0xFF}, /* a gamma of millions */
};

START_TEST(iso_metadata_without_sense_are_refused)
{
    uint8_t data[sizeof(iso)];
    struct tg_gain_numbers n;

    memcpy(data, iso, sizeof(iso));
    data[wrong[_i].at] = wrong[_i].to;
    ck_assert(!tg_gain_iso_read(data, sizeof(iso), &n) || !tg_gain_is_sane(&n));
}
END_TEST

START_TEST(iso_metadata_that_are_cut_short_are_refused)
{
    struct tg_gain_numbers n;

    for (size_t len = 0; len < sizeof(iso); len++)
        ck_assert(!tg_gain_iso_read(iso, len, &n));
}
END_TEST

#define RDF        "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
#define BOX        "xmlns:B='http://ns.google.com/photos/1.0/container/'"
#define ITEM       "xmlns:I='http://ns.google.com/photos/1.0/container/item/'"
#define DIRECTORY  "<B:Directory " BOX "><rdf:Seq>" OF_THREE "</rdf:Seq></B:Directory>"
#define LI(values) "<rdf:li rdf:parseType='Resource'><B:Item " ITEM values "/></rdf:li>"
#define OF_THREE                                                                                   \
    LI(" I:Semantic='Primary'")                                                                    \
    LI(" I:Semantic='GainMap' I:Length='100'") LI(" I:Semantic='MotionPhoto' I:Length='900'")
#define PACKET(inside) "<x><rdf:RDF " RDF ">" inside "</rdf:RDF></x>"

static const char *const packets[] = {
    "", PACKET(""), PACKET("<rdf:Description a='1'/>"),
    PACKET("<rdf:Description><b>text</b>" DIRECTORY "</rdf:Description>"),
    PACKET("<rdf:Description>" DIRECTORY
           "</rdf:Description><rdf:Description xmlns:h='http://ns.adobe.com/hdr-gain-map/1.0/' "
           "h:Version='1.0'/>")};

START_TEST(a_packet_gets_a_directory_in_place_of_the_one_it_has)
{
    struct tg_xmp_gainmap x;
    struct tg_buf out;

    tg_buf_init(&out, TG_BUF_MAX);
    ck_ok(tg_xmp_gainmap_picture((const uint8_t *)packets[_i], strlen(packets[_i]), 77, &out));
    ck_ok(tg_xmp_gainmap_read((const uint8_t *)tg_buf_str(&out), out.len, &x));
    ck_assert(x.version);
    ck_assert_uint_eq(x.bytes, 77);
    ck_assert_uint_eq(x.from_end, 77);
    ck_assert_ptr_null(strstr(out.data, "MotionPhoto"));
    if (strstr(packets[_i], "text"))
        ck_assert_ptr_nonnull(strstr(out.data, "<b>text</b>"));
    tg_buf_release(&out);
}
END_TEST

#define CUT "<x><rdf:RDF " RDF ">"
static const struct {
    const char *data;
    size_t len;
} strange[] = {{CUT, sizeof(CUT) - 1},
               {"no XML", 6},
               {"<!DOCTYPE x []><x/>", 19},
               {"\xff\xfe<\0x\0/\0>\0", 10}};

START_TEST(a_packet_that_is_not_understood_stays)
{
    struct tg_buf out;

    tg_buf_init(&out, TG_BUF_MAX);
    ck_ok(tg_xmp_gainmap_picture((const uint8_t *)strange[_i].data, strange[_i].len, 77, &out));
    ck_assert_uint_eq(out.len, strange[_i].len);
    ck_assert_mem_eq(out.data, strange[_i].data, strange[_i].len);
    tg_buf_release(&out);
}
END_TEST

/* A headroom of 4 is two stops: half of them is a light of 1/3. */
START_TEST(apples_samples_become_stops)
{
    struct tg_gainmap g = {.kind = TG_GAINMAP_APPLE};
    uint8_t curve[256];

    ck_assert(tg_gainmap_apple_read("4.0", &(struct tg_blob){0}, &g.numbers));
    ck_assert(tg_gain_is_sane(&g.numbers));
    tg_gainmap_apple_curve(&g, curve);
    ck_assert_uint_eq(curve[0], 0);
    ck_assert_uint_eq(curve[255], 255);
    for (int i = 1; i < 256; i++)
        ck_assert_uint_ge(curve[i], curve[i - 1]);
    /* 1.099 * (1/3)^0.45 - 0.099 = 0.5714 */
    ck_assert_int_ge(curve[146], 127);
    ck_assert_int_le(curve[145], 128);
}
END_TEST

/* Two bytes for every coefficient, of a map as large as the picture. */
START_TEST(a_map_of_several_scans_takes_memory_for_its_coefficients)
{
    struct tg_job_output output = {
        .spec = {.geometry = {.kind = TG_GEO_BOX, .w = 640, .h = 640}, .keep = TG_KEEP_GAIN_MAP}};
    struct tg_job job = {.outputs = &output,
                         .outputs_len = 1,
                         .info = {.format = TG_JPEG,
                                  .width = 6000,
                                  .height = 4000,
                                  .orientation = 1,
                                  .samples = 6000 * 4000 * 3 / 2,
                                  .gain_map = TG_INFO_MAP}};
    uint64_t one = tg_memory_estimate(&job);

    job.info.gain_map = TG_INFO_MULTISCAN_MAP;
    ck_assert_uint_ge(tg_memory_estimate(&job), one + UINT64_C(2) * 3 * 6000 * 4000);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("gain maps");

    tcase_add_loop_test(tc, decimal_numbers_become_fractions_and_back, 0,
                        sizeof(numbers) / sizeof(numbers[0]));
    tcase_add_loop_test(tc, other_fractions_are_printed_to_twelve_digits, 0, 5);
    tcase_add_test(tc, iso_metadata_are_written_as_they_were_read);
    tcase_add_loop_test(tc, iso_metadata_without_sense_are_refused, 0,
                        sizeof(wrong) / sizeof(wrong[0]));
    tcase_add_test(tc, iso_metadata_that_are_cut_short_are_refused);
    tcase_add_loop_test(tc, a_packet_gets_a_directory_in_place_of_the_one_it_has, 0,
                        sizeof(packets) / sizeof(packets[0]));
    tcase_add_loop_test(tc, a_packet_that_is_not_understood_stays, 0,
                        sizeof(strange) / sizeof(strange[0]));
    tcase_add_test(tc, apples_samples_become_stops);
    tcase_add_test(tc, a_map_of_several_scans_takes_memory_for_its_coefficients);
    return tg_suite_run("gain maps", tc);
}
