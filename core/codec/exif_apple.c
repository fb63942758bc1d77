/* exif_apple.c - see exif_apple.h. */
#include "core/codec/exif_apple.h"

#include <string.h>

enum { HEAD = 14, ENTRY = 12, ENTRIES = 256, ASCII = 2, SIGNED_RATIONAL = 10 };

static uint32_t big_endian(const uint8_t *p, unsigned bytes)
{
    uint32_t v = 0;

    while (bytes--)
        v = v << 8 | *p++;
    return v;
}

/* The entry; NULL if there is none. */
static const uint8_t *find(const ExifEntry *note, unsigned tag, unsigned type)
{
    static const char head[] = "Apple iOS";
    const uint8_t *data = note ? note->data : NULL;
    size_t size = note ? note->size : 0, n;

    if (!data || size < HEAD + 2 || memcmp(data, head, sizeof(head)) != 0 ||
        memcmp(data + HEAD - 2, "MM", 2) != 0)
        return NULL;
    n = big_endian(data + HEAD, 2);
    for (size_t i = 0; i < n && i < ENTRIES; i++) {
        const uint8_t *entry = data + HEAD + 2 + i * ENTRY;

        if (HEAD + 2 + (i + 1) * ENTRY > size)
            break;
        if (big_endian(entry, 2) == tag && big_endian(entry + 2, 2) == type)
            return entry;
    }
    return NULL;
}

const char *tg_exif_apple_text(const ExifEntry *note, unsigned tag, size_t *len)
{
    const uint8_t *entry = find(note, tag, ASCII);
    uint32_t from = entry ? big_endian(entry + 8, 4) : 0;

    *len = entry ? big_endian(entry + 4, 4) : 0;
    if (!entry || from > note->size || *len > note->size - from)
        return NULL;
    return (const char *)note->data + from;
}

bool tg_exif_apple_rational(const ExifEntry *note, unsigned tag, double *value)
{
    const uint8_t *entry = find(note, tag, SIGNED_RATIONAL);
    uint32_t from = entry ? big_endian(entry + 8, 4) : 0;
    int32_t n, d;

    if (!entry || big_endian(entry + 4, 4) != 1 || note->size < 8 || from > note->size - 8)
        return false;
    n = (int32_t)big_endian(note->data + from, 4);
    d = (int32_t)big_endian(note->data + from + 4, 4);
    if (d == 0)
        return false;
    *value = (double)n / d;
    return true;
}
