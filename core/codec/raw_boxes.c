/* raw_boxes.c - Canon's CR3 files: boxes (ISO/IEC 14496-12) around small TIFF structures
 * and JPEG files; see raw_photo.h.  There is no document of Canon's: what the boxes hold is as many
 * programs have found it. */
#include <stdlib.h>
#include <string.h>

#include "core/codec/heif.h"
#include "core/codec/raw_photo.h"

enum {
    MAX_BOXES = 64,      /* at the top */
    MAX_MOOV = 1 << 20,  /* bytes; cameras write some 20 KiB */
    MAX_TRACKS = 8,      /* cameras write four */
    MAX_INSIDE = 256,    /* boxes in one */
    UUID = 16,           /* bytes */
    PREVIEW_HEAD = 8,    /* between the preview's uuid and its box */
    PREVIEW_FIELDS = 16, /* of that box, before the JPEG file */
};

static const uint8_t canon[UUID] = {0x85, 0xc0, 0xb6, 0x87, 0x82, 0x0f, 0x11, 0xe0,
                                    0x81, 0x11, 0xf4, 0xce, 0x46, 0x2b, 0x6a, 0x48};
static const uint8_t preview[UUID] = {0xea, 0xf4, 0x2b, 0x5e, 0x1c, 0x98, 0x4b, 0x88,
                                      0xb9, 0xfb, 0xb7, 0xdc, 0x40, 0x6e, 0x4d, 0x16};
static const uint8_t xmp[UUID] = {0xbe, 0x7a, 0xcf, 0xcb, 0x97, 0xa9, 0x42, 0xe8,
                                  0x9c, 0x71, 0x99, 0x94, 0x91, 0xe3, 0xaf, 0xac};

/* A part of the file in memory. */
struct part {
    struct tg_rawphoto *photo;
    const uint8_t *data;
    uint64_t at; /* where it is in the file */
};

static uint64_t place_of(const struct part *m, const struct tg_heif_cursor *c)
{
    return m->at + (uint64_t)(c->at - m->data);
}

/* The next box of this type inside another one. */
static bool find_box(struct tg_heif_cursor *c, uint32_t want, struct tg_heif_cursor *inside)
{
    uint32_t type;

    for (int i = 0; i < MAX_INSIDE && tg_heif_box(c, &type, inside); i++)
        if (type == want)
            return true;
    return false;
}

/* EXIF's directories and Canon's note, each as a TIFF structure of its own. */
static void read_directories(const struct part *m, struct tg_heif_cursor c)
{
    struct tg_heif_cursor inside;
    uint32_t type;

    for (int i = 0; i < MAX_INSIDE && tg_heif_box(&c, &type, &inside); i++) {
        struct tg_rawifds t = {.photo = m->photo, .base = place_of(m, &inside)};
        uint64_t first;

        if (type >> 8 != (TG_FOURCC('C', 'M', 'T', 0) >> 8) || !tg_rawifds_init(&t, &first))
            continue;
        if ((type & 255) == '1')
            tg_rawifds_keep(&t, first, TG_RAWEXIF_MAIN);
        else if ((type & 255) == '2')
            tg_rawifds_keep(&t, first, TG_RAWEXIF_PHOTO);
        else if ((type & 255) == '3')
            tg_rawmaker_canon(&t, first);
        else if ((type & 255) == '4')
            tg_rawifds_keep(&t, first, TG_RAWEXIF_GPS);
    }
}

/* ISO/IEC 14496-12, 8.7: the only sample of a track, whose chunk begins with it. */
static void offer_sample(struct tg_rawphoto *p, struct tg_heif_cursor stbl)
{
    struct tg_heif_cursor c = stbl, offsets, sizes;
    bool wide = find_box(&c, TG_FOURCC('c', 'o', '6', '4'), &offsets);
    uint64_t at, len;

    c = stbl;
    if (!wide && !find_box(&c, TG_FOURCC('s', 't', 'c', 'o'), &offsets))
        return;
    c = stbl;
    if (!find_box(&c, TG_FOURCC('s', 't', 's', 'z'), &sizes))
        return;
    (void)tg_heif_get(&offsets, 8); /* version, flags, count */
    at = tg_heif_get(&offsets, wide ? 8 : 4);
    (void)tg_heif_get(&sizes, 4);
    len = tg_heif_get(&sizes, 4); /* of each; 0: a list follows its count */
    if (len == 0) {
        (void)tg_heif_get(&sizes, 4);
        len = tg_heif_get(&sizes, 4);
    }
    if (!offsets.bad && !sizes.bad)
        tg_rawphoto_offer(p, at, len);
}

