/* png_text.c - see png_text.h. */
#include "core/codec/png_text.h"

#include <string.h>

#include <libdeflate.h>

enum { SIGNATURE = 8, NAME = 4, HEAD = 8, AROUND = 12 }; /* AROUND: length, name and CRC */

/* A picture of one clear pixel: up to where texts are put, and the rest. */
static const uint8_t clear_head[TG_PNG_TEXT_AT] = {
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00,
    0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00,
    0x00, 0x01, 0x08, 0x06, 0x00, 0x00, 0x00, 0x1f, 0x15, 0xc4, 0x89};
static const uint8_t clear_rest[] = {0x00, 0x00, 0x00, 0x0b, 0x49, 0x44, 0x41, 0x54, 0x78,
                                     0xda, 0x63, 0x60, 0x00, 0x02, 0x00, 0x00, 0x05, 0x00,
                                     0x01, 0xe9, 0xfa, 0xdc, 0xd8, 0x00, 0x00, 0x00, 0x00,
                                     0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};

static void put32(struct tg_buf *b, uint32_t v)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        tg_buf_putc(b, (char)(v >> shift & 0xff));
}

static size_t get32(const uint8_t *p)
{
    return (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
}

void tg_png_text_put(struct tg_buf *chunks, const char *key, const char *text)
{
    size_t key_len = strlen(key) + 1, text_len = strlen(text);
    uint32_t sum = libdeflate_crc32(libdeflate_crc32(0, "tEXt", NAME), key, key_len);

    if (text_len) /* of nothing it would be 0 */
        sum = libdeflate_crc32(sum, text, text_len);
    put32(chunks, (uint32_t)(key_len + text_len));
    tg_buf_puts(chunks, "tEXt");
    tg_buf_put(chunks, key, key_len);
    tg_buf_puts(chunks, text);
    put32(chunks, sum);
}

/* The chunk at `at`: its length, if all of it is there. */
static bool is_whole(const uint8_t *head, size_t len, size_t at, size_t *chunk)
{
    if (len - at < AROUND)
        return false;
    *chunk = get32(head + at);
    return *chunk <= len - at - AROUND;
}

const char *tg_png_text_get(const uint8_t *head, size_t len, const char *key, size_t *text_len)
{
    size_t key_len = strlen(key) + 1, chunk;

    if (len < TG_PNG_TEXT_AT || memcmp(head, clear_head, SIGNATURE + HEAD) != 0)
        return NULL;
    for (size_t at = SIGNATURE; is_whole(head, len, at, &chunk); at += chunk + AROUND) {
        const uint8_t *name = head + at + NAME, *data = head + at + HEAD;

        if (memcmp(name, "IDAT", NAME) == 0)
            break;
        if (memcmp(name, "tEXt", NAME) == 0 && chunk >= key_len &&
            memcmp(data, key, key_len) == 0) {
            *text_len = chunk - key_len;
            return (const char *)data + key_len;
        }
    }
    return NULL;
}

void tg_png_text_alone(struct tg_buf *file, const struct tg_buf *chunks)
{
    tg_buf_put(file, clear_head, sizeof(clear_head));
    tg_buf_put(file, chunks->data, chunks->len);
    tg_buf_put(file, clear_rest, sizeof(clear_rest));
}
