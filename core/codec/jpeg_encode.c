/* jpeg_encode.c - planes to JPEG.
 *
 * One pass transforms and quantises every block once and turns it into the tokens of all scans,
 * which also counts what the Huffman tables need; then the scans are written from their tokens.  A
 * picture with more tokens than may be kept, and one with standard tables, is passed over again for
 * each scan instead, its tokens written as they come. */
#include <stdlib.h>
#include <string.h>

#include "core/base/block.h"
#include "core/base/size.h"
#include "core/codec/jpeg.h"
#include "core/codec/jpeg_segments.h"
#include "core/codec/jpeg_tokens.h"

enum { SIDE = 8, MAX_SUB = 2, COMPONENTS = 3 };

struct component {
    const struct tg_plane *plane;
    unsigned h, v;                   /* blocks of an MCU */
    size_t blocks_wide, blocks_high; /* that hold samples of the picture */
    struct tg_quant quant;
    int16_t *blocks; /* owned: one row of MCUs, v rows of blocks_wide */
    uint64_t *masks;
};

struct scan {
    struct tg_jpeg_scan spec;
    struct tg_tokens tokens;
    struct tg_token_chunk *first, *last; /* owned */
    struct tg_huffman huffman[TG_TOKEN_CLASSES];
    tg_token_codes codes[TG_TOKEN_CLASSES];
};

struct encoder {
    const struct tg_kernels *k;
    const struct tg_image *image;
    const struct tg_jpeg_script *script;
    struct component component[COMPONENTS];
    size_t mcus_wide, mcus_high;
    struct tg_mcu_pattern pattern;
    struct scan *scan; /* owned */
    unsigned scans;
    size_t chunks_left;   /* that may be allocated */
    bool complete;        /* all tokens are in the chunks */
    struct scan *writing; /* full chunks of this scan are written and used again; NULL: none */
    unsigned pattern_at;  /* of writing, if sequential */
    struct tg_bits bits;
};

const struct tg_jpeg_script *tg_jpeg_script(enum tg_jpeg_mode mode)
{
    /* Scans of spectral selection only: the first shows the whole picture blocky, the second
     * sharpens it, colour follows.  docs/benchmarks.md compares it with other scripts. */
    static const struct tg_jpeg_script scripts[] = {
        [TG_JPEG_BASELINE] = {.scans = 1, .scan = {{0, 3, 0, 63}}},
        [TG_JPEG_FAST] = {.scans = 1, .scan = {{0, 3, 0, 63}}, .standard_tables = true},
        [TG_JPEG_PROGRESSIVE] =
            {.progressive = true,
             .scans = 5,
             .scan = {{0, 3, 0, 0}, {0, 1, 1, 5}, {1, 1, 1, 63}, {2, 1, 1, 63}, {0, 1, 6, 63}}},
    };

    return &scripts[mode];
}

/* ---- Set-up ---------------------------------------------------------------------------------- */

static struct tg_err *check_planes(const struct tg_image *im, const char *path)
{
    bool fits = im->planes == (im->model == TG_GREY ? 1u : 3u) && im->model != TG_RGB &&
                im->depth == 8 && im->width >= 1 && im->height >= 1 && im->width <= TG_MAX_SIDE &&
                im->height <= TG_MAX_SIDE;

    for (unsigned c = 0; c < im->planes && fits; c++) {
        unsigned x = im->planes == 1 ? 1 : im->sub_x[c], y = im->planes == 1 ? 1 : im->sub_y[c];

        fits = x >= 1 && x <= MAX_SUB && y >= 1 && y <= MAX_SUB &&
               im->plane[c].w == (im->width + x - 1) / x &&
               im->plane[c].h == (im->height + y - 1) / y &&
               im->plane[c].stride >= ((size_t)im->plane[c].w + SIDE - 1) / SIDE * SIDE;
    }
    if (!fits ||
        (im->planes == 3 && (im->sub_x[0] != 1 || im->sub_y[0] != 1 ||
                             im->sub_x[1] != im->sub_x[2] || im->sub_y[1] != im->sub_y[2])))
        return tg_err_new(TG_E_USAGE, path, "planes of this shape do not fit into a JPEG file");
    return NULL;
}

