/* jpeg_planes.c - see jpeg_planes.h. */
#include "core/codec/jpeg_planes.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/block.h"
#include "core/codec/jpeg_scan.h"
#include "core/codec/jpeg_unhuffman.h"

enum {
    MOST_COMPONENTS = 3,
    MOST_BLOCKS = D_MAX_BLOCKS_IN_MCU, /* 10; of an MCU */
    RUN = 128, /* blocks that are decoded before they are transformed; 31 bits for each coefficient
                * are 31,744 bytes, within TG_SCAN_NEED */
    MOST_TABLES = 2 * MOST_COMPONENTS,
    /* DC times its step: no encoder makes more than 1024 and half a step of 8-bit samples, and from
     * 4092 on libjpeg's 1x1 transform wraps. */
    MOST_DC = 4088,
    CORNER = 9, /* the last zigzag position within the first four rows and columns */
};

/* By the last coefficient that is not zero. */
enum shape { FLAT, IN_CORNER, ANY, SHAPES };

struct component {
    unsigned side; /* samples of a transformed block's side: 8, 4, 2, 1 */
    int first_step, most_dc;
    struct tg_dequant dequant;
    int dc; /* of the last block */
    size_t count[SHAPES];
    struct tg_idct_block list[SHAPES][RUN];
};

/* One block of an MCU. */
struct place {
    struct component *component;
    uint8_t *dst;         /* of the next MCU */
    size_t step;          /* to the MCU after it */
    unsigned index, x, y; /* component, and block within it */
};

struct decoder {
    const struct tg_kernels *k;
    const struct jpeg_decompress_struct *d;
    struct tg_image *image;
    struct component component[MOST_COMPONENTS];
    struct place place[MOST_BLOCKS];
    unsigned blocks; /* of an MCU */
    size_t ntables;
    struct {
        const JHUFF_TBL *source;
        enum tg_unhuffman_kind kind;
    } made[MOST_TABLES];
    struct tg_unhuffman table[MOST_TABLES];
    const struct tg_unhuffman *huffman[2 * RUN + 2]; /* of each turn; NULL: the run is at its end */
    const struct tg_unhuff_entry *entries[2 * RUN + 2];
    struct tg_unhuff_entry stop[1 << TG_UNHUFF_BITS];
    uint8_t *ends[2 * RUN + 2];
    struct tg_unhuff unhuff;
    struct tg_scan scan;
    int16_t coef[RUN * DCTSIZE2 + 1]; /* the loop writes one more */
};

/* ---- What can be decoded
 * ---------------------------------------------------------------------- */

static bool is_ordinary(const struct jpeg_decompress_struct *d)
{
    return !d->progressive_mode && !d->arith_code && d->data_precision == 8 &&
           (d->num_components == 1 || d->num_components == MOST_COMPONENTS) &&
           d->comps_in_scan == d->num_components && d->Ss == 0 && d->Se == DCTSIZE2 - 1 &&
           d->Ah == 0 && d->Al == 0;
}

/* The same table for the same purpose is made once. */
static const struct tg_unhuffman *find_table(struct decoder *j, const JHUFF_TBL *source,
                                             enum tg_unhuffman_kind kind)
{
    size_t i = 0;

    if (!source)
        return NULL;
    while (i < j->ntables && (j->made[i].source != source || j->made[i].kind != kind))
        i++;
    if (i < j->ntables)
        return &j->table[i];
    if (!tg_unhuffman_init(&j->table[i], kind, source->bits, source->huffval))
        return NULL;
    j->made[i].source = source;
    j->made[i].kind = kind;
    j->ntables++;
    return &j->table[i];
}

static bool init_component(struct component *c, const struct jpeg_decompress_struct *d,
                           const jpeg_component_info *info)
{
    bool known = info->quant_tbl_no >= 0 && info->quant_tbl_no < NUM_QUANT_TBLS;
    const JQUANT_TBL *q = known ? d->quant_tbl_ptrs[info->quant_tbl_no] : NULL;

    c->side = (unsigned)info->DCT_scaled_size;
    if (!q || (c->side != 1 && c->side != 2 && c->side != 4 && c->side != 8))
        return false;
    tg_dequant_init(&c->dequant, q->quantval);
    c->first_step = q->quantval[0];
    c->most_dc = MOST_DC / (c->first_step > 0 ? c->first_step : 1);
    return true;
}

