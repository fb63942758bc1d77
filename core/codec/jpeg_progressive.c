/* jpeg_progressive.c - see jpeg_progressive.h.
 *
 * ITU-T T.81, annex G.  What is faster than libjpeg: a mask of the coefficients of each block that
 * are not zero says where a refinement's bits go, so that they are taken many at a time, and no
 * coefficient is looked at to find out whether it is zero. */
#include "core/codec/jpeg_progressive.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/block.h"
#include "core/codec/jpeg_blocks.h"
#include "core/codec/jpeg_scan.h"
#include "core/codec/jpeg_unhuffman.h"

enum {
    MOST_COMPONENTS = 3,
    MOST_SCANS = 100,    /* as jpeg_decode.c */
    RUN = TG_BLOCKS_RUN, /* blocks between two looks for more data; one takes 31 bits for each
                           * coefficient at most, within TG_SCAN_NEED */
    MOST_SEGMENT = 4096, /* bytes of a segment between scans; all tables are 2184 */
    MOST_DC_BITS = 11,   /* T.81, table F.1 */
    MOST_BITS = 14,      /* of a coefficient, with those that come later */
    ZRL = 15,
};

/* A component's coefficients, zigzag order; `stride` blocks to a row, whole MCUs. */
struct coefs {
    int16_t *dc; /* apart, so that scans of DCs pass over 2 bytes of each block and not 128 */
    int16_t *coef;
    uint64_t *mask;        /* of AC other than zero, as struct tg_refine has it */
    size_t w, h, stride;   /* blocks; those that a scan of its own has */
    size_t mcu_w, mcu_h;   /* in an MCU of several components */
    int8_t left[DCTSIZE2]; /* bits that are to come; -1: all of them */
};

struct table {
    bool there;
    uint8_t counts[17], symbols[256];
};

struct scan {
    unsigned n, component[MOST_COMPONENTS], dc[MOST_COMPONENTS], ac[MOST_COMPONENTS];
    unsigned ss, se, ah, al;
};

struct decoder {
    const struct tg_kernels *k;
    const struct jpeg_decompress_struct *d;
    struct coefs coefs[MOST_COMPONENTS];
    unsigned components;
    size_t mcus_x, mcus_y;
    struct table tables[2][NUM_HUFF_TBLS]; /* DC, AC */
    struct tg_codes codes[MOST_COMPONENTS];
    struct tg_unhuff in;
    struct tg_blocks blocks;
    struct tg_scan data;
};

/* ---- Bits
 * ----------------------------------------------------------------------------------- */

/* Those of struct tg_unhuff, in registers. */
struct bits {
    uint64_t buf;
    unsigned have;
    const uint8_t *next;
};

static struct bits take(const struct decoder *j)
{
    return (struct bits){j->in.buf, j->in.have, j->in.next};
}

static void give_back(struct decoder *j, const struct bits *b)
{
    j->in.buf = b->buf;
    j->in.have = b->have;
    j->in.next = b->next;
}

/* To 56 bits at least. */
static inline void refill(struct bits *b)
{
    uint64_t v = 0;

    for (int i = 0; i < 8; i++)
        v = v << 8 | b->next[i];
    b->buf |= v >> b->have; /* have <= 63 */
    b->next += (63 - b->have) >> 3;
    b->have |= 56;
}

/* 0 <= n <= 32 of those that are there. */
static inline uint32_t get(struct bits *b, unsigned n)
{
    uint32_t v = (uint32_t)(b->buf >> 1 >> (63 - n));

    b->buf <<= n;
    b->have -= n;
    return v;
}

/* False: no code. */
static inline bool get_symbol(struct bits *b, const struct tg_codes *c, uint8_t *symbol)
{
    size_t index = b->buf >> (64 - TG_UNHUFF_BITS);
    unsigned n = c->bits[index];

    *symbol = c->symbol[index];
    if (n == 0)
        n = tg_code_find(&c->lengths, (uint32_t)(b->buf >> 48), symbol);
    b->buf <<= n;
    b->have -= n;
    return n > 0;
}

