/* iptc.c - see iptc.h.  IPTC-IIM 4.2; Adobe Photoshop File Formats, "Image Resource Blocks". */
#include "core/codec/iptc.h"

#include <string.h>

enum {
    IPTC_RESOURCE = 0x0404,
    DATASET_MARK = 0x1C,
    DATASET_HEAD = 5, /* mark, record, number, length */
    ENVELOPE = 1,
    APPLICATION = 2,
    CODED_CHARACTER_SET = 90,
    OBJECT_NAME = 5,
    KEYWORDS = 25,
    CITY = 90,
    SUBLOCATION = 92,
    PROVINCE_STATE = 95,
    COUNTRY_NAME = 101,
    CAPTION = 120,
};

struct cursor {
    const uint8_t *at, *end;
};

static size_t left(const struct cursor *c)
{
    return (size_t)(c->end - c->at);
}

static unsigned get16(const uint8_t *p)
{
    return (unsigned)p[0] << 8 | p[1];
}

/* Steps over n bytes and the one that makes them even, which may be missing at the end. */
static bool skip_even(struct cursor *c, size_t n)
{
    if (n > left(c))
        return false;
    c->at += n;
    if (n % 2 && left(c))
        c->at++;
    return true;
}

/* "8BIM", number, name (its length first), length, content.  The next resource of any number. */
static bool next_resource(struct cursor *c, unsigned *number, struct cursor *content)
{
    size_t len;

    if (left(c) < 7 || memcmp(c->at, "8BIM", 4) != 0)
        return false;
    *number = get16(c->at + 4);
    c->at += 6;
    if (!skip_even(c, 1 + (size_t)c->at[0]) || left(c) < 4)
        return false;
    len = (size_t)get16(c->at) << 16 | get16(c->at + 2);
    c->at += 4;
    *content = (struct cursor){c->at, c->at + (len < left(c) ? len : left(c))};
    return skip_even(c, len);
}

/* Data sets of more than 32767 bytes, which have another head, end the list. */
static bool next_dataset(struct cursor *c, unsigned *record, unsigned *number,
                         struct cursor *content)
{
    size_t len;

    if (left(c) < DATASET_HEAD || c->at[0] != DATASET_MARK)
        return false;
    *record = c->at[1];
    *number = c->at[2];
    len = get16(c->at + 3);
    c->at += DATASET_HEAD;
    if (len > left(c))
        return false;
    *content = (struct cursor){c->at, c->at + len};
    c->at += len;
    return true;
}

/* ISO 2022's change to UTF-8, at a level or at none: others are declared by who writes what it
 * likes. */
static bool is_utf8(const char *escape, size_t len)
{
    return (len >= 3 && memcmp(escape, "\x1B%G", 3) == 0) ||
           (len >= 4 && memcmp(escape, "\x1B%/", 3) == 0 && escape[3] >= 'G' && escape[3] <= 'I');
}

/* A data set of the application's record. */
typedef struct tg_err *take_fn(void *into, unsigned number, const char *text, size_t len,
                               enum tg_charset charset);

static struct tg_err *read_iim(struct cursor c, take_fn *take, void *into)
{
    enum tg_charset charset = TG_CHARSET_WINDOWS;
    struct tg_err *err = NULL;
    struct cursor content;
    unsigned record, number;

    while (!err && next_dataset(&c, &record, &number, &content)) {
        const char *text = (const char *)content.at;
        size_t len = left(&content);

        if (record == ENVELOPE && number == CODED_CHARACTER_SET && is_utf8(text, len))
            charset = TG_CHARSET_UTF8;
        else if (record == APPLICATION)
            err = take(into, number, text, len, charset);
    }
    return err;
}

static struct tg_err *read_resources(const uint8_t *data, size_t len, take_fn *take, void *into)
{
    struct cursor c, content = {NULL, NULL};
    struct tg_err *err = NULL;
    unsigned number = 0;

    if (!data)
        return NULL;
    c = (struct cursor){data, data + len};
    while (!err && next_resource(&c, &number, &content))
        if (number == IPTC_RESOURCE)
            err = read_iim(content, take, into);
    return err;
}

static struct tg_err *take_text(void *into, unsigned number, const char *text, size_t len,
                                enum tg_charset charset)
{
    if (number == OBJECT_NAME)
        return tg_metadata_add(into, TG_METADATA_TITLE, text, len, charset);
    if (number == CAPTION)
        return tg_metadata_add(into, TG_METADATA_DESCRIPTION, text, len, charset);
    return NULL;
}

struct tg_err *tg_iptc_parse(const uint8_t *data, size_t len, struct tg_metadata *metadata)
{
    return read_resources(data, len, take_text, metadata);
}

static struct tg_err *take_tag(void *into, unsigned number, const char *text, size_t len,
                               enum tg_charset charset)
{
    switch (number) {
    case KEYWORDS:
        return tg_found_keyword(into, text, len, charset, '\0');
    case COUNTRY_NAME:
        return tg_found_place(into, TG_PLACE_COUNTRY, text, len, charset);
    case PROVINCE_STATE:
        return tg_found_place(into, TG_PLACE_STATE, text, len, charset);
    case CITY:
        return tg_found_place(into, TG_PLACE_CITY, text, len, charset);
    case SUBLOCATION:
        return tg_found_place(into, TG_PLACE_LOCATION, text, len, charset);
    default:
        return NULL;
    }
}

struct tg_err *tg_iptc_tags(const uint8_t *data, size_t len, struct tg_found_tags *found)
{
    return read_resources(data, len, take_tag, found);
}
