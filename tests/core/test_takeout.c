/* test_takeout.c - what Google Takeout writes of a photo, alone and with what the photo says. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/calendar.h"
#include "core/base/file.h"
#include "core/codec/takeout.h"
#include "core/render/render.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

static struct tg_takeout parse(const char *text)
{
    struct tg_takeout takeout;

    ck_assert(tg_takeout_is((const uint8_t *)text, strlen(text)));
    ck_ok(tg_takeout_parse(text, strlen(text), &takeout));
    return takeout;
}

static const char whole[] =
    "{\"title\": \"a.jpg\", \"description\": \" A walk \\u2013 &quot;long&quot; "
    "&amp;c.\\nand\\u0007 \", "
    "\"imageViews\": \"3\", \"creationTime\": {\"timestamp\": \"1\", \"formatted\": \"x\"},"
    "\"photoTakenTime\": {\"timestamp\": \"1589723100\", \"formatted\": \"17.05.2020\"},"
    "\"geoData\": {\"latitude\": -33.8567844, \"longitude\": 151.2152967, \"altitude\": 0.0},"
    "\"geoDataExif\": {\"latitude\": 1.0, \"longitude\": 1.0},"
    "\"people\": [{\"name\": \"Jane Roe\"}, {\"name\": \"O&#39;Neil\"}, {\"name\": \"Jane Roe\"}],"
    "\"url\": \"https://photos.google.com/photo/x\", \"favorited\": true,"
    "\"googlePhotosOrigin\": {\"mobileUpload\": {\"deviceType\": \"IOS_PHONE\"}}}";

START_TEST(all_of_it_is_read)
{
    struct tg_takeout t = parse(whole);

    ck_assert_str_eq(t.own.description, "A walk \xE2\x80\x93 \"long\" &c.\nand");
    ck_assert_str_eq(t.date, "2020-05-17T13:45:00");
    ck_assert(t.own.located);
    ck_assert_int_eq(t.own.latitude_e6, -33856784);
    ck_assert_int_eq(t.own.longitude_e6, 151215297);
    ck_assert_str_eq(t.own.people, "Jane Roe\nO'Neil");
    ck_assert_int_eq(t.own.rating, TG_RATING_BEST);
    tg_takeout_release(&t);
}
END_TEST

static const char *const nothing[] = {
    "{}",
    "{\"description\": null, \"photoTakenTime\": 12, \"geoData\": [1, 2], \"people\": {\"name\": "
    "\"x\"},"
    "\"archived\": \"true\", \"trashed\": 1, \"favorited\": {}}",
    "{\"description\": [\"x\"], \"photoTakenTime\": {\"timestamp\": 1.5e9}, \"geoData\": "
    "{\"latitude\": "
    "\"1\", \"longitude\": 2}, \"people\": [\"x\", [{\"name\": \"y\"}], {\"name\": {\"name\": "
    "\"z\"}}]}",
    "{\"description\": \" \", \"photoTakenTime\": {\"timestamp\": \"253402300800\"}, \"geoData\": "
    "{\"latitude\": 0.0, \"longitude\": -0.0}, \"people\": [{\"name\": \"\"}, {}], \"trashed\": "
    "false}",
    "{\"photoTakenTime\": {\"timestamp\": \"99999999999999999999\"}, \"geoData\": {\"latitude\": "
    "90.1, "
    "\"longitude\": 1}, \"geoDataExif\": {\"latitude\": 1}}",
    "{\"geoData\": {\"latitude\": 1e99, \"longitude\": 1}}",
    "{\"geoDataExif\": {\"latitude\": 1, \"longitude\": -99999999999999999999999999.9}}",
    "{\"description\": \"x\", \"trashed\": true", /* cut off */
    "{\"description\": \"x\", \"trashed\": true,}",
    "{\"description\": \"x\", \"trashed\": true} {}",
    "{\"description\": \"\xFF\", \"trashed\": true}",
};

START_TEST(other_types_and_what_is_no_json_say_nothing)
{
    struct tg_takeout t = parse(nothing[_i]);

    ck_assert_ptr_null(t.own.description);
    ck_assert_ptr_null(t.own.people);
    ck_assert_str_eq(t.date, "");
    ck_assert(!t.own.located);
    ck_assert_int_eq(t.own.rating, TG_RATING_NONE);
    tg_takeout_release(&t);
}
END_TEST

START_TEST(what_is_in_the_trash_or_archived_is_rejected)
{
    struct tg_takeout t = parse("{\"favorited\": true, \"archived\": true}");

    ck_assert_int_eq(t.own.rating, TG_RATING_REJECTED);
    tg_takeout_release(&t);
    t = parse("{\"trashed\": true, \"favorited\": true}");
    ck_assert_int_eq(t.own.rating, TG_RATING_REJECTED);
    tg_takeout_release(&t);
}
END_TEST

START_TEST(degrees_are_rounded_to_millionths)
{
    static const struct {
        const char *latitude;
        int32_t e6;
    } cases[] = {{"51.4778", 51477800},
                 {"-4.0E-4", -400},
                 {"1.2345675", 1234568},
                 {"1.23456749", 1234567},
                 {"-90", -90000000},
                 {"90.0000000", 90000000},
                 {"0.00000049999", 0},
                 {"5e-7", 1},
                 {"9E1", 90000000},
                 {"0.9e+2", 90000000},
                 {"1e-999999999", 0},
                 {"12.34567890123456789012345", 12345679},
                 {"1234567890123E-12", 1234568}};

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char text[200];
        struct tg_takeout t;

        (void)snprintf(text, sizeof(text), "{\"geoData\": {\"latitude\": %s, \"longitude\": 1}}",
                       cases[i].latitude);
        t = parse(text);
        ck_assert_msg(t.own.located, "%s", cases[i].latitude);
        ck_assert_int_eq(t.own.latitude_e6, cases[i].e6);
        tg_takeout_release(&t);
    }
}
END_TEST

