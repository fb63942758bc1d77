/* test_css_color.c - the ink on backgrounds. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <check.h>

#include "gallery/pages/css_color.h"
#include "tests/support/suite.h"

static const struct {
    const char *background;
    enum tg_ink ink;
} cases[] = {
    {"#000", TG_INK_LIGHT},
    {"#FFF", TG_INK_DARK},
    {"#102030", TG_INK_LIGHT},
    {"#f0e0d0ff", TG_INK_DARK},
    {"black", TG_INK_LIGHT},
    {"Navy", TG_INK_LIGHT},
    {"WhiteSmoke", TG_INK_DARK},
    {"yellowgreen", TG_INK_DARK},
    {"rebeccapurple", TG_INK_LIGHT},
    {"rgb(0,0,0)", TG_INK_LIGHT},
    {"rgb( 255 , 255 , 255 )", TG_INK_DARK},
    {"rgb(100% 100% 90%)", TG_INK_DARK},
    {"RGBA(10, 10, 10, 0.9)", TG_INK_LIGHT},
    {"rgb(0 0 0 / 95%)", TG_INK_LIGHT},
    {"hsl(240, 100%, 50%)", TG_INK_LIGHT},
    {"hsl(60deg 100% 50%)", TG_INK_DARK},
    {"hsl(-300deg 100% 50%)", TG_INK_DARK},
    {"hsla(0, 0%, 100%, 1)", TG_INK_DARK},
    {"linear-gradient(to right, #111, #333 40%)", TG_INK_LIGHT},
    {"linear-gradient(45deg, rgb(250 250 250), white)", TG_INK_DARK},
    {"url(black.jpg) white", TG_INK_DARK},
    {"url(\"a)black.jpg\") no-repeat center / cover #fff", TG_INK_DARK},
    {"#222 url('x.png')", TG_INK_LIGHT},
    /* The page shines through, light or dark. */
    {"rgb(0 0 0 / 10%)", TG_INK_ANY},
    {"#ffffff20", TG_INK_ANY},
    {"transparent", TG_INK_ANY},
    /* No colour that is known. */
    {"", TG_INK_ANY},
    {"url(black.jpg)", TG_INK_ANY},
    {"url(black.jpg", TG_INK_ANY},
    {"var(--x)", TG_INK_ANY},
    {"blacks", TG_INK_ANY},
    {"#12345", TG_INK_ANY},
    {"#", TG_INK_ANY},
    {"rgb(", TG_INK_ANY},
    {"rgb(1, 2", TG_INK_ANY},
    {"rgb(a, b, c)", TG_INK_ANY},
    {"rgb(1 2 3 / none)", TG_INK_ANY},
    {"'black", TG_INK_ANY},
    {"url(x\\", TG_INK_ANY},
};

START_TEST(ink_follows_the_background)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        ck_assert_msg(tg_css_ink(cases[i].background) == cases[i].ink, "%s: %d",
                      cases[i].background, (int)tg_css_ink(cases[i].background));
}
END_TEST

static double linear(int v)
{
    double c = v / 255.0;

    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

/* The contrast that WCAG 2 asks for. */
START_TEST(ink_can_be_read)
{
    double least = 21;

    for (int rgb = 0; rgb < 16 * 16 * 16; rgb++) {
        char text[8];
        double l = 0.2126 * linear((rgb >> 8) * 17) + 0.7152 * linear((rgb >> 4 & 15) * 17) +
                   0.0722 * linear((rgb & 15) * 17);
        double is;

        (void)snprintf(text, sizeof(text), "#%03x", (unsigned)rgb);
        is = tg_css_ink(text) == TG_INK_DARK ? (l + 0.05) / 0.05 : 1.05 / (l + 0.05);
        least = is < least ? is : least;
    }
    ck_assert_msg(least >= 4, "%f", least);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("css_color");

    tcase_add_test(tc, ink_follows_the_background);
    tcase_add_test(tc, ink_can_be_read);
    return tg_suite_run("css_color", tc);
}