static void read_track(struct tg_rawphoto *p, struct tg_heif_cursor trak)
{
    struct tg_heif_cursor mdia, minf, stbl;

    if (find_box(&trak, TG_FOURCC('m', 'd', 'i', 'a'), &mdia) &&
        find_box(&mdia, TG_FOURCC('m', 'i', 'n', 'f'), &minf) &&
        find_box(&minf, TG_FOURCC('s', 't', 'b', 'l'), &stbl))
        offer_sample(p, stbl);
}

static void read_moov(const struct part *m, struct tg_heif_cursor c)
{
    struct tg_heif_cursor inside;
    unsigned tracks = 0;
    uint32_t type;

    for (int i = 0; i < MAX_INSIDE && tg_heif_box(&c, &type, &inside); i++) {
        if (type == TG_FOURCC('t', 'r', 'a', 'k') && tracks++ < MAX_TRACKS)
            read_track(m->photo, inside);
        if (type == TG_FOURCC('u', 'u', 'i', 'd') && inside.left > UUID &&
            memcmp(inside.at, canon, UUID) == 0) {
            inside.at += UUID;
            inside.left -= UUID;
            read_directories(m, inside);
        }
    }
}

static void load_moov(struct tg_rawphoto *p, uint64_t at, uint64_t len)
{
    uint8_t *data = len <= MAX_MOOV ? malloc((size_t)len + 1) : NULL;
    bool ok = data != NULL;

    for (size_t done = 0; ok && done < len;) {
        size_t n = len - done < TG_RAWFILE_PAGE ? (size_t)(len - done) : TG_RAWFILE_PAGE;
        const uint8_t *from = tg_rawfile_at(&p->file, at + done, n);

        ok = from != NULL;
        if (ok)
            memcpy(data + done, from, n);
        done += n;
    }
    if (ok)
        read_moov(&(struct part){p, data, at},
                  (struct tg_heif_cursor){.at = data, .left = (size_t)len});
    free(data);
}

/* What a uuid box at the top is for. */
static void read_uuid(struct tg_rawphoto *p, uint64_t at, uint64_t len)
{
    const uint8_t *id = tg_rawfile_at(&p->file, at, UUID);

    if (!id || len < UUID)
        return;
    if (memcmp(id, preview, UUID) == 0) {
        uint64_t jpeg = at + UUID + PREVIEW_HEAD + 8 + PREVIEW_FIELDS;

        tg_rawphoto_offer(p, jpeg, tg_rawfile_get(&p->file, jpeg - 4, 4, true));
    } else if (memcmp(id, xmp, UUID) == 0) {
        p->xmp = at + UUID;
        p->xmp_bytes = len - UUID;
    }
}

void tg_rawboxes_walk(struct tg_rawphoto *p)
{
    uint64_t at = 0, all = p->file.size;

    for (int i = 0; i < MAX_BOXES && at < all && all - at >= 8; i++) {
        uint64_t size = tg_rawfile_get(&p->file, at, 4, true), head = 8;
        uint32_t type = (uint32_t)tg_rawfile_get(&p->file, at + 4, 4, true);

        if (size == 1) {
            size = tg_rawfile_get(&p->file, at + 8, 8, true);
            head = 16;
        }
        if (size == 0 || size > all - at)
            size = all - at;
        if (size < head)
            return;
        if (type == TG_FOURCC('m', 'o', 'o', 'v'))
            load_moov(p, at + head, size - head);
        else if (type == TG_FOURCC('u', 'u', 'i', 'd'))
            read_uuid(p, at + head, size - head);
        at += size;
    }
}