static struct tg_err *init_component(struct component *c, const struct encoder *e, unsigned i,
                                     int quality)
{
    const struct tg_image *im = e->image;
    uint8_t table[TG_JPEG_BLOCK];
    size_t blocks, bytes;

    c->plane = &im->plane[i];
    c->h = im->planes == 1 ? 1 : im->sub_x[1] / im->sub_x[i]; /* luma is sampled most densely */
    c->v = im->planes == 1 ? 1 : im->sub_y[1] / im->sub_y[i];
    c->blocks_wide = ((size_t)c->plane->w + SIDE - 1) / SIDE;
    c->blocks_high = ((size_t)c->plane->h + SIDE - 1) / SIDE;
    tg_jpeg_quant_table(table, i > 0, quality);
    tg_quant_init(&c->quant, table);
    if (!tg_size_mul(c->blocks_wide, c->v, &blocks) ||
        !tg_size_mul(blocks, TG_JPEG_BLOCK * sizeof(*c->blocks), &bytes))
        return tg_err_nomem();
    c->blocks = tg_block_new(bytes);
    c->masks = tg_block_new(blocks * sizeof(*c->masks));
    return c->blocks && c->masks ? NULL : tg_err_nomem();
}

/* Whole blocks are coded: what lies right of the picture repeats its last column. */
static void pad_columns(const struct tg_plane *p)
{
    size_t to = ((size_t)p->w + SIDE - 1) / SIDE * SIDE;

    for (uint32_t y = 0; y < p->h && to > p->w; y++) {
        uint8_t *row = p->data + y * p->stride;

        memset(row + p->w, row[p->w - 1], to - p->w);
    }
}

static struct tg_err *add_chunk(struct encoder *e, struct scan *s)
{
    struct tg_token_chunk *c = tg_block_new(sizeof(*c));

    if (!c)
        return tg_err_nomem();
    c->next = NULL;
    c->n = 0;
    if (s->last)
        s->last->next = c;
    else
        s->first = c;
    s->last = c;
    e->chunks_left--;
    return NULL;
}

static struct tg_err *init_scans(struct encoder *e)
{
    unsigned n = 0;

    e->scan = calloc(e->script->scans, sizeof(*e->scan));
    if (!e->scan)
        return tg_err_nomem();
    for (unsigned i = 0; i < e->script->scans; i++) {
        struct tg_jpeg_scan spec = e->script->scan[i];
        struct tg_err *err;

        if (spec.first >= e->image->planes)
            continue;
        if (spec.components > e->image->planes)
            spec.components = 1;
        e->scan[n].spec = spec;
        err = add_chunk(e, &e->scan[n]);
        if (err)
            return err;
        n++;
    }
    e->scans = n;
    return NULL;
}

static struct tg_err *init(struct encoder *e, int quality, size_t token_bytes)
{
    size_t mcu_w = SIDE, mcu_h = SIDE, samples = 0;
    struct tg_err *err = NULL;

    for (unsigned i = 0; i < e->image->planes && !err; i++) {
        struct component *c = &e->component[i];

        pad_columns(&e->image->plane[i]);
        err = init_component(c, e, i, quality);
        samples += (size_t)c->plane->w * c->plane->h;
        for (unsigned b = 0; b < c->h * c->v; b++)
            e->pattern.table[e->pattern.blocks++] = i > 0;
    }
    if (err)
        return err;
    mcu_w *= e->component[0].h;
    mcu_h *= e->component[0].v;
    e->mcus_wide = (e->image->width + mcu_w - 1) / mcu_w;
    e->mcus_high = (e->image->height + mcu_h - 1) / mcu_h;
    e->chunks_left =
        (token_bytes ? token_bytes : samples) / sizeof(struct tg_token_chunk) + TG_JPEG_SCANS;
    e->complete = !e->script->standard_tables;
    return init_scans(e);
}

static void free_chunks(struct scan *s)
{
    for (struct tg_token_chunk *next; s->first; s->first = next) {
        next = s->first->next;
        tg_block_free(s->first);
    }
    s->last = NULL;
}

static void release(struct encoder *e)
{
    for (unsigned i = 0; i < COMPONENTS; i++) {
        tg_block_free(e->component[i].blocks);
        tg_block_free(e->component[i].masks);
    }
    for (unsigned i = 0; e->scan && i < e->script->scans; i++)
        free_chunks(&e->scan[i]);
    free(e->scan);
}

/* ---- Tokens ---------------------------------------------------------------------------------- */

static struct tg_err *write_chunk(struct encoder *e, struct scan *s, const struct tg_token_chunk *c)
{
    return e->script->progressive
               ? tg_bits_write(&e->bits, c->token, c->n, s->codes[0])
               : tg_bits_write_blocks(&e->bits, c->token, c->n, (const tg_token_codes *)s->codes,
                                      &e->pattern, &e->pattern_at);
}

/* Makes the last chunk the one to be filled. */
static void start_chunk(struct scan *s)
{
    s->tokens.next = s->last->token;
    s->tokens.end = s->last->token + TG_TOKEN_CHUNK;
}

