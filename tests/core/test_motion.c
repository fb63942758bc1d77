/* test_motion.c - where videos of motion photos are: the text of it, XMP packets, Samsung's trailer
 * and boxes, with numbers that lead out of the file or nowhere. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/base/motion.h"
#include "core/codec/motion_video.h"
#include "core/codec/xmp_motion.h"
#include "core/media/mov.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

/* A video of 24 bytes: `ftyp` and `moov`, both empty but for four bytes. */
#define VIDEO                                                                                      \
    "\0\0\0\x0c"                                                                                   \
    "ftypmp42"                                                                                     \
    "\0\0\0\x0c"                                                                                   \
    "moov\0\0\0\0"
#define VIDEO_LEN 24
#define BYTES(s)  (const uint8_t *)(s), sizeof(s) - 1

static const struct {
    const char *text, *id;
    uint64_t at, bytes;
} good[] = {{"pair A-1", "A-1", 0, 0}, {"at 0 1", "", 0, 1}, {"at 123 456", "", 123, 456}};

START_TEST(a_text_says_where_the_video_is)
{
    char text[TG_MOTION_TEXT];
    struct tg_motion motion;

    ck_assert(tg_motion_read(good[_i].text, &motion));
    ck_assert_str_eq(motion.id, good[_i].id);
    ck_assert_uint_eq(motion.at, good[_i].at);
    ck_assert_uint_eq(motion.bytes, good[_i].bytes);
    tg_motion_write(&motion, text);
    ck_assert_str_eq(text, good[_i].text);
}
END_TEST

START_TEST(other_texts_are_refused)
{
    static const char *const bad[] = {
        NULL,
        "",
        "pair ",
        "pair a b",
        "pair ../x",
        "at",
        "at 1",
        "at 1 0",
        "at 1 2 ",
        "at -1 2",
        "at 1 1000000000000000000",
        "pair "
        "0123456789012345678901234567890123456789012345678901234567890123"};
    struct tg_motion motion;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        ck_assert_msg(!tg_motion_read(bad[i], &motion), "%s", bad[i] ? bad[i] : "NULL");
        ck_assert(!*motion.id && !motion.bytes);
    }
}
END_TEST

#define XMP(attributes, inside)                                                                    \
    "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "                                \
    "xmlns:c='http://ns.google.com/photos/1.0/camera/' "                                           \
    "xmlns:i='http://ns.google.com/photos/1.0/container/item/'><r:Description " attributes         \
    ">" inside "</r:Description></r:RDF>"
#define ITEM(semantic, length, padding)                                                            \
    "<r:li><i:Item i:Length='" length "' i:Padding='" padding "' i:Semantic='" semantic "'/></"    \
    "r:li>"

static const struct {
    const char *xmp;
    uint64_t from_end;
} packets[] = {
    {XMP("c:MicroVideo='1' c:MicroVideoOffset='9'", ""), 9},
    {XMP("c:MicroVideo='0' c:MicroVideoOffset='9'", ""), 0},
    {XMP("", "<c:MicroVideo>1</c:MicroVideo><c:MicroVideoOffset>9</c:MicroVideoOffset>"), 9},
    {XMP("", ITEM("Primary", "0", "8") ITEM("MotionPhoto", "20", "0")), 20},
    {XMP("", ITEM("MotionPhoto", "20", "2") ITEM("GainMap", "3", "1")), 26},
    {XMP("", ITEM("MotionPhoto", "-1", "2") ITEM("GainMap", "3", "1")), 0},
    {XMP("", ITEM("MotionPhoto", "99999999999999999999", "0")), 0},
    {XMP("", ITEM("GainMap", "20", "0") "<!-- MotionPhoto -->"), 0},
    {"<!DOCTYPE a [<!ENTITY b 'MotionPhoto'>]>" XMP("c:MicroVideo='1' c:MicroVideoOffset='9'", ""),
     0},
    {"MotionPhoto", 0},
};

START_TEST(xmp_says_how_far_before_the_end_the_video_begins)
{
    uint64_t from_end;

    ck_ok(tg_xmp_motion((const uint8_t *)packets[_i].xmp, strlen(packets[_i].xmp), &from_end));
    ck_assert_uint_eq(from_end, packets[_i].from_end);
}
END_TEST

/* Of a file with an empty head of 4 bytes; the directory has one entry. */
#define TRAILER(video, back, len, directory)                                                       \
    "head"                                                                                         \
    "\0\0\x30\x0a\x10\0\0\0MotionPhoto_Data" video                                                 \
    "SEFH\x6b\0\0\0\1\0\0\0\0\0\x30\x0a" back len directory "SEFT"

