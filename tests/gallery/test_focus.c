/* test_focus.c - which part of a picture is seen where it is cropped: no face is cut where there is
 * room for all, and the largest is not where there is not. */
#include <stdlib.h>

#include <check.h>

#include "core/base/faces.h"
#include "gallery/model/focus.h"
#include "tests/support/suite.h"

static const struct tg_shapes tile = {1500, 1500};

static struct tg_focus focus_of(uint32_t w, uint32_t h, const char *faces, struct tg_shapes shapes)
{
    struct tg_photo photo = {
        .width = w, .height = h, .metadata = {.faces = (char *)(uintptr_t)faces}};
    const struct tg_ref ref = tg_ref_of(&photo);

    return tg_focus_of(&ref, shapes);
}

static const struct {
    uint32_t w, h;
    const char *faces;
    unsigned x, y;
} cases[] = {
    {3000, 2000, NULL, 50, 50},
    {2000, 2000, NULL, 50, 50},
    {2000, 3000, NULL, 50, 25},
    {0, 0, NULL, 50, 50},
    {2000, 3000, "no faces", 50, 25},
    {2000, 3000, "4000,0,2000,1000", 50, 0},
    {2000, 3000, "4000,9000,2000,1000", 50, 100},
    {2000, 3000, "4000,4500,2000,1000", 50, 49},
    {6000, 2000, "0,4000,1000,2000", 0, 46},
    {6000, 2000, "9000,4000,1000,2000", 100, 46},
    /* No room for both: the larger one, which is below.  Windows that are narrower have. */
    {2000, 4000, "0,0,1000,500 4000,8000,3000,2000", 0, 100},
    /* A face that is larger than what is seen: its middle. */
    {2000, 6000, "0,3000,10000,6000", 50, 63},
};

START_TEST(the_focus_is_where_faces_are)
{
    struct tg_focus focus = focus_of(cases[_i].w, cases[_i].h, cases[_i].faces, tile);

    ck_assert_uint_eq(focus.x, cases[_i].x);
    ck_assert_uint_eq(focus.y, cases[_i].y);
}
END_TEST

/* In millionths of the side; where the part that is seen begins. */
static double begin(unsigned percent, double part)
{
    return percent / 100.0 * (1 - part);
}

static bool is_seen(double from, double to, unsigned percent, double part)
{
    const double rounded = 0.005; /* half a per cent of what is not seen, at most */
    double at = begin(percent, part);

    return from >= at - rounded && to <= at + part + rounded;
}

/* Any number of faces in a picture of any shape, in all shapes between the narrowest and the
 * widest. */
START_TEST(no_face_is_cut_where_all_have_room)
{
    unsigned fits = 0;

    srand(7);
    for (int n = 0; n < 20000; n++) {
        uint32_t w = 100 + (uint32_t)rand() % 4000, h = 100 + (uint32_t)rand() % 4000;
        struct tg_shapes shapes = {300 + (uint32_t)rand() % 1500, 0};
        struct tg_faces faces = {.len = 0};
        double left = 1, right = 0, top = 1, bottom = 0, ratio, x, y;
        char text[TG_FACES_TEXT];
        struct tg_focus focus;

        shapes.widest = shapes.narrowest + (uint32_t)rand() % 2000;
        for (int k = rand() % 4; k >= 0; k--)
            tg_faces_add(&faces, rand() % 9000, rand() % 9000, 100 + rand() % 2000,
                         100 + rand() % 2000);
        for (size_t i = 0; i < faces.len; i++) {
            const struct tg_face *f = &faces.list[i];

            left = f->x / 1e4 < left ? f->x / 1e4 : left;
            top = f->y / 1e4 < top ? f->y / 1e4 : top;
            right = (f->x + f->w) / 1e4 > right ? (f->x + f->w) / 1e4 : right;
            bottom = (f->y + f->h) / 1e4 > bottom ? (f->y + f->h) / 1e4 : bottom;
        }
        tg_faces_write(&faces, text);
        focus = focus_of(w, h, text, shapes);
        ck_assert(focus.x <= 100 && focus.y <= 100);
        ratio = shapes.narrowest / 1000.0 * h / w;
        x = ratio < 1 ? ratio : 1;
        ratio = 1000.0 * w / h / shapes.widest;
        y = ratio < 1 ? ratio : 1;
        /* With what is around them.  In shapes between these more of each side is seen. */
        if (1.5 * (right - left) + 0.001 > x || 1.65 * (bottom - top) + 0.001 > y)
            continue;
        fits++;
        for (int step = 0; step <= 4; step++) {
            double part_x = x + (1 - x) * step / 4, part_y = y + (1 - y) * step / 4;

            ck_assert_msg(is_seen(left, right, focus.x, part_x), "%s at %u: %u", text,
                          shapes.narrowest, focus.x);
            ck_assert_msg(is_seen(top, bottom, focus.y, part_y), "%s at %u: %u", text,
                          shapes.widest, focus.y);
        }
    }
    ck_assert_uint_gt(fits, 3000);
}
END_TEST

START_TEST(the_owner_says_where_the_focus_is)
{
    const struct tg_focus said = {30, 70};
    char faces[] = "4000,0,2000,1000";
    struct tg_photo photo = {.width = 2, .height = 3, .metadata = {.faces = faces}};
    struct tg_ref ref = tg_ref_of(&photo);
    struct tg_focus focus;

    ref.focus = &said;
    focus = tg_focus_of(&ref, tile);
    ck_assert_uint_eq(focus.x, 30);
    ck_assert_uint_eq(focus.y, 70);
}
END_TEST

/* A picture that a project shows on its side has its faces elsewhere. */
START_TEST(a_picture_on_its_side_has_no_faces)
{
    const struct tg_picture_options lying = {.auto_orient = false}, upright = {.auto_orient = true};
    char faces[] = "4000,9000,2000,1000";
    struct tg_photo photo = {.width = 2, .height = 3, .turned = true, .metadata = {.faces = faces}};
    struct tg_ref ref = tg_ref_of(&photo);

    ref.options = &lying;
    ck_assert_uint_eq(tg_focus_of(&ref, tile).y, 50);
    ref.options = &upright;
    ck_assert_uint_eq(tg_focus_of(&ref, tile).y, 100);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("focus");

    tcase_set_timeout(tc, 120);
    tcase_add_loop_test(tc, the_focus_is_where_faces_are, 0, sizeof(cases) / sizeof(cases[0]));
    tcase_add_test(tc, no_face_is_cut_where_all_have_room);
    tcase_add_test(tc, the_owner_says_where_the_focus_is);
    tcase_add_test(tc, a_picture_on_its_side_has_no_faces);
    return tg_suite_run("focus", tc);
}
