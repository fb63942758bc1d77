/* test_metadata.c - what photos tell about themselves, in EXIF, IPTC and XMP, and what hostile
 * files would like them to tell. */
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "core/codec/exif.h"
#include "core/codec/iptc.h"
#include "core/codec/xmp.h"
#include "tests/support/made_metadata.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

/* Ends the test unless the metadata has this text; NULL: none. */
static void ck_text(const struct tg_metadata *f, enum tg_metadata_text which, const char *text)
{
    ck_assert_pstr_eq(f->text[which], text);
}

/* ---- Texts ----------------------------------------------------------------------------------- */

static char *cleaned(enum tg_metadata_text which, const char *text, enum tg_charset charset)
{
    struct tg_metadata f = {0};

    ck_ok(tg_metadata_add(&f, which, text, strlen(text), charset));
    return f.text[which];
}

static void ck_clean(enum tg_metadata_text which, const char *text, enum tg_charset charset,
                     const char *expected)
{
    char *got = cleaned(which, text, charset), *again;

    ck_assert_pstr_eq(got, expected);
    if (!got)
        return;
    again = cleaned(which, got, TG_CHARSET_UTF8);
    ck_assert_pstr_eq(again, got);
    free(again);
    free(got);
}

START_TEST(texts_are_cleaned)
{
    const enum tg_charset utf8 = TG_CHARSET_UTF8, windows = TG_CHARSET_WINDOWS;

    ck_clean(TG_METADATA_TITLE, " \t\r\n ", utf8, NULL);
    ck_clean(TG_METADATA_TITLE, "  A\ttitle\x1b[31m \x7f\n", utf8, "A title [31m");
    ck_clean(TG_METADATA_TITLE, "two\r\nlines\xe2\x80\xa8more", utf8, "two lines more");
    ck_clean(TG_METADATA_DESCRIPTION, "\n two\r\nlines\rand\xe2\x80\xa9more\n\n", utf8,
             "two\nlines\nand\nmore");
    ck_clean(TG_METADATA_TITLE, "C1 \xc2\x9bxm", utf8, "C1  xm");
    ck_clean(TG_METADATA_TITLE, "caf\xc3\xa9 \xf0\x9f\x93\xb7", windows,
             "caf\xc3\xa9 \xf0\x9f\x93\xb7");
    ck_clean(TG_METADATA_TITLE, "caf\xe9", windows, "caf\xc3\xa9");
    ck_clean(TG_METADATA_TITLE, "caf\xe9", utf8, "caf\xef\xbf\xbd");
    ck_clean(TG_METADATA_TITLE, "\xc3\xa9 caf\xe9s", windows, "\xc3\x83\xc2\xa9 caf\xc3\xa9s");
    ck_clean(TG_METADATA_TITLE, "\xed\xa0\x80|\xc0\xaf|\xf4\x90\x80\x80", utf8,
             "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd|\xef\xbf\xbd\xef\xbf\xbd|"
             "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
}
END_TEST

START_TEST(texts_that_declare_nothing_are_utf8_or_windows_1252)
{
    const enum tg_charset windows = TG_CHARSET_WINDOWS;

    ck_clean(TG_METADATA_TITLE,
             "\x93"
             "5 \x80\x94 \x96 na\xefve\x85",
             windows,
             "\xe2\x80\x9c"
             "5 \xe2\x82\xac\xe2\x80\x9d \xe2\x80\x93 na\xc3\xafve\xe2\x80\xa6");
    ck_clean(TG_METADATA_TITLE, "no \x81 such", windows, "no \xef\xbf\xbd such");
    /* cut off by who counts bytes; of one character alone nobody knows */
    ck_clean(TG_METADATA_TITLE, "caf\xc3\xa9 \xe2\x82", windows, "caf\xc3\xa9");
    ck_clean(TG_METADATA_TITLE, "\xc3\xa9 caf\xff", windows, "\xc3\x83\xc2\xa9 caf\xc3\xbf");
    ck_clean(TG_METADATA_TITLE, "\xef\xbb\xbf marked", windows, "marked");
}
END_TEST

static void ck_utf16(const char *bytes, size_t len, enum tg_charset charset, const char *expected)
{
    struct tg_metadata f = {0};

    ck_ok(tg_metadata_add(&f, TG_METADATA_TITLE, bytes, len, charset));
    ck_text(&f, TG_METADATA_TITLE, expected);
    tg_metadata_release(&f);
}

START_TEST(utf16_is_read_in_both_orders)
{
    const enum tg_charset little = TG_CHARSET_UTF16LE, big = TG_CHARSET_UTF16BE;

    ck_utf16("\xff\xfe"
             "A\0n\0n\0\xe4\0\0\0x\0",
             14, little, "Ann\xc3\xa4");
    ck_utf16("\0A\0n\x4e\x2d", 6, big, "An\xe4\xb8\xad");
    ck_utf16("\x3d\xd8\xf7\xdc!", 5, little, "\xf0\x9f\x93\xb7"); /* a pair, half a unit */
    ck_utf16("\x3d\xd8x\0\xf7\xdc", 6, little, "\xef\xbf\xbdx\xef\xbf\xbd");
    ck_utf16("\0\r\0\n\0a\0\r\0\n\0b", 12, big, "a b");
    ck_utf16("a", 1, little, NULL);
    ck_utf16("\0\0", 2, big, NULL);
}
END_TEST

START_TEST(standing_texts_are_no_captions)
{
    ck_clean(TG_METADATA_TITLE, " SONY DSC ", TG_CHARSET_UTF8, NULL);
    ck_clean(TG_METADATA_DESCRIPTION, "OLYMPUS DIGITAL CAMERA\r\n", TG_CHARSET_UTF8, NULL);
    ck_clean(TG_METADATA_CAMERA, "DIGITAL CAMERA", TG_CHARSET_UTF8, "DIGITAL CAMERA");
}
END_TEST

START_TEST(texts_are_cut_between_characters)
{
    char text[3001];
    struct tg_metadata f = {0};

    for (size_t i = 0; i < 3000; i += 3)
        memcpy(text + i, "\xe2\x82\xac", 3); /* euro signs */
    text[3000] = '\0';
    for (int i = 0; i < TG_METADATA_TEXTS; i++)
        ck_ok(tg_metadata_add(&f, (enum tg_metadata_text)i, text, 3000, TG_CHARSET_UTF8));
    ck_assert_uint_eq(strlen(f.text[TG_METADATA_TITLE]), 198);
    ck_assert_uint_eq(strlen(f.text[TG_METADATA_DESCRIPTION]), 1998);
    ck_assert_uint_eq(strlen(f.text[TG_METADATA_CAMERA]), 99);
    ck_ok(tg_metadata_add(&f, TG_METADATA_TITLE, "second", 6, TG_CHARSET_UTF8));
    ck_assert_uint_eq(strlen(f.text[TG_METADATA_TITLE]), 198); /* the first stays */
    tg_metadata_release(&f);
    ck_ok(tg_metadata_add(&f, TG_METADATA_TITLE, "in\0visible", 10, TG_CHARSET_UTF8));
    ck_text(&f, TG_METADATA_TITLE, "in");
    tg_metadata_release(&f);
}
END_TEST

/* ---- EXIF ------------------------------------------------------------------------------------ */

static struct tg_metadata exif_metadata(const struct made_tag *tags, bool big_endian)
{
    struct made m = make_exif(tags, big_endian);
    struct tg_metadata f = {0};

    ck_ok(tg_exif_parse(m.data, m.len, &f));
    made_free(&m);
    return f;
}

static void ck_camera(const char *make, const char *model, const char *camera)
{
    const struct made_tag tags[] = {{MADE_MAIN, 0x010F, make, 0, {0}},
                                    {MADE_MAIN, 0x0110, model, 0, {0}},
                                    {0, 0, NULL, 0, {0}}};
    struct tg_metadata f = exif_metadata(make ? tags : tags + 1, false);

    ck_text(&f, TG_METADATA_CAMERA, camera);
    tg_metadata_release(&f);
}

START_TEST(cameras_have_their_makers_name_once)
{
    ck_camera("NIKON CORPORATION", "NIKON D90", "Nikon D90");
    ck_camera("NIKON", "COOLPIX P900 ", "Nikon COOLPIX P900");
    ck_camera("Canon", "Canon EOS 5D", "Canon EOS 5D");
    ck_camera("OLYMPUS IMAGING CORP.  ", "E-M10", "Olympus E-M10");
    ck_camera("RICOH IMAGING COMPANY, LTD.  ", "PENTAX K-3", "Ricoh PENTAX K-3");
    ck_camera("SAMSUNG", "SAMSUNG-SM-N900A", "Samsung SM-N900A");
    ck_camera("EASTMAN KODAK COMPANY", "KODAK EASYSHARE", "Eastman Kodak EASYSHARE");
    ck_camera("LG Electronics", "LG-H870", "LG Electronics LG-H870");
    ck_camera("DJI", "FC220", "DJI FC220");
    ck_camera("Canonical", "Canon", "Canonical Canon");
    ck_camera(NULL, "Pinhole", "Pinhole");
    ck_camera("Apple", "", "Apple");
    ck_camera("", "", NULL);
    ck_camera("CORP.", "Inc", "CORP. Inc");
}
END_TEST

/* An exposure of four rationals (time, aperture, focal length; 0/0: none) and a sensitivity. */
static void ck_exposure(const uint32_t v[6], uint32_t iso, const char *text)
{
    const struct made_tag tags[] = {{MADE_EXIF, 0x829A, NULL, 2, {v[0], v[1]}},
                                    {MADE_EXIF, 0x829D, NULL, 2, {v[2], v[3]}},
                                    {MADE_EXIF, 0x920A, NULL, 2, {v[4], v[5]}},
                                    {MADE_EXIF, 0x8827, NULL, 1, {iso}},
                                    {0, 0, NULL, 0, {0}}};

    for (int big_endian = 0; big_endian < 2; big_endian++) {
        struct tg_metadata f = exif_metadata(tags, big_endian);

        ck_text(&f, TG_METADATA_EXPOSURE, text);
        tg_metadata_release(&f);
    }
}

START_TEST(exposures_are_written_as_people_do)
{
    const uint32_t most = UINT32_MAX;

    ck_exposure((uint32_t[]){1, 250, 8, 1, 35, 1}, 200, "1/250 s, f/8, ISO 200, 35 mm");
    ck_exposure((uint32_t[]){10, 2500, 28, 10, 234, 10}, 100, "1/250 s, f/2.8, ISO 100, 23 mm");
    ck_exposure((uint32_t[]){1, 2, 35, 10, 235, 10}, 0, "0.5 s, f/3.5, 24 mm");
    ck_exposure((uint32_t[]){3, 10, 56, 10, 0, 0}, 64, "0.3 s, f/5.6, ISO 64");
    ck_exposure((uint32_t[]){299, 1000, 0, 0, 0, 0}, 0, "1/3 s");
    ck_exposure((uint32_t[]){30, 1, 0, 1, 49, 100}, 0, "30 s");
    ck_exposure((uint32_t[]){13, 10, 1, 0, 1, 0}, 65535, "1.3 s");
    ck_exposure((uint32_t[]){1, 0, 0, 0, 0, 0}, 0, NULL);
    ck_exposure((uint32_t[]){0, 1, most, 1, most, 1}, 0, NULL);
    ck_exposure((uint32_t[]){most, 1, 1, most, 1, most}, 0, NULL);
    ck_exposure((uint32_t[]){1, most, most, most, most, most}, 0, "f/1, 1 mm");
    ck_exposure((uint32_t[]){most, most, 0, 0, 0, 0}, 65534, "1 s, ISO 65534");
}
END_TEST

static struct tg_metadata location(const char *ns, const char *ew, const uint32_t lat[6],
                                   const uint32_t lon[6])
{
    struct made_tag tags[] = {{MADE_GPS, 1, ns, 0, {0}},
                              {MADE_GPS, 2, NULL, 6, {0}},
                              {MADE_GPS, 3, ew, 0, {0}},
                              {MADE_GPS, 4, NULL, 6, {0}},
                              {0, 0, NULL, 0, {0}}};

    memcpy(tags[1].v, lat, sizeof(tags[1].v));
    memcpy(tags[3].v, lon, sizeof(tags[3].v));
    return exif_metadata(tags, true);
}

START_TEST(places_are_exact_or_not_there)
{
    const uint32_t paris[6] = {48, 1, 51, 1, 30132, 1000}, tower[6] = {2, 1, 17, 1, 40132, 1000},
                   rio[6] = {22, 1, 5711, 100, 0, 0}, zero[6] = {0, 1, 0, 1, 0, 1},
                   pole[6] = {90, 1, 0, 1, 0, 1}, beyond[6] = {90, 1, 0, 1, 1, 1},
                   nothing[6] = {0, 0, 0, 0, 0, 0}, huge[6] = {UINT32_MAX, 1, UINT32_MAX, 1, 1, 0},
                   date[6] = {180, 1, 0, 1, 0, 1};
    struct tg_metadata f = location("N", "E", paris, tower);

    ck_assert(f.located);
    ck_assert_int_eq(f.latitude_e6, 48858370);
    ck_assert_int_eq(f.longitude_e6, 2294481);
    f = location("S", "W", rio, date);
    ck_assert(f.located);
    ck_assert_int_eq(f.latitude_e6, -22951833);
    ck_assert_int_eq(f.longitude_e6, -180000000);
    ck_assert(location("N", "E", pole, zero).located);
    ck_assert(!location("N", "E", zero, zero).located);
    ck_assert(!location("N", "E", beyond, zero).located);
    ck_assert(!location("N", "E", tower, nothing).located);
    ck_assert(!location("N", "E", huge, tower).located);
    ck_assert(!location("X", "E", paris, tower).located);
    ck_assert(!location("N", "", paris, tower).located);
}
END_TEST

START_TEST(lens_and_description_come_from_exif)
{
    struct made_tag tags[] = {{MADE_EXIF, 0xA434, "EF24-105mm f/4L IS USM", 0, {0}},
                              {MADE_MAIN, 0x010E, "Caf\xe9 in the rain\r\nsecond line", 0, {0}},
                              {0, 0, NULL, 0, {0}}};
    static const char *const standing[] = {"OLYMPUS DIGITAL CAMERA         ", "SONY DSC", "    ",
                                           "Default"};
    struct tg_metadata f = exif_metadata(tags, false);

    ck_text(&f, TG_METADATA_LENS, "EF24-105mm f/4L IS USM");
    ck_text(&f, TG_METADATA_DESCRIPTION, "Caf\xc3\xa9 in the rain\nsecond line");
    ck_text(&f, TG_METADATA_TITLE, NULL);
    tg_metadata_release(&f);
    for (size_t i = 0; i < sizeof(standing) / sizeof(standing[0]); i++) {
        tags[1].text = standing[i];
        f = exif_metadata(tags + 1, false);
        ck_text(&f, TG_METADATA_DESCRIPTION, NULL);
    }
}
END_TEST

/* The caption of a block with these bytes in a tag. */
static void ck_caption(unsigned ifd, unsigned tag, const char *bytes, unsigned len, bool big_endian,
                       const char *expected)
{
    const struct made_tag tags[] = {{ifd, tag, bytes, len, {0}}, {0, 0, NULL, 0, {0}}};
    struct tg_metadata f = exif_metadata(tags, big_endian);

    ck_text(&f, TG_METADATA_DESCRIPTION, expected);
    tg_metadata_release(&f);
}

static void ck_comment(const char *bytes, unsigned len, bool big_endian, const char *expected)
{
    ck_caption(MADE_EXIF, 0x9286, bytes, len, big_endian, expected);
}

START_TEST(user_comments_are_read_in_every_code)
{
    ck_comment("ASCII\0\0\0caf\xe9  ", 14, false, "caf\xc3\xa9");
    ck_comment("ASCII\0\0\0caf\xc3\xa9\0x", 15, true, "caf\xc3\xa9");
    ck_comment("\0\0\0\0\0\0\0\0plain", 13, false, "plain");
    ck_comment("JIS\0\0\0\0\0plain", 13, false, "plain");
    ck_comment("JIS\0\0\0\0\0\x1b$B$\"\x1b(B", 16, false, NULL);
    for (int big_endian = 0; big_endian < 2; big_endian++) {
        ck_comment("UNICODE\0L\0\xe4\0n\0\0\0", 16, big_endian, "L\xc3\xa4n");
        ck_comment("UNICODE\0\0L\0\xe4\0n", 14, big_endian, "L\xc3\xa4n");
        ck_comment("UNICODE\0\xfe\xff\x4e\x2d", 12, big_endian, "\xe4\xb8\xad");
        ck_comment("UNICODE\0by the lake", 19, big_endian, "by the lake");
        ck_comment("UNICODE\0on the lake.", 20, big_endian, "on the lake.");
    }
    ck_comment("UNICODE\0\x2d\x4e", 10, false, "\xe4\xb8\xad");
    ck_comment("UNICODE\0\x4e\x2d", 10, true, "\xe4\xb8\xad");
    ck_comment("UNICODE\0", 8, false, NULL);
    ck_comment("ASCII\0\0\0", 8, false, NULL);
    ck_comment("ASCII\0\0", 7, false, NULL);
    ck_comment("ASCII\0\0\0a\1\2b", 12, false, NULL); /* notes of a camera */
    ck_comment("unknown code", 12, false, NULL);
    ck_comment("ASCII\0\0\0oplus_1048864", 21, false, NULL);
}
END_TEST

START_TEST(captions_of_windows_are_read)
{
    static const char anna[] = "A\0n\0n\0a\0\0", junk[] = "S\0O\0N\0Y\0 \0D\0S\0C\0\0";
    const struct made_tag tags[] = {{MADE_MAIN, 0x010E, "HELLOMOTO", 0, {0}},
                                    {MADE_MAIN, 0x9C9B, anna, sizeof(anna), {0}},
                                    {MADE_MAIN, 0x9C9C, junk, sizeof(junk), {0}},
                                    {MADE_MAIN, 0x9C9F, "B\0\x1f\1", 4, {0}},
                                    {0, 0, NULL, 0, {0}}};
    struct tg_metadata f = exif_metadata(tags, true); /* which these texts are not */

    ck_text(&f, TG_METADATA_TITLE, "Anna");
    ck_text(&f, TG_METADATA_DESCRIPTION, "B\xc4\x9f");
    tg_metadata_release(&f);
}
END_TEST

/* ---- IPTC ------------------------------------------------------------------------------------ */

START_TEST(iptc_is_windows_1252_unless_it_says_otherwise)
{
    const struct made_dataset sets[] = {{1, 90, "\x1b%G"},
                                        {2, 5, "T\xe9t"},
                                        {2, 105, "a headline"},
                                        {2, 120, "Caption"},
                                        {0, 0, NULL}};
    struct made m = make_iptc(sets);
    struct tg_metadata f = {0};

    ck_ok(tg_iptc_parse(m.data, m.len, &f));
    ck_text(&f, TG_METADATA_TITLE, "T\xef\xbf\xbdt");
    ck_text(&f, TG_METADATA_DESCRIPTION, "Caption");
    tg_metadata_release(&f);
    made_free(&m);
    m = make_iptc(
        (const struct made_dataset[]){{1, 90, "\x1b%/I"}, {2, 5, "T\xc3\xa9t\x93"}, {0, 0, NULL}});
    ck_ok(tg_iptc_parse(m.data, m.len, &f));
    ck_text(&f, TG_METADATA_TITLE, "T\xc3\xa9t\xef\xbf\xbd");
    tg_metadata_release(&f);
    made_free(&m);
    m = make_iptc((const struct made_dataset[]){
        {1, 90, "\x1b.A"}, {2, 5, "T\x93"}, {2, 120, "SONY DSC"}, {0, 0, NULL}});
    ck_ok(tg_iptc_parse(m.data, m.len, &f));
    ck_text(&f, TG_METADATA_TITLE, "T\xe2\x80\x9c");
    ck_text(&f, TG_METADATA_DESCRIPTION, NULL);
    tg_metadata_release(&f);
    made_free(&m);
    m = make_iptc(sets + 1);
    ck_ok(tg_iptc_parse(m.data, m.len, &f));
    ck_text(&f, TG_METADATA_TITLE, "T\xc3\xa9t");
    tg_metadata_release(&f);
    /* Cut anywhere, from a block of its own so that the sanitizer sees every byte too far. */
    for (size_t len = 0; len < m.len; len++) {
        uint8_t *cut = malloc(len + 1);

        ck_assert_ptr_nonnull(cut);
        memcpy(cut, m.data, len);
        ck_ok(tg_iptc_parse(cut, len, &f));
        tg_metadata_release(&f);
        free(cut);
    }
    made_free(&m);
}
END_TEST

START_TEST(hostile_iptc_tells_nothing)
{
    static const struct {
        size_t len;
        const char *bytes;
    } cases[] = {
        {12, "8BIM\4\4\0\0\xff\xff\xff\xff"},
        {17, "8BIM\4\4\0\0\xff\xff\xff\xff\x1c\2\5\xff\xff"}, /* an extended length */
        {18, "8BIM\4\4\0\0\0\0\0\6\x1c\2\5\0\xf0x"},          /* longer than the resource */
        {9, "8BIM\4\4\xff\0\0"},
        {7, "8BIM\4\4\0"},
        {18, "8BIN\4\4\0\0\0\0\0\6\x1c\2\5\0\1x"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct tg_metadata f = {0};

        ck_ok(tg_iptc_parse((const uint8_t *)cases[i].bytes, cases[i].len, &f));
        ck_text(&f, TG_METADATA_TITLE, NULL);
    }
}
END_TEST

/* ---- XMP ------------------------------------------------------------------------------------- */

static struct tg_metadata xmp_metadata(const char *packet, size_t len)
{
    struct tg_metadata f = {0};

    ck_ok(tg_xmp_parse((const uint8_t *)packet, len, &f));
    return f;
}

static void ck_xmp(const char *packet, const char *title, const char *description)
{
    struct tg_metadata f = xmp_metadata(packet, strlen(packet));

    ck_text(&f, TG_METADATA_TITLE, title);
    ck_text(&f, TG_METADATA_DESCRIPTION, description);
    tg_metadata_release(&f);
}

START_TEST(xmp_titles_in_every_writing)
{
    struct tg_metadata f;

    ck_xmp(XMP("<dc:title><rdf:Alt><rdf:li xml:lang='de'>Haus</rdf:li>"
               "<rdf:li xml:lang='x-default'>House &amp; <![CDATA[<garden>]]></rdf:li></rdf:Alt>"
               "</dc:title><dc:description><rdf:Alt><rdf:li>first\nline</rdf:li>"
               "<rdf:li>second</rdf:li></rdf:Alt></dc:description>"),
           "House & <garden>", "first\nline");
    ck_xmp(XMP("<dc:title> plain </dc:title>"), "plain", NULL);
    ck_xmp(XMP("<dc:title><rdf:Alt>\n</rdf:Alt></dc:title>"), NULL, NULL);
    ck_xmp(XMP("<d:x><dc:title>inner</dc:title></d:x><d:title>other</d:title>"), NULL, NULL);
    ck_xmp("<dc:title xmlns:dc='http://purl.org/dc/elements/1.1/'>no RDF</dc:title>", NULL, NULL);
    ck_xmp(XMP_HEAD "<rdf:Description dc:title='of an attribute'/><rdf:Description>"
                    "<dc:description>of another</dc:description></rdf:Description>" XMP_TAIL,
           "of an attribute", "of another");
    f = xmp_metadata(XMP("<aux:Lens>XF23mm</aux:Lens>"),
                     strlen(XMP("<aux:Lens>XF23mm</aux:Lens>")));
    ck_text(&f, TG_METADATA_LENS, "XF23mm");
    tg_metadata_release(&f);
}
END_TEST

START_TEST(hostile_xmp_ends_early)
{
    static const char bomb[] =
        "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
        "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]>";
    struct tg_buf b;
    struct tg_metadata f;

    tg_buf_init(&b, TG_BUF_MAX);
    tg_buf_puts(&b, bomb);
    tg_buf_puts(&b, XMP("<dc:title>&c;</dc:title>"));
    ck_xmp(tg_buf_str(&b), NULL, NULL);
    ck_xmp(XMP("<dc:title>one</dc:title><dc:description>two"), "one", NULL); /* mismatched tags */
    ck_xmp(XMP("<dc:title>&unknown;</dc:title>"), NULL, NULL);
    ck_xmp(XMP("<dc:title>&#27;[31m</dc:title>"), NULL, NULL); /* not allowed in XML 1.0 */
    ck_xmp(XMP("<dc:title>a&#x9b;b</dc:title>"), "a b", NULL);
    ck_xmp("", NULL, NULL);
    ck_xmp("no XML", NULL, NULL);
    tg_buf_clear(&b);
    tg_buf_puts(&b, XMP_HEAD "<rdf:Description><dc:title>kept</dc:title>");
    for (int i = 0; i < 100000; i++)
        tg_buf_puts(&b, "<d:x>");
    ck_xmp(tg_buf_str(&b), "kept", NULL); /* too deep */
    tg_buf_clear(&b);
    tg_buf_puts(&b, XMP_HEAD "<rdf:Description><dc:description>");
    for (int i = 0; i < 50000; i++)
        tg_buf_puts(&b, "0123456789");
    tg_buf_puts(&b, "</dc:description></rdf:Description>" XMP_TAIL);
    f = xmp_metadata(tg_buf_str(&b), b.len);
    ck_assert_uint_eq(strlen(f.text[TG_METADATA_DESCRIPTION]), 2000);
    tg_metadata_release(&f);
    for (int i = 0; i < 60000; i++)
        tg_buf_puts(&b, "          "); /* larger than any packet that is read */
    f = xmp_metadata(tg_buf_str(&b), b.len);
    ck_text(&f, TG_METADATA_DESCRIPTION, NULL);
    f = xmp_metadata(XMP("<dc:title>a\0b</dc:title>"),
                     sizeof(XMP("<dc:title>a\0b</dc:title>")) - 1);
    ck_text(&f, TG_METADATA_TITLE, NULL);
    tg_buf_release(&b);
}
END_TEST

int main(void)
{
    TCase *texts = tcase_create("metadata");

    tcase_add_test(texts, texts_are_cleaned);
    tcase_add_test(texts, texts_that_declare_nothing_are_utf8_or_windows_1252);
    tcase_add_test(texts, utf16_is_read_in_both_orders);
    tcase_add_test(texts, standing_texts_are_no_captions);
    tcase_add_test(texts, texts_are_cut_between_characters);
    tcase_add_test(texts, cameras_have_their_makers_name_once);
    tcase_add_test(texts, exposures_are_written_as_people_do);
    tcase_add_test(texts, places_are_exact_or_not_there);
    tcase_add_test(texts, lens_and_description_come_from_exif);
    tcase_add_test(texts, user_comments_are_read_in_every_code);
    tcase_add_test(texts, captions_of_windows_are_read);
    tcase_add_test(texts, iptc_is_windows_1252_unless_it_says_otherwise);
    tcase_add_test(texts, hostile_iptc_tells_nothing);
    tcase_add_test(texts, xmp_titles_in_every_writing);
    tcase_add_test(texts, hostile_xmp_ends_early);
    return tg_suite_run("metadata", texts);
}
