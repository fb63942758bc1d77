/* test_faces.c - faces in XMP packets as programs write them: where they are in the upright
 * picture, and what becomes of those that are nowhere. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/faces.h"
#include "core/codec/raw_metadata.h"
#include "core/codec/xmp_faces.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

static const char *const good[] = {"0,0,10000,10000", "1,2,3,4 5,6,7,8"};

START_TEST(a_text_says_where_faces_are)
{
    char text[TG_FACES_TEXT];
    struct tg_faces faces;

    ck_assert(tg_faces_read(good[_i], &faces));
    tg_faces_write(&faces, text);
    ck_assert_str_eq(text, good[_i]);
}
END_TEST

START_TEST(other_texts_say_nothing)
{
    static const char *const bad[] = {NULL,         "",          "1,2,3",        "1,2,3,4 ",
                                      " 1,2,3,4",   "1,2,3,4,5", "1,2,0,4",      "1,2,3,0",
                                      "9999,0,2,1", "1,2,3,-4",  "1,2,3,4 5,6",  "1,2,3,x",
                                      "0,9999,1,2", "1 2 3 4",   "1,2,3,10001",  "1,2,3,4  5,6,7,8",
                                      "1,,3,4",     "1,2,3,4x",  "1,2,3,999999", "1,2,3,4\n"};
    struct tg_faces faces;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        faces.len = 1;
        ck_assert_msg(!tg_faces_read(bad[i], &faces), "%s", bad[i] ? bad[i] : "NULL");
        ck_assert_uint_eq(faces.len, 0);
    }
}
END_TEST

START_TEST(faces_are_clipped_and_counted)
{
    struct tg_faces faces = {.len = 0};
    char text[TG_FACES_TEXT];

    tg_faces_add(&faces, -100, 9900, 200, 200);
    tg_faces_add(&faces, 10000, 0, 5, 5);
    tg_faces_add(&faces, -5, 0, 5, 5);
    tg_faces_add(&faces, 5, 5, 0, 5);
    tg_faces_add(&faces, 5, 5, 5, -1);
    tg_faces_add(&faces, INT64_MIN, INT64_MIN, INT64_MAX, INT64_MAX);
    tg_faces_add(&faces, INT64_MAX, 0, INT64_MAX, 1);
    tg_faces_write(&faces, text);
    ck_assert_str_eq(text, "0,9900,100,100");
    for (int i = 0; i < 100; i++)
        tg_faces_add(&faces, 9990, 9990, 10, 10);
    ck_assert_uint_eq(faces.len, TG_FACES_MAX);
    tg_faces_write(&faces, text);
    ck_assert(tg_faces_read(text, &faces));
    ck_assert_uint_eq(faces.len, TG_FACES_MAX);
}
END_TEST

/* ---- Packets --------------------------------------------------------------------------------- */

#define PACKET(inside)                                                                             \
    "<x:xmpmeta xmlns:x='adobe:ns:meta/'>"                                                         \
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"                            \
    "<rdf:Description rdf:about='' xmlns:mwg-rs="                                                  \
    "'http://www.metadataworkinggroup.com/schemas/regions/' "                                      \
    "xmlns:stArea='http://ns.adobe.com/xmp/sType/Area#' "                                          \
    "xmlns:stDim='http://ns.adobe.com/xap/1.0/sType/Dimensions#' "                                 \
    "xmlns:MP='http://ns.microsoft.com/photo/1.2/' "                                               \
    "xmlns:MPRI='http://ns.microsoft.com/photo/1.2/t/RegionInfo#' "                                \
    "xmlns:MPReg='http://ns.microsoft.com/photo/1.2/t/Region#' "                                   \
    "xmlns:dc='http://purl.org/dc/elements/1.1/'>" inside                                          \
    "</rdf:Description></rdf:RDF></x:xmpmeta>"

/* As exiftool and Adobe's library write them. */
#define REGIONS(dimensions, list)                                                                  \
    "<mwg-rs:Regions rdf:parseType='Resource'>" dimensions "<mwg-rs:RegionList><rdf:Bag>" list     \
    "</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>"
#define DIMENSIONS(w, h)                                                                           \
    "<mwg-rs:AppliedToDimensions stDim:w='" w "' stDim:h='" h "' stDim:unit='pixel'/>"
#define AREA(x, y, w, h)                                                                           \
    "<mwg-rs:Area stArea:x='" x "' stArea:y='" y "' stArea:w='" w "' stArea:h='" h                 \
    "' stArea:unit='normalized'/>"
#define REGION(type, area)                                                                         \
    "<rdf:li><rdf:Description mwg-rs:Name='Anna' mwg-rs:Type='" type "'>" area                     \
    "</rdf:Description></rdf:li>"