/* The tables of one component's blocks. */
static bool choose_tables(struct decoder *j, const jpeg_component_info *info,
                          const struct tg_unhuffman *tables[2])
{
    bool skip = info->DCT_scaled_size == 1;

    /* not checked yet by libjpeg, which does so when it starts decoding */
    if (info->dc_tbl_no < 0 || info->dc_tbl_no >= NUM_HUFF_TBLS || info->ac_tbl_no < 0 ||
        info->ac_tbl_no >= NUM_HUFF_TBLS)
        return false;
    tables[0] = find_table(j, j->d->dc_huff_tbl_ptrs[info->dc_tbl_no], TG_UNHUFFMAN_DC);
    tables[1] = find_table(j, j->d->ac_huff_tbl_ptrs[info->ac_tbl_no],
                           skip ? TG_UNHUFFMAN_SKIP : TG_UNHUFFMAN_AC);
    return tables[0] && tables[1];
}

/* The blocks of an MCU; a component on its own has one, whatever its sampling. */
static bool lay_out(struct decoder *j, const struct tg_unhuffman *tables[2 * MOST_BLOCKS])
{
    for (int i = 0; i < j->d->num_components; i++) {
        const jpeg_component_info *info = &j->d->comp_info[i];
        unsigned h = j->d->num_components == 1 ? 1 : (unsigned)info->h_samp_factor;
        unsigned v = j->d->num_components == 1 ? 1 : (unsigned)info->v_samp_factor;
        struct component *c = &j->component[i];
        const struct tg_unhuffman *own[2];

        if (!init_component(c, j->d, info) || !choose_tables(j, info, own) ||
            j->blocks + h * v > MOST_BLOCKS)
            return false;
        for (unsigned b = 0; b < h * v; b++, j->blocks++) {
            j->place[j->blocks] = (struct place){.component = c,
                                                 .step = (size_t)h * c->side,
                                                 .index = (unsigned)i,
                                                 .x = b % h,
                                                 .y = b / h};
            memcpy(tables + (size_t)2 * j->blocks, own, sizeof(own));
        }
    }
    return true;
}

static bool init(struct decoder *j)
{
    const struct tg_unhuffman *tables[2 * MOST_BLOCKS];

    if (!lay_out(j, tables))
        return false;
    for (size_t t = 0; t < 2 * RUN; t++) {
        j->huffman[t] = tables[t % (2 * j->blocks)];
        j->entries[t] = j->huffman[t]->entries;
    }
    for (size_t i = 0; i < 1 << TG_UNHUFF_BITS; i++)
        j->stop[i] = (struct tg_unhuff_entry){.advance = TG_UNHUFF_ODD};
    return true;
}

/* ---- A run of MCUs
 * ---------------------------------------------------------------------------- */

/* Huffman decoding of `blocks` blocks. */
static bool decode(struct decoder *j, size_t blocks)
{
    const struct tg_unhuff_entry *entries[2] = {j->entries[2 * blocks], j->entries[2 * blocks + 1]};
    const struct tg_unhuffman *huffman = j->huffman[2 * blocks];
    struct tg_unhuff *u = &j->unhuff;
    bool ok = true;

    memset(j->coef, 0, blocks * DCTSIZE2 * sizeof(j->coef[0]));
    j->entries[2 * blocks] = j->entries[2 * blocks + 1] = j->stop;
    j->huffman[2 * blocks] = NULL;
    u->at = (uint8_t *)j->coef;
    u->end = (uint8_t *)(j->coef + DCTSIZE2);
    u->turn = 0;
    do {
        j->k->unhuff(u);
        ok = !j->huffman[u->turn] || tg_unhuffman_odd(j->huffman[u->turn], u);
    } while (ok && j->huffman[u->turn]);
    j->entries[2 * blocks] = entries[0];
    j->entries[2 * blocks + 1] = entries[1];
    j->huffman[2 * blocks] = huffman;
    return ok;
}