/* The value of 0 <= size <= 15 bits (T.81, F.2.2.1, EXTEND).  No branch upon its sign: every other
 * one would be mispredicted. */
static inline int get_value(struct bits *b, unsigned size)
{
    const uint32_t negative = (uint32_t)(b->buf >> 63) - 1;

    return (int)(get(b, size) + (negative & (1 - (1u << size))));
}

/* ---- One run of blocks
 * ---------------------------------------------------------------------------- */

/* What is left of an end-of-band run, and the scan that it is of. */
struct band {
    unsigned ss, se, al;
    uint32_t run; /* blocks that end, this one among them */
    const struct tg_codes *codes;
};

/* The length of an end-of-band run. */
static inline uint32_t get_run(struct bits *b, unsigned size)
{
    return (1u << size) + get(b, size);
}

static bool ac_first(struct bits *b, struct band *band, int16_t *coef, uint64_t *mask)
{
    for (unsigned k = band->ss; k <= band->se; k++) {
        uint8_t symbol;
        unsigned size;

        refill(b);
        if (!get_symbol(b, band->codes, &symbol))
            return false;
        size = symbol & 15;
        if (size == 0 && symbol >> 4 != ZRL) {
            band->run = get_run(b, symbol >> 4) - 1;
            return true;
        }
        k += symbol >> 4;
        if (k > band->se || size + band->al > MOST_BITS)
            return false;
        if (size > 0) {
            coef[k] = (int16_t)(get_value(b, size) * (1 << band->al));
            *mask |= (uint64_t)1 << k;
        }
    }
    return true;
}

/* ---- One scan
 * ------------------------------------------------------------------------------- */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static bool refine(struct decoder *j, struct tg_refine *r, int16_t *coef, uint64_t *mask, size_t n)
{
    bool ok;

    r->buf = j->in.buf;
    r->have = j->in.have;
    r->next = j->in.next;
    ok = j->k->refine(r, coef, mask, n);
    j->in.buf = r->buf;
    j->in.have = r->have;
    j->in.next = r->next;
    return ok;
}

/* AC coefficients that come for the first time, n blocks of them. */
static bool read_first(struct decoder *j, struct band *band, int16_t *coef, uint64_t *mask,
                       size_t n)
{
    struct bits b = take(j);

    for (size_t i = 0; i < n; i++, coef += DCTSIZE2)
        if (band->run > 0)
            band->run--;
        else if (!ac_first(&b, band, coef, mask + i))
            return false;
    give_back(j, &b);
    return true;
}

static bool read_ac(struct decoder *j, const struct scan *s)
{
    const struct coefs *c = &j->coefs[s->component[0]];
    struct band band = {s->ss, s->se, s->al, 0, &j->codes[0]};
    struct tg_refine r = {.codes = &j->codes[0],
                          .band = ~(uint64_t)0 << s->ss & ~(uint64_t)0 >> (63 - s->se),
                          .one = 1 << s->al};

    for (size_t y = 0; y < c->h; y++)
        for (size_t x = 0, n; x < c->w; x += n) {
            size_t at = y * c->stride + x;
            bool ok = tg_scan_fill(&j->data, &j->in);

            n = least(RUN, c->w - x);
            if (ok && s->ah == 0)
                ok = read_first(j, &band, c->coef + DCTSIZE2 * at, c->mask + at, n);
            else if (ok)
                ok = refine(j, &r, c->coef + DCTSIZE2 * at, c->mask + at, n);
            if (!ok)
                return false;
        }
    return band.run == 0 && r.run == 0;
}

static bool read_dc(struct bits *b, const struct scan *s, const struct tg_codes *codes, int *dc,
                    int16_t *to)
{
    uint8_t size;

    refill(b);
    if (s->ah > 0) {
        *to = (int16_t)(*to | (int)get(b, 1) << s->al);
        return true;
    }
    if (!get_symbol(b, codes, &size) || size > MOST_DC_BITS)
        return false;
    *dc += get_value(b, size);
    *to = (int16_t)(*dc * (1 << s->al));
    return *dc * (1 << s->al) == *to;
}

