/* made_metadata.c - see made_metadata.h. */
#include "tests/support/made_metadata.h"

#include <string.h>

#include "tests/support/made_memory.h"

enum { ENTRIES = 12, IFD_BYTES = 2 + 12 * ENTRIES + 4, FIRST_IFD = 8 };

struct block {
    struct made made;
    bool big_endian;
    unsigned entries[MADE_IFDS];
};

static void put(uint8_t *p, uint32_t v, unsigned bytes, bool big_endian)
{
    for (unsigned i = 0; i < bytes; i++)
        p[big_endian ? bytes - 1 - i : i] = (uint8_t)(v >> 8 * i);
}

static uint8_t *tiff(struct block *b)
{
    return b->made.data + 6;
}

static uint8_t *directory(struct block *b, unsigned ifd)
{
    return tiff(b) + FIRST_IFD + ifd * (size_t)IFD_BYTES;
}

/* Adds a value behind the directories and returns its offset. */
static uint32_t append(struct block *b, const void *data, size_t len)
{
    uint32_t at = (uint32_t)b->made.len - 6;

    made_append(&b->made, data, len);
    return at;
}

static void entry(struct block *b, unsigned ifd, unsigned tag, unsigned type, unsigned count,
                  uint32_t value)
{
    uint8_t *dir = directory(b, ifd), *p = dir + 2 + 12 * (size_t)b->entries[ifd]++;

    put(dir, b->entries[ifd], 2, b->big_endian);
    put(p, tag, 2, b->big_endian);
    put(p + 2, type, 2, b->big_endian);
    put(p + 4, count, 4, b->big_endian);
    put(p + 8, value, type == 3 ? 2 : 4, b->big_endian);
}

static void add(struct block *b, const struct made_tag *t)
{
    enum { ASCII = 2, SHORT = 3, RATIONAL = 5, UNDEFINED = 7 };
    uint8_t numbers[24];

    if (t->text) {
        size_t len = t->n ? t->n : strlen(t->text) + 1;
        unsigned type = t->n ? UNDEFINED : ASCII;
        char padded[4] = {0};
        uint32_t at = append(b, t->text, len);

        if (len <= sizeof(padded)) { /* stands in the entry, as it is */
            memcpy(padded, t->text, len);
            entry(b, t->ifd, t->tag, type, (unsigned)len, 0);
            memcpy(directory(b, t->ifd) + 2 + 12 * (size_t)b->entries[t->ifd] - sizeof(padded),
                   padded, sizeof(padded));
        } else {
            entry(b, t->ifd, t->tag, type, (unsigned)len, at);
        }
    } else if (t->n % 2) {
        entry(b, t->ifd, t->tag, SHORT, 1, t->v[0]);
    } else {
        for (unsigned i = 0; i < t->n && i < 6; i++)
            put(numbers + 4 * (size_t)i, t->v[i], 4, b->big_endian);
        entry(b, t->ifd, t->tag, RATIONAL, t->n / 2, append(b, numbers, 4 * (size_t)t->n));
    }
}

struct made make_exif(const struct made_tag *tags, bool big_endian)
{
    struct block b = {.big_endian = big_endian};
    static const uint8_t empty[FIRST_IFD + MADE_IFDS * IFD_BYTES];

    made_append(&b.made, "Exif\0", 6);
    made_append(&b.made, empty, sizeof(empty));
    memcpy(tiff(&b), big_endian ? "MM\0*" : "II*", 4);
    put(tiff(&b) + 4, FIRST_IFD, 4, big_endian);
    for (; tags->n || tags->text; tags++)
        add(&b, tags);
    entry(&b, MADE_MAIN, 0x8769, 4, 1, FIRST_IFD + MADE_EXIF * IFD_BYTES);
    entry(&b, MADE_MAIN, 0x8825, 4, 1, FIRST_IFD + MADE_GPS * IFD_BYTES);
    return b.made;
}

struct made make_iptc(const struct made_dataset *sets)
{
    static const uint8_t other[] = "8BIM\x04\x05\x04name\0\0\0\0\x03odd"; /* and two NULs */
    static const uint8_t head[] = "8BIM\x04\x04\0\0\0\0\0";
    struct made out = {0};
    size_t at;

    made_append(&out, other, sizeof(other));
    made_append(&out, head, sizeof(head));
    at = out.len;
    for (; sets->text; sets++) {
        size_t len = strlen(sets->text);
        uint8_t set[5] = {0x1C, (uint8_t)sets->record, (uint8_t)sets->number, (uint8_t)(len >> 8),
                          (uint8_t)len};

        made_append(&out, set, sizeof(set));
        made_append(&out, sets->text, len);
    }
    put(out.data + at - 4, (uint32_t)(out.len - at), 4, true);
    return out;
}

struct made make_segment(const struct made *jpeg, unsigned app, const char *mark, size_t mark_len,
                         const void *data, size_t len)
{
    size_t total = 2 + mark_len + len;
    uint8_t head[4] = {0xFF, (uint8_t)(0xE0 + app), (uint8_t)(total >> 8), (uint8_t)total};
    struct made out = {0};

    made_append(&out, jpeg->data, 2);
    made_append(&out, head, sizeof(head));
    made_append(&out, mark, mark_len);
    made_append(&out, data, len);
    made_append(&out, jpeg->data + 2, jpeg->len - 2);
    return out;
}
