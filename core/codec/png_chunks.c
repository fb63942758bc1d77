/* png_chunks.c - see png_chunks.h. */
#include "core/codec/png_chunks.h"

#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "core/codec/exif.h"
#include "core/codec/extras.h"
#include "core/codec/samples.h"
#include "core/image/icc.h"

enum { KEYWORD_MAX = 79 };

/* With their ends as libpng wants them; XMP's is the last. */
static const png_byte kept[] = "acTL\0cHRM\0cICP\0eXIf\0fcTL\0gAMA\0iCCP\0sRGB\0iTXt";
enum { NAME = 5, NKEPT = sizeof(kept) / NAME };

bool tg_png_is_kept(const uint8_t name[4], bool metadata)
{
    for (size_t i = 0; i + !metadata < NKEPT; i++)
        if (memcmp(kept + i * NAME, name, 4) == 0)
            return true;
    return false;
}

void tg_png_keep_chunks(png_structp png, bool metadata)
{
    png_set_chunk_malloc_max(png, TG_EXTRA_MAX);
    png_set_chunk_cache_max(png, TG_PNG_KEPT_MAX);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_ALWAYS, kept, NKEPT - (metadata ? 0 : 1));
}

struct tg_png_chunks tg_png_chunks_of(png_structp png, png_infop info)
{
    png_unknown_chunkp list = NULL;
    int n = png_get_unknown_chunks(png, info, &list);

    return (struct tg_png_chunks){list, (size_t)n};
}

/* The first chunk of that name; NULL if there is none. */
static const png_unknown_chunk *find(struct tg_png_chunks chunks, const char *name)
{
    for (size_t i = 0; i < chunks.len; i++)
        if (memcmp(chunks.list[i].name, name, 4) == 0)
            return &chunks.list[i];
    return NULL;
}

/* Unpacks a zlib stream of unknown length.  *out is empty if it is damaged or larger than
 * TG_EXTRA_MAX. */
static struct tg_err *unpack(const uint8_t *data, size_t len, struct tg_blob *out)
{
    z_stream z = {0};
    size_t room = 0;
    int status = inflateInit(&z);

    *out = (struct tg_blob){0};
    if (status != Z_OK)
        return tg_err_nomem();
    z.next_in =
        (z_const Bytef *)(uintptr_t)data; /* zlib reads only, but older headers lack const */
    z.avail_in = (uInt)len;
    while (status == Z_OK && room < TG_EXTRA_MAX) {
        size_t more = room ? room : 4096;
        uint8_t *p = realloc(out->data, room + more);

        if (!p) {
            tg_blob_release(out);
            (void)inflateEnd(&z);
            return tg_err_nomem();
        }
        out->data = p;
        z.next_out = p + room;
        z.avail_out = (uInt)more;
        room += more;
        status = inflate(&z, Z_NO_FLUSH);
    }
    out->len = z.total_out;
    (void)inflateEnd(&z);
    if (status != Z_STREAM_END)
        tg_blob_release(out);
    return NULL;
}

/* The length of a keyword and its end; 0 if there is none. */
static size_t keyword_bytes(const png_unknown_chunk *c)
{
    size_t most = c->size < KEYWORD_MAX + 1 ? c->size : KEYWORD_MAX + 1;
    const uint8_t *end = most ? memchr(c->data, 0, most) : NULL; /* empty chunks have no data */

    return end ? (size_t)(end - c->data) + 1 : 0;
}

static struct tg_err *read_icc(const png_unknown_chunk *c, struct tg_image *im,
                               struct tg_damage *damage)
{
    size_t at = keyword_bytes(c);
    struct tg_blob profile = {0};
    struct tg_err *err = NULL;

    if (at && at < c->size && c->data[at] == 0) /* the only method: deflate */
        err = unpack(c->data + at + 1, c->size - at - 1, &profile);
    if (err)
        return err;
    if (profile.data)
        err = tg_extras_set_icc(im, profile.data, profile.len);
    else
        tg_damage_add(damage, "the colour profile is damaged; shown as sRGB");
    tg_blob_release(&profile);
    return err;
}

/* Colour primaries, transfer characteristics, matrix (none: 0), full range (1), as in ITU-T
 * H.273. */
static struct tg_err *read_cicp(const png_unknown_chunk *c, struct tg_image *im, bool *known)
{
    struct tg_blob icc;
    struct tg_err *err;

    *known = c->size == 4 && c->data[2] == 0 && c->data[3] == 1;
    if (!*known)
        return NULL;
    /* grey has no primaries */
    err = tg_icc_from_cicp(im->model == TG_GREY ? 1 : c->data[0], c->data[1], &icc, known);
    if (err)
        return err;
    if (im->model == TG_GREY && icc.data) { /* an RGB profile would not fit */
        *known = false;
        tg_blob_release(&icc);
    }
    if (*known) {
        tg_blob_release(&im->icc);
        im->icc = icc;
    }
    return NULL;
}

/* Pixels are all right in either case. */
static void note_cicp(const png_unknown_chunk *c, struct tg_damage *damage)
{
    enum { PQ = 16, HLG = 18 };
    bool hdr = c->size == 4 && (c->data[1] == PQ || c->data[1] == HLG);

    tg_damage_note(damage, hdr ? "is HDR, which is shown too pale or too dark: convert it to SDR "
                                 "first"
                               : "the colour space of the cICP chunk is not understood; shown as "
                                 "sRGB");
}