/* The blocks of one component in an MCU. */
static bool read_mcu(struct decoder *j, struct bits *b, const struct scan *s, unsigned i, int *dc,
                     size_t x, size_t y)
{
    const struct coefs *c = &j->coefs[s->component[i]];
    size_t w = s->n > 1 ? c->mcu_w : 1, h = s->n > 1 ? c->mcu_h : 1;
    bool ok = true;

    for (size_t v = 0; v < h; v++)
        for (size_t u = 0; ok && u < w; u++)
            ok = read_dc(b, s, &j->codes[i], dc, c->dc + (y * h + v) * c->stride + x * w + u);
    return ok;
}

static bool read_dcs(struct decoder *j, const struct scan *s)
{
    const struct coefs *own = &j->coefs[s->component[0]];
    size_t mcus_x = s->n > 1 ? j->mcus_x : own->w, mcus_y = s->n > 1 ? j->mcus_y : own->h;
    int dc[MOST_COMPONENTS] = {0};

    for (size_t y = 0; y < mcus_y; y++)
        for (size_t x = 0, n; x < mcus_x; x += n) {
            bool ok = tg_scan_fill(&j->data, &j->in);
            struct bits b = take(j);

            n = least(RUN / D_MAX_BLOCKS_IN_MCU, mcus_x - x);
            for (size_t m = 0; m < n; m++)
                for (unsigned i = 0; ok && i < s->n; i++)
                    ok = read_mcu(j, &b, s, i, &dc[i], x + m, y);
            if (!ok)
                return false;
            give_back(j, &b);
        }
    return true;
}

/* Whether the scan brings what is to come next, and notes that.  libjpeg takes others too, with
 * warnings or without. */
static bool is_due(struct decoder *j, const struct scan *s)
{
    size_t blocks = 0;

    if (s->ss == 0 ? s->se != 0 : s->se < s->ss || s->se >= DCTSIZE2 || s->n != 1)
        return false;
    if (s->al > 13 || (s->ah > 0 && s->ah != s->al + 1))
        return false;
    for (unsigned i = 0; i < s->n; i++) {
        struct coefs *c = &j->coefs[s->component[i]];

        if (s->ss > 0 && c->left[0] < 0)
            return false;
        for (unsigned k = s->ss; k <= s->se; k++) {
            if (c->left[k] != (s->ah > 0 ? (int)s->ah : -1))
                return false;
            c->left[k] = (int8_t)s->al;
        }
        blocks += c->mcu_w * c->mcu_h;
    }
    return s->n == 1 || blocks <= D_MAX_BLOCKS_IN_MCU;
}

static bool read_scan(struct decoder *j, const struct scan *s)
{
    const bool ac = s->ss > 0;

    if (!is_due(j, s))
        return false;
    for (unsigned i = 0; i < s->n && (ac || s->ah == 0); i++) {
        const unsigned number = ac ? s->ac[i] : s->dc[i];
        const struct table *t = &j->tables[ac][number < NUM_HUFF_TBLS ? number : 0];

        if (number >= NUM_HUFF_TBLS || !t->there ||
            !tg_codes_init(&j->codes[i], ac ? TG_UNHUFFMAN_AC : TG_UNHUFFMAN_DC, t->counts,
                           t->symbols))
            return false;
    }
    return (ac ? read_ac(j, s) : read_dcs(j, s)) && tg_scan_fill(&j->data, &j->in) &&
           tg_scan_is_used_up(&j->data, &j->in);
}

/* ---- Between scans
 * -------------------------------------------------------------------------- */

static bool read_at(const struct decoder *j, off_t at, void *to, size_t n)
{
    off_t end = j->data.file.end;

    return (!end || at + (off_t)n <= end) && pread(j->data.file.fd, to, n, at) == (ssize_t)n;
}

