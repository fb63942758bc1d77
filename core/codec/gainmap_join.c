/* gainmap_join.c - a picture and its gain map as one file: see gainmap.h.
 *
 * Behind the JFIF and EXIF segments of the picture come its XMP packet, the version of ISO 21496-1
 * and MPF; of the map, XMP and ISO's numbers.  MPF counts from its own place in the file, so that
 * the lengths of all before and behind must be known. */
#include <string.h>

#include "core/base/file.h"
#include "core/codec/gainmap.h"
#include "core/codec/jpeg_marks.h"
#include "core/codec/xmp_gainmap.h"

enum {
    APP0 = 0xE0,
    APP1 = 0xE1,
    APP2 = 0xE2,
    APP15 = 0xEF,
    HEAD = 4, /* marker and length */
    SEGMENT_MAX = 65533,
    PACKET_MAX = 1 << 20,
};

static const char exif_mark[] = TG_MARK_EXIF;
static const char xmp_mark[] = TG_MARK_XMP;
static const char iso_mark[] = TG_MARK_ISO_GAIN;

/* Where segments go into a JPEG file, and what they replace: its XMP packet. */
struct gap {
    size_t from, to;
    struct tg_blob packet; /* borrowed; empty: there is none */
};

static bool begins(const uint8_t *p, size_t len, const char *mark, size_t mark_len)
{
    return len >= mark_len && memcmp(p, mark, mark_len) == 0;
}

/* The file is one of ours, or stripped. */
static struct gap find_gap(const struct tg_blob *jpeg)
{
    struct gap gap = {.from = 2, .to = 2};
    bool first = true; /* nothing but JFIF and EXIF so far */

    for (size_t at = 2; at + HEAD <= jpeg->len;) {
        uint8_t *p = jpeg->data + at, marker = p[1];
        size_t len = (size_t)p[2] << 8 | p[3];

        if (p[0] != 0xFF || marker < APP0 || marker > APP15 || len < 2 || len > jpeg->len - at - 2)
            break;
        if (marker == APP1 && begins(p + HEAD, len - 2, xmp_mark, sizeof(xmp_mark)))
            return (struct gap){
                at, at + 2 + len, {p + HEAD + sizeof(xmp_mark), len - 2 - sizeof(xmp_mark)}};
        first = first && (marker == APP0 || (marker == APP1 && begins(p + HEAD, len - 2, exif_mark,
                                                                      sizeof(exif_mark))));
        at += 2 + len;
        if (first)
            gap.from = gap.to = at;
    }
    return gap;
}

static void put_segment(struct tg_buf *b, int marker, const char *mark, size_t mark_len,
                        const void *data, size_t len)
{
    size_t n = 2 + mark_len + len;
    const uint8_t head[HEAD] = {0xFF, (uint8_t)marker, (uint8_t)(n >> 8), (uint8_t)n};

    tg_buf_put(b, head, sizeof(head));
    tg_buf_put(b, mark, mark_len);
    tg_buf_put(b, data, len);
}

static void put_packet(struct tg_buf *b, const struct tg_buf *packet)
{
    if (packet->len && packet->len <= SEGMENT_MAX - sizeof(xmp_mark))
        put_segment(b, APP1, xmp_mark, sizeof(xmp_mark), packet->data, packet->len);
}

/* Appends `map` with what makes it a gain map. */
static struct tg_err *make_map(const struct tg_gainmap *g, const struct tg_blob *map,
                               struct tg_buf *file)
{
    uint8_t iso[TG_GAIN_ISO_BYTES];
    struct gap gap = find_gap(map);
    struct tg_buf packet;

    tg_buf_init(&packet, PACKET_MAX);
    if (!g->no_xmp)
        tg_xmp_gainmap_map(&g->texts, &packet);
    tg_buf_put(file, map->data, gap.from);
    put_packet(file, &packet);
    put_segment(file, APP2, iso_mark, sizeof(iso_mark), iso, tg_gain_iso_write(&g->numbers, iso));
    tg_buf_put(file, map->data + gap.to, map->len - gap.to);
    file->failed |= packet.failed;
    tg_buf_release(&packet);
    return file->failed ? tg_err_nomem() : NULL;
}

