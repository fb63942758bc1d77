/* test_heif_boxes.c - the boxes of HEIF files, good and bad, without any picture decoded. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "core/codec/heif.h"
#include "tests/support/made_heif.h"
#include "tests/support/made_memory.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

static const struct made_heif rich = {.stream = MADE_HEVC_420,
                                      .columns = 3,
                                      .rows = 2,
                                      .grid_w = 180,
                                      .grid_h = 120,
                                      .thumbnail = true,
                                      .exif = "II*\0\10\0\0\0\0\0\0\0\0\0",
                                      .exif_len = 14,
                                      .xmp = "<x/>"};

static struct tg_err *open_made(struct tg_heif *h, const struct made *m)
{
    struct tg_blob file = {m->data, m->len};

    return tg_heif_open(h, "a.heic", &file);
}

/* Opens, describes and takes every tile; whatever fails. */
static struct tg_err *walk(const struct made *m, struct tg_heif_picture *p)
{
    struct tg_heif h;
    struct tg_err *err = open_made(&h, m);
    const struct tg_heif_item *item = err ? NULL : tg_heif_item(&h, h.primary);

    if (!err && !item)
        err = tg_err_new(TG_E_CORRUPT, NULL, "no item");
    if (!err)
        err = tg_heif_describe(&h, item, p);
    for (size_t i = 0; !err && i < (size_t)p->columns * p->rows; i++) {
        const struct tg_heif_item *tile = tg_heif_tile(&h, p, i);
        struct tg_blob data = {0};
        bool cut = false;

        if (tile)
            err = tg_heif_data(&h, tile, &data, &cut);
        ck_assert(err || !tile || data.len);
        tg_blob_release(&data);
    }
    tg_heif_release(&h);
    return err;
}

START_TEST(items_and_their_bytes_are_found)
{
    struct made_heif o = rich;
    struct tg_heif_picture p, thumbnail;
    struct tg_blob exif = {0}, xmp = {0}, data = {0};
    struct tg_heif h;
    struct made m;
    bool cut;

    o.wide = _i;
    m = make_heif(&o);
    ck_ok(open_made(&h, &m));
    ck_assert_uint_eq(h.items_len, 10);
    ck_ok(tg_heif_describe(&h, tg_heif_item(&h, h.primary), &p));
    ck_assert_uint_eq(p.type, TG_FOURCC('h', 'v', 'c', '1'));
    ck_assert_uint_eq(p.columns, 3);
    ck_assert_uint_eq(p.rows, 2);
    ck_assert_uint_eq(p.w, 180);
    ck_assert_uint_eq(p.h, 120);
    for (size_t i = 0; i < 6; i++)
        ck_assert_uint_eq(tg_heif_tile(&h, &p, i)->id, i + 2);
    ck_assert_ptr_null(tg_heif_tile(&h, &p, 6));
    ck_ok(tg_heif_data(&h, tg_heif_tile(&h, &p, 5), &data, &cut));
    ck_assert(!cut);
    ck_assert_uint_gt(data.len, 500);
    ck_ok(tg_heif_metadata(&h, p.item, &exif, &xmp));
    ck_assert_uint_eq(exif.len, 6 + 14);
    ck_assert_mem_eq(exif.data, "Exif\0\0II*", 9);
    ck_assert_mem_eq(xmp.data, "<x/>", 4);
    ck_assert(!tg_heif_thumbnail(&h, &p, 10, 10, &thumbnail)); /* of another shape */
    tg_blob_release(&exif);
    tg_blob_release(&xmp);
    tg_blob_release(&data);
    tg_heif_release(&h);
    made_free(&m);
}
END_TEST

static const struct {
    const char *type, *property, *word;
} refused[] = {
    {"iovl", NULL, "laid over each other"}, {"iden", NULL, "made of another"},
    {"jpeg", NULL, "a JPEG picture"},       {"avc1", NULL, "H.264"},
    {"xyzw", NULL, "unknown kind"},         {NULL, "lsel", "'lsel'"},
};

START_TEST(what_is_not_read_is_named)
{
    struct made m = make_heif(&(struct made_heif){
        .stream = MADE_HEVC_420, .type = refused[_i].type, .property = refused[_i].property});
    struct tg_heif_picture p;
    struct tg_err *err = walk(&m, &p);
    struct tg_buf text;

    tg_buf_init(&text, TG_BUF_MAX);
    tg_err_text(err, &text);
    ck_assert_msg(strstr(tg_buf_str(&text), refused[_i].word) != NULL, "%s", tg_buf_str(&text));
    ck_assert_msg(strstr(tg_buf_str(&text), "convert it to JPEG") != NULL, "%s", tg_buf_str(&text));
    tg_buf_release(&text);
    ck_fails(err, TG_E_UNSUPPORTED);
    made_free(&m);
}
END_TEST