static struct tg_err *end_chunk(struct encoder *e, struct scan *s)
{
    s->last->n = (size_t)(s->tokens.next - s->last->token);
    return s == e->writing ? write_chunk(e, s, s->last) : NULL;
}

static struct tg_err *next_chunk(struct encoder *e, struct scan *s)
{
    struct tg_err *err = end_chunk(e, s);

    if (e->chunks_left == 0)
        e->complete = false; /* only counts matter from here on */
    if (!err && e->complete)
        err = add_chunk(e, s);
    if (!err)
        start_chunk(s);
    return err;
}

static inline struct tg_err *ensure_room(struct encoder *e, struct scan *s)
{
    return s->tokens.end - s->tokens.next < TG_TOKEN_BLOCK ? next_chunk(e, s) : NULL;
}

/* One row of MCUs of a component. */
static void transform_row(const struct encoder *e, const struct component *c, size_t mcu_y)
{
    for (size_t v = 0; v < c->v && mcu_y * c->v + v < c->blocks_high; v++) {
        const uint8_t *rows[SIDE];

        for (size_t i = 0; i < SIDE; i++) {
            size_t y = (mcu_y * c->v + v) * SIDE + i; /* below the picture its last row repeats */

            rows[i] = c->plane->data + (y < c->plane->h ? y : c->plane->h - 1) * c->plane->stride;
        }
        e->k->fdct(c->blocks + v * c->blocks_wide * TG_JPEG_BLOCK, c->masks + v * c->blocks_wide,
                   rows, c->blocks_wide, &c->quant);
    }
}

/* One block of a scan that begins with DC coefficients; `at` is its index in the component's
 * buffers.  Blocks outside of the picture repeat the DC value of the block before them, which costs
 * least. */
static inline void add_block(struct encoder *e, struct scan *s, unsigned i, bool inside, size_t at)
{
    const struct component *c = &e->component[i];
    const int16_t *block = c->blocks + at * TG_JPEG_BLOCK;

    if (s->spec.to == 0)
        tg_tokens_dc(&s->tokens, i, i > 0 ? TG_DC_CHROMA : 0,
                     inside ? block[0] : s->tokens.last_dc[i]);
    else if (inside)
        tg_tokens_block(&s->tokens, i, i > 0, block, c->masks[at]);
    else
        tg_tokens_padding(&s->tokens, i > 0);
}

/* The blocks of one component in one MCU. */
static struct tg_err *add_mcu(struct encoder *e, struct scan *s, unsigned i, size_t mcu_x,
                              size_t mcu_y)
{
    const struct component *c = &e->component[i];

    for (size_t v = 0; v < c->v; v++)
        for (size_t h = 0; h < c->h; h++) {
            size_t x = mcu_x * c->h + h;
            bool inside = x < c->blocks_wide && mcu_y * c->v + v < c->blocks_high;
            struct tg_err *err = ensure_room(e, s);

            if (err)
                return err;
            add_block(e, s, i, inside, v * c->blocks_wide + x);
        }
    return NULL;
}

static struct tg_err *add_mcus(struct encoder *e, struct scan *s, size_t mcu_y)
{
    struct tg_err *err = NULL;

    for (size_t x = 0; x < e->mcus_wide && !err; x++)
        for (unsigned i = 0; i < s->spec.components && !err; i++)
            err = add_mcu(e, s, i, x, mcu_y);
    return err;
}

/* The others: the blocks of one component, row by row. */
static struct tg_err *add_blocks(struct encoder *e, struct scan *s, size_t mcu_y)
{
    const struct component *c = &e->component[s->spec.first];
    size_t rows = c->blocks_high - mcu_y * c->v < c->v ? c->blocks_high - mcu_y * c->v : c->v;
    size_t n = rows * c->blocks_wide, done = 0;

    while (done < n) {
        struct tg_err *err = ensure_room(e, s);

        if (err)
            return err;
        done += e->k->tokens(&s->tokens, c->blocks + done * TG_JPEG_BLOCK, c->masks + done,
                             n - done, s->spec.from, s->spec.to);
    }
    return NULL;
}

/* Passes over the picture for scans[0 .. n). */
static struct tg_err *pass(struct encoder *e, struct scan *scans, unsigned n)
{
    bool wanted[COMPONENTS] = {false};
    struct tg_err *err = NULL;