static const struct {
    const uint8_t *file;
    size_t len;
    uint64_t from_end; /* that XMP says */
    const char *motion;
} files[] = {
    {BYTES("head" VIDEO), 24, "at 4 24"},
    {BYTES("head" VIDEO "behind it"), 33, "at 4 24"},
    {BYTES("head" VIDEO), 23, NULL},   /* begins in the video */
    {BYTES("head" VIDEO), 28, NULL},   /* the whole file */
    {BYTES("head" VIDEO), 1000, NULL}, /* before the file */
    {BYTES("head\0\0\0\x0c"
           "ftypmp42"),
     12, NULL}, /* without moov */
    {BYTES("head\0\0\0\x0c"
           "moov\0\0\0\0"
           "\0\0\0\x0c"
           "ftypmp42"),
     24, NULL},
    {BYTES("head\0\0\0\x0c"
           "ftypmp42"
           "\0\0\0\x0d"
           "moov\0\0\0\0"),
     24, NULL}, /* cut */
    {BYTES("head\0\0\0\1"
           "ftyp\xff\xff\xff\xff\xff\xff\xff\xff" VIDEO),
     40, NULL},
    {BYTES(TRAILER(VIDEO, "\x30\0\0\0", "\x30\0\0\0", "\x18\0\0\0")), 0, "at 28 24"},
    {BYTES(TRAILER(VIDEO, "\x30\0\0\0", "\x31\0\0\0", "\x18\0\0\0")), 0, NULL}, /* too long */
    {BYTES(TRAILER(VIDEO, "\xff\xff\xff\xff", "\x30\0\0\0", "\x18\0\0\0")), 0, NULL},
    {BYTES(TRAILER(VIDEO, "\x30\0\0\0", "\x30\0\0\0", "\xff\xff\xff\xff")), 0, NULL},
    {BYTES(TRAILER(VIDEO, "\x30\0\0\0", "\x30\0\0\0", "\0\0\0\0")), 0, NULL},
    {BYTES("SEFT"), 0, NULL},
    {BYTES("\0\0\0\x0c"
           "ftypheic"
           "\0\0\0\x20"
           "mpvd" VIDEO),
     0, "at 20 24"},
    {BYTES("\0\0\0\x0c"
           "ftypheic"
           "\0\0\0\x21"
           "mpvd" VIDEO),
     0, NULL},
    {BYTES("\0\0\0\x20"
           "mpvd" VIDEO),
     0, NULL}, /* no such file */
};

START_TEST(a_video_is_found_where_there_is_one)
{
    struct tg_raw_metadata raw = {0};
    struct tg_metadata metadata = {0};
    int fd = memfd_create("photo", MFD_CLOEXEC);
    char xmp[1000];

    ck_assert_int_eq(write(fd, files[_i].file, files[_i].len), (ssize_t)files[_i].len);
    (void)snprintf(xmp, sizeof(xmp), XMP("c:MicroVideo='1' c:MicroVideoOffset='%u'", ""),
                   (unsigned)files[_i].from_end);
    raw.xmp = (struct tg_blob){(uint8_t *)xmp, strlen(xmp)};
    ck_ok(tg_motion_find(fd, &raw, &metadata));
    ck_assert_pstr_eq(metadata.motion, files[_i].motion);
    tg_metadata_release(&metadata);
    close(fd);
}
END_TEST

/* `mvhd` of version 0: dates, 600 units in a second, and a duration. */
#define MVHD(duration)                                                                             \
    "\0\0\0\x1c"                                                                                   \
    "mvhd\0\0\0\0\xda\xe6\xd4\x3c\0\0\0\0\0\0\x02\x58" duration

static const struct {
    const uint8_t *moov;
    size_t len;
    bool known;
    uint64_t duration_ms;
} movies[] = {
    {BYTES(MVHD("\0\0\x04\xb0")), true, 2000},
    {BYTES(MVHD("\0\0\x04\xb0") "\0\0\0\x0c"
                                "meta\0\0\0\0"),
     true, 2000},
    {BYTES(MVHD("\0\0\0\0")), true, UINT64_MAX}, /* fragments: of no known length */
    {BYTES("\0\0\0\x10"
           "mvhd\1\0\0\0\0\0\0\0"),
     false, 0}, /* too short */
    {BYTES("\0\0\0\x1c"
           "mvhd\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1"),
     false, 0}, /* no unit */
    {BYTES(""), false, 0},
};

START_TEST(a_movie_says_how_long_it_is)
{
    struct tg_mov mov;

    tg_mov_parse(movies[_i].moov, movies[_i].len, &mov);
    ck_assert_int_eq(mov.known, movies[_i].known);
    ck_assert_uint_eq(mov.duration_ms, movies[_i].duration_ms);
    if (mov.known)
        ck_assert_str_eq(mov.date.text, "2020-05-17T11:45:00");
}
END_TEST

#define COUNT(array) (int)(sizeof(array) / sizeof((array)[0]))

int main(void)
{
    TCase *tc = tcase_create("motion");

    tcase_add_loop_test(tc, a_text_says_where_the_video_is, 0, COUNT(good));
    tcase_add_test(tc, other_texts_are_refused);
    tcase_add_loop_test(tc, xmp_says_how_far_before_the_end_the_video_begins, 0, COUNT(packets));
    tcase_add_loop_test(tc, a_video_is_found_where_there_is_one, 0, COUNT(files));
    tcase_add_loop_test(tc, a_movie_says_how_long_it_is, 0, COUNT(movies));
    return tg_suite_run("motion", tc);
}