/* Where `bytes` are in the file. */
static size_t find(const struct made *m, const char *bytes)
{
    size_t n = strlen(bytes), at = 0;

    while (at + n <= m->len && memcmp(m->data + at, bytes, n) != 0)
        at++;
    ck_assert_uint_le(at + n, m->len);
    return at;
}

/* An item that needs itself: the grid is its own tile. */
START_TEST(loops_of_items_end)
{
    struct made m = make_heif(&rich);
    struct tg_heif_picture p;
    size_t at = find(&m, "dimg") + 8;

    for (int i = 0; i < 6; i++) {
        m.data[at + 2 * (size_t)i] = 0;
        m.data[at + 2 * (size_t)i + 1] = 1;
    }
    ck_fails(walk(&m, &p), TG_E_CORRUPT);
    made_free(&m);
}
END_TEST

static void put32(struct made *m, uint32_t v)
{
    uint8_t b[4] = {(uint8_t)(v >> 24), (uint8_t)(v >> 16), (uint8_t)(v >> 8), (uint8_t)v};

    made_append(m, b, 4);
}

static void put_box(struct made *m, const char *type, const struct made *inside)
{
    put32(m, (uint32_t)inside->len + 8);
    made_append(m, type, 4);
    if (inside->len)
        made_append(m, inside->data, inside->len);
}

/* A file with this meta box after the two that come first. */
static struct made with_parts(const char *type, const struct made *part)
{
    static const char head[] = "\0\0\0\24ftypheic\0\0\0\0mif1",
                      handler[] = "\0\0\0\40hdlr\0\0\0\0\0\0\0\0pict\0\0\0\0\0\0\0\0\0\0\0\0",
                      primary[] = "\0\0\0\16pitm\0\0\0\0\0\1";
    struct made m = {0}, meta = {0};

    made_append(&meta, "\0\0\0", 4);
    made_append(&meta, handler, sizeof(handler) - 1);
    made_append(&meta, primary, sizeof(primary) - 1);
    put_box(&meta, type, part);
    made_append(&m, head, sizeof(head) - 1);
    put_box(&m, "meta", &meta);
    made_free(&meta);
    return m;
}

START_TEST(a_million_items_are_too_many)
{
    static const char head[] = "\1\0\0\0\0\17\102\100",
                      item[] = "\0\0\0\25infe\2\0\0\0\0\0\0\0hvc1";
    enum { ITEMS = 1000000, HEAD = sizeof(head) - 1, BYTES = sizeof(item) };
    struct made m, list = {malloc(HEAD + ITEMS * BYTES), HEAD + ITEMS * BYTES};
    struct tg_heif h;

    ck_assert_ptr_nonnull(list.data);
    memcpy(list.data, head, HEAD);
    for (size_t i = 0; i < ITEMS; i++) /* ids of 0: there are too many before they are compared */
        memcpy(list.data + HEAD + i * BYTES, item, BYTES);
    m = with_parts("iinf", &list);
    ck_fails(open_made(&h, &m), TG_E_LIMIT);
    tg_heif_release(&h);
    made_free(&list);
    made_free(&m);
}
END_TEST

/* Locations of no bytes, which could go on for ever. */
START_TEST(extents_of_nothing_are_refused)
{
    struct made m, parts = {0};
    struct tg_heif h;

    made_append(&parts, "\0\0\0\0\0\1\0\0\0\25infe\2\0\0\0\0\1\0\0hvc1\0", 27);
    m = with_parts("iinf", &parts);
    made_free(&parts);
    parts = (struct made){0};
    made_append(&parts, "\1\0\0\0\0\0\377\377", 8);
    for (int i = 0; i < 65535; i++)
        made_append(&parts, "\0\1\0\0\0\0\377\377", 8);
    put_box(&m, "iloc", &parts);
    /* into the meta box, which is the second one */
    m.data[20] = (uint8_t)((m.len - 20) >> 24);
    m.data[21] = (uint8_t)((m.len - 20) >> 16);
    m.data[22] = (uint8_t)((m.len - 20) >> 8);
    m.data[23] = (uint8_t)(m.len - 20);
    ck_fails(open_made(&h, &m), TG_E_CORRUPT);
    tg_heif_release(&h);
    made_free(&parts);
    made_free(&m);
}
END_TEST

