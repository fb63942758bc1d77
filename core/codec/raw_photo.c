/* raw_photo.c - raw photos: which files are some, the largest preview of each, and the codec that
 * shows it; see raw_photo.h. */
#include "core/codec/raw_photo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/codec/brand.h"
#include "core/codec/codec.h"
#include "core/codec/exif.h"
#include "core/image/icc.h"

enum {
    MAX_OFFERS = 64,
    MAX_SEGMENTS = 256, /* before the frame of a JPEG file */
    SMALL = 1000,       /* pixels of the longer side, below which a note says so */
    MOST_XMP = 1 << 20  /* bytes */
};

/* Containers of one maker, by their first bytes. */
static const struct {
    const char *maker;
    size_t offset, len;
    const char *bytes;
    enum { IFDS, RAF, X3F } kind;
} containers[] = {
    {"Canon ", 4, 7, "\x10\0\0\0CR\2", IFDS},
    {"Fujifilm ", 0, 15, "FUJIFILMCCD-RAW", RAF},
    {"Olympus ", 0, 4, "IIRO", IFDS},
    {"Olympus ", 0, 4, "IIRS", IFDS},
    {"Olympus ", 0, 4, "MMOR", IFDS},
    {"Panasonic ", 0, 4, "IIU\0", IFDS},
    {"Sigma ", 0, 4, "FOVb", X3F},
};
enum { CONTAINERS = sizeof(containers) / sizeof(containers[0]) };

/* CONTAINERS if it is none. */
static size_t find_container(const uint8_t *head, size_t len)
{
    for (size_t i = 0; i < CONTAINERS; i++)
        if (len >= containers[i].offset + containers[i].len &&
            memcmp(head + containers[i].offset, containers[i].bytes, containers[i].len) == 0)
            return i;
    return CONTAINERS;
}

static bool is_cr3(const uint8_t *head, size_t len)
{
    return tg_brand_is(head, len, "crx ");
}

static bool is_tiff(const uint8_t *head, size_t len)
{
    return len >= 8 && (memcmp(head, "II*\0", 4) == 0 || memcmp(head, "MM\0*", 4) == 0 ||
                        memcmp(head, "II+\0", 4) == 0 || memcmp(head, "MM\0+", 4) == 0);
}

/* ITU T.81, B.1.1.3: a frame that decoders of photos know; sensors' data is lossless. */
static bool is_shown(unsigned marker)
{
    return marker >= 0xc0 && marker <= 0xc2;
}

