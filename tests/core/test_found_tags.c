/* test_found_tags.c - keywords, people, places, ratings and labels as programs write them, and as
 * hostile files would. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "core/base/tags.h"
#include "core/codec/exif.h"
#include "core/codec/iptc.h"
#include "core/codec/raw_metadata.h"
#include "core/codec/xmp_tags.h"
#include "tests/support/made_metadata.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

#define SPACES                                                                                     \
    "xmlns:lr='http://ns.adobe.com/lightroom/1.0/' xmlns:dk='http://www.digikam.org/ns/1.0/' "     \
    "xmlns:dt='http://darktable.sf.net/' xmlns:xmp='http://ns.adobe.com/xap/1.0/' "                \
    "xmlns:ps='http://ns.adobe.com/photoshop/1.0/' "                                               \
    "xmlns:core='http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/' "                                    \
    "xmlns:ext='http://iptc.org/std/Iptc4xmpExt/2008-02-29/' "                                     \
    "xmlns:win='http://ns.microsoft.com/photo/1.0/' xmlns:MP='http://ns.microsoft.com/photo/1.2/'" \
    " xmlns:Reg='http://ns.microsoft.com/photo/1.2/t/Region#' "                                    \
    "xmlns:mwg='http://www.metadataworkinggroup.com/schemas/regions/' "
#define ABOUT(attributes, inner)                                                                   \
    XMP_HEAD "<rdf:Description rdf:about='' " SPACES attributes ">" inner                          \
             "</rdf:Description>" XMP_TAIL
#define BAG(name, items) "<" name "><rdf:Bag>" items "</rdf:Bag></" name ">"
#define LI(text)         "<rdf:li>" text "</rdf:li>"

static struct tg_metadata read_all(const char *sidecar, const char *xmp, const struct made *iptc)
{
    struct tg_raw_metadata raw = {.xmp = {(uint8_t *)(uintptr_t)xmp, xmp ? strlen(xmp) : 0}};
    struct tg_blob beside = {(uint8_t *)(uintptr_t)sidecar, sidecar ? strlen(sidecar) : 0};
    const struct tg_info info = {.width = 40, .height = 30, .orientation = 1};
    struct tg_metadata m = {.located = false};

    if (iptc)
        raw.photoshop = (struct tg_blob){iptc->data, iptc->len};
    ck_ok(tg_raw_metadata_parse(&raw, &beside, &info, &m));
    return m;
}

static const struct {
    const char *packet, *keywords, *people, *place;
    int rating;
    unsigned labels;
} packets[] = {
    /* One property after the other, as elements and as attributes. */
    {ABOUT("", BAG("dc:subject", LI("sea") LI(" AC/DC ") LI("") LI("sea"))), "sea\nAC/DC", NULL,
     NULL, 0, 0},
    {ABOUT("dc:subject='alone'", ""), "alone", NULL, NULL, 0, 0},
    {ABOUT("", "<dc:subject>alone</dc:subject>"), "alone", NULL, NULL, 0, 0},
    {ABOUT("", BAG("lr:hierarchicalSubject", LI("Places|France|Paris"))
                   BAG("dc:subject", LI("Paris") LI("dusk"))),
     "Places|France|Paris\ndusk", NULL, NULL, 0, 0},
    {ABOUT("", "<dk:TagsList><rdf:Seq>" LI("Sport/Ski")
                   LI("People/Jane Roe") "</rdf:Seq></dk:TagsList>" BAG("dc:subject",
                                                                        LI("Ski") LI("Jane Roe"))),
     "Sport|Ski", "Jane Roe", NULL, 0, 0},
    {ABOUT("", BAG("ext:PersonInImage", LI("Max") LI("max") LI("Ada"))), NULL, "Max\nAda", NULL, 0,
     0},
    {ABOUT("ps:Country='France' ps:City='Paris'", "<core:Location>Quai 5</core:Location>"), NULL,
     NULL, "France|Paris|Quai 5", 0, 0},
    {ABOUT("",
           BAG("ext:LocationCreated", "<rdf:li rdf:parseType='Resource'><ext:City>Bern</ext:City>"
                                      "<ext:CountryName>Schweiz</ext:CountryName></rdf:li>")),
     NULL, NULL, "Schweiz|Bern", 0, 0},
    {ABOUT("ps:State='BE'", BAG("ext:LocationCreated", "<rdf:li ext:City='Bern'/>")), NULL, NULL,
     "BE", 0, 0},
    {ABOUT("xmp:Rating='3'", ""), NULL, NULL, NULL, 3, 0},
    {ABOUT("", "<xmp:Rating>-1</xmp:Rating>"), NULL, NULL, NULL, -1, 0},
    {ABOUT("xmp:Rating='4.0' win:Rating='25'", ""), NULL, NULL, NULL, 4, 0},
    {ABOUT("win:Rating='99'", ""), NULL, NULL, NULL, 5, 0},
    {ABOUT("xmlns:old='http://ns.microsoft.com/photo/1.0' old:Rating='1'", ""), NULL, NULL, NULL, 1,
     0},
    {ABOUT("win:Rating='50'", ""), NULL, NULL, NULL, 3, 0},
    {ABOUT("xmp:Rating='6'", ""), NULL, NULL, NULL, 0, 0},
    {ABOUT("xmp:Rating='many'", ""), NULL, NULL, NULL, 0, 0},
    {ABOUT("xmp:Rating='99999999999999999999'", ""), NULL, NULL, NULL, 0, 0},
    {ABOUT("xmp:Rating='5' dk:PickLabel='1'", ""), NULL, NULL, NULL, -1, 0},
    {ABOUT("xmp:Label='Gr\xc3\xbcn'", ""), NULL, NULL, NULL, 0, TG_LABEL_GREEN},
    {ABOUT("xmp:Label='red'", ""), NULL, NULL, NULL, 0, TG_LABEL_RED},
    {ABOUT("xmp:Label='to print'", ""), NULL, NULL, NULL, 0, 0},
    {ABOUT("dk:ColorLabel='6'", ""), NULL, NULL, NULL, 0, TG_LABEL_PURPLE},
    {ABOUT("", "<dt:colorlabels><rdf:Seq>" LI("1") LI("3") LI("9") "</rdf:Seq></dt:colorlabels>"),
     NULL, NULL, NULL, 0, TG_LABEL_YELLOW | TG_LABEL_BLUE},
    /* Regions: of the Metadata Working Group and of Microsoft. */
    {ABOUT("", "<mwg:Regions rdf:parseType='Resource'><mwg:RegionList><rdf:Bag>"
               "<rdf:li><rdf:Description mwg:Name='Ada' mwg:Type='Face'/></rdf:li>"
               "<rdf:li rdf:parseType='Resource'><mwg:Name>Rex</mwg:Name><mwg:Type>Pet</mwg:Type>"
               "</rdf:li><rdf:li><rdf:Description mwg:Name='Eve'/></rdf:li>"
               "</rdf:Bag></mwg:RegionList></mwg:Regions>" BAG("dc:subject", LI("ADA") LI("x"))),
     "x", "Ada\nEve", NULL, 0, 0},
    {ABOUT("", "<MP:RegionInfo><rdf:Description>" BAG(
                   "MP:Regions", "<rdf:li Reg:PersonDisplayName='Grace' "
                                 "Reg:Rectangle='0,0,1,1'/>") "</rdf:Description></"
                                                              "MP:RegionInfo>"),
     NULL, "Grace", NULL, 0, 0},
    /* Keywords of other pictures, and of no picture. */
    {ABOUT("",
           "<d:Pantry><rdf:Bag><rdf:li><rdf:Description>" BAG(
               "dc:subject", LI("of another")) "</rdf:Description></rdf:li></rdf:Bag></d:Pantry>"),
     NULL, NULL, NULL, 0, 0},
    {XMP_HEAD BAG("dc:subject", LI("stray")) XMP_TAIL, NULL, NULL, NULL, 0, 0},
    /* What programs note for themselves, and what is not shown as it is. */
    {ABOUT("", BAG("lr:hierarchicalSubject", LI("darktable|exported|jpeg") LI("sun"))
                   BAG("dc:subject", LI("exported") LI("sun"))),
     "sun", NULL, NULL, 0, 0},
    {ABOUT("", BAG("dc:subject", LI("a&#10;b") LI("\xe2\x80\xae"
                                                  "abc") LI("\xf0\x9f\x8c\x8a")
                                     LI("\xd7\x99\xd7\x9d") LI("../x"))),
     "a b\nabc\n\xf0\x9f\x8c\x8a\n\xd7\x99\xd7\x9d\n../x", NULL, NULL, 0, 0},
    /* Damage ends the reading; what came before it counts. */
    {XMP_HEAD "<rdf:Description " SPACES ">" BAG("dc:subject", LI("before") LI("af<")), "before",
     NULL, NULL, 0, 0},
    {"<!DOCTYPE x [<!ENTITY e 'x'>]>" XMP("<dc:subject>&e;</dc:subject>"), NULL, NULL, NULL, 0, 0},
};

