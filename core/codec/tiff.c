/* tiff.c - the first picture of a TIFF through libtiff. */
#include "core/codec/tiff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/codec/exif.h"
#include "core/codec/extras.h"
#include "core/codec/samples.h"

/* A date in EXIF's writing.  exif.c knows which ones make sense: ask it through a block of its
 * own. */
static void set_date(const char *text, struct tg_info *info)
{
    uint8_t block[TG_EXIF_BYTES];
    struct tg_info found;

    if (!text || strlen(text) != 19)
        return;
    tg_exif_write(block, 1, text);
    tg_exif_read(block, sizeof(block), &found);
    memcpy(info->date, found.date, sizeof(info->date));
}

/* When the picture of this directory was taken, or failing that, written.  Leaves the directory:
 * nothing may be read from it afterwards. */
static void read_date(TIFF *tiff, struct tg_info *info)
{
    uint64_t offset = 0;
    char *text = NULL;

    if (TIFFGetField(tiff, TIFFTAG_DATETIME, &text) == 1)
        set_date(text, info);
    if (TIFFGetField(tiff, TIFFTAG_EXIFIFD, &offset) == 1 &&
        TIFFReadEXIFDirectory(tiff, offset) == 1 &&
        TIFFGetField(tiff, EXIFTAG_DATETIMEORIGINAL, &text) == 1)
        set_date(text, info);
}

static unsigned valid_orientation(uint64_t orientation)
{
    return orientation >= 1 && orientation <= 8 ? (unsigned)orientation : 1;
}

static struct tg_err *read_info(const struct tg_tiff *t, const struct tg_limits *limits,
                                struct tg_tiff_page *page, struct tg_info *info)
{
    struct tg_err *err = tg_tiff_page(t, limits, page);
    uint16_t orientation = 0;
    bool said;

    if (err)
        return err;
    said = TIFFGetField(t->tiff, TIFFTAG_ORIENTATION, &orientation) == 1;
    *info = (struct tg_info){.format = TG_TIFF,
                             .width = page->w,
                             .height = page->h,
                             .orientation =
                                 valid_orientation(said ? orientation : t->choice.orientation),
                             .samples = tg_tiff_room(t, page)};
    return NULL;
}

/* How many bytes a value of the tag is long where libtiff hands it out: versions differ. */
static uint32_t width_of(TIFF *tiff, uint32_t tag)
{
    const TIFFField *field = TIFFFindField(tiff, tag, TIFF_ANY);

    return field ? (uint32_t)TIFFDataWidth(TIFFFieldDataType(field)) : 0;
}

/* IPTC in a tag of its own, as a resource of Photoshop's.  Where the tag is of numbers, libtiff has
 * turned their bytes around in a file of the other order; every entry begins with a mark. */
static struct tg_err *read_iptc(TIFF *tiff, struct tg_blob *photoshop)
{
    enum { HEAD = 12, MOST = 1 << 18, WORD = 4, MARK = 0x1C };
    static const uint8_t head[HEAD] = {'8', 'B', 'I', 'M', 4, 4};
    uint32_t n = 0, width = width_of(tiff, TIFFTAG_RICHTIFFIPTC), bytes;
    const uint8_t *from;
    struct tg_err *err;
    void *data = NULL;
    uint8_t *block;

    if (TIFFGetField(tiff, TIFFTAG_RICHTIFFIPTC, &n, &data) != 1 || !data || width == 0 ||
        n > MOST / width || n * width < WORD)
        return NULL;
    bytes = n * width;
    block = malloc(HEAD + bytes);
    if (!block)
        return tg_err_nomem();
    from = data;
    memcpy(block, head, HEAD);
    for (unsigned i = 0; i < WORD; i++)
        block[HEAD - WORD + i] = (uint8_t)(bytes >> (24 - 8 * i));
    memcpy(block + HEAD, from, bytes);
    for (uint32_t i = 0; from[0] != MARK && from[WORD - 1] == MARK && i + WORD <= bytes; i += WORD)
        for (unsigned k = 0; k < WORD; k++)
            block[HEAD + i + k] = from[i + WORD - 1 - k];
    err = tg_blob_set(photoshop, block, HEAD + bytes);
    free(block);
    return err;
}

