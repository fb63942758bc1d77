/* exif_metadata.c - see exif.h: what people want to know of a photo.  Exif 2.32 (CIPA DC-008). */
#include <stdio.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/motion.h"
#include "core/codec/exif.h"
#include "core/codec/exif_apple.h"
#include "core/codec/exif_load.h"

enum {
    GPS_LATITUDE_REF = 1,
    GPS_LATITUDE,
    GPS_LONGITUDE_REF,
    GPS_LONGITUDE,
    LENS_MODEL = 0xA434,
    MAX_NAME = 200,
};

static const ExifEntry *find(ExifData *data, ExifIfd ifd, unsigned tag)
{
    const ExifEntry *e = exif_content_get_entry(data->ifd[ifd], (ExifTag)tag);

    return e && e->data ? e : NULL;
}

/* ---- Texts ----------------------------------------------------------------------------------- */

/* Copies a text up to its NUL, less the blanks that cameras pad with; "" if there is none. */
static void read_name(ExifData *data, unsigned tag, char out[MAX_NAME])
{
    const ExifEntry *e = find(data, EXIF_IFD_0, tag);
    size_t at = 0, len = 0;

    if (e && e->format == EXIF_FORMAT_ASCII) {
        len = strnlen((const char *)e->data, e->size);
        while (at < len && e->data[at] == ' ')
            at++;
        while (len > at && e->data[len - 1] == ' ')
            len--;
        len = len - at < MAX_NAME ? len - at : MAX_NAME - 1;
        memcpy(out, e->data + at, len);
    }
    out[len] = '\0';
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool begins_with(const char *s, const char *start)
{
    while (*start)
        if (lower(*s++) != lower(*start++))
            return false;
    return true;
}

/* Drops the last word if it is only about the company. */
static bool drop_company_word(char *make)
{
    static const char *const words[] = {"corporation", "corp", "company", "co",      "ltd",
                                        "inc",         "ag",   "imaging", "optical", "camera"};
    char *word = strrchr(make, ' ');
    size_t len = 0;

    if (!word)
        return false;
    while (word[1 + len] && !strchr(".,", word[1 + len]))
        len++;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (strlen(words[i]) == len && begins_with(word + 1, words[i])) {
            while (word > make && strchr(" ,", word[-1]))
                word--;
            *word = '\0';
            return true;
        }
    return false;
}

/* "NIKON" shouts; "LG" and "DJI" are initials. */
static void quieten(char *make)
{
    while (*make) {
        size_t len = strcspn(make, " "), capitals = 0;

        while (make[capitals] >= 'A' && make[capitals] <= 'Z')
            capitals++;
        for (size_t i = 1; capitals == len && len > 3 && i < len; i++)
            make[i] = lower(make[i]);
        make += len + strspn(make + len, " ");
    }
}

/* Whether the model begins with this name of its maker, which is stepped over. */
static bool skip_maker(const char **model, const char *make)
{
    size_t len = strlen(make);

    if (!begins_with(*model, make) || !strchr(" -", (*model)[len]))
        return false;
    *model += len + strspn(*model + len, " -");
    return true;
}

static struct tg_err *add_camera(ExifData *data, struct tg_metadata *metadata)
{
    char make[MAX_NAME], name[MAX_NAME], camera[2 * MAX_NAME];
    const char *model = name, *last;

    read_name(data, EXIF_TAG_MAKE, make);
    read_name(data, EXIF_TAG_MODEL, name);
    while (drop_company_word(make))
        ;
    last = strrchr(make, ' ');
    if (!skip_maker(&model, make) && last)
        (void)skip_maker(&model, last + 1); /* Eastman Kodak's KODAK EASYSHARE */
    quieten(make);
    (void)snprintf(camera, sizeof(camera), "%s%s%s", make, *make && *model ? " " : "", model);
    return tg_metadata_add(metadata, TG_METADATA_CAMERA, camera, strlen(camera),
                           TG_CHARSET_WINDOWS);
}

static struct tg_err *add_text(const ExifEntry *e, enum tg_metadata_text which,
                               struct tg_metadata *metadata)
{
    return e && e->format == EXIF_FORMAT_ASCII
               ? tg_metadata_add(metadata, which, (const char *)e->data, e->size,
                                 TG_CHARSET_WINDOWS)
               : NULL;
}

/* What Windows writes alongside. */
static struct tg_err *add_windows_text(ExifData *data, unsigned tag, enum tg_metadata_text which,
                                       struct tg_metadata *metadata)
{
    const ExifEntry *e = find(data, EXIF_IFD_0, tag);

    return e ? tg_metadata_add(metadata, which, (const char *)e->data, e->size, TG_CHARSET_UTF16LE)
             : NULL;
}

/* Which UTF-16 it is.  Writers take either byte order, whatever that of the block is; where most
 * characters have a zero byte it tells.  Some write plain text all the same. */
static enum tg_charset find_unicode(const uint8_t *text, size_t len, bool big_endian)
{
    enum { ENOUGH = 8 };
    size_t zeros[2] = {0, 0}, plain = 0;

    if (len >= 2 && (memcmp(text, "\xFE\xFF", 2) == 0 || memcmp(text, "\xFF\xFE", 2) == 0))
        return text[0] == 0xFE ? TG_CHARSET_UTF16BE : TG_CHARSET_UTF16LE;
    for (size_t i = 0; i < len; i++) {
        zeros[i % 2] += text[i] == 0;
        plain += text[i] >= ' ' && text[i] < 0x7F;
    }
    if (zeros[0] != zeros[1])
        big_endian = zeros[0] > zeros[1];
    if (len % 2 || (plain == len && len >= ENOUGH))
        return TG_CHARSET_WINDOWS;
    return big_endian ? TG_CHARSET_UTF16BE : TG_CHARSET_UTF16LE;
}

/* Cameras keep notes of their own there, too. */
static bool is_binary(const uint8_t *text, size_t len)
{
    for (size_t i = 0; i < len && text[i]; i++)
        if (text[i] < ' ' && !strchr("\t\n\r", text[i]))
            return true;
    return false;
}

/* Behind a code of eight bytes (Exif 2.32, 4.6.6).  Texts in JIS are ISO 2022, with escapes; those
 * without any are ASCII. */
static struct tg_err *add_comment(ExifData *data, struct tg_metadata *metadata)
{
    static const char ascii[8] = "ASCII", jis[8] = "JIS", unicode[8] = "UNICODE", none[8] = "";
    const ExifEntry *e = find(data, EXIF_IFD_EXIF, EXIF_TAG_USER_COMMENT);
    enum tg_charset charset = TG_CHARSET_WINDOWS;
    const uint8_t *text = e ? e->data : NULL;
    size_t len = e ? e->size : 0;

    if (len >= sizeof(none) && memcmp(text, unicode, sizeof(unicode)) == 0)
        charset = find_unicode(text + sizeof(unicode), len - sizeof(unicode),
                               exif_data_get_byte_order(data) == EXIF_BYTE_ORDER_MOTOROLA);
    else if (len < sizeof(none) ||
             (memcmp(text, ascii, sizeof(ascii)) != 0 && memcmp(text, jis, sizeof(jis)) != 0 &&
              memcmp(text, none, sizeof(none)) != 0))
        return NULL;
    text += sizeof(none);
    len -= sizeof(none);
    if (charset == TG_CHARSET_WINDOWS && is_binary(text, len))
        return NULL;
    return tg_metadata_add(metadata, TG_METADATA_DESCRIPTION, (const char *)text, len, charset);
}

/* The first of each that has one. */
static struct tg_err *add_captions(ExifData *data, struct tg_metadata *metadata)
{
    struct tg_err *err = add_windows_text(data, EXIF_TAG_XP_TITLE, TG_METADATA_TITLE, metadata);

    if (!err)
        err = add_text(find(data, EXIF_IFD_0, EXIF_TAG_IMAGE_DESCRIPTION), TG_METADATA_DESCRIPTION,
                       metadata);
    if (!err)
        err = add_comment(data, metadata);
    if (!err)
        err = add_windows_text(data, EXIF_TAG_XP_COMMENT, TG_METADATA_DESCRIPTION, metadata);
    return err ? err
               : add_windows_text(data, EXIF_TAG_XP_SUBJECT, TG_METADATA_DESCRIPTION, metadata);
}

/* ---- Exposure -------------------------------------------------------------------------------- */

/* The i-th rational of an entry; false without one, and for those that are no number. */
static bool read_rational(ExifData *data, const ExifEntry *e, unsigned i, ExifRational *r)
{
    if (!e || e->format != EXIF_FORMAT_RATIONAL || e->size / 8 <= i)
        return false;
    *r = exif_get_rational(e->data + 8 * (size_t)i, exif_data_get_byte_order(data));
    return r->denominator != 0;
}

/* n/d in `parts` of one, rounded. */
static uint64_t in_parts(const ExifRational *r, uint64_t parts)
{
    return (r->numerator * parts + r->denominator / 2) / r->denominator;
}

/* "2.8", "8"; nothing outside of 0.1 ... max. */
static bool put_tenths(struct tg_buf *b, const char *before, const ExifRational *r, uint64_t max,
                       const char *after)
{
    uint64_t tenths = in_parts(r, 10);

    if (tenths == 0 || tenths > 10 * max)
        return false;
    tg_buf_printf(b, "%s%s%u", b->len ? ", " : "", before, (unsigned)(tenths / 10));
    if (tenths % 10)
        tg_buf_printf(b, ".%u", (unsigned)(tenths % 10));
    tg_buf_puts(b, after);
    return true;
}

/* From 0.3 s on as a decimal fraction, as cameras show it. */
static void put_time(struct tg_buf *b, const ExifRational *r)
{
    enum { DAY_S = 86400, FASTEST = 1000000 };
    uint64_t n = r->numerator, d = r->denominator;

    if (n * 10 >= d * 3)
        (void)put_tenths(b, "", r, DAY_S, " s");
    else if (n && d / n < FASTEST)
        tg_buf_printf(b, "1/%u s", (unsigned)((d + n / 2) / n));
}

static void put_sensitivity(struct tg_buf *b, ExifData *data)
{
    const ExifEntry *e = find(data, EXIF_IFD_EXIF, EXIF_TAG_ISO_SPEED_RATINGS);
    unsigned iso = 0;

    if (e && e->format == EXIF_FORMAT_SHORT && e->size >= 2)
        iso = exif_get_short(e->data, exif_data_get_byte_order(data));
    if (iso && iso != 0xFFFF) /* more than fits */
        tg_buf_printf(b, "%sISO %u", b->len ? ", " : "", iso);
}

static void put_focal_length(struct tg_buf *b, const ExifRational *r)
{
    enum { LONGEST_MM = 99999 };
    uint64_t mm = in_parts(r, 1);

    if (mm && mm <= LONGEST_MM)
        tg_buf_printf(b, "%s%u mm", b->len ? ", " : "", (unsigned)mm);
}

static struct tg_err *add_exposure(ExifData *data, struct tg_metadata *metadata)
{
    enum { WIDEST_F = 999, TEXT = 200 };
    struct tg_err *err;
    ExifRational r;
    struct tg_buf b;

    tg_buf_init(&b, TEXT);
    if (read_rational(data, find(data, EXIF_IFD_EXIF, EXIF_TAG_EXPOSURE_TIME), 0, &r))
        put_time(&b, &r);
    if (read_rational(data, find(data, EXIF_IFD_EXIF, EXIF_TAG_FNUMBER), 0, &r))
        (void)put_tenths(&b, "f/", &r, WIDEST_F, "");
    put_sensitivity(&b, data);
    if (read_rational(data, find(data, EXIF_IFD_EXIF, EXIF_TAG_FOCAL_LENGTH), 0, &r))
        put_focal_length(&b, &r);
    err = b.failed ? tg_err_nomem()
                   : tg_metadata_add(metadata, TG_METADATA_EXPOSURE, tg_buf_str(&b), b.len,
                                     TG_CHARSET_UTF8);
    tg_buf_release(&b);
    return err;
}

/* ---- Location -------------------------------------------------------------------------------- */

/* Degrees, minutes, seconds in millionths of a degree, at most `max`.  Unused ones may be 0/0. */
static bool read_angle(ExifData *data, unsigned tag, uint64_t max, uint64_t *angle)
{
    static const uint64_t shares[3] = {1, 60, 3600};
    const ExifEntry *e = find(data, EXIF_IFD_GPS, tag);
    uint64_t nano = 0;

    for (unsigned i = 0; i < 3; i++) {
        ExifRational r = {1, 0}; /* no number */

        if (read_rational(data, e, i, &r))
            nano += in_parts(&r, 1000000000) / shares[i];
        else if (i == 0 || r.numerator != 0)
            return false;
    }
    *angle = (nano + 500) / 1000;
    return *angle <= max;
}

/* The first letter of a hemisphere: -1 if it is `minus`, 1 if it is `plus`, else 0. */
static int read_sign(ExifData *data, unsigned tag, char plus, char minus)
{
    const ExifEntry *e = find(data, EXIF_IFD_GPS, tag);
    char c = e && e->format == EXIF_FORMAT_ASCII && e->size ? (char)e->data[0] : '\0';

    return c == plus ? 1 : c == minus ? -1 : 0;
}

static void add_location(ExifData *data, struct tg_metadata *metadata)
{
    uint64_t latitude, longitude;
    int north = read_sign(data, GPS_LATITUDE_REF, 'N', 'S');
    int east = read_sign(data, GPS_LONGITUDE_REF, 'E', 'W');

    if (!north || !east || !read_angle(data, GPS_LATITUDE, TG_LATITUDE_E6, &latitude) ||
        !read_angle(data, GPS_LONGITUDE, TG_LONGITUDE_E6, &longitude))
        return;
    if (latitude == 0 && longitude == 0) /* a receiver that saw no satellite */
        return;
    metadata->located = true;
    metadata->latitude_e6 = north * (int32_t)latitude;
    metadata->longitude_e6 = east * (int32_t)longitude;
}

/* ---- Rating ---------------------------------------------------------------------------------- */

/* Of the first directory, as Windows and cameras write it: libexif does not know the tag. */
static void add_rating(const uint8_t *block, size_t len, struct tg_metadata *metadata)
{
    enum { PREFIX = 6, HEAD = 8, ENTRY = 12, RATING = 0x4746, SHORT = 3 };
    const uint8_t *tiff = block + PREFIX;
    ExifByteOrder order;
    size_t at, n;

    if (len < PREFIX + HEAD)
        return;
    len -= PREFIX;
    order = tiff[0] == 'M' ? EXIF_BYTE_ORDER_MOTOROLA : EXIF_BYTE_ORDER_INTEL;
    at = exif_get_long(tiff + 4, order);
    if (at > len - 2)
        return;
    n = exif_get_short(tiff + at, order);
    for (at += 2; n && at <= len && len - at >= ENTRY; n--, at += ENTRY) {
        unsigned stars = exif_get_short(tiff + at + 8, order);

        if (exif_get_short(tiff + at, order) == RATING &&
            exif_get_short(tiff + at + 2, order) == SHORT && stars <= TG_RATING_BEST)
            metadata->rating = (int8_t)stars;
    }
}

/* ---- Apple's maker note ---------------------------------------------------------------------- */

enum { APPLE_CONTENT_ID = 0x11 };

/* The content identifier, which the video of a Live Photo has too. */
static struct tg_err *add_motion(const ExifEntry *note, struct tg_metadata *metadata)
{
    struct tg_motion motion = {.bytes = 0};
    char text[TG_MOTION_TEXT];
    size_t len;
    const char *id = tg_exif_apple_text(note, APPLE_CONTENT_ID, &len);

    if (!id || !tg_motion_set_id(&motion, id, len))
        return NULL;
    tg_motion_write(&motion, text);
    return tg_metadata_add(metadata, TG_METADATA_MOTION, text, strlen(text), TG_CHARSET_UTF8);
}

struct tg_err *tg_exif_parse(const uint8_t *block, size_t len, struct tg_metadata *metadata)
{
    ExifData *data = tg_exif_load(block, len);
    struct tg_err *err;

    if (!data)
        return NULL;
    err = add_camera(data, metadata);
    if (!err)
        err = add_text(find(data, EXIF_IFD_EXIF, LENS_MODEL), TG_METADATA_LENS, metadata);
    if (!err)
        err = add_exposure(data, metadata);
    if (!err)
        err = add_captions(data, metadata);
    if (!err)
        err = add_motion(find(data, EXIF_IFD_EXIF, EXIF_TAG_MAKER_NOTE), metadata);
    if (!err)
        add_location(data, metadata);
    if (!err)
        add_rating(block, len, metadata);
    exif_data_unref(data);
    return err;
}