START_TEST(packets_are_read)
{
    struct tg_metadata m = read_all(NULL, packets[_i].packet, NULL);

    ck_assert_pstr_eq(m.keywords, packets[_i].keywords);
    ck_assert_pstr_eq(m.people, packets[_i].people);
    ck_assert_pstr_eq(m.place, packets[_i].place);
    ck_assert_int_eq(m.rating, packets[_i].rating);
    ck_assert_uint_eq(m.labels, packets[_i].labels);
    tg_metadata_release(&m);
}
END_TEST

START_TEST(long_and_many_keywords_are_bounded)
{
    enum { MANY = 1000, LONG = 10000 };
    struct tg_buf b;
    struct tg_metadata m;

    tg_buf_init(&b, TG_BUF_MAX);
    tg_buf_puts(&b, XMP_HEAD "<rdf:Description " SPACES "><dc:subject><rdf:Bag><rdf:li>");
    for (int i = 0; i < LONG; i += 2)
        tg_buf_puts(&b, "\xc3\xa9");
    tg_buf_puts(&b, "</rdf:li>");
    for (int i = 0; i < MANY; i++)
        tg_buf_printf(&b, "<rdf:li>keyword %d</rdf:li>", i);
    tg_buf_puts(&b, "</rdf:Bag></dc:subject></rdf:Description>" XMP_TAIL);
    m = read_all(NULL, tg_buf_str(&b), NULL);
    ck_assert_uint_eq(tg_tags_count(m.keywords), 200);
    ck_assert_uint_eq(m.labels, TG_TAGS_CUT);
    ck_assert_uint_eq(strcspn(m.keywords, "\n"), TG_TAG_BYTES);
    tg_metadata_release(&m);
    tg_buf_release(&b);
}
END_TEST

