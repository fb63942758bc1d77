/* standing_text.c - see standing_text.h. */
#include "core/base/standing_text.h"

#include <stddef.h>
#include <string.h>

enum letters { ANY_CASE, SAME_CASE };

/* Whole texts.  `*` stands for anything, `~` for anything without white space, `#` for a number,
 * `^` for a word of capitals, digits and hyphens. */
static const struct {
    const char *text;
    enum letters letters;
} patterns[] = {
    /* Cameras: the lists of inaturalist/inaturalist#1323 and photoprism/photoprism#5078, the
     * comments that KPhotoAlbum strips by default; EPSON's in PRONOM fmt/641. */
    {"^ DIGITAL CAMERA", SAME_CASE}, /* OLYMPUS, SAMSUNG, MEDION, JENOPTIK, MINOLTA, GEDSC... */
    {"konica minolta digital camera", ANY_CASE},
    {"moultrie digital game camera", ANY_CASE},
    {"olympus digital camera", ANY_CASE},
    {"minolta digital camera", ANY_CASE},
    {"samsung digital camera", ANY_CASE},
    {"kodak digital still camera", ANY_CASE},
    {"digital still camera", ANY_CASE},
    {"digital camera", ANY_CASE},
    {"digital image", ANY_CASE},
    {"camera phone", ANY_CASE},
    {"olympus camera", ANY_CASE},
    {"samsung camera pictures", ANY_CASE},
    {"samsung", ANY_CASE},
    {"<*samsung*>", ANY_CASE}, /* <KENOX S1050  / Samsung S1050>, <Digimax i5, Samsung #1> */
    {"<*kenox*>", ANY_CASE},
    {"<*digimax*>", ANY_CASE},
    {"sony dsc", ANY_CASE},
    {"minolta dsc", ANY_CASE},
    {"epson dsc picture", ANY_CASE},
    {"casio computer co.,ltd*", ANY_CASE},
    {"my beautiful picture", ANY_CASE}, /* Medion */
    {"hellomoto", ANY_CASE},            /* Motorola */
    {"dvc *hdmi", ANY_CASE},
    {"Scanner", SAME_CASE}, /* KODAK Slide N Scan */
    {"exif_jpeg_picture", ANY_CASE},
    {"exif jpeg picture", ANY_CASE},
    {"dcf 1.0", ANY_CASE},
    {"default", ANY_CASE},
    /* Telephones that tell how they made a picture: Xiaomi and vivo (mindeng/nom-exif, README),
     * OPPO and OnePlus (wszqkzqk/live-photo-conv#35), Samsung. */
    {"*fileterintensity:*", ANY_CASE},
    {"*captureorientation:*", ANY_CASE},
    {"*algolist:*", ANY_CASE},
    {"*aec_lux:*", ANY_CASE},
    {"*hw-remosaic:*", ANY_CASE},
    {"filter: #;*", ANY_CASE},
    {"oplus_#", ANY_CASE},
    {"metadata-start*", ANY_CASE},
    /* Programs: photoprism/photoprism#1046 and #5078, Exiv2/exiv2#1258; the default comments of
     * GIMP, libgd (gd_jpeg.c), JPEG libraries and ffmpeg; VSCO's "Processed with VSCO with a6
     * preset". */
    {"untitled", ANY_CASE},
    {"untitled-#", ANY_CASE}, /* Photoshop */
    {"screenshot", ANY_CASE}, /* iOS */
    {"instagram", ANY_CASE},
    {"snapseed", ANY_CASE},
    {"picasa", ANY_CASE},
    {"iclarified", ANY_CASE},
    {"created with gimp*", ANY_CASE},
    {"created with the gimp*", ANY_CASE},
    {"created by imlib*", ANY_CASE},
    {"creator: gd-jpeg*", ANY_CASE},
    {"processed with vsco*", ANY_CASE},
    {"processed with moldiv", ANY_CASE},
    {"processed with snapseed*", ANY_CASE},
    {"processed with ~ with ~ preset", ANY_CASE},
    {"processed by ebay*", ANY_CASE},
    {"processed by: *", ANY_CASE},
    {"lead technologies*", ANY_CASE},
    {"file written by adobe photoshop*", ANY_CASE},
    {"intel(r) jpeg library*", ANY_CASE},
    {"jpeg encoder copyright*", ANY_CASE},
    {"optimized by jpegmini*", ANY_CASE},
    {"applemark*", ANY_CASE},
    {"lavc#*", ANY_CASE},
    {"binary comment", ANY_CASE},
    {"(binary data*", ANY_CASE},
    {"charset=~", ANY_CASE},
    {"user comment", ANY_CASE},
    {"user comments", ANY_CASE},
    {"ascii", ANY_CASE},
    {"unicode", ANY_CASE},
    {"(null)", ANY_CASE},
    {"{*\":*}", ANY_CASE},               /* JSON */
    {"<?xml*", ANY_CASE},                /* and XML */
    {"*steps: #, sampler: *", ANY_CASE}, /* how a generated picture was asked for */
    {"#:#:# #:#:#", ANY_CASE},           /* a time as EXIF has it */
    /* Names of files: those that end in a suffix of pictures, and bare ones as cameras count them
     * (DCF, CIPA DC-009: four characters, four digits). */
    {"~.jpg", ANY_CASE},
    {"~.jpeg", ANY_CASE},
    {"~.jfif", ANY_CASE},
    {"~.png", ANY_CASE},
    {"~.gif", ANY_CASE},
    {"~.webp", ANY_CASE},
    {"~.avif", ANY_CASE},
    {"~.heic", ANY_CASE},
    {"~.heif", ANY_CASE},
    {"~.tif", ANY_CASE},
    {"~.tiff", ANY_CASE},
    {"~.bmp", ANY_CASE},
    {"~.psd", ANY_CASE},
    {"~.dng", ANY_CASE},
    {"~.nef", ANY_CASE},
    {"~.cr2", ANY_CASE},
    {"~.cr3", ANY_CASE},
    {"~.arw", ANY_CASE},
    {"~.raf", ANY_CASE},
    {"~.orf", ANY_CASE},
    {"~.rw2", ANY_CASE},
    {"dcim", ANY_CASE},
    {"dcim\\~", ANY_CASE}, /* DJI: DCIM\100MEDIA\DJI_0001.JPG */
    {"dcim/~", ANY_CASE},
    {"DSC#", SAME_CASE},
    {"DSC_#", SAME_CASE},
    {"_DSC#", SAME_CASE},
    {"DSCN#", SAME_CASE},
    {"DSCF#", SAME_CASE},
    {"IMG#", SAME_CASE},
    {"IMG_#", SAME_CASE},
    {"IMG_#_#", SAME_CASE},
    {"IMG-#-WA#", SAME_CASE},
    {"_MG_#", SAME_CASE},
    {"PICT#", SAME_CASE},
    {"SAM_#", SAME_CASE},
    {"CIMG#", SAME_CASE},
    {"DJI_#", SAME_CASE},
    {"DJI_#_#", SAME_CASE},
    {"PXL_#_#~", SAME_CASE},
    {"MVIMG_#_#", SAME_CASE},
};