static uint8_t sample(int dc)
{
    int v = ((dc + 4) >> 3) + 128;

    return (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
}

/* From differences to DCs, and each block into the list of those that are transformed alike. */
static bool sort(struct decoder *j, size_t mcus)
{
    int16_t *coef = j->coef;
    uint8_t *const *end = j->ends + 1;

    for (size_t m = 0; m < mcus; m++)
        for (unsigned b = 0; b < j->blocks; b++, coef += DCTSIZE2, end += 2) {
            struct place *p = &j->place[b];
            struct component *c = p->component;
            ptrdiff_t last = (*end - (uint8_t *)coef) / 2 - 2;
            int shape = (last > 0) + (last > CORNER);
            uint8_t *dst = p->dst;

            p->dst += p->step;
            c->dc += coef[0];
            if (c->dc > c->most_dc || c->dc < -c->most_dc)
                return false;
            if (c->side == 1) {
                *dst = sample(c->dc * c->first_step);
                continue;
            }
            coef[0] = (int16_t)c->dc;
            c->list[shape][c->count[shape]++] = (struct tg_idct_block){coef, dst};
        }
    return true;
}

static void fill_flat(const struct component *c, size_t stride)
{
    for (size_t i = 0; i < c->count[FLAT]; i++) {
        uint8_t *dst = c->list[FLAT][i].dst;
        uint64_t v = sample(c->list[FLAT][i].coef[0] * c->first_step) * 0x0101010101010101u;

        for (unsigned y = 0; y < c->side; y++, dst += stride)
            if (c->side == 8)
                memcpy(dst, &v, 8);
            else if (c->side == 4)
                memcpy(dst, &v, 4);
            else
                memcpy(dst, &v, 2);
    }
}

static bool transform(struct decoder *j)
{
    for (unsigned i = 0; i < j->image->planes; i++) {
        struct component *c = &j->component[i];
        size_t stride = j->image->plane[i].stride;
        tg_idct_fn *corner = c->side == 8 ? j->k->idct8_corner : j->k->idct4_corner;
        tg_idct_fn *any = c->side == 8 ? j->k->idct8 : j->k->idct4;

        if (c->side == 2)
            corner = any = j->k->idct2;
        fill_flat(c, stride);
        if (!corner(c->list[IN_CORNER], c->count[IN_CORNER], &c->dequant, stride) ||
            !any(c->list[ANY], c->count[ANY], &c->dequant, stride))
            return false;
        memset(c->count, 0, sizeof(c->count));
    }
    return true;
}

/* ---- The picture
 * ------------------------------------------------------------------------------ */

static void start_row(struct decoder *j, size_t my)
{
    for (unsigned b = 0; b < j->blocks; b++) {
        struct place *p = &j->place[b];
        const struct tg_plane *plane = &j->image->plane[p->index];
        const jpeg_component_info *info = &j->d->comp_info[p->index];
        size_t v = j->d->num_components == 1 ? 1 : (size_t)info->v_samp_factor;

        p->dst = plane->data + (my * v + p->y) * p->component->side * plane->stride +
                 (size_t)p->x * p->component->side;
    }
}

/* The next restart marker, which must be the right one. */
static bool restart(struct decoder *j, size_t *restarts)
{
    if (!tg_scan_is_used_up(&j->scan, &j->unhuff) ||
        j->scan.marker != JPEG_RST0 + (*restarts)++ % 8)
        return false;
    tg_scan_restart(&j->scan, &j->unhuff);
    for (int i = 0; i < MOST_COMPONENTS; i++)
        j->component[i].dc = 0;
    return true;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static bool read_rows(struct decoder *j, size_t mcus_x, size_t mcus_y)
{
    size_t interval = j->d->restart_interval ? j->d->restart_interval : SIZE_MAX;
    size_t left = interval, restarts = 0, most = RUN / j->blocks, n;

    for (size_t y = 0; y < mcus_y; y++) {
        start_row(j, y);
        for (size_t x = 0; x < mcus_x; x += n, left -= n) {
            if (left == 0) {
                if (!restart(j, &restarts))
                    return false;
                left = interval;
            }
            n = least(most, least(left, mcus_x - x));
            if (!tg_scan_fill(&j->scan, &j->unhuff) || !decode(j, n * j->blocks) || !sort(j, n) ||
                !transform(j))
                return false;
        }
    }
    /* what is read ahead finds the marker */
    return tg_scan_fill(&j->scan, &j->unhuff) && tg_scan_is_used_up(&j->scan, &j->unhuff) &&
           j->scan.marker == JPEG_EOI;
}

static size_t divide_up(size_t a, size_t b)
{
    return (a + b - 1) / b;
}

bool tg_jpeg_planes_read(const struct tg_kernels *k, const struct jpeg_decompress_struct *d, int fd,
                         off_t at, struct tg_image *image)
{
    size_t w = DCTSIZE, h = DCTSIZE;
    struct decoder *j;
    bool ok;

    if (!is_ordinary(d))
        return false;
    j = tg_block_new(sizeof(*j));
    if (!j)
        return false;
    memset(j, 0, offsetof(struct decoder, table));
    j->unhuff = (struct tg_unhuff){.tables = j->entries, .ends = j->ends};
    j->k = k;
    j->d = d;
    j->image = image;
    tg_scan_init(&j->scan, k->unstuff, fd, at);
    j->unhuff.next = j->scan.window;
    if (d->num_components > 1) {
        w *= (size_t)d->max_h_samp_factor;
        h *= (size_t)d->max_v_samp_factor;
    }
    /* a component on its own has the blocks that its own size needs, which with one component is
     * the picture's */
    ok = init(j) && read_rows(j, divide_up(d->image_width, w), divide_up(d->image_height, h));
    tg_block_free(j);
    return ok;
}
