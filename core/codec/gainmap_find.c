/* gainmap_find.c - where the gain map of a JPEG file is and what its numbers are; see gainmap.h.
 *
 * CIPA DC-007 (MPF), ISO 21496-1 annex C, and xmp_gainmap.h. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/codec/gainmap.h"
#include "core/codec/jpeg_marks.h"
#include "core/codec/xmp_gainmap.h"

enum {
    SEGMENTS = 256, /* of a header that are looked at */
    PICTURES = 16,  /* of a directory: no camera writes as many */
    MPF_ENTRY = 16,
    IFD_ENTRY = 12,
    MPF_PICTURES = 0xB002,
    MARK = 32, /* bytes that tell what a segment is */
};

enum { SOF0 = 0xC0, RST0 = 0xD0, SOI = 0xD8, EOI = 0xD9, SOS = 0xDA, APP1 = 0xE1, APP2 = 0xE2 };

static const char exif_mark[] = TG_MARK_EXIF;
static const char xmp_mark[] = TG_MARK_XMP;
static const char iso_mark[] = TG_MARK_ISO_GAIN;
static const char icc_mark[] = TG_MARK_ICC "\0\1\1"; /* in one piece */
static const char mpf_mark[] = "MPF";

struct file {
    const struct tg_source *src;
    uint64_t size;
};

/* What is behind a segment's mark; len 0: there is none. */
struct part {
    uint64_t at;
    size_t len;
};

struct header {
    struct part exif, xmp, iso, icc, mpf;
    uint64_t end; /* of it */
};

static bool read_at(const struct file *f, uint64_t at, void *to, size_t len)
{
    return at <= f->size && len <= f->size - at &&
           pread(f->src->fd, to, len, (off_t)((uint64_t)f->src->start + at)) == (ssize_t)len;
}

/* A copy in memory; empty if there is none or it cannot be read. */
static struct tg_err *load(const struct file *f, const struct part *p, struct tg_blob *b)
{
    if (!p->len)
        return NULL;
    b->data = malloc(p->len); /* less than 64 KiB */
    if (!b->data)
        return tg_err_nomem();
    b->len = p->len;
    if (!read_at(f, p->at, b->data, b->len))
        tg_blob_release(b);
    return NULL;
}

/* ---- Headers --------------------------------------------------------------------------------- */

static void take(struct part *p, const uint8_t *head, uint64_t at, size_t len, const char *mark,
                 size_t mark_len)
{
    if (!p->len && len > mark_len && memcmp(head, mark, mark_len) == 0)
        *p = (struct part){at + mark_len, len - mark_len};
}

/* A segment of `len` bytes behind its length. */
static void look_at_segment(const struct file *f, uint8_t marker, uint64_t at, size_t len,
                            struct header *h)
{
    uint8_t head[MARK] = {0};

    if (!read_at(f, at, head, len < MARK ? len : MARK))
        return;
    if (marker == APP1) {
        take(&h->xmp, head, at, len, xmp_mark, sizeof(xmp_mark));
        if (!h->exif.len && len > sizeof(exif_mark) &&
            memcmp(head, exif_mark, sizeof(exif_mark)) == 0)
            h->exif = (struct part){at, len};
    } else if (marker == APP2) {
        take(&h->iso, head, at, len, iso_mark, sizeof(iso_mark));
        take(&h->icc, head, at, len, icc_mark, sizeof(icc_mark) - 1);
        take(&h->mpf, head, at, len, mpf_mark, sizeof(mpf_mark));
    }
}

/* The segments from `at` up to the first scan.  False if no JPEG file begins there. */
static bool read_header(const struct file *f, uint64_t at, struct header *h)
{
    uint8_t head[4];

    *h = (struct header){.end = 0};
    if (!read_at(f, at, head, 2) || head[0] != 0xFF || head[1] != SOI)
        return false;
    at += 2;
    for (int i = 0; i < SEGMENTS && read_at(f, at, head, sizeof(head)); i++) {
        size_t len = (size_t)head[2] << 8 | head[3];

        if (head[0] != 0xFF || len < 2 || head[1] < SOF0 || (head[1] >= RST0 && head[1] <= EOI))
            return false;
        if (head[1] == SOS) {
            h->end = at + 2 + len;
            return h->end <= f->size;
        }
        look_at_segment(f, head[1], at + 4, len - 2, h);
        at += 2 + len;
    }
    return false;
}