/* DHT's contents. */
static bool read_tables(struct decoder *j, const uint8_t *p, size_t n)
{
    while (n >= 17) {
        struct table *t = &j->tables[p[0] >> 4 & 1][p[0] & 3];
        size_t symbols = 0;

        for (int l = 1; l <= 16; l++)
            symbols += p[l];
        if (p[0] & 0xec || symbols > 256 || n < 17 + symbols)
            return false;
        *t = (struct table){.there = true};
        memcpy(t->counts + 1, p + 1, 16);
        memcpy(t->symbols, p + 17, symbols);
        p += 17 + symbols;
        n -= 17 + symbols;
    }
    return n == 0;
}

/* SOS's contents. */
static bool read_header(const struct decoder *j, struct scan *s, const uint8_t *p, size_t n)
{
    unsigned seen = 0;

    if (n < 1 || p[0] < 1 || p[0] > j->components || n != 4 + (size_t)2 * p[0])
        return false;
    s->n = p[0];
    for (unsigned i = 0; i < s->n; i++) {
        unsigned c = 0;

        while (c < j->components && j->d->comp_info[c].component_id != p[1 + 2 * i])
            c++;
        if (c == j->components || seen >> c & 1)
            return false;
        seen |= 1u << c;
        s->component[i] = c;
        s->dc[i] = p[2 + 2 * i] >> 4;
        s->ac[i] = p[2 + 2 * i] & 15;
    }
    p += 1 + 2 * s->n;
    s->ss = p[0];
    s->se = p[1];
    s->ah = p[2] >> 4;
    s->al = p[2] & 15;
    return true;
}

/* From behind the marker that ended a scan to the data of the next; only tables may come
 * between. */
static bool next_scan(struct decoder *j, struct scan *s)
{
    off_t at = j->data.at - (off_t)(j->data.len - j->data.pos);
    unsigned marker = j->data.marker;
    uint8_t segment[MOST_SEGMENT], head[2];
    size_t n;

    for (;;) {
        if ((marker != 0xc4 && marker != 0xda) || !read_at(j, at, head, 2))
            return false;
        n = (size_t)head[0] << 8 | head[1];
        if (n < 2 || n > MOST_SEGMENT || !read_at(j, at + 2, segment, n - 2))
            return false;
        at += (off_t)n;
        if (marker == 0xda)
            break;
        if (!read_tables(j, segment, n - 2) || !read_at(j, at, head, 2) || head[0] != 0xff)
            return false;
        at += 2;
        marker = head[1];
    }
    tg_scan_init(&j->data, j->data.unstuff, j->data.file, at);
    j->in = (struct tg_unhuff){.next = j->data.window};
    return read_header(j, s, segment, n - 2);
}

static bool read_scans(struct decoder *j, struct scan *s)
{
    for (int i = 0; i < MOST_SCANS; i++) {
        if (!read_scan(j, s))
            return false;
        if (j->data.marker == JPEG_EOI)
            return true;
        if (!next_scan(j, s))
            return false;
    }
    return false;
}

/* ---- The picture
 * ------------------------------------------------------------------------------ */

