/* test_standing_text.c - what machines write where captions are, and what only looks like it. */
#include "core/base/standing_text.h"
#include "tests/support/suite.h"

START_TEST(texts_of_machines_are_known)
{
    static const char *const texts[] = {
        "OLYMPUS DIGITAL CAMERA", "Olympus Digital Camera", "GEDSC DIGITAL CAMERA",
        "MEDION DIGITAL CAMERA", "KONICA MINOLTA DIGITAL CAMERA", "KODAK Digital Still Camera",
        "DIGITAL CAMERA", "SAMSUNG CAMERA PICTURES", "SAMSUNG", "<KENOX S1050  / Samsung S1050>",
        "<Digimax S600 / Kenox S600>", "<Digimax i5, Samsung #1>", "SONY DSC", "Minolta DSC",
        "EPSON DSC Picture", "My beautiful picture", "HELLOMOTO", "DVC 10.1 HDMI",
        "Exif_JPEG_PICTURE", "Default", "untitled", "Untitled-12",
        /* Huawei */
        "_cuva", "edf", "hdr", "rhdr", "hdrpl", "oznor", "oznorCO", "oznorWO", "fbt", "rbt",
        "fbthdr", "btfhdr", "btfmdn", "frontbhdp", "mde_soft", "sdr_HDRB", "sdr_vivid", "dav",
        "cof", "ptr", "mon", "nor", "smart", "bsh", "burst", "fshbty", "ptrmde",
        /* telephones that tell how */
        "filter: 0; fileterIntensity: 0.0; filterMask: 0; captureOrientation: 0;\nalgolist: 0;",
        "filter: 2237; x", "0; fileterIntensity: 0.0", "oplus_1048864", "Oplus_131072",
        /* programs */
        "Created with GIMP", "Created with The GIMP", "CREATOR: gd-jpeg v1.0 (using IJG JPEG v62)",
        "Processed with VSCO with a6 preset", "Processed with VSCOcam with f2 preset",
        "Processed with VSCO", "Processed by eBay with ImageMagick, z1.1.0.",
        "LEAD Technologies Inc. V1.01", "File written by Adobe Photoshop\xc2\xa8 4.0", "Instagram",
        "Snapseed", "Screenshot", "binary comment", "charset=Ascii", "User comments", "ASCII",
        "{\"AIGC\":{\"Label\":\"1\"}}", "<?xml version=\"1.0\"?><x/>",
        "a lake\nSteps: 20, Sampler: Euler a, CFG scale: 7", "2020:05:17 13:45:00",
        /* names of files */
        "DCIM\\100MEDIA\\DJI_0001.JPG", "DCIM/100MEDIA/DJI_0001.JPG", "DJI_0001", "IMG_1234.JPG",
        "IMG_1234", "DSC01234", "_DSC1234.NEF", "PXL_20200517_134500123.MP", "Anna.jpg",
        "IMG-20200517-WA0001"};

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        ck_assert_msg(tg_text_is_standing(texts[i]), "\"%s\" counts as a caption", texts[i]);
}
END_TEST

START_TEST(captions_that_look_like_them_stay)
{
    static const char *const texts[] = {"",
                                        "Anna at the lake",
                                        "Dav",
                                        "Dav and Mon",
                                        "dave",
                                        "David",
                                        "HDR",
                                        "HDR of the lake",
                                        "hdr of the lake",
                                        "Mon amour",
                                        "nora",
                                        "normal",
                                        "front",
                                        "soft",
                                        "vivid",
                                        "smart girl",
                                        "Edf",
                                        "snow",
                                        "Coffee",
                                        "My first digital camera",
                                        "My beautiful picture of Anna",
                                        "Olympus digital camera on a table",
                                        "Samsung tower",
                                        "<3 Samsung",
                                        "A Sony DSC-H1",
                                        "Scanners live in vain",
                                        "Created with love",
                                        "Created by Anna",
                                        "Processed by hand",
                                        "Processed with care by Anna",
                                        "Screenshot of the first web page",
                                        "Untitled (2019)",
                                        "Untitled song",
                                        "Defaults",
                                        "Instagram party",
                                        "Photo by Anna",
                                        "Left: Anna; right: Bob",
                                        "Filter: red; film: Tri-X",
                                        "{ in braces }",
                                        "{\"quoted\" in braces}",
                                        "Steps: 20 of 99",
                                        "the original is lake.jpg of 1999",
                                        "lake and mountain .jpg",
                                        "IMG_1234 of the lake",
                                        "DSC of the year",
                                        "2020-05-17",
                                        "17:45",
                                        "P1",
                                        "1",
                                        "ASCII art",
                                        "Unicode party",
                                        "S\xc3\xa3o Paulo",
                                        "\xf0\x9f\x93\xb7",
                                        "DIGITAL CAMERAS",
                                        "OUR OLD DIGITAL CAMERA"};

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        ck_assert_msg(!tg_text_is_standing(texts[i]), "\"%s\" counts as no caption", texts[i]);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("standing_text");

    tcase_add_test(tc, texts_of_machines_are_known);
    tcase_add_test(tc, captions_that_look_like_them_stay);
    return tg_suite_run("standing_text", tc);
}
