/* test_picture_names.c - dates in names of pictures, and their order. */
#include <string.h>

#include "gallery/model/dates.h"
#include "gallery/model/names.h"
#include "tests/support/suite.h"

#define NARROW "\xe2\x80\xaf" /* the space of macOS before "PM" */

START_TEST(names_of_phones_and_programs_have_dates)
{
    static const struct {
        const char *name, *date;
    } cases[] = {
        {"IMG_20200517_134500.jpg", "2020-05-17T13:45:00"},
        {"IMG20200517134500.jpg", "2020-05-17T13:45:00"},
        {"IMG_20200517_134500_1.jpg", "2020-05-17T13:45:00"},
        {"IMG_20200517_134500~2.jpg", "2020-05-17T13:45:00"},
        {"IMG_20200517_134500_BURST001.jpg", "2020-05-17T13:45:00"},
        {"00000IMG_00000_BURST20200517134500123_COVER.jpg", "2020-05-17T13:45:00"},
        {"MVIMG_20200517_134500.jpg", "2020-05-17T13:45:00"},
        {"VID_20200517_134500.mp4", "2020-05-17T13:45:00"},
        {"PANO_20200517_134500.jpg", "2020-05-17T13:45:00"},
        {"PXL_20200517_134500123.jpg", "2020-05-17T13:45:00"},
        {"PXL_20200517_134500123.MP.jpg", "2020-05-17T13:45:00"},
        {"20200517_134500.jpg", "2020-05-17T13:45:00"},
        {"20200517_134500(0).jpg", "2020-05-17T13:45:00"},
        {"20200517134500.jpg", "2020-05-17T13:45:00"},
        {"20200517-134500-edited.jpg", "2020-05-17T13:45:00"},
        {"DSC_20200517_134500.jpg", "2020-05-17T13:45:00"},
        {"DJI_20200517134500_0001_D.JPG", "2020-05-17T13:45:00"},
        {"WP_20200517_13_45_00_Pro.jpg", "2020-05-17T13:45:00"},
        {"Screenshot_20200517-134500.png", "2020-05-17T13:45:00"},
        {"Screenshot_20200517-134500_Chrome.jpg", "2020-05-17T13:45:00"},
        {"Screenshot_2020-05-17-13-45-00.png", "2020-05-17T13:45:00"},
        {"Screenshot_2020-05-17-13-45-00-123_com.app.jpg", "2020-05-17T13:45:00"},
        {"Screenshot 2020-05-17 at 13.45.00.png", "2020-05-17T13:45:00"},
        {"Screenshot 2020-05-17 at 1.45.00 PM.png", "2020-05-17T13:45:00"},
        {"Screenshot 2020-05-17 at 1.45.00" NARROW "PM (2).png", "2020-05-17T13:45:00"},
        {"Screenshot 2020-05-17 at 12.45.00 AM.png", "2020-05-17T00:45:00"},
        {"Screenshot 2020-05-17 at 12.45.00 pm.png", "2020-05-17T12:45:00"},
        {"Screenshot from 2020-05-17 13-45-00.png", "2020-05-17T13:45:00"},
        {"Bildschirmfoto 2020-05-17 um 13.45.00.png", "2020-05-17T13:45:00"},
        {"Capture d\xe2\x80\x99\xc3\xa9"
         "cran 2020-05-17 \xc3\xa0 13.45.00.png",
         "2020-05-17T13:45:00"},
        {"Captura de pantalla 2020-05-17 a las 13.45.00.png", "2020-05-17T13:45:00"},
        {"WhatsApp Image 2020-05-17 at 13.45.00 (1).jpeg", "2020-05-17T13:45:00"},
        {"signal-2020-05-17-134500.jpg", "2020-05-17T13:45:00"},
        {"signal-2020-05-17-134500_001.jpeg", "2020-05-17T13:45:00"},
        {"signal-2020-05-17-13-45-00-123.jpg", "2020-05-17T13:45:00"},
        {"photo_2020-05-17_13-45-00.jpg", "2020-05-17T13:45:00"},
        {"photo_5@17_2020-05-17_13-45-00.jpg", "2020-05-17T13:45:00"},
        {"2020-05-17 13.45.00.jpg", "2020-05-17T13:45:00"},
        {"2020-05-17 13.45.00-1.jpg", "2020-05-17T13:45:00"},
        {"2020-05-17T13:45:00.jpg", "2020-05-17T13:45:00"},
        {"2014-08-25_17.15.33.jpg", "2014-08-25T17:15:33"},
        {"FB_IMG_1589722800000.jpg", "2020-05-17T13:40:00"},
        {"mmexport1582934400000.jpg", "2020-02-29T00:00:00"},
        {"IMG-20200517-WA0001.jpg", "2020-05-17"},
        {"VID-20200517-WA0028.mp4", "2020-05-17"},
        {"IMG-20200517-WA0001(1).jpg", "2020-05-17"},
        {"WP_20200517_001.jpg", "2020-05-17"},
        {"20200517.jpg", "2020-05-17"},
        {"20200517_1345.jpg", "2020-05-17"},
        {"20200517_256199.jpg", "2020-05-17"},
        {"2020-05-17 Anna 12.jpg", "2020-05-17"},
        {"1965-05-17 wedding.jpg", "1965-05-17"},
        {"2020.05.17 lake.jpg", "2020-05-17"},
        {"2020-02-29.jpg", "2020-02-29"},
        {"20201301_20200517.jpg", "2020-05-17"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char text[TG_DATE_SIZE] = "";

        ck_assert_msg(tg_date_of_name(cases[i].name, text), "%s has no date", cases[i].name);
        ck_assert_str_eq(text, cases[i].date);
    }
}
END_TEST

START_TEST(numbers_that_are_no_dates_date_nothing)
{
    static const char *const names[] = {
        "",
        "lake.jpg",
        "20201301.jpg",
        "20200230.jpg",
        "2021-02-29.jpg",
        "DSC_20201234.jpg",
        "DSC_20200101.jpg",
        "DSCN20200101.jpg",
        "dsc-20200101.jpg",
        "19650517.jpg",
        "21000517.jpg",
        "202005171345.jpg",    /* 12 digits */
        "2020051713450.jpg",   /* 13 */
        "202005171345001.jpg", /* 15 */
        "20200517256199.jpg",  /* 14, no time */
        "202005171345001234.jpg",
        "IMG_0517.jpg",
        "+49 30 20200999.jpg",
        "0151-20201-55512.jpg",
        "Snapchat-1589722800.jpg",
        "received_158972280000012.jpeg",
        "IMG_1589722800000.jpg", /* who counts so? */
        "FB_IMG_0009722800000.jpg",
        "FB_IMG_9589722800000.jpg",
        "FB_IMG_158972280000.jpg",
        "x FB_IMG_1589722800000.jpg",
        "2020-05.jpg",
        "2020.jpg",
        "12-34-56.jpg",
        "2020-0517.jpg",
        "2020-05_17.jpg",
        "2020-05-171.jpg",
        "12020-05-17.jpg",
        "4000x20200517000.jpg",
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char text[TG_DATE_SIZE] = "kept";

        ck_assert_msg(!tg_date_of_name(names[i], text), "%s is of %s", names[i], text);
        ck_assert_str_eq(text, "kept");
    }
}
END_TEST

START_TEST(copies_stand_behind_their_originals)
{
    static const char *const sorted[] = {
        "A.jpg", /* capitals first, as ever */
        "IMG_1.jpg",
        "IMG_1.png",
        "IMG_1 (1).jpg",
        "IMG_1 (2).jpg",
        "IMG_1 (10).jpg",
        "IMG_1 - Copy.jpg",
        "IMG_1 - Copy (2).jpg",
        "IMG_1 copy.jpg",
        "IMG_1 copy 2.jpg",
        "IMG_1(3).jpg",
        "IMG_1-edited.jpg",
        "IMG_1-edited (1).jpg",
        "IMG_1_edit.jpg",
        "IMG_1~2.jpg",
        "IMG_1~10.jpg",
        "IMG_1-1.jpg",
        "IMG_1_BURST.jpg",
        "IMG_2.jpg",
        "IMG_10.jpg",
        "IMG_10-bearbeitet.jpg",
        "IMG_10-modifi\xc3\xa9.jpg",
        "a",
        "a.jpg",
        "a (1)",
        "a/b.jpg",
        "a/b (1).jpg",
        "x-2.jpg",
        "x-10.jpg",
        "xcopy.jpg",
        "~1.jpg",
    };

    for (size_t i = 0; i < sizeof(sorted) / sizeof(sorted[0]); i++)
        for (size_t j = 0; j < sizeof(sorted) / sizeof(sorted[0]); j++) {
            int order = tg_picture_name_cmp(sorted[i], sorted[j]);

            ck_assert_msg(i < j   ? order < 0
                          : i > j ? order > 0
                                  : order == 0,
                          "%s and %s: %d", sorted[i], sorted[j], order);
        }
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("picture_names");

    tcase_add_test(tc, names_of_phones_and_programs_have_dates);
    tcase_add_test(tc, numbers_that_are_no_dates_date_nothing);
    tcase_add_test(tc, copies_stand_behind_their_originals);
    return tg_suite_run("picture_names", tc);
}