#define FACE(x, y, w, h) REGION("Face", AREA(x, y, w, h))
#define ELEMENTS(x, y, w, h)                                                                       \
    "<rdf:li rdf:parseType='Resource'><mwg-rs:Area rdf:parseType='Resource'>"                      \
    "<stArea:h>" h "</stArea:h><stArea:unit>normalized</stArea:unit><stArea:w>" w                  \
    "</stArea:w><stArea:x>" x "</stArea:x><stArea:y> " y " </stArea:y></mwg-rs:Area>"              \
    "<mwg-rs:Extensions rdf:parseType='Resource'><dc:subject><rdf:Bag><rdf:li>Anna</rdf:li>"       \
    "<rdf:li>Berta</rdf:li></rdf:Bag></dc:subject></mwg-rs:Extensions>"                            \
    "<mwg-rs:Type>Face</mwg-rs:Type></rdf:li>"
#define PEOPLE(rectangle)                                                                          \
    "<MP:RegionInfo rdf:parseType='Resource'><MPRI:Regions><rdf:Bag>"                              \
    "<rdf:li MPReg:PersonDisplayName='Anna' MPReg:Rectangle='" rectangle "'/>"                     \
    "<rdf:li rdf:parseType='Resource'><MPReg:Rectangle>0.5, 0.5, 0.25, 0.25</MPReg:Rectangle>"     \
    "</rdf:li></rdf:Bag></MPRI:Regions></MP:RegionInfo>"

/* Of a picture of 3000x2000, stored so. */
static const struct {
    const char *xmp;
    unsigned orientation;
    const char *faces;
} packets[] = {
    {PACKET(REGIONS(DIMENSIONS("3000", "2000"), FACE("0.5", "0.25", "0.2", "0.1"))), 1,
     "4000,2000,2000,1000"},
    {PACKET(REGIONS("", ELEMENTS("5e-1", ".25", "0.2", "+0.1"))), 1, "4000,2000,2000,1000"},
    {PACKET(REGIONS("", FACE("0.1", "0.2", "0.1", "0.2") ELEMENTS("0.5", "0.5", "0.5", "0.5"))), 1,
     "500,1000,1000,2000 2500,2500,5000,5000"},
    {PACKET(PEOPLE("0.1, 0.2, 0.3, 0.4")), 1, "1000,2000,3000,4000 5000,5000,2500,2500"},
    {PACKET(PEOPLE("0.1,0.2,0.3,0.4") REGIONS("", FACE("0.5", "0.5", "0.5", "0.5"))), 1,
     "2500,2500,5000,5000"},
    /* What is stored is turned, as EXIF says. */
    {PACKET(REGIONS("", FACE("0.1", "0.3", "0.2", "0.4"))), 2, "8000,1000,2000,4000"},
    {PACKET(REGIONS("", FACE("0.1", "0.3", "0.2", "0.4"))), 3, "8000,5000,2000,4000"},
    {PACKET(REGIONS("", FACE("0.1", "0.3", "0.2", "0.4"))), 4, "0,5000,2000,4000"},
    {PACKET(REGIONS("", FACE("0.1", "0.3", "0.2", "0.4"))), 5, "1000,0,4000,2000"},
    {PACKET(REGIONS("", FACE("0.1", "0.3", "0.2", "0.4"))), 6, "5000,0,4000,2000"},
    {PACKET(REGIONS("", FACE("0.1", "0.3", "0.2", "0.4"))), 7, "5000,8000,4000,2000"},
    {PACKET(REGIONS("", FACE("0.1", "0.3", "0.2", "0.4"))), 8, "1000,8000,4000,2000"},
    {PACKET(PEOPLE("0, 0.1, 0.2, 0.4")), 6, "5000,0,4000,2000 2500,5000,2500,2500"},
    {PACKET(REGIONS(DIMENSIONS("1500", "1000"), FACE("0.1", "0.3", "0.2", "0.4"))), 6,
     "5000,0,4000,2000"},
    /* Made for the upright picture. */
    {PACKET(REGIONS(DIMENSIONS("2000", "3000"), FACE("0.1", "0.3", "0.2", "0.4"))), 6,
     "0,1000,2000,4000"},
    /* Made for another picture: it was cropped. */
    {PACKET(REGIONS(DIMENSIONS("2000", "3000"), FACE("0.1", "0.3", "0.2", "0.4"))), 1, NULL},
    {PACKET(REGIONS(DIMENSIONS("3000", "3000"), FACE("0.1", "0.3", "0.2", "0.4"))), 6, NULL},
    /* No faces, or none that are anywhere. */
    {PACKET(REGIONS("", REGION("Focus", AREA("0.5", "0.5", "0.5", "0.5")))), 1, NULL},
    {PACKET(REGIONS("", REGION("BarCode", AREA("0.5", "0.5", "0.5", "0.5")))), 1, NULL},
    {PACKET(REGIONS("", REGION("Face", "<mwg-rs:Area stArea:x='0.5' stArea:y='0.5'/>"))), 1, NULL},
    {PACKET(REGIONS("", REGION("Face", "<mwg-rs:Area stArea:x='50' stArea:y='50' stArea:w='9' "
                                       "stArea:h='9' stArea:unit='pixel'/>"))),
     1, NULL},
    {PACKET(REGIONS("", FACE("1.5", "0.5", "0.5", "0.5"))), 1, NULL},
    {PACKET(REGIONS("", FACE("nan", "0.5", "0.5", "0.5"))), 1, NULL},
    {PACKET(REGIONS("", FACE("0.5", "0.5", "-0.5", "0.5"))), 1, NULL},
    {PACKET(REGIONS("", FACE("0.5", "0.5", "0", "0.5"))), 1, NULL},
    {PACKET(REGIONS("", FACE("1e99999999999", "0.5", "0.5", "1e9"))), 1, NULL},
    {PACKET(REGIONS("", FACE("1e9", "-1e9", "1e9", "1e9"))), 1, NULL},
    {PACKET(REGIONS("", FACE("0", "1", "0.5", "0.5"))), 1, "0,7500,2500,2500"},
    {PACKET(REGIONS("", FACE("0.5", "0.5", "1e9", "1e9"))), 1, "0,0,10000,10000"},
    {PACKET("<mwg-rs:RegionList/><rdf:li>" AREA("0.5", "0.5", "0.5", "0.5") "</rdf:li>"), 1, NULL},
    {PACKET(AREA("0.5", "0.5", "0.5", "0.5")), 1, NULL},
    /* The first is whole; then the packet ends. */
    {"<r xmlns:m='http://www.metadataworkinggroup.com/schemas/regions/' "
     "xmlns:a='http://ns.adobe.com/xmp/sType/Area#' "
     "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><m:RegionList><rdf:li>"
     "<m:Area a:x='0.5' a:y='0.5' a:w='0.5' a:h='0.5'/></rdf:li><rdf:li><m:Area a:x='0",
     1, "2500,2500,5000,5000"},
};