/* What the directory tells and no other has told. */
static struct tg_err *read_raw_metadata(TIFF *tiff, struct tg_raw_metadata *raw)
{
    const char *description = NULL, *make = NULL, *model = NULL;
    struct tg_err *err = NULL;
    uint32_t len = 0;
    void *data = NULL;

    (void)TIFFGetField(tiff, TIFFTAG_IMAGEDESCRIPTION, &description);
    (void)TIFFGetField(tiff, TIFFTAG_MAKE, &make);
    (void)TIFFGetField(tiff, TIFFTAG_MODEL, &model);
    if (!raw->exif.len)
        err = tg_exif_write_texts(description, make, model, &raw->exif);
    if (!err && !raw->xmp.len && TIFFGetField(tiff, TIFFTAG_XMLPACKET, &len, &data) == 1 && len)
        err = tg_blob_set(&raw->xmp, data, len);
    if (!err && !raw->photoshop.len && TIFFGetField(tiff, TIFFTAG_PHOTOSHOP, &len, &data) == 1 &&
        len)
        err = tg_blob_set(&raw->photoshop, data, len);
    return err || raw->photoshop.len ? err : read_iptc(tiff, &raw->photoshop);
}

/* Goes on to the first directory, which says what holds for the whole file, where another one has
 * the picture. */
static bool enter_first(const struct tg_tiff *t)
{
    return t->choice.first != t->choice.picture &&
           TIFFSetSubDirectory(t->tiff, t->choice.first) == 1;
}

static struct tg_err *read_all_metadata(const struct tg_tiff *t, struct tg_raw_metadata *raw,
                                        struct tg_info *info)
{
    struct tg_err *err = raw ? read_raw_metadata(t->tiff, raw) : NULL;

    read_date(t->tiff, info);
    if (err || !enter_first(t))
        return err;
    err = raw ? read_raw_metadata(t->tiff, raw) : NULL;
    if (!info->date[0])
        read_date(t->tiff, info);
    return err;
}

static struct tg_err *probe(struct tg_source *src, const struct tg_limits *limits,
                            struct tg_info *info, struct tg_raw_metadata *raw)
{
    struct tg_tiff t;
    struct tg_tiff_page page;
    struct tg_info found;
    struct tg_err *err = tg_tiff_open(&t, src);

    if (!err)
        err = read_info(&t, limits, &page, &found);
    if (!err)
        err = read_all_metadata(&t, raw, &found);
    if (!err)
        *info = found;
    tg_tiff_release(&t);
    return err;
}

/* A profile is of use for what is not converted to sRGB. */
static bool keeps_profile(const struct tg_tiff_page *page)
{
    return page->kind != TG_TIFF_CMYK && page->kind != TG_TIFF_LAB;
}

static struct tg_err *read_metadata(TIFF *tiff, const struct tg_tiff_page *page, bool metadata,
                                    struct tg_image *image)
{
    struct tg_err *err = NULL;
    uint32_t len = 0;
    void *data = NULL;

    if (!image->icc.len && keeps_profile(page) &&
        TIFFGetField(tiff, TIFFTAG_ICCPROFILE, &len, &data) == 1)
        err = tg_extras_set_icc(image, data, len);
    if (!err && metadata && !image->xmp.len &&
        TIFFGetField(tiff, TIFFTAG_XMLPACKET, &len, &data) == 1 && len)
        err = tg_blob_set(&image->xmp, data, len);
    return err;
}

/* Samples that lie in the file as they are, and enough of them: what is missing costs memory. */
static bool may_pad(const struct tg_tiff *t, const struct tg_tiff_page *p)
{
    enum { FREE = 64 << 20, PART = 8 }; /* as in bounds.h */
    /* fewer than 2^32 pixels, by now, of at most 8 samples of 64 bits */
    uint64_t bytes = (uint64_t)p->w * p->h * p->samples * p->bits / 8;

    return p->compression == COMPRESSION_NONE && (bytes <= FREE || bytes / PART <= t->file.size);
}