START_TEST(iptc_is_read_in_its_charset)
{
    static const struct made_dataset windows[] = {
        {2, 25, "K\xe4se"}, {2, 25, "a/b"}, {2, 25, "caf\xe9"}, {2, 90, "K\xf6ln"},
        {2, 92, "Dom"},     {2, 95, "NRW"}, {2, 101, "DE"},     {0, 0, NULL}};
    static const struct made_dataset utf8[] = {
        {1, 90, "\x1B%G"}, {2, 25, "K\xc3\xa4se"}, {2, 25, "People|Jane"}, {0, 0, NULL}};
    struct made iptc = make_iptc(windows);
    struct tg_metadata m = read_all(NULL, NULL, &iptc);

    ck_assert_pstr_eq(m.keywords, "K\xc3\xa4se\na/b\ncaf\xc3\xa9");
    ck_assert_pstr_eq(m.place, "DE|NRW|K\xc3\xb6ln|Dom");
    tg_metadata_release(&m);
    made_free(&iptc);
    iptc = make_iptc(utf8);
    m = read_all(NULL, NULL, &iptc);
    ck_assert_pstr_eq(m.keywords, "K\xc3\xa4se");
    ck_assert_pstr_eq(m.people, "Jane");
    tg_metadata_release(&m);
    made_free(&iptc);
}
END_TEST

/* Each thing is of the first source that has it; names of any of them are keywords of none. */
START_TEST(sources_have_an_order)
{
    static const char beside[] =
        ABOUT("xmp:Rating='0' xmp:Label='Red'", BAG("dc:subject", LI("mine") LI("Bob")));
    static const char inside[] =
        ABOUT("xmp:Rating='5' xmp:Label='Blue' ps:City='Bern'",
              BAG("dc:subject", LI("theirs")) BAG("ext:PersonInImage", LI("Ada") LI("Bob")));
    static const struct made_dataset sets[] = {{2, 25, "truncat"}, {2, 90, "Basel"}, {0, 0, NULL}};
    struct made iptc = make_iptc(sets);
    struct tg_metadata m = read_all(beside, inside, &iptc);

    ck_assert_pstr_eq(m.keywords, "mine");
    ck_assert_pstr_eq(m.people, "Ada\nBob");
    ck_assert_pstr_eq(m.place, "Bern");
    ck_assert_int_eq(m.rating, 0);
    ck_assert_uint_eq(m.labels, TG_LABEL_RED);
    tg_metadata_release(&m);
    m = read_all(NULL, NULL, &iptc);
    ck_assert_pstr_eq(m.keywords, "truncat");
    tg_metadata_release(&m);
    made_free(&iptc);
}
END_TEST