static bool has_frame(unsigned marker)
{
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

/* What the header of a JPEG file says. */
struct header {
    uint32_t w, h;
    bool exif;
};

static bool read_header(struct tg_rawfile *f, uint64_t at, uint64_t len, struct header *head)
{
    const uint8_t *p = tg_rawfile_at(f, at, 4);
    uint64_t pos = 2;

    if (!p || memcmp(p, "\xff\xd8\xff", 3) != 0)
        return false;
    for (unsigned i = 0; i < MAX_SEGMENTS && pos < len && (p = tg_rawfile_at(f, at + pos, 4));
         i++) {
        unsigned marker = p[1], bytes = (unsigned)p[2] << 8 | p[3];

        if (p[0] != 0xff || marker == 0xd9 || marker == 0xda || (marker != 0xff && bytes < 2))
            return false;
        if (has_frame(marker)) {
            p = is_shown(marker) ? tg_rawfile_at(f, at + pos + 4, 6) : NULL;
            if (!p || p[0] != 8 || (p[5] != 1 && p[5] != 3))
                return false;
            head->h = (uint32_t)p[1] << 8 | p[2];
            head->w = (uint32_t)p[3] << 8 | p[4];
            return head->w > 0 && head->h > 0;
        }
        p = marker == 0xe1 ? tg_rawfile_at(f, at + pos + 4, 4) : NULL;
        head->exif = head->exif || (p && memcmp(p, "Exif", 4) == 0);
        pos += marker == 0xff ? 1 : 2 + (uint64_t)bytes;
    }
    return false;
}

void tg_rawphoto_offer(struct tg_rawphoto *p, uint64_t at, uint64_t len)
{
    uint64_t size = p->file.size;
    struct header head = {0};

    if (p->offered++ >= MAX_OFFERS || at == 0 || at >= size)
        return;
    if (len == 0 || len > size - at)
        len = size - at;
    if (!read_header(&p->file, at, len, &head) ||
        (uint64_t)head.w * head.h <= (uint64_t)p->w * p->h)
        return;
    p->at = at;
    p->len = len;
    p->w = head.w;
    p->h = head.h;
    p->speaks = head.exif;
}

/* Fujifilm's: the place of the JPEG file stands behind the camera's name. */
static void walk_raf(struct tg_rawphoto *p)
{
    enum { JPEG = 84 };

    tg_rawphoto_offer(p, tg_rawfile_get(&p->file, JPEG, 4, true),
                      tg_rawfile_get(&p->file, JPEG + 4, 4, true));
}

/* Sigma's: the last four bytes tell where the directory of sections is. */
static void walk_x3f(struct tg_rawphoto *p)
{
    enum { HEAD = 12, ENTRY = 12, SECTION = 28, FORMAT = 12, JPEG = 18, MAX_SECTIONS = 64 };
    struct tg_rawfile *f = &p->file;
    uint64_t at = f->size >= 4 ? tg_rawfile_get(f, f->size - 4, 4, false) : 0;
    const uint8_t *head = tg_rawfile_at(f, at, HEAD);
    uint64_t n = head && memcmp(head, "SECd", 4) == 0 ? tg_rawfile_get(f, at + 8, 4, false) : 0;

    for (uint64_t i = 0; i < n && i < MAX_SECTIONS; i++) {
        uint64_t entry = at + HEAD + i * ENTRY, section = tg_rawfile_get(f, entry, 4, false);
        uint64_t len = tg_rawfile_get(f, entry + 4, 4, false);
        const uint8_t *mark = tg_rawfile_at(f, section, 4);

        if (mark && memcmp(mark, "SECi", 4) == 0 && len > SECTION &&
            tg_rawfile_get(f, section + FORMAT, 4, false) == JPEG)
            tg_rawphoto_offer(p, section + SECTION, len - SECTION);
    }
}

void tg_rawphoto_read(struct tg_rawphoto *p, const struct tg_source *src)
{
    size_t container = find_container(src->buf, src->len);

    p->maker = container < CONTAINERS ? containers[container].maker : "";
    p->raw = container < CONTAINERS;
    if (!tg_rawfile_init(&p->file, src))
        return;
    if (is_cr3(src->buf, src->len)) {
        p->raw = true;
        p->maker = "Canon ";
        tg_rawboxes_walk(p);
    } else if (container < CONTAINERS && containers[container].kind == RAF) {
        walk_raf(p);
    } else if (container < CONTAINERS && containers[container].kind == X3F) {
        walk_x3f(p);
    } else if (p->raw || is_tiff(src->buf, src->len)) {
        tg_rawifds_walk(p);
    }
    tg_rawexif_name_lens(&p->exif);
}

static bool match(const uint8_t *head, size_t len)
{
    return find_container(head, len) < CONTAINERS || is_cr3(head, len);
}

static bool claim(const struct tg_source *src)
{
    struct tg_rawphoto *p;
    bool raw;

    if (match(src->buf, src->len))
        return true;
    p = is_tiff(src->buf, src->len) ? calloc(1, sizeof(*p)) : NULL;
    if (!p)
        return false;
    tg_rawphoto_read(p, src);
    raw = p->raw;
    free(p);
    return raw;
}

/* Reads the photo and goes to its preview, which is then all that the source has. */
static struct tg_err *start(struct tg_source *src, struct tg_rawphoto **photo)
{
    struct tg_rawphoto *p = calloc(1, sizeof(*p));
    struct tg_err *err = p ? tg_source_peek(src) : tg_err_nomem();

    *photo = p;
    if (err)
        return err;
    tg_rawphoto_read(p, src);
    if (p->len == 0)
        return tg_err_new(TG_E_UNSUPPORTED, src->path,
                          "is a %sraw photo without a JPEG preview: develop it to JPEG first, for "
                          "example with darktable-cli",
                          p->maker);
    return tg_source_narrow(src, p->at, p->len);
}

/* How the preview lies.  The raw photo knows; where it says nothing, the preview may.  One that
 * lies across the sensor's picture was turned by the camera already. */
static unsigned find_orientation(const struct tg_rawphoto *p, unsigned own)
{
    unsigned said = tg_rawexif_short(&p->exif, TG_RAWEXIF_MAIN, 0x0112);

    if (said < 1 || said > 8)
        return own;
    if (said >= 5 && p->across != p->down && p->w != p->h && p->across > 0 &&
        (p->across > p->down) != (p->w > p->h))
        return 1;
    return said;
}

/* What both say: the raw photo's date, size, orientation. */
static void complete(const struct tg_rawphoto *p, const struct tg_blob *exif, struct tg_info *info)
{
    struct tg_info said;

    info->format = TG_RAW;
    info->orientation = find_orientation(p, info->orientation);
    tg_exif_read(exif->data, exif->len, &said);
    if (said.date[0])
        memcpy(info->date, said.date, sizeof(info->date));
    info->adobe_rgb |= p->adobe_rgb && !p->speaks;
}

/* Cameras leave EXIF out of previews, and with it what their colours are. */
static struct tg_err *take_profile(const struct tg_rawphoto *p, struct tg_image *image)
{
    if (!p->adobe_rgb || p->speaks || image->icc.len || image->model != TG_YCC)
        return NULL;
    image->icc_made = true;
    return tg_icc_adobe_rgb(&image->icc);
}

/* The block that the raw photo's own directories make, with the orientation that was found; the
 * preview's where they tell no date, as in containers that have no directories. */
static struct tg_err *choose_exif(const struct tg_rawphoto *p, unsigned orientation,
                                  struct tg_blob *exif)
{
    struct tg_info own, said;
    struct tg_blob made = {0};
    struct tg_err *err = tg_rawexif_block(&p->exif, orientation, &made);

    if (err)
        return err;
    tg_exif_read(exif->data, exif->len, &own);
    tg_exif_read(made.data, made.len, &said);
    if (exif->len && (p->exif.len == 0 || (own.date[0] && !said.date[0]))) {
        tg_blob_release(&made);
        return own.orientation == orientation ? NULL : tg_exif_set_orientation(exif, orientation);
    }
    tg_blob_release(exif);
    *exif = made;
    return NULL;
}

/* The raw photo's own, which editors write; the preview's stays where there is none. */
static struct tg_err *take_xmp(struct tg_rawphoto *p, struct tg_blob *xmp)
{
    uint8_t *data;

    if (p->xmp_bytes == 0 || p->xmp_bytes > MOST_XMP)
        return NULL;
    data = malloc((size_t)p->xmp_bytes);
    if (!data)
        return tg_err_nomem();
    for (size_t done = 0; done < p->xmp_bytes;) {
        size_t left = (size_t)p->xmp_bytes - done;
        size_t n = left < TG_RAWFILE_PAGE ? left : TG_RAWFILE_PAGE;
        const uint8_t *from = tg_rawfile_at(&p->file, p->xmp + done, n);

        if (!from) { /* cut off */
            free(data);
            return NULL;
        }
        memcpy(data + done, from, n);
        done += n;
    }
    tg_blob_release(xmp);
    *xmp = (struct tg_blob){data, (size_t)p->xmp_bytes};
    return NULL;
}

static struct tg_err *probe_preview(struct tg_rawphoto *p, struct tg_source *src,
                                    const struct tg_limits *limits, struct tg_info *info,
                                    struct tg_raw_metadata *raw)
{
    struct tg_raw_metadata own = {0};
    struct tg_err *err = tg_codec_jpeg.probe(src, limits, info, &own);

    if (!err)
        err = choose_exif(p, find_orientation(p, info->orientation), &own.exif);
    if (!err)
        complete(p, &own.exif, info);
    if (!err && raw)
        err = take_xmp(p, &own.xmp);
    if (!err && raw)
        *raw = own;
    else
        tg_raw_metadata_release(&own);
    return err;
}

static struct tg_err *probe(struct tg_source *src, const struct tg_limits *limits,
                            struct tg_info *info, struct tg_raw_metadata *raw)
{
    struct tg_rawphoto *p;
    struct tg_info found;
    struct tg_err *err = start(src, &p);

    if (!err)
        err = probe_preview(p, src, limits, &found, raw);
    if (!err)
        *info = found;
    free(p);
    return err;
}

/* The plan of the one who asked, who wants to know of the raw photo and not of its preview. */
struct asked {
    const struct tg_rawphoto *photo;
    const struct tg_decode_options *options;
};

static void plan(const void *ctx, const struct tg_info *info, struct tg_decode_plan *plan)
{
    const struct asked *a = ctx;
    struct tg_info whole = *info;

    whole.format = TG_RAW;
    whole.orientation = find_orientation(a->photo, info->orientation);
    a->options->plan(a->options->plan_ctx, &whole, plan);
}

static void note_size(const struct tg_rawphoto *p, struct tg_damage *damage)
{
    char text[120];

    if (p->w >= SMALL || p->h >= SMALL)
        return;
    (void)snprintf(text, sizeof(text),
                   "is a raw photo whose largest preview has %ux%u pixels: develop it to JPEG to "
                   "show more",
                   (unsigned)p->w, (unsigned)p->h);
    tg_damage_note(damage, text);
}

static struct tg_err *decode(struct tg_source *src, const struct tg_decode_options *options,
                             struct tg_image *image, struct tg_damage *damage)
{
    struct tg_rawphoto *p;
    struct tg_image made = {0};
    struct tg_decode_options inner = *options;
    struct tg_err *err = start(src, &p);
    struct asked asked = {p, options};

    inner.plan = options->plan ? plan : NULL;
    inner.plan_ctx = &asked;
    if (!err)
        err = tg_codec_jpeg.decode(src, &inner, &made, damage);
    if (!err) {
        made.orientation = find_orientation(p, made.orientation);
        note_size(p, damage);
        err = take_profile(p, &made);
    }
    if (!err && options->metadata)
        err = choose_exif(p, made.orientation, &made.exif);
    if (!err && options->metadata)
        err = take_xmp(p, &made.xmp);
    if (err)
        tg_image_release(&made);
    else
        *image = made;
    free(p);
    return err;
}

/* No photo: the JPEG codec has warmed itself up. */
static const uint8_t sample[] = "FUJIFILMCCD-RAW ";

const struct tg_codec tg_codec_raw = {
    .name = "raw",
    .format = TG_RAW,
    .match = match,
    .claim = claim,
    .probe = probe,
    .decode = decode,
    .sample = sample,
    .sample_len = sizeof(sample),
};