/* The same bytes for all extents of an item: more than the file has. */
START_TEST(no_item_has_more_bytes_than_its_file)
{
    struct made m = make_heif(&(struct made_heif){.stream = MADE_HEVC_420});
    struct tg_heif_picture p;
    struct tg_heif h;
    struct tg_blob data;
    bool cut;

    ck_ok(open_made(&h, &m));
    ck_ok(tg_heif_describe(&h, tg_heif_item(&h, h.primary), &p));
    for (int i = 0; i < 2; i++) { /* what an iloc box with two extents says */
        h.extents = realloc(h.extents, 2 * sizeof(h.extents[0]));
        ck_assert_ptr_nonnull(h.extents);
        h.extents[i] = (struct tg_heif_extent){0, m.len};
    }
    h.items[0].extents = 2;
    ck_fails(tg_heif_data(&h, &h.items[0], &data, &cut), TG_E_CORRUPT);
    h.extents[1] = (struct tg_heif_extent){UINT64_MAX - 3, 8};
    ck_ok(tg_heif_data(&h, &h.items[0], &data, &cut));
    ck_assert(cut);
    ck_assert_uint_eq(data.len, m.len);
    tg_blob_release(&data);
    tg_heif_release(&h);
    made_free(&m);
}
END_TEST

START_TEST(grids_that_make_no_sense_are_refused)
{
    static const struct {
        unsigned columns, rows;
        uint32_t w, h;
    } bad[] = {{2, 1, 129, 64}, {1, 2, 64, 129}, {2, 2, 64, 128}, {2, 2, 128, 64}, {1, 1, 0, 64}};
    struct tg_heif_picture p;
    struct made m = make_heif(&(struct made_heif){.stream = MADE_HEVC_420,
                                                  .columns = bad[_i].columns,
                                                  .rows = bad[_i].rows,
                                                  .grid_w = bad[_i].w,
                                                  .grid_h = bad[_i].h});

    ck_fails(walk(&m, &p), TG_E_CORRUPT);
    made_free(&m);
}
END_TEST

/* The promise of the header: any bytes end soon in an error or a description. */
START_TEST(any_damage_of_boxes_ends_in_an_error_or_a_description)
{
    static const uint8_t values[] = {0, 1, 8, 0x7f, 0x80, 0xff};
    struct made_heif o = rich;
    struct tg_heif_picture p;
    struct made m;
    size_t whole;

    o.wide = _i;
    o.alpha = true;
    m = make_heif(&o);
    whole = m.len;
    for (m.len = 0; m.len < whole; m.len++)
        tg_err_free(walk(&m, &p));
    for (size_t at = 0; at < m.len; at++) {
        uint8_t before = m.data[at];

        for (size_t i = 0; i < sizeof(values); i++) {
            m.data[at] = values[i];
            tg_err_free(walk(&m, &p));
        }
        m.data[at] = before;
    }
    made_free(&m);
}
END_TEST

START_TEST(sequences_are_named)
{
    static const char file[] = "\0\0\0\24ftypmsf1\0\0\0\0msf1\0\0\0\10moov\0\0\0\10mdat";
    struct made m = {0};
    struct tg_heif h;

    made_append(&m, file, sizeof(file) - 1);
    ck_fails(open_made(&h, &m), TG_E_UNSUPPORTED);
    tg_heif_release(&h);
    made_free(&m);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("heif_boxes");

    tcase_set_timeout(tc, 120);
    tcase_add_loop_test(tc, items_and_their_bytes_are_found, 0, 2);
    tcase_add_loop_test(tc, what_is_not_read_is_named, 0,
                        (int)(sizeof(refused) / sizeof(refused[0])));
    tcase_add_test(tc, loops_of_items_end);
    tcase_add_test(tc, a_million_items_are_too_many);
    tcase_add_test(tc, extents_of_nothing_are_refused);
    tcase_add_test(tc, no_item_has_more_bytes_than_its_file);
    tcase_add_loop_test(tc, grids_that_make_no_sense_are_refused, 0, 5);
    tcase_add_loop_test(tc, any_damage_of_boxes_ends_in_an_error_or_a_description, 0, 2);
    tcase_add_test(tc, sequences_are_named);
    return tg_suite_run("heif_boxes", tc);
}