/* Huawei's and Honor's cameras name their mode, several together in one word (photoprism#5078 and
 * the list before it): "edf", "rhdr", "oznorCO", "fbthdr", "mde_soft", "sdr_HDRB", "_cuva".  A word
 * of nothing but such pieces, with at least one that is no English word, is theirs. */
static const char *const modes[] = {"oznor", "bhdp", "cuva", "frem", "hdrn", "rhdr", "vhdr",
                                    "bsh",   "btf",  "btr",  "bty",  "cof",  "dav",  "edf",
                                    "fbt",   "fsh",  "hdr",  "mde",  "mdn",  "mon",  "nor",
                                    "ptr",   "qrf",  "rbt",  "rpt",  "sdr"};
static const char *const additions[] = {"front", "burst", "smart", "vivid", "soft", "HDRB",
                                        "pl",    "CO",    "RW",    "WO",    "_"};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_same(char a, char b, enum letters letters)
{
    return letters == SAME_CASE ? a == b : lower(a) == lower(b);
}

/* How many bytes of `s` a character of a pattern that stands for one, or for a run of some kind,
 * takes; 0: it does not fit. */
static size_t fits(char pattern, const char *s, enum letters letters)
{
    size_t n = 0;

    if (pattern == '#')
        while (is_digit(s[n]))
            n++;
    else if (pattern == '^')
        while ((s[n] >= 'A' && s[n] <= 'Z') || is_digit(s[n]) || s[n] == '-')
            n++;
    else
        n = *s && is_same(pattern, *s, letters);
    return n;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n';
}

/* Goes back to the last `*` or `~` alone: those before it have taken the least they can. */
static bool matches(const char *pattern, const char *s, enum letters letters)
{
    const char *star = NULL, *from = NULL;

    while (*s || *pattern) {
        size_t n = *pattern == '*' || *pattern == '~' ? 0 : fits(*pattern, s, letters);

        if (*pattern == '*' || *pattern == '~') {
            star = pattern++;
            from = s;
        } else if (*pattern && n) {
            pattern++;
            s += n;
        } else if (star && *from && (*star == '*' || !is_blank(*from))) {
            s = ++from;
            pattern = star + 1;
        } else {
            return false;
        }
    }
    return true;
}

/* The length of the first of these that `s` begins with; 0: it is none. */
static size_t piece(const char *s, const char *const pieces[], size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (strncmp(s, pieces[i], strlen(pieces[i])) == 0)
            return strlen(pieces[i]);
    return 0;
}

static bool is_mode(const char *s)
{
    bool any = strcmp(s, "smart") == 0 || strcmp(s, "burst") == 0;

    while (*s) {
        size_t mode = piece(s, modes, sizeof(modes) / sizeof(modes[0]));
        size_t n = mode ? mode : piece(s, additions, sizeof(additions) / sizeof(additions[0]));

        if (!n)
            return false;
        any |= mode > 0;
        s += n;
    }
    return any;
}

bool tg_text_is_standing(const char *text)
{
    for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++)
        if (matches(patterns[i].text, text, patterns[i].letters))
            return true;
    return is_mode(text);
}
