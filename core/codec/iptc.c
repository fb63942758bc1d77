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

static struct tg_err *read_iim(struct cursor c, struct tg_metadata *metadata)
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
        else if (record == APPLICATION && number == OBJECT_NAME)
            err = tg_metadata_add(metadata, TG_METADATA_TITLE, text, len, charset);
        else if (record == APPLICATION && number == CAPTION)
            err = tg_metadata_add(metadata, TG_METADATA_DESCRIPTION, text, len, charset);
    }
    return err;
}

struct tg_err *tg_iptc_parse(const uint8_t *data, size_t len, struct tg_metadata *metadata)
{
    struct cursor c, content = {NULL, NULL};
    struct tg_err *err = NULL;
    unsigned number = 0;

    if (!data)
        return NULL;
    c = (struct cursor){data, data + len};
    while (!err && next_resource(&c, &number, &content))
        if (number == IPTC_RESOURCE)
            err = read_iim(content, metadata);
    return err;
}