/* What the page that is entered shows. */
static struct tg_err *read_pixels(struct tg_tiff *t, const struct tg_tiff_page *page,
                                  const struct tg_decode_options *o,
                                  const struct tg_decode_plan *plan, struct tg_image *image,
                                  struct tg_damage *damage)
{
    struct tg_tiff_how how = {.kernels = o->kernels, .deep = plan->deep};
    struct tg_err *err;

    if (tg_tiff_can_halve(page))
        how.halvings = tg_reduce_halvings(page->w, page->h, plan->want_w, plan->want_h);
    t->reading = true;
    t->padded = may_pad(t, page);
    err = tg_tiff_is_plain(page) ? tg_tiff_read_plain(t, page, &how, image, damage)
                                 : tg_tiff_read_any(t, page, &how, image, damage);
    t->padded = false;
    return err;
}

/* Whether both are w x h, but for what rounding does to sizes. */
static bool same_shape(const struct tg_tiff_page *page, const struct tg_tiff_smaller *s)
{
    uint64_t across = s->w * page->h, down = s->h * page->w;
    uint64_t more = across > down ? across - down : down - across;

    return more <= 2 * (uint64_t)page->w || more <= 2 * (uint64_t)page->h;
}

/* The smallest of the smaller versions that is large enough; none that would take more memory than
 * the picture halved. */
static const struct tg_tiff_smaller *find_smaller(const struct tg_tiff *t,
                                                  const struct tg_tiff_page *page,
                                                  const struct tg_decode_plan *plan)
{
    const struct tg_tiff_smaller *best = NULL;
    unsigned n = tg_reduce_halvings(page->w, page->h, plan->want_w, plan->want_h);

    for (size_t i = 0; n && tg_tiff_can_halve(page) && i < t->choice.smaller_len; i++) {
        const struct tg_tiff_smaller *s = &t->choice.smaller[i];
        unsigned m;

        if (s->w >= page->w || s->h >= page->h || s->w < UINT64_C(2) * plan->want_w ||
            s->h < UINT64_C(2) * plan->want_h || (best && s->w >= best->w) || !same_shape(page, s))
            continue;
        m = tg_reduce_halvings((uint32_t)s->w, (uint32_t)s->h, plan->want_w, plan->want_h);
        if (s->w >> m <= (page->w >> n) + 2 && s->h >> m <= (page->h >> n) + 2)
            best = s;
    }
    return best;
}

static bool is_colour(const struct tg_tiff_page *p)
{
    return p->photometric == PHOTOMETRIC_RGB || p->photometric == PHOTOMETRIC_YCBCR;
}

/* Whether samples mean the same.  Not of those that are no light: their smaller versions may be
 * made in any way. */
static bool same_meaning(const struct tg_tiff_page *a, const struct tg_tiff_page *b)
{
    bool colours = is_colour(a) && is_colour(b);
    bool grey = a->kind == TG_TIFF_GREY && a->photometric == b->photometric && a->bits >= 8;

    return (colours || grey) && a->bits == b->bits && a->samples == b->samples &&
           a->extra == b->extra && a->extra_kind == b->extra_kind &&
           a->sample_format == b->sample_format && a->sample_format != SAMPLEFORMAT_IEEEFP;
}

/* What `small` is of `whole` pixels that were halved, and perhaps lost an odd one each time. */
static double exact_size(uint32_t whole, uint32_t small)
{
    double size = whole;

    while (size >= small + 1.0)
        size /= 2;
    return size > small - 1.0 ? size : small;
}

/* Lays the planes of a smaller version over the page. */
static void stretch(struct tg_image *im, const struct tg_tiff_page *page)
{
    double x = exact_size(page->w, im->width) / im->width;
    double y = exact_size(page->h, im->height) / im->height;

    for (unsigned c = 0; c < im->planes; c++) {
        im->plane[c].extent_w *= x;
        im->plane[c].extent_h *= y;
    }
    im->width = page->w;
    im->height = page->h;
}

/* Shows a smaller version of the page; false if there is none that will do, or if anything is
 * wrong with it. */