static uint8_t *put32(uint8_t *p, uint64_t v)
{
    for (int i = 0; i < 4; i++)
        *p++ = (uint8_t)(v >> (24 - 8 * i));
    return p;
}

/* Of MPF: where its TIFF structure begins in the segment, and where the entries of the two pictures
 * begin in that. */
enum { TIFF = HEAD + 4, PICTURES = 50, ENTRIES = 32, MPF_BYTES = TIFF + PICTURES + ENTRIES };

/* `place`: of the segment in the file. */
static void put_mpf(struct tg_buf *b, size_t place, uint64_t picture, uint64_t map)
{
    static const uint8_t head[PICTURES] = {
        'M',  'M',     0, '*', 0, 0, 0, 8,       0,   3, /* an IFD of three entries: */
        0xB0, 0,       0, 7,   0, 0, 0, 4,       '0', '1',
        '0',  '0', /* version */
        0xB0, 1,       0, 4,   0, 0, 0, 1,       0,   0,
        0,    2, /* pictures */
        0xB0, 2,       0, 7,   0, 0, 0, ENTRIES, 0,   0,
        0,    PICTURES /* their entries; then no other IFD */
    };
    uint8_t data[PICTURES + ENTRIES] = {0};
    uint8_t *p = data + PICTURES;

    memcpy(data, head, sizeof(head));
    p = put32(p, 0x030000); /* the one to be shown */
    p = put32(p, picture);
    p = put32(p, 0);
    p = put32(p, 0);
    p = put32(p, 0);
    p = put32(p, map);
    (void)put32(p, picture - (place + TIFF));
    put_segment(b, APP2, "MPF", 4, data, sizeof(data));
}

/* What goes into the gap of the picture. */
static struct tg_err *make_segments(const struct tg_gainmap *g, const struct tg_blob *picture,
                                    const struct gap *gap, uint64_t map, struct tg_buf *b)
{
    static const uint8_t version[4] = {0};
    struct tg_buf packet;
    struct tg_err *err = NULL;

    tg_buf_init(&packet, PACKET_MAX);
    if (!g->no_xmp)
        err = tg_xmp_gainmap_picture(gap->packet.data, gap->packet.len, map, &packet);
    else
        tg_buf_put(&packet, gap->packet.data, gap->packet.len);
    put_packet(b, &packet);
    put_segment(b, APP2, iso_mark, sizeof(iso_mark), version, sizeof(version));
    put_mpf(b, gap->from + b->len, picture->len - (gap->to - gap->from) + b->len + MPF_BYTES, map);
    b->failed |= packet.failed;
    tg_buf_release(&packet);
    return err ? err : b->failed ? tg_err_nomem() : NULL;
}

struct tg_err *tg_gainmap_join(const struct tg_gainmap *g, const struct tg_blob *picture,
                               const struct tg_blob *map, int fd, uint64_t *written)
{
    struct gap gap = find_gap(picture);
    struct tg_buf segments, behind;
    struct tg_err *err;

    tg_buf_init(&segments, PACKET_MAX);
    tg_buf_init(&behind, TG_BUF_MAX);
    err = make_map(g, map, &behind);
    if (!err)
        err = make_segments(g, picture, &gap, behind.len, &segments);
    if (!err)
        err = tg_fd_write(fd, NULL, picture->data, gap.from);
    if (!err)
        err = tg_fd_write(fd, NULL, segments.data, segments.len);
    if (!err)
        err = tg_fd_write(fd, NULL, picture->data + gap.to, picture->len - gap.to);
    if (!err)
        err = tg_fd_write(fd, NULL, behind.data, behind.len);
    *written = picture->len - (gap.to - gap.from) + segments.len + behind.len;
    tg_buf_release(&segments);
    tg_buf_release(&behind);
    return err;
}