/* ---- Directories ----------------------------------------------------------------------------- */

struct place {
    uint64_t at, bytes;
};

struct directory {
    struct place place[PICTURES + 1];
    size_t len;
};

static void add_place(struct directory *d, uint64_t at, uint64_t bytes)
{
    if (d->len <= PICTURES)
        d->place[d->len++] = (struct place){at, bytes};
}

/* A number in the MPF segment; 0 beyond its end. */
static uint32_t get(const struct tg_blob *b, size_t at, unsigned bytes)
{
    bool msb = b->data[0] == 'M';
    uint32_t v = 0;

    if (at > b->len || bytes > b->len - at)
        return 0;
    for (unsigned i = 0; i < bytes; i++)
        v = v << 8 | b->data[at + (msb ? i : bytes - 1 - i)];
    return v;
}

/* The pictures behind the first.  Offsets are from the TIFF header, which is where the part
 * begins. */
static void read_mpf(const struct tg_blob *b, uint64_t base, struct directory *d)
{
    size_t ifd, entries;

    if (b->len < 8 || (memcmp(b->data, "MM\0*", 4) != 0 && memcmp(b->data, "II*\0", 4) != 0))
        return;
    ifd = get(b, 4, 4);
    entries = get(b, ifd, 2);
    for (size_t i = 0; i < entries && i < SEGMENTS; i++) {
        size_t entry = ifd + 2 + i * IFD_ENTRY, at, len;

        if (get(b, entry, 2) != MPF_PICTURES)
            continue;
        len = get(b, entry + 4, 4) / MPF_ENTRY;
        at = get(b, entry + 8, 4);
        for (size_t k = 1; k < len && k < PICTURES; k++)
            if (get(b, at + k * MPF_ENTRY + 8, 4))
                add_place(d, base + get(b, at + k * MPF_ENTRY + 8, 4),
                          get(b, at + k * MPF_ENTRY + 4, 4));
        return;
    }
}

/* ---- Maps ------------------------------------------------------------------------------------ */

enum verdict { NO_MAP, BAD_MAP, GOOD_MAP };

/* The numbers of ISO 21496-1 come before those of XMP, as in browsers.  Both are kept as they
 * are. */
static enum verdict read_standard(const struct tg_xmp_gainmap *xmp, const struct tg_blob *iso,
                                  struct tg_gainmap *g)
{
    struct tg_gain_numbers of_xmp;
    bool has_iso =
        tg_gain_iso_read(iso->data, iso->len, &g->numbers) && tg_gain_is_sane(&g->numbers);
    bool has_xmp = xmp->version && !xmp->bad && tg_gain_from_texts(&xmp->texts, &of_xmp) &&
                   tg_gain_is_sane(&of_xmp);

    if (!has_iso && !has_xmp)
        return BAD_MAP;
    if (!has_iso)
        g->numbers = of_xmp;
    if (has_xmp)
        g->texts = xmp->texts;
    else
        tg_gain_to_texts(&g->numbers, &g->texts);
    g->no_xmp = !has_xmp && g->numbers.own_colours;
    g->kind = TG_GAINMAP_STANDARD;
    return GOOD_MAP;
}

static enum verdict read_apple(const struct tg_xmp_gainmap *xmp, const struct tg_blob *exif,
                               struct tg_gainmap *g)
{
    if (xmp->bad || !tg_gainmap_apple_read(xmp->apple_headroom, exif, &g->numbers))
        return BAD_MAP;
    tg_gain_to_texts(&g->numbers, &g->texts);
    g->kind = TG_GAINMAP_APPLE;
    return GOOD_MAP;
}