/* People of a source that another one outranks are not believed, but are no keywords either. */
START_TEST(nobody_comes_out_as_a_keyword)
{
    static const char beside[] =
        ABOUT("", BAG("dc:subject", LI("sea") LI("Ada")) BAG("ext:PersonInImage", LI("Eve")));
    static const char inside[] = ABOUT("", BAG("ext:PersonInImage", LI("Ada")));
    struct tg_metadata m = read_all(beside, inside, NULL);

    ck_assert_pstr_eq(m.keywords, "sea");
    ck_assert_pstr_eq(m.people, "Eve");
    tg_metadata_release(&m);
}
END_TEST

/* What says that a keyword is a name may come behind all that are kept. */
START_TEST(of_more_keywords_than_are_kept_names_are_known)
{
    enum { MANY = 500 };
    struct tg_metadata m;
    struct tg_buf b;

    tg_buf_init(&b, TG_BUF_MAX);
    tg_buf_puts(&b, XMP_HEAD "<rdf:Description " SPACES "><dc:subject><rdf:Bag>" LI("Ada"));
    for (int i = 0; i < MANY; i++)
        tg_buf_printf(&b, "<rdf:li>keyword %d</rdf:li>", i);
    tg_buf_puts(&b, "</rdf:Bag></dc:subject>" BAG("dk:TagsList", LI("sea/shore") LI("People/Ada"))
                        BAG("lr:hierarchicalSubject", LI("People|Family|Eve")));
    tg_buf_puts(&b, "</rdf:Description>" XMP_TAIL);
    m = read_all(NULL, tg_buf_str(&b), NULL);
    ck_assert_pstr_eq(m.people, "Ada\nEve");
    ck_assert_uint_eq(tg_tags_count(m.keywords), 200);
    ck_assert_msg(strncmp(m.keywords, "keyword 0\n", strlen("keyword 0\n")) == 0, "%s", m.keywords);
    tg_metadata_release(&m);
    tg_buf_release(&b);
}
END_TEST

START_TEST(exif_has_a_rating)
{
    static const uint32_t stars[] = {4, 6};
    static const int expected[] = {4, 0};

    for (size_t i = 0; i < 4; i++) {
        struct made_tag tags[] = {{MADE_MAIN, 0x010F, "NIKON", 0, {0}},
                                  {MADE_MAIN, 0x4746, NULL, 1, {stars[i / 2]}},
                                  {0, 0, NULL, 0, {0}}};
        struct made exif = make_exif(tags, i % 2);
        struct tg_metadata m = {.located = false};

        ck_ok(tg_exif_parse(exif.data, exif.len, &m));
        ck_assert_int_eq(m.rating, expected[i / 2]);
        tg_metadata_release(&m);
        for (size_t len = 0; len < exif.len; len++) { /* cut off anywhere */
            ck_ok(tg_exif_parse(exif.data, len, &m));
            tg_metadata_release(&m);
        }
        made_free(&exif);
    }
}
END_TEST

START_TEST(what_nobody_asks_for_is_forgotten)
{
    static const char packet[] =
        ABOUT("xmp:Rating='2' ps:City='Bern'",
              BAG("dc:subject", LI("sea")) BAG("ext:PersonInImage", LI("Ada")));
    struct tg_metadata m = read_all(NULL, packet, NULL);

    tg_metadata_keep(&m, TG_ASKS_KEYWORDS);
    ck_assert_pstr_eq(m.keywords, "sea");
    ck_assert_ptr_null(m.people);
    ck_assert_ptr_null(m.place);
    tg_metadata_keep(&m, 0);
    ck_assert_ptr_null(m.keywords);
    ck_assert_int_eq(m.rating, 2);
    tg_metadata_release(&m);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("found_tags");

    tcase_add_loop_test(tc, packets_are_read, 0, sizeof(packets) / sizeof(packets[0]));
    tcase_add_test(tc, long_and_many_keywords_are_bounded);
    tcase_add_test(tc, iptc_is_read_in_its_charset);
    tcase_add_test(tc, sources_have_an_order);
    tcase_add_test(tc, nobody_comes_out_as_a_keyword);
    tcase_add_test(tc, of_more_keywords_than_are_kept_names_are_known);
    tcase_add_test(tc, exif_has_a_rating);
    tcase_add_test(tc, what_nobody_asks_for_is_forgotten);
    return tg_suite_run("found_tags", tc);
}