/* What libjpeg has read up to the data of the first scan. */
static bool start(struct decoder *j, struct scan *s)
{
    const struct jpeg_decompress_struct *d = j->d;

    j->components = (unsigned)d->num_components;
    j->mcus_x = (d->image_width + (size_t)d->max_h_samp_factor * DCTSIZE - 1) /
                ((size_t)d->max_h_samp_factor * DCTSIZE);
    j->mcus_y = (d->image_height + (size_t)d->max_v_samp_factor * DCTSIZE - 1) /
                ((size_t)d->max_v_samp_factor * DCTSIZE);
    for (unsigned i = 0; i < j->components; i++) {
        const jpeg_component_info *info = &d->comp_info[i];
        struct coefs *c = &j->coefs[i];

        c->w = info->width_in_blocks;
        c->h = info->height_in_blocks;
        c->mcu_w = (size_t)info->h_samp_factor;
        c->mcu_h = (size_t)info->v_samp_factor;
        c->stride = j->mcus_x * c->mcu_w;
        memset(c->left, -1, sizeof(c->left));
        c->dc = calloc(c->stride * j->mcus_y * c->mcu_h, sizeof(*c->dc));
        c->coef = calloc(c->stride * j->mcus_y * c->mcu_h, DCTSIZE2 * sizeof(*c->coef));
        c->mask = calloc(c->stride * j->mcus_y * c->mcu_h, sizeof(*c->mask));
        if (!c->dc || !c->coef || !c->mask)
            return false;
    }
    for (int i = 0; i < 2 * NUM_HUFF_TBLS; i++) {
        const JHUFF_TBL *from = i % 2 ? d->ac_huff_tbl_ptrs[i / 2] : d->dc_huff_tbl_ptrs[i / 2];
        struct table *to = &j->tables[i % 2][i / 2];

        to->there = from != NULL;
        if (from) {
            memcpy(to->counts, from->bits, sizeof(to->counts));
            memcpy(to->symbols, from->huffval, sizeof(to->symbols));
        }
    }
    *s = (struct scan){.n = (unsigned)d->comps_in_scan,
                       .ss = (unsigned)d->Ss,
                       .se = (unsigned)d->Se,
                       .ah = (unsigned)d->Ah,
                       .al = (unsigned)d->Al};
    for (unsigned i = 0; i < s->n && i < MOST_COMPONENTS; i++) {
        s->component[i] = (unsigned)d->cur_comp_info[i]->component_index;
        s->dc[i] = (unsigned)d->cur_comp_info[i]->dc_tbl_no;
        s->ac[i] = (unsigned)d->cur_comp_info[i]->ac_tbl_no;
    }
    return s->n <= j->components;
}

static bool write_plane(struct decoder *j, const struct coefs *c, const jpeg_component_info *info,
                        const struct tg_plane *plane)
{
    if (c->left[0] < 0 || !tg_blocks_init(&j->blocks, j->d, info))
        return false;
    for (size_t y = 0; y < c->h; y++) {
        uint8_t *dst = plane->data + y * j->blocks.side * plane->stride;

        for (size_t x = 0; x < c->w; x++, dst += j->blocks.side) {
            size_t i = y * c->stride + x;
            int16_t *coef = c->coef + DCTSIZE2 * i;
            int last = c->mask[i] ? 63 - __builtin_clzll(c->mask[i]) : 0;

            if (!tg_blocks_add(&j->blocks, coef, c->dc[i], last, dst))
                return false;
            if ((x % RUN == RUN - 1 || x + 1 == c->w) &&
                !tg_blocks_transform(&j->blocks, j->k, plane->stride))
                return false;
        }
    }
    return true;
}

bool tg_jpeg_progressive_read(const struct tg_kernels *k, const struct jpeg_decompress_struct *d,
                              struct tg_scan_file file, off_t at, struct tg_image *image)
{
    struct decoder *j;
    struct scan s;
    bool ok;

    /* with registers of 32 bits libjpeg's loops have fewer instructions */
    if (sizeof(size_t) < sizeof(uint64_t) || d->arith_code || d->data_precision != 8 ||
        d->restart_interval != 0 ||
        (d->num_components != 1 && d->num_components != MOST_COMPONENTS))
        return false;
    j = tg_block_new(sizeof(*j));
    if (!j)
        return false;
    memset(j, 0, offsetof(struct decoder, data));
    j->k = k;
    j->d = d;
    tg_scan_init(&j->data, k->unstuff, file, at);
    j->in.next = j->data.window;
    ok = start(j, &s) && read_scans(j, &s);
    for (unsigned i = 0; ok && i < j->components; i++)
        ok = write_plane(j, &j->coefs[i], &d->comp_info[i], &image->plane[i]);
    for (int i = 0; i < MOST_COMPONENTS; i++) {
        free(j->coefs[i].dc);
        free(j->coefs[i].coef);
        free(j->coefs[i].mask);
    }
    tg_block_free(j);
    return ok;
}