START_TEST(only_json_is_taken_for_it)
{
    static const char *const others[] = {"", " ", "<x/>", "[1]", "\xEF\xBB\xBF<x", "\"x\""};

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        ck_assert(!tg_takeout_is((const uint8_t *)others[i], strlen(others[i])));
    ck_assert(tg_takeout_is((const uint8_t *)"\xEF\xBB\xBF\r\n {", 7));
}
END_TEST

/* ---- With the photo's own -------------------------------------------------------------------- */

#define XMP(inside)                                                                                \
    "<x:xmpmeta xmlns:x='adobe:ns:meta/'><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-" \
    "ns#'><r:Description xmlns:dc='http://purl.org/dc/elements/1.1/' "                             \
    "xmlns:xmp='http://ns.adobe.com/xap/1.0/'>" inside "</r:Description></r:RDF></x:xmpmeta>"

static void join(const char *xmp, const char *sidecar, struct tg_info *info,
                 struct tg_metadata *metadata)
{
    struct tg_raw_metadata raw = {0};
    int fd = tg_file_in_memory("sidecar");

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, sidecar, strlen(sidecar)), (ssize_t)strlen(sidecar));
    raw.xmp.data = (uint8_t *)strdup(xmp);
    raw.xmp.len = strlen(xmp);
    ck_ok(tg_metadata_parse(&raw, info, fd, metadata));
    tg_raw_metadata_release(&raw);
    close(fd);
}

START_TEST(it_fills_what_the_photo_does_not_say)
{
    struct tg_info info = {.width = 4, .height = 3, .orientation = 1};
    struct tg_metadata m = {0};

    join(XMP("<dc:title>Of the file</dc:title><dc:description>Of the file</dc:description>"
             "<dc:subject><r:Bag><r:li>Jane Roe</r:li><r:li>sea</r:li></r:Bag></dc:subject>"),
         whole, &info, &m);
    ck_assert_str_eq(m.title, "Of the file");
    ck_assert_str_eq(m.description, "A walk \xE2\x80\x93 \"long\" &c.\nand");
    ck_assert_str_eq(info.date, "2020-05-17T13:45:00");
    ck_assert(m.located && m.latitude_e6 == -33856784);
    ck_assert_int_eq(m.rating, TG_RATING_BEST);
    ck_assert_str_eq(m.people, "Jane Roe\nO'Neil");
    tg_metadata_release(&m);
}
END_TEST

START_TEST(what_the_photo_says_stays)
{
    struct tg_info info = {
        .width = 4, .height = 3, .orientation = 1, .date = "2019-01-02T03:04:05"};
    struct tg_metadata m = {.located = true, .latitude_e6 = 1, .rating = 2};

    join("", whole, &info, &m);
    ck_assert_str_eq(info.date, "2019-01-02T03:04:05");
    ck_assert_int_eq(m.latitude_e6, 1);
    ck_assert_int_eq(m.rating, 2);
    tg_metadata_release(&m);
    m.rating = 2;
    join("", "{\"trashed\": true}", &info, &m);
    ck_assert_int_eq(m.rating, TG_RATING_REJECTED);
    tg_metadata_release(&m);
    join("", "{\"trashed\": true", &info, &m);
    ck_assert_int_eq(m.rating, TG_RATING_NONE);
    tg_metadata_release(&m);
}
END_TEST

START_TEST(days_are_those_of_the_calendar)
{
    static const struct {
        int64_t seconds;
        const char *text;
    } cases[] = {{0, "1970-01-01T00:00:00"},
                 {-1, "1969-12-31T23:59:59"},
                 {951782400, "2000-02-29T00:00:00"},
                 {4107542399, "2100-02-28T23:59:59"},
                 {4107542400, "2100-03-01T00:00:00"},
                 {-30610224000, "1000-01-01T00:00:00"},
                 {-30610224001, ""},
                 {253402300799, "9999-12-31T23:59:59"},
                 {253402300800, ""},
                 {INT64_MIN, ""},
                 {INT64_MAX, ""},
                 {-2203977600, "1900-02-28T00:00:00"},
                 {-2203891200, "1900-03-01T00:00:00"},
                 {-86400, "1969-12-31T00:00:00"}};

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char text[TG_CALENDAR_TEXT] = "";

        ck_assert_int_eq(tg_calendar_text(cases[i].seconds, text), *cases[i].text != '\0');
        ck_assert_str_eq(text, cases[i].text);
    }
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("takeout");

    tcase_add_test(tc, all_of_it_is_read);
    tcase_add_loop_test(tc, other_types_and_what_is_no_json_say_nothing, 0,
                        (int)(sizeof(nothing) / sizeof(nothing[0])));
    tcase_add_test(tc, what_is_in_the_trash_or_archived_is_rejected);
    tcase_add_test(tc, degrees_are_rounded_to_millionths);
    tcase_add_test(tc, only_json_is_taken_for_it);
    tcase_add_test(tc, it_fills_what_the_photo_does_not_say);
    tcase_add_test(tc, what_the_photo_says_stays);
    tcase_add_test(tc, days_are_those_of_the_calendar);
    return tg_suite_run("takeout", tc);
}
