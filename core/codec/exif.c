/* exif.c - see exif.h. */
#include "core/codec/exif.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/codec/exif_load.h"

static void read_orientation(ExifData *data, struct tg_info *info)
{
    ExifEntry *e = exif_content_get_entry(data->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
    unsigned v = 0;

    if (e && e->format == EXIF_FORMAT_SHORT && e->size >= 2)
        v = exif_get_short(e->data, exif_data_get_byte_order(data));
    if (v >= 1 && v <= 8)
        info->orientation = v;
}

/* Exif 2.32, 4.6.3 and 4.6.7: cameras write Adobe RGB as "uncalibrated" and name DCF's option
 * file in the interoperability index; some write 2. */
static bool is_adobe_rgb(ExifData *data)
{
    enum { ADOBE_RGB = 2, UNCALIBRATED = 0xffff };
    ExifEntry *space = exif_content_get_entry(data->ifd[EXIF_IFD_EXIF], EXIF_TAG_COLOR_SPACE);
    ExifEntry *index = exif_content_get_entry(data->ifd[EXIF_IFD_INTEROPERABILITY],
                                              EXIF_TAG_INTEROPERABILITY_INDEX);
    unsigned v = 0;

    if (space && space->format == EXIF_FORMAT_SHORT && space->size >= 2)
        v = exif_get_short(space->data, exif_data_get_byte_order(data));
    return (v == ADOBE_RGB || v == UNCALIBRATED) && index && index->data && index->size >= 3 &&
           memcmp(index->data, "R03", 3) == 0;
}

static int two_digits(const unsigned char *p)
{
    if (p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9')
        return -1;
    return 10 * (p[0] - '0') + (p[1] - '0');
}

/* "YYYY:MM:DD HH:MM:SS", as EXIF has it, to ISO 8601.  Cameras without a set clock write zeros or
 * blanks: no date. */
static bool parse_date(const ExifEntry *e, char out[20])
{
    static const char shape[] = "dddd:dd:dd dd:dd:dd";
    const unsigned char *p = e->data;
    int month, day;

    if (e->format != EXIF_FORMAT_ASCII || e->size < sizeof(shape) - 1)
        return false;
    for (size_t i = 0; i < sizeof(shape) - 1; i++)
        if (shape[i] == 'd' ? p[i] < '0' || p[i] > '9' : p[i] != (unsigned char)shape[i])
            return false;
    month = two_digits(p + 5);
    day = two_digits(p + 8);
    if (memcmp(p, "0000", 4) == 0 || month < 1 || month > 12 || day < 1 || day > 31 ||
        two_digits(p + 11) > 23 || two_digits(p + 14) > 59 || two_digits(p + 17) > 60)
        return false;
    memcpy(out, p, 19);
    out[4] = out[7] = '-';
    out[10] = 'T';
    out[19] = '\0';
    return true;
}

static void read_date(ExifData *data, struct tg_info *info)
{
    static const struct {
        ExifIfd ifd;
        ExifTag tag;
    } tags[] = {
        {EXIF_IFD_EXIF, EXIF_TAG_DATE_TIME_ORIGINAL},
        {EXIF_IFD_EXIF, EXIF_TAG_DATE_TIME_DIGITIZED},
        {EXIF_IFD_0, EXIF_TAG_DATE_TIME},
    };

    for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
        ExifEntry *e = exif_content_get_entry(data->ifd[tags[i].ifd], tags[i].tag);

        if (e && e->data && parse_date(e, info->date))
            return;
    }
}

ExifData *tg_exif_load(const uint8_t *block, size_t len)
{
    ExifData *data = tg_exif_is_sane(block, len) ? exif_data_new() : NULL;

    if (!data)
        return NULL;
    /* Maker notes hold nothing that we use and are the most attacked part of EXIF libraries. */
    exif_data_set_option(data, EXIF_DATA_OPTION_DONT_CHANGE_MAKER_NOTE);
    exif_data_unset_option(data, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
    exif_data_load_data(data, block, (unsigned)len);
    return data;
}

void tg_exif_read(const uint8_t *block, size_t len, struct tg_info *info)
{
    ExifData *data = tg_exif_load(block, len);

    info->orientation = 1;
    info->date[0] = '\0';
    info->adobe_rgb = false;
    if (!data)
        return;
    read_orientation(data, info);
    read_date(data, info);
    info->adobe_rgb = is_adobe_rgb(data);
    exif_data_unref(data);
}

static void drop_thumbnail(ExifData *data)
{
    ExifContent *ifd1 = data->ifd[EXIF_IFD_1];
    ExifMem *mem = exif_mem_new_default();

    while (ifd1->count)
        exif_content_remove_entry(ifd1, ifd1->entries[0]);
    if (mem) {
        exif_mem_free(mem, data->data);
        exif_mem_unref(mem);
    }
    data->data = NULL;
    data->size = 0;
}

static void set_orientation(ExifData *data, unsigned orientation)
{
    ExifContent *ifd = data->ifd[EXIF_IFD_0];
    ExifEntry *e = exif_content_get_entry(ifd, EXIF_TAG_ORIENTATION);

    if (e && !(e->format == EXIF_FORMAT_SHORT && e->size >= 2)) {
        exif_content_remove_entry(ifd, e);
        e = NULL;
    }
    if (!e && orientation > 1 && (e = exif_entry_new()) != NULL) {
        exif_content_add_entry(ifd, e);
        exif_entry_initialize(e, EXIF_TAG_ORIENTATION);
        exif_entry_unref(e);
    }
    if (e && e->data)
        exif_set_short(e->data, exif_data_get_byte_order(data), (ExifShort)orientation);
}

struct tg_err *tg_exif_set_orientation(struct tg_blob *exif, unsigned orientation)
{
    ExifData *data = tg_exif_load(exif->data, exif->len);
    unsigned char *saved = NULL;
    struct tg_err *err = NULL;
    unsigned len = 0;

    if (!data) {
        tg_blob_release(exif);
        return NULL;
    }
    set_orientation(data, orientation);
    drop_thumbnail(data);
    exif_data_save_data(data, &saved, &len);
    exif_data_unref(data);
    if (saved)
        err = tg_blob_set(exif, saved, len);
    else
        tg_blob_release(exif);
    free(saved);
    return err;
}

/* TIFF 6.0 structures, little-endian, offsets from the TIFF header. */
static void put16(uint8_t *p, unsigned v)
{
    p[0] = (uint8_t)v;
    p[1] = (uint8_t)(v >> 8);
}

static void put_entry(uint8_t *p, unsigned tag, unsigned type, unsigned count, unsigned value)
{
    put16(p, tag);
    put16(p + 2, type);
    put16(p + 4, count);
    put16(p + 6, 0);
    put16(p + 8, value);
    put16(p + 10, 0);
}

void tg_exif_write(uint8_t block[TG_EXIF_BYTES], unsigned orientation, const char *date)
{
    enum { SHORT = 3, ASCII = 2, LONG = 4, IFD0 = 8, EXIF_IFD = 38, TEXT = 56 };
    uint8_t *tiff = block + 6;

    memset(block, 0, TG_EXIF_BYTES);
    memcpy(block, "Exif\0\0II*\0\x08\0\0\0", 14);
    put16(tiff + IFD0, *date ? 2 : 1);
    put_entry(tiff + IFD0 + 2, EXIF_TAG_ORIENTATION, SHORT, 1, orientation);
    if (!*date)
        return;
    put_entry(tiff + IFD0 + 14, EXIF_TAG_EXIF_IFD_POINTER, LONG, 1, EXIF_IFD);
    put16(tiff + EXIF_IFD, 1);
    put_entry(tiff + EXIF_IFD + 2, EXIF_TAG_DATE_TIME_ORIGINAL, ASCII, 20, TEXT);
    (void)snprintf((char *)tiff + TEXT, 20, "%s", date);
    tiff[TEXT + 4] = tiff[TEXT + 7] = ':';
    tiff[TEXT + 10] = ' ';
}

struct tg_err *tg_exif_write_texts(const char *description, const char *make, const char *model,
                                   struct tg_blob *exif)
{
    enum { ASCII = 2, TEXTS = 3, IFD0 = 8, DATA = IFD0 + 2 + 12 * TEXTS + 4, MOST = 4000, PAD = 5 };
    const struct {
        unsigned tag;
        const char *text;
    } texts[TEXTS] = {
        {EXIF_TAG_IMAGE_DESCRIPTION, description}, {EXIF_TAG_MAKE, make}, {EXIF_TAG_MODEL, model}};
    uint8_t block[6 + DATA + TEXTS * (MOST + PAD)] = "Exif\0\0II*\0\x08", *tiff = block + 6;
    unsigned end = DATA;

    put16(tiff + IFD0, TEXTS);
    for (unsigned i = 0; i < TEXTS; i++) {
        size_t len = texts[i].text ? strnlen(texts[i].text, MOST) : 0;

        /* up to four bytes would have to stand in the entry itself: there are NULs behind */
        put_entry(tiff + IFD0 + 2 + 12 * (size_t)i, texts[i].tag, ASCII, (unsigned)len + PAD, end);
        if (len)
            memcpy(tiff + end, texts[i].text, len);
        end += (unsigned)len + PAD;
    }
    return tg_blob_set(exif, block, 6 + (size_t)end);
}
