/* gif_strip.c - GIF87a and GIF89a, block by block: comments, texts and what applications left there
 * go, all frames and the number of repetitions stay. */
#include <string.h>

#include "core/codec/gif.h"

enum {
    HEADER = 13,
    FLAGS = 10, /* of the header */
    EXTENSION = 0x21,
    IMAGE = 0x2c,
    TRAILER = 0x3b,
    CONTROL = 0xf9,
    APPLICATION = 0xff,
    APP_NAME = 11,   /* bytes of an application's name and code */
    DESCRIPTOR = 10, /* bytes of an image descriptor; flags are the last */
};

struct walk {
    uint8_t *data;
    size_t len, at, to; /* what is before `to` is done, what is from `at` on is not */
};

static void keep_bytes(struct walk *w, size_t n)
{
    memmove(w->data + w->to, w->data + w->at, n);
    w->to += n;
    w->at += n;
}

static size_t table_bytes(uint8_t flags)
{
    return flags & 0x80 ? (size_t)3 << ((flags & 7) + 1) : 0;
}

/* Bytes of the complete sub-blocks that begin at `at`; *ended tells whether their end is among
 * them. */
static size_t sub_blocks(const struct walk *w, size_t at, bool *ended)
{
    size_t begin = at;

    *ended = false;
    while (!*ended && at < w->len && w->len - at > w->data[at]) {
        *ended = w->data[at] == 0;
        at += 1 + (size_t)w->data[at];
    }
    return at - begin;
}

static bool is_application(const struct walk *w, const char *name)
{
    const uint8_t *block = w->data + w->at;

    return w->len - w->at > 3 + APP_NAME && block[1] == APPLICATION && block[2] == APP_NAME &&
           memcmp(block + 3, name, APP_NAME) == 0;
}

static bool is_wanted(const struct walk *w, const struct tg_strip_options *keep)
{
    return w->data[w->at + 1] == CONTROL || is_application(w, "NETSCAPE2.0") ||
           is_application(w, "ANIMEXTS1.0") || (keep->xmp && is_application(w, "XMP DataXMP"));
}

/* False at the end of what is usable. */
static bool take_extension(struct walk *w, const struct tg_strip_options *keep)
{
    size_t n;
    bool ended;

    if (w->len - w->at < 2)
        return false;
    n = 2 + sub_blocks(w, w->at + 2, &ended);
    if (ended && is_wanted(w, keep))
        keep_bytes(w, n);
    else
        w->at += n;
    return ended;
}

static bool take_image(struct walk *w)
{
    size_t head;
    bool ended;

    if (w->len - w->at < DESCRIPTOR)
        return false;
    head = DESCRIPTOR + table_bytes(w->data[w->at + DESCRIPTOR - 1]) + 1; /* 1: LZW's code size */
    if (w->len - w->at < head)
        return false;
    keep_bytes(w, head + sub_blocks(w, w->at + head, &ended));
    if (!ended && w->len - w->at > 1) { /* what there is of a block */
        w->data[w->at] = (uint8_t)(w->len - w->at - 1);
        keep_bytes(w, w->len - w->at);
    }
    if (!ended) /* the rest of the frame is lost */
        w->data[w->to++] = 0;
    return ended;
}

size_t tg_gif_strip(uint8_t *data, size_t len, const struct tg_strip_options *keep)
{
    struct walk w = {.data = data, .len = len};
    bool more = len >= HEADER && len - HEADER >= table_bytes(data[FLAGS]);

    if (more)
        keep_bytes(&w, HEADER + table_bytes(data[FLAGS]));
    while (more && w.at < w.len) {
        uint8_t kind = data[w.at];

        more = kind == EXTENSION ? take_extension(&w, keep) : kind == IMAGE && take_image(&w);
    }
    data[w.to++] = TRAILER;
    return w.to;
}