/* cICP wins over iCCP wherever it is understood: PNG 3rd edition, 4.3. */
static struct tg_err *read_colour(struct tg_png_chunks chunks, struct tg_image *im,
                                  struct tg_damage *damage)
{
    const png_unknown_chunk *cicp = find(chunks, "cICP");
    const png_unknown_chunk *icc = find(chunks, "iCCP");
    bool known = false;
    struct tg_err *err = cicp ? read_cicp(cicp, im, &known) : NULL;

    if (err || known)
        return err;
    if (icc)
        return read_icc(icc, im, damage);
    if (cicp)
        note_cicp(cicp, damage);
    return NULL;
}

/* PNG 3rd edition, 11.3.2.1 and 11.3.2.2: 100000 times the exponent's inverse; of white, red, green
 * and blue 100000 times x and y. */
static struct tg_err *read_numbers(struct tg_png_chunks chunks, struct tg_image *im)
{
    static const char *const better[] = {"cICP", "iCCP", "sRGB"};
    const png_unknown_chunk *gamma = find(chunks, "gAMA"), *chrm = find(chunks, "cHRM");
    bool has_xy = chrm && chrm->size == 32;
    double xy[8];

    for (size_t i = 0; i < sizeof(better) / sizeof(better[0]); i++)
        if (im->icc.data || find(chunks, better[i]))
            return NULL;
    if (!gamma || gamma->size != 4 || png_get_uint_32(gamma->data) == 0)
        return NULL;
    for (size_t i = 0; has_xy && i < 8; i++)
        xy[i] = png_get_uint_32(chrm->data + 4 * i) / 100000.0;
    return tg_icc_from_numbers(has_xy ? xy : NULL, 100000.0 / png_get_uint_32(gamma->data),
                               im->model == TG_GREY, &im->icc);
}

void tg_png_read_exif(struct tg_png_chunks chunks, struct tg_info *info)
{
    const png_unknown_chunk *c = find(chunks, "eXIf");
    struct tg_blob block = {0};

    if (!c)
        return;
    tg_err_free(tg_extras_set_exif(&block, c->data, c->size)); /* no memory: no orientation */
    if (block.data)
        tg_exif_read(block.data, block.len, info);
    tg_blob_release(&block);
}

/* iTXt is keyword NUL flag method language NUL translated-keyword NUL text. */
struct tg_err *tg_png_unpack_xmp(const uint8_t *data, size_t len, struct tg_blob *xmp)
{
    static const char keyword[] = "XML:com.adobe.xmp";
    const uint8_t *at, *end;
    struct tg_blob text = {0};
    struct tg_err *err;
    bool packed;

    if (len < sizeof(keyword) + 4 || memcmp(data, keyword, sizeof(keyword)) != 0)
        return NULL;
    at = data + sizeof(keyword);
    end = data + len;
    packed = at[0] == 1;
    at += 2;
    for (int i = 0; at && i < 2; i++) {
        at = memchr(at, 0, (size_t)(end - at));
        at = at ? at + 1 : NULL;
    }
    if (!at || at == end)
        return NULL;
    if (!packed)
        return tg_blob_set(xmp, at, (size_t)(end - at));
    err = unpack(at, (size_t)(end - at), &text);
    if (!err && text.data) {
        tg_blob_release(xmp);
        *xmp = text;
    }
    return err;
}

static struct tg_err *read_texts(struct tg_png_chunks chunks, struct tg_blob *xmp)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; !err && !xmp->data && i < chunks.len; i++)
        if (memcmp(chunks.list[i].name, "iTXt", 4) == 0)
            err = tg_png_unpack_xmp(chunks.list[i].data, chunks.list[i].size, xmp);
    return err;
}

bool tg_png_hides_default(png_structp png, png_infop info)
{
    struct tg_png_chunks chunks = tg_png_chunks_of(png, info);
    const png_unknown_chunk *c = find(chunks, "acTL");

    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, (png_const_bytep) "fcTL", 1);
    return c && c->size == 8 && png_get_uint_32(c->data) >= 1 &&
           png_get_uint_32(c->data) <= PNG_UINT_31_MAX && !find(chunks, "fcTL");
}

/* acTL is the number of frames and of repetitions. */
static bool is_animated(const png_unknown_chunk *c)
{
    return c && c->size == 8 && png_get_uint_32(c->data) > 1;
}

static struct tg_err *read_chunks(struct tg_png_chunks chunks, bool metadata, struct tg_image *im,
                                  struct tg_damage *damage)
{
    const png_unknown_chunk *exif = metadata ? find(chunks, "eXIf") : NULL;
    struct tg_err *err = read_colour(chunks, im, damage);

    im->animated = im->animated || is_animated(find(chunks, "acTL"));
    if (!err && exif)
        err = tg_extras_set_exif(&im->exif, exif->data, exif->size);
    if (!err && metadata && !im->xmp.data)
        err = read_texts(chunks, &im->xmp);
    return err;
}

struct tg_err *tg_png_finish(struct tg_png_chunks front, struct tg_png_chunks behind, bool metadata,
                             struct tg_info *info, struct tg_image *im, struct tg_damage *damage)
{
    struct tg_err *err;

    tg_png_read_exif(behind, info);
    im->orientation = info->orientation;
    err = read_chunks(behind, metadata, im, NULL);
    if (!err)
        err = read_chunks(front, metadata, im, damage);
    if (!err)
        err = read_numbers(front, im);
    if (!err)
        tg_samples_drop_opaque(im);
    return err;
}