START_TEST(packets_say_where_faces_are)
{
    const struct tg_info info = {
        .width = 3000, .height = 2000, .orientation = packets[_i].orientation};
    const char *xmp = packets[_i].xmp;
    struct tg_faces faces;
    char text[TG_FACES_TEXT];

    ck_ok(tg_xmp_faces((const uint8_t *)xmp, strlen(xmp), &info, &faces));
    tg_faces_write(&faces, text);
    ck_assert_str_eq(text, packets[_i].faces ? packets[_i].faces : "");
}
END_TEST

START_TEST(more_faces_than_anybody_counts_are_dropped)
{
    static const char one[] = FACE("0.5", "0.5", "0.1", "0.1");
    const struct tg_info info = {.width = 3, .height = 2, .orientation = 1};
    char *head = strdup(PACKET(REGIONS("", "|"))), *bar = strchr(head, '|'), *xmp = NULL;
    size_t len = 0;
    struct tg_faces faces;
    FILE *f = open_memstream(&xmp, &len);

    *bar = '\0';
    (void)fputs(head, f);
    for (int i = 0; i < 1000; i++)
        (void)fputs(one, f);
    (void)fputs(bar + 1, f);
    ck_assert_int_eq(fclose(f), 0);
    ck_ok(tg_xmp_faces((const uint8_t *)xmp, len, &info, &faces));
    ck_assert_uint_eq(faces.len, TG_FACES_MAX);
    free(head);
    free(xmp);
}
END_TEST

/* A sidecar that says nothing of faces leaves those of the file; no name is kept. */
START_TEST(faces_of_a_sidecar_go_before_those_of_the_file)
{
    static char own[] = PACKET(REGIONS("", FACE("0.5", "0.5", "0.5", "0.5")));
    static char beside[] = PACKET(PEOPLE("0.1, 0.2, 0.3, 0.4")), empty[] = PACKET("");
    const struct tg_info info = {.width = 3, .height = 2, .orientation = 1};
    const struct tg_raw_metadata raw = {.xmp = {(uint8_t *)own, sizeof(own) - 1}};
    const struct tg_blob sidecars[] = {
        {NULL, 0}, {(uint8_t *)beside, sizeof(beside) - 1}, {(uint8_t *)empty, sizeof(empty) - 1}};
    static const char *const found[] = {
        "2500,2500,5000,5000", "1000,2000,3000,4000 5000,5000,2500,2500", "2500,2500,5000,5000"};
    struct tg_metadata metadata = {.located = false};

    ck_ok(tg_raw_metadata_parse(&raw, &sidecars[_i], &info, &metadata));
    ck_assert_pstr_eq(metadata.faces, found[_i]);
    for (int i = 0; i < TG_METADATA_TEXTS; i++)
        ck_assert(i == TG_METADATA_FACES || i == TG_METADATA_PEOPLE || !metadata.text[i]);
    tg_metadata_release(&metadata);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("faces");

    tcase_add_loop_test(tc, a_text_says_where_faces_are, 0, sizeof(good) / sizeof(good[0]));
    tcase_add_test(tc, other_texts_say_nothing);
    tcase_add_test(tc, faces_are_clipped_and_counted);
    tcase_add_loop_test(tc, packets_say_where_faces_are, 0, sizeof(packets) / sizeof(packets[0]));
    tcase_add_test(tc, more_faces_than_anybody_counts_are_dropped);
    tcase_add_loop_test(tc, faces_of_a_sidecar_go_before_those_of_the_file, 0, 3);
    return tg_suite_run("faces", tc);
}