/* What the header of a picture behind the first says; `exif`: the first's. */
static struct tg_err *read_map(const struct file *f, const struct header *h,
                               const struct part *exif, struct tg_gainmap *g, enum verdict *verdict)
{
    struct tg_blob packet = {0}, iso = {0}, block = {0};
    struct tg_xmp_gainmap xmp = {.version = false};
    struct tg_err *err = load(f, &h->xmp, &packet);

    if (!err)
        err = load(f, &h->iso, &iso);
    if (!err && packet.data)
        err = tg_xmp_gainmap_read(packet.data, packet.len, &xmp);
    if (!err && xmp.apple)
        err = load(f, exif, &block);
    if (!err && (xmp.version || iso.len > 4)) /* of less there is only the version */
        *verdict = read_standard(&xmp, &iso, g);
    else if (!err && xmp.apple)
        *verdict = read_apple(&xmp, &block, g);
    if (!err && *verdict == GOOD_MAP && g->numbers.own_colours)
        err = load(f, &h->icc, &g->icc);
    tg_blob_release(&packet);
    tg_blob_release(&iso);
    tg_blob_release(&block);
    return err;
}

/* `first` is the header of the first picture. */
static struct tg_err *try_place(const struct file *f, const struct header *first,
                                const struct place *p, struct tg_gainmap *g, enum verdict *verdict)
{
    struct header h;
    struct tg_err *err;

    *verdict = NO_MAP;
    if (p->at < first->end || !read_header(f, p->at, &h))
        return NULL;
    err = read_map(f, &h, &first->exif, g, verdict);
    if (*verdict == GOOD_MAP && (p->bytes < h.end - p->at || p->bytes > f->size - p->at))
        *verdict = BAD_MAP; /* cut short */
    g->at = p->at;
    g->bytes = p->bytes;
    return err;
}

static struct tg_err *try_places(const struct file *f, const struct header *first,
                                 const struct directory *d, bool said, struct tg_gainmap *g)
{
    struct tg_err *err = NULL;
    enum verdict verdict;

    for (size_t i = 0; i < d->len && !err; i++) {
        err = try_place(f, first, &d->place[i], g, &verdict);
        if (!err && verdict == GOOD_MAP)
            return NULL;
        said |= verdict == BAD_MAP;
        tg_gainmap_release(g);
    }
    if (said)
        g->kind = TG_GAINMAP_BROKEN;
    return err;
}

struct tg_err *tg_gainmap_find(const struct tg_source *src, struct tg_gainmap *g)
{
    struct file f = {src, src->start < 0 ? UINT64_MAX : tg_source_size(src)};
    struct tg_blob packet = {0}, mpf = {0};
    struct tg_xmp_gainmap xmp = {.version = false};
    struct directory d = {.len = 0};
    struct header first;
    struct tg_err *err = NULL;

    *g = (struct tg_gainmap){.kind = TG_GAINMAP_NONE};
    if (f.size == UINT64_MAX || !read_header(&f, 0, &first))
        return NULL;
    err = load(&f, &first.mpf, &mpf);
    if (!err)
        err = load(&f, &first.xmp, &packet);
    if (!err && packet.data)
        err = tg_xmp_gainmap_read(packet.data, packet.len, &xmp);
    if (!err && mpf.data)
        read_mpf(&mpf, first.mpf.at, &d);
    if (!err && xmp.from_end && xmp.from_end < f.size)
        add_place(&d, f.size - xmp.from_end, xmp.bytes);
    if (!err)
        err = try_places(&f, &first, &d, xmp.version || xmp.bytes || first.iso.len, g);
    tg_blob_release(&packet);
    tg_blob_release(&mpf);
    return err;
}

void tg_gainmap_release(struct tg_gainmap *g)
{
    tg_blob_release(&g->icc);
    *g = (struct tg_gainmap){.kind = TG_GAINMAP_NONE};
}