    for (unsigned i = 0; i < n; i++) {
        for (unsigned c = 0; c < scans[i].spec.components; c++)
            wanted[scans[i].spec.first + c] = true;
        memset(scans[i].tokens.last_dc, 0, sizeof(scans[i].tokens.last_dc));
        start_chunk(&scans[i]);
    }
    for (size_t y = 0; y < e->mcus_high; y++) {
        for (unsigned c = 0; c < COMPONENTS; c++)
            if (wanted[c])
                transform_row(e, &e->component[c], y);
        for (unsigned i = 0; i < n && !err; i++)
            err = scans[i].spec.from == 0 ? add_mcus(e, &scans[i], y) : add_blocks(e, &scans[i], y);
        if (err)
            return err;
    }
    for (unsigned i = 0; i < n && !err; i++) {
        err = ensure_room(e, &scans[i]);
        if (err)
            return err;
        tg_tokens_ac_end(&scans[i].tokens);
        err = end_chunk(e, &scans[i]);
    }
    return err;
}

/* ---- Scans ----------------------------------------------------------------------------------- */

/* Makes and writes one Huffman table: of DC or AC symbols, for luma (0) or chroma (1). */
static struct tg_err *write_table(struct encoder *e, struct scan *s, bool ac, unsigned chroma)
{
    unsigned class = e->script->progressive ? 0 : (ac ? TG_CLASS_AC : TG_CLASS_DC) + chroma;
    unsigned classes = e->script->progressive ? TG_TOKEN_CLASSES : 1;
    unsigned offset = e->script->progressive && !ac && chroma ? TG_DC_CHROMA : 0;
    uint64_t count[256] = {0};
    struct tg_huffman h;

    for (unsigned i = 0; i < (ac ? 256 : TG_DC_CHROMA); i++)
        for (unsigned c = class; c < class + classes; c++)
            count[i] += s->tokens.count[c][offset + i];
    if (e->script->standard_tables)
        tg_huffman_standard(&h, ac, (int)chroma);
    else
        tg_huffman_optimal(&h, count);
    if (ac)
        tg_token_codes_ac(s->codes[class], &h);
    else
        tg_token_codes_dc(s->codes[class], &h, offset);
    return tg_jpeg_write_huffman(e->bits.sink, ac, chroma, &h);
}

static struct tg_err *write_tables(struct encoder *e, struct scan *s)
{
    bool luma = s->spec.first == 0, chroma = s->spec.first + s->spec.components > 1;
    struct tg_err *err = NULL;

    for (unsigned table = 0; table < 2 && !err; table++) {
        if (!(table ? chroma : luma))
            continue;
        if (s->spec.from == 0)
            err = write_table(e, s, false, table);
        if (!err && s->spec.to > 0)
            err = write_table(e, s, true, table);
    }
    return err;
}

static struct tg_err *write_scan(struct encoder *e, struct scan *s)
{
    struct tg_err *err = write_tables(e, s);

    if (!err)
        err = tg_jpeg_write_scan(e->bits.sink, &s->spec);
    e->pattern_at = 0;
    if (e->complete) {
        for (const struct tg_token_chunk *c = s->first; c && !err; c = c->next)
            err = write_chunk(e, s, c);
    } else if (!err) {
        e->writing = s;
        err = pass(e, s, 1);
    }
    return err ? err : tg_bits_end(&e->bits);
}

static struct tg_err *encode(struct encoder *e, int quality, struct tg_sink *dst)
{
    uint8_t sampling[COMPONENTS];
    struct tg_err *err = tg_jpeg_write_head(dst, e->image);

    for (unsigned i = 0; i < e->image->planes; i++)
        sampling[i] = (uint8_t)(e->component[i].h << 4 | e->component[i].v);
    if (!err)
        err = tg_jpeg_write_frame(dst, e->image, quality, e->script->progressive, sampling);
    if (!err && e->complete)
        err = pass(e, e->scan, e->scans);
    for (unsigned i = 0; i < e->scans && !err; i++)
        err = write_scan(e, &e->scan[i]);
    if (!err)
        err = tg_jpeg_write_end(dst);
    return err ? err : tg_sink_flush(dst);
}

struct tg_err *tg_jpeg_encode_script(const struct tg_kernels *k, const struct tg_image *image,
                                     int quality, const struct tg_jpeg_script *script,
                                     size_t token_bytes, struct tg_sink *dst)
{
    struct encoder e = {.k = k, .image = image, .script = script, .bits = {.sink = dst}};
    struct tg_err *err = check_planes(image, dst->path);

    if (!err && (quality < 1 || quality > 100))
        err = tg_err_new(TG_E_USAGE, dst->path, "quality %d is not in 1-100", quality);
    if (!err)
        err = init(&e, quality, token_bytes);
    if (!err)
        err = encode(&e, quality, dst);
    release(&e);
    return err;
}
