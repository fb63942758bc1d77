/* jpeg_planes.c - see jpeg_planes.h. */
#include "core/codec/jpeg_planes.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/block.h"
#include "core/codec/jpeg_blocks.h"
#include "core/codec/jpeg_progressive.h"
#include "core/codec/jpeg_scan.h"
#include "core/codec/jpeg_unhuffman.h"

enum {
    MOST_COMPONENTS = 3,
    MOST_BLOCKS = D_MAX_BLOCKS_IN_MCU, /* 10; of an MCU */
    RUN = TG_BLOCKS_RUN, /* decoded before they are transformed; 31 bits for each coefficient are
                          * 31,744 bytes, within TG_SCAN_NEED */
    MOST_TABLES = 2 * MOST_COMPONENTS,
};

/* One block of an MCU. */
struct place {
    struct tg_blocks *component;
    uint8_t *dst;         /* of the next MCU */
    size_t step;          /* to the MCU after it */
    unsigned index, x, y; /* component, and block within it */
};

struct decoder {
    const struct tg_kernels *k;
    const struct jpeg_decompress_struct *d;
    struct tg_image *image;
    struct tg_blocks component[MOST_COMPONENTS];
    int dc[MOST_COMPONENTS]; /* of the last block */
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
        struct tg_blocks *c = &j->component[i];
        const struct tg_unhuffman *own[2];

        if (!tg_blocks_init(c, j->d, info) || !choose_tables(j, info, own) ||
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

/* From differences to DCs, and each block into the list of those that are transformed alike. */
static bool sort(struct decoder *j, size_t mcus)
{
    int16_t *coef = j->coef;
    uint8_t *const *end = j->ends + 1;

    for (size_t m = 0; m < mcus; m++)
        for (unsigned b = 0; b < j->blocks; b++, coef += DCTSIZE2, end += 2) {
            struct place *p = &j->place[b];
            uint8_t *dst = p->dst;

            p->dst += p->step;
            j->dc[p->index] += coef[0];
            if (!tg_blocks_add(p->component, coef, j->dc[p->index],
                               (*end - (uint8_t *)coef) / 2 - 2, dst))
                return false;
        }
    return true;
}

static bool transform(struct decoder *j)
{
    for (unsigned i = 0; i < j->image->planes; i++)
        if (!tg_blocks_transform(&j->component[i], j->k, j->image->plane[i].stride))
            return false;
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
    memset(j->dc, 0, sizeof(j->dc));
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

    if (d->progressive_mode)
        return tg_jpeg_progressive_read(k, d, fd, at, image);
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
