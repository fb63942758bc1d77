/* jpeg_strip.c - a JPEG file without its metadata: what decides how it looks stays to the bit.
 * ITU-T T.81 Annex B. */
#include <assert.h>
#include <string.h>

#include "core/codec/exif.h"
#include "core/codec/jpeg.h"
#include "core/codec/jpeg_marks.h"

enum {
    TEM = 0x01,
    SOF0 = 0xC0,
    RST0 = 0xD0,
    RST7 = 0xD7,
    SOI = 0xD8,
    EOI = 0xD9,
    SOS = 0xDA,
    APP0 = 0xE0,
    APP1 = 0xE1,
    APP2 = 0xE2,
    APP14 = 0xEE,
    HEAD = 4,  /* marker and length */
    JFIF = 14, /* bytes of JFIF's segment without a thumbnail */
    EXIF = 6,  /* bytes of its mark, and a byte that should be 0 */
    MARK = 14, /* bytes before a profile: its mark, and which part of how many */
};

/* Reading at `at`, writing at `to`, which never overtakes it. */
struct strip {
    uint8_t *data;
    size_t len, at, to;
    const struct tg_strip_options *keep;
    const struct tg_blob
        *icc;  /* has yet to be put in; until then there is room for it before `at` */
    bool exif; /* there was one, or a scan: others do not count */
};

static bool begins(const uint8_t *p, size_t n, const char *mark, size_t mark_len)
{
    return n >= mark_len && memcmp(p, mark, mark_len) == 0;
}

#define BEGINS(p, n, mark) begins(p, n, mark, sizeof(mark) - 1)

static void move(struct strip *s, size_t n)
{
    memmove(s->data + s->to, s->data + s->at, n);
    s->to += n;
}

/* JFIF says that colours are YCbCr, and has perhaps a thumbnail. */
static void put_jfif(struct strip *s)
{
    move(s, HEAD + JFIF);
    s->data[s->to - JFIF - 2] = 0;
    s->data[s->to - JFIF - 1] = 2 + JFIF;
    s->data[s->to - 2] = s->data[s->to - 1] = 0; /* its width and height */
}

/* Of EXIF only how the picture lies: an IFD with one entry.  A block that is even shorter and tells
 * it has nothing else in it. */
static void put_exif(struct strip *s, size_t n)
{
    struct tg_info info = {.orientation = 1};
    uint8_t block[TG_EXIF_BYTES];

    if (s->exif || n < EXIF)
        return;
    s->exif = true;
    if (s->keep->exif) {
        move(s, HEAD + n);
        return;
    }
    s->data[s->at + HEAD + EXIF - 1] = 0; /* see tg_jpeg_find_exif() */
    tg_exif_read(s->data + s->at + HEAD, n, &info);
    if (info.orientation == 1)
        return;
    if (n < TG_EXIF_TURN) {
        move(s, HEAD + n);
        return;
    }
    tg_exif_write(block, info.orientation, "");
    memcpy(s->data + s->to, (const uint8_t[]){0xFF, APP1, 0, 2 + TG_EXIF_TURN}, HEAD);
    memcpy(s->data + s->to + HEAD, block, TG_EXIF_TURN);
    s->to += HEAD + TG_EXIF_TURN;
}

/* In one segment: profiles of our own have less than 1 kB. */
static void put_profile(struct strip *s)
{
    size_t n = 2 + MARK + s->icc->len;
    uint8_t *p = s->data + s->to;

    assert(n <= 0xffff);
    memcpy(p, (const uint8_t[]){0xFF, APP2, (uint8_t)(n >> 8), (uint8_t)n}, HEAD);
    memcpy(p + HEAD, TG_MARK_ICC "\0\1\1", MARK);
    memcpy(p + HEAD + MARK, s->icc->data, s->icc->len);
    s->to += 2 + n;
    s->icc = NULL;
}

/* A segment of n bytes behind its length: stays, shrinks or goes. */
static void put_segment(struct strip *s, uint8_t marker, size_t n)
{
    const uint8_t *p = s->data + s->at + HEAD;

    if (marker == APP0) {
        if (BEGINS(p, n, "JFIF\0") && n >= JFIF)
            put_jfif(s);
    } else if (marker == APP1) {
        if (BEGINS(p, n, TG_MARK_EXIF "\0"))
            put_exif(s, n);
        else if (s->keep->xmp && BEGINS(p, n, TG_MARK_XMP "\0"))
            move(s, HEAD + n);
    } else if (marker == APP2) {
        if (BEGINS(p, n, TG_MARK_ICC "\0"))
            move(s, HEAD + n);
    } else if (marker == APP14) {
        if (BEGINS(p, n, "Adobe"))
            move(s, HEAD + n);
    } else if (marker < APP0) {
        move(s, HEAD + n);
    }
}

/* Coded data up to the next marker that is none of its own, 0xFF00 and restarts; decoders take more
 * than one 0xFF in front of these for one. */
static void put_scan(struct strip *s)
{
    size_t from = s->at, ff = s->at, after;

    for (;; ff = after) {
        const uint8_t *p = ff < s->len ? memchr(s->data + ff, 0xFF, s->len - ff) : NULL;

        ff = p ? (size_t)(p - s->data) : s->len;
        for (after = ff; after < s->len && s->data[after] == 0xFF; after++)
            ;
        if (after == s->len) /* half a marker is dropped */
            break;
        if (s->data[after] != 0 && (s->data[after] < RST0 || s->data[after] > RST7))
            break;
    }
    memmove(s->data + s->to, s->data + from, ff - from);
    s->to += ff - from;
    s->at = ff;
}

/* Steps over what is no marker; decoders do the same, with a warning. */
static bool find_marker(struct strip *s)
{
    const uint8_t *p = s->data + s->at;

    for (; s->at + 1 < s->len; s->at++, p++)
        if (p[0] == 0xFF && p[1] != 0 && p[1] != 0xFF)
            return true;
    return false;
}

/* The next segment.  False where the file ends, is cut off, or makes no sense. */
static bool step(struct strip *s)
{
    uint8_t marker;
    size_t n;

    if (!find_marker(s))
        return false;
    marker = s->data[s->at + 1];
    if (marker == TEM || (marker >= RST0 && marker <= RST7)) {
        s->at += 2; /* alone, and of no use here */
        return true;
    }
    if (marker < SOF0 || marker == SOI || marker == EOI || s->len - s->at < HEAD)
        return false;
    n = (size_t)s->data[s->at + 2] << 8 | s->data[s->at + 3];
    n = n < 2 ? 0 : n - 2;
    if (n > s->len - s->at - HEAD)
        return false;
    if (s->icc && marker != APP0 && marker != APP1)
        put_profile(s);
    put_segment(s, marker, n);
    s->at += HEAD + n;
    if (marker == SOS) {
        s->exif = true;
        put_scan(s);
    }
    return true;
}

size_t tg_jpeg_strip(uint8_t *data, size_t len, const struct tg_strip_options *keep)
{
    struct strip s = {.data = data, .len = len, .at = 2, .to = 2, .keep = keep, .icc = keep->icc};

    if (s.icc) {
        size_t n = HEAD + MARK + s.icc->len;

        memmove(data + s.at + n, data + s.at, s.len - s.at);
        s.at += n;
        s.len += n;
    }
    while (step(&s))
        ;
    data[s.to] = 0xFF;
    data[s.to + 1] = EOI;
    return s.to + 2;
}