static bool read_smaller(struct tg_tiff *t, const struct tg_tiff_page *page,
                         const struct tg_decode_options *o, const struct tg_decode_plan *plan,
                         struct tg_image *image)
{
    const struct tg_tiff_smaller *s = find_smaller(t, page, plan);
    struct tg_damage damage = {0};
    struct tg_image made = {0};
    struct tg_tiff_page small;
    struct tg_err *err = NULL;
    bool good;

    if (!s || t->text[0])
        return false;
    good = tg_tiff_enter(t, s->at);
    if (good)
        err = tg_tiff_page(t, &o->limits, &small);
    good = good && !err && small.w == s->w && small.h == s->h && same_meaning(page, &small);
    if (good)
        err = read_pixels(t, &small, o, plan, &made, &damage);
    good = good && !err && !damage.count && !t->text[0];
    tg_err_free(err);
    t->text[0] = '\0';
    good = tg_tiff_enter(t, t->choice.picture) && good;
    if (good) {
        stretch(&made, page);
        *image = made;
    } else {
        tg_image_release(&made);
    }
    return good;
}

static struct tg_err *decode_all(struct tg_tiff *t, const struct tg_decode_options *o,
                                 struct tg_image *image, struct tg_damage *damage)
{
    struct tg_tiff_page page;
    struct tg_info info;
    struct tg_err *err = read_info(t, &o->limits, &page, &info);
    struct tg_decode_plan plan;

    if (err)
        return err;
    plan = tg_extras_plan(o, &info);
    if (!read_smaller(t, &page, o, &plan, image))
        err = read_pixels(t, &page, o, &plan, image, damage);
    if (err)
        return err;
    image->orientation = info.orientation;
    tg_samples_drop_opaque(image);
    if (page.untagged_alpha)
        tg_samples_drop_unused(image);
    err = read_metadata(t->tiff, &page, o->metadata, image);
    /* light without a profile of its own has become sRGB */
    if (!err && page.sample_format != SAMPLEFORMAT_IEEEFP && enter_first(t))
        err = read_metadata(t->tiff, &page, o->metadata, image);
    return err;
}

static struct tg_err *decode(struct tg_source *src, const struct tg_decode_options *options,
                             struct tg_image *image, struct tg_damage *damage)
{
    struct tg_tiff t;
    struct tg_image made = {0};
    struct tg_err *err = tg_tiff_open(&t, src);

    if (!err)
        err = decode_all(&t, options, &made, damage);
    if (err)
        tg_image_release(&made);
    else
        *image = made;
    tg_tiff_release(&t);
    return err;
}

static bool match(const uint8_t *head, size_t len)
{
    return len >= 8 && (memcmp(head, "II*\0", 4) == 0 || memcmp(head, "MM\0*", 4) == 0 ||
                        memcmp(head, "II+\0", 4) == 0 || memcmp(head, "MM\0+", 4) == 0);
}

/* One pixel, by hand. */
#define SHORT(tag, value) (tag) & 255, (tag) >> 8, 3, 0, 1, 0, 0, 0, value, 0, 0, 0
/* Width, height, bits per sample, no compression, 0 is black, where the pixel is, rows, bytes. */
static const uint8_t sample[] = {'I',
                                 'I',
                                 42,
                                 0,
                                 8,
                                 0,
                                 0,
                                 0,
                                 8,
                                 0,
                                 SHORT(256, 1),
                                 SHORT(257, 1),
                                 SHORT(258, 8),
                                 SHORT(259, 1),
                                 SHORT(262, 1),
                                 SHORT(273, 110),
                                 SHORT(278, 1),
                                 SHORT(279, 1),
                                 0,
                                 0,
                                 0,
                                 0,
                                 0x80};
#undef SHORT

static void version(char *text, size_t size)
{
    static const char before[] = "LIBTIFF, Version ";
    const char *said = TIFFGetVersion();
    size_t skip = strlen(before);

    said += strncmp(said, before, skip) == 0 ? skip : 0;
    (void)snprintf(text, size, "libtiff %.*s", (int)strspn(said, "0123456789."), said);
}

const struct tg_codec tg_codec_tiff = {
    .name = "tiff",
    .format = TG_TIFF,
    .match = match,
    .probe = probe,
    .decode = decode,
    .version = version,
    .sample = sample,
    .sample_len = sizeof(sample),
};
