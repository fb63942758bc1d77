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

/* A part of the scan that begins at its start or behind a restart marker. */
struct stream {
    size_t x, y, left_in_part; /* the next MCU, and how many there are from it on */
    size_t left, restarts;     /* MCUs to the next restart marker, and markers before it */
    int dc[MOST_COMPONENTS];   /* of the last block */
    struct place place[MOST_BLOCKS];
    const struct tg_unhuffman *huffman[2 * RUN + 2]; /* of each turn; NULL: the run is at its end */
    const struct tg_unhuff_entry *entries[2 * RUN + 2];
    uint8_t *ends[2 * RUN + 2];
    struct tg_unhuff unhuff;
    struct tg_scan scan;
    int16_t coef[RUN * DCTSIZE2 + 1]; /* the loop writes one more */
};

struct decoder {
    const struct tg_kernels *k;
    const struct jpeg_decompress_struct *d;
    struct tg_image *image;
    struct tg_scan_file file;
    size_t mcus_x, mcus_y, interval; /* interval: MCUs between restart markers; 0: there are none */
    struct tg_blocks component[MOST_COMPONENTS];
    struct place place[MOST_BLOCKS];
    unsigned blocks; /* of an MCU */
    size_t ntables;
    struct {
        const JHUFF_TBL *source;
        enum tg_unhuffman_kind kind;
    } made[MOST_TABLES];
    const struct tg_unhuffman *tables[2 * MOST_BLOCKS]; /* of an MCU */
    struct tg_unhuffman table[MOST_TABLES];
    struct tg_unhuff_entry stop[1 << TG_UNHUFF_BITS];
    struct stream stream[2];
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
static bool lay_out(struct decoder *j)
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
            memcpy(j->tables + (size_t)2 * j->blocks, own, sizeof(own));
        }
    }
    return true;
}

static bool init(struct decoder *j)
{
    if (!lay_out(j))
        return false;
    for (size_t i = 0; i < 1 << TG_UNHUFF_BITS; i++)
        j->stop[i] = (struct tg_unhuff_entry){.advance = TG_UNHUFF_ODD};
    return true;
}

/* ---- A part of the scan
 * ----------------------------------------------------------------------- */

static void start_row(const struct decoder *j, struct stream *s)
{
    for (unsigned b = 0; b < j->blocks; b++) {
        struct place *p = &s->place[b];
        const struct tg_plane *plane = &j->image->plane[p->index];
        const jpeg_component_info *info = &j->d->comp_info[p->index];
        size_t v = j->d->num_components == 1 ? 1 : (size_t)info->v_samp_factor;

        p->dst = plane->data + (s->y * v + p->y) * p->component->side * plane->stride +
                 (size_t)p->x * p->component->side + s->x * p->step;
    }
}

/* From byte `at`, where so many restart markers have been, so many MCUs. */
static void start(struct decoder *j, struct stream *s, off_t at, size_t restarts, size_t mcus)
{
    memset(s, 0, offsetof(struct stream, huffman));
    s->x = restarts * j->interval % j->mcus_x;
    s->y = restarts * j->interval / j->mcus_x;
    s->left_in_part = mcus;
    s->left = j->interval ? j->interval : mcus;
    s->restarts = restarts;
    memcpy(s->place, j->place, sizeof(s->place));
    for (size_t t = 0; t < 2 * RUN; t++) {
        s->huffman[t] = j->tables[t % (2 * j->blocks)];
        s->entries[t] = s->huffman[t]->entries;
    }
    tg_scan_init(&s->scan, j->k->unstuff, j->file, at);
    s->unhuff = (struct tg_unhuff){.tables = s->entries, .ends = s->ends, .next = s->scan.window};
    start_row(j, s);
}

/* Whether the next thing is the marker. */
static bool is_at(struct stream *s, unsigned marker)
{
    return tg_scan_fill(&s->scan, &s->unhuff) && tg_scan_is_used_up(&s->scan, &s->unhuff) &&
           s->scan.marker == marker;
}

/* The next restart marker, which must be the right one. */
static bool restart(struct decoder *j, struct stream *s)
{
    if (!tg_scan_is_used_up(&s->scan, &s->unhuff) ||
        s->scan.marker != JPEG_RST0 + s->restarts++ % 8)
        return false;
    tg_scan_restart(&s->scan, &s->unhuff);
    memset(s->dc, 0, sizeof(s->dc));
    s->left = j->interval;
    return true;
}

/* ---- A run of MCUs
 * ---------------------------------------------------------------------------- */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Makes the next run ready for decoding: `*mcus` of one row, of one interval. */
static bool prepare(struct decoder *j, struct stream *s, size_t *mcus)
{
    size_t n, end;

    if (s->x == j->mcus_x) {
        s->x = 0;
        s->y++;
        start_row(j, s);
    }
    if ((s->left == 0 && !restart(j, s)) || !tg_scan_fill(&s->scan, &s->unhuff))
        return false;
    n = least(least(RUN / j->blocks, s->left_in_part), least(s->left, j->mcus_x - s->x));
    end = 2 * n * j->blocks;
    memset(s->coef, 0, n * j->blocks * DCTSIZE2 * sizeof(s->coef[0]));
    s->entries[end] = s->entries[end + 1] = j->stop;
    s->huffman[end] = NULL;
    s->unhuff.at = (uint8_t *)s->coef;
    s->unhuff.end = (uint8_t *)(s->coef + DCTSIZE2);
    s->unhuff.turn = 0;
    *mcus = n;
    return true;
}

static bool is_decoded(const struct stream *s)
{
    return !s->huffman[s->unhuff.turn];
}

/* The symbol at which the loop stopped, if there is one. */
static bool decode_odd(struct stream *s)
{
    return is_decoded(s) || tg_unhuffman_odd(s->huffman[s->unhuff.turn], &s->unhuff);
}

static bool decode(const struct decoder *j, struct stream *s)
{
    while (!is_decoded(s)) {
        j->k->unhuff(&s->unhuff);
        if (!decode_odd(s))
            return false;
    }
    return true;
}

/* Two runs at once, as long as there are two. */
static bool decode_pair(const struct decoder *j, struct stream s[2])
{
    while (!is_decoded(&s[0]) && !is_decoded(&s[1]))
        if (!decode_odd(&s[j->k->unhuff_pair(&s[0].unhuff, &s[1].unhuff)]))
            return false;
    return decode(j, &s[0]) && decode(j, &s[1]);
}

/* From differences to DCs, and each block into the list of those that are transformed alike. */
static bool sort(const struct decoder *j, struct stream *s, size_t mcus)
{
    int16_t *coef = s->coef;
    uint8_t *const *end = s->ends + 1;

    for (size_t m = 0; m < mcus; m++)
        for (unsigned b = 0; b < j->blocks; b++, coef += DCTSIZE2, end += 2) {
            struct place *p = &s->place[b];
            uint8_t *dst = p->dst;

            p->dst += p->step;
            s->dc[p->index] += coef[0];
            if (!tg_blocks_add(p->component, coef, s->dc[p->index],
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

/* Samples of a run that is decoded. */
static bool finish(struct decoder *j, struct stream *s, size_t mcus)
{
    const size_t end = 2 * mcus * j->blocks;

    for (size_t t = 0; t < 2; t++) {
        s->huffman[end + t] = j->tables[t];
        s->entries[end + t] = j->tables[t]->entries;
    }
    s->x += mcus;
    s->left -= mcus;
    s->left_in_part -= mcus;
    return sort(j, s, mcus) && transform(j);
}

/* ---- The picture
 * ------------------------------------------------------------------------------ */

static bool read_part(struct decoder *j, struct stream *s)
{
    while (s->left_in_part > 0) {
        size_t mcus;

        if (!prepare(j, s, &mcus) || !decode(j, s) || !finish(j, s, mcus))
            return false;
    }
    return true;
}

static bool read_pair(struct decoder *j, struct stream s[2])
{
    while (s[0].left_in_part > 0 && s[1].left_in_part > 0) {
        size_t mcus[2];

        if (!prepare(j, &s[0], &mcus[0]) || !prepare(j, &s[1], &mcus[1]) || !decode_pair(j, s) ||
            !finish(j, &s[0], mcus[0]) || !finish(j, &s[1], mcus[1]))
            return false;
    }
    return read_part(j, &s[0]) && read_part(j, &s[1]);
}

/* With restart markers the second half is decoded at the same time as the first. */
static bool read_scan(struct decoder *j, off_t at)
{
    const size_t mcus = j->mcus_x * j->mcus_y;
    struct stream *s = j->stream;
    struct tg_scan_place half;

    if (j->interval == 0 || sizeof(size_t) < sizeof(uint64_t) ||
        !tg_scan_halve(&s[1].scan, j->file, at, &half) || half.restarts >= mcus / j->interval) {
        start(j, &s[0], at, 0, mcus);
        return read_part(j, &s[0]) && is_at(&s[0], JPEG_EOI);
    }
    start(j, &s[0], at, 0, half.restarts * j->interval);
    start(j, &s[1], half.at, half.restarts, mcus - half.restarts * j->interval);
    return read_pair(j, s) && is_at(&s[0], JPEG_RST0 + s[0].restarts % 8) &&
           tg_scan_at(&s[0].scan) == half.at && is_at(&s[1], JPEG_EOI);
}

static size_t divide_up(size_t a, size_t b)
{
    return (a + b - 1) / b;
}

bool tg_jpeg_planes_read(const struct tg_kernels *k, const struct jpeg_decompress_struct *d,
                         struct tg_scan_file file, off_t at, struct tg_image *image)
{
    size_t w = DCTSIZE, h = DCTSIZE;
    struct decoder *j;
    bool ok;

    if (d->progressive_mode)
        return tg_jpeg_progressive_read(k, d, file, at, image);
    if (!is_ordinary(d))
        return false;
    j = tg_block_new(sizeof(*j));
    if (!j)
        return false;
    memset(j, 0, offsetof(struct decoder, table));
    j->k = k;
    j->d = d;
    j->image = image;
    j->file = file;
    if (d->num_components > 1) {
        w *= (size_t)d->max_h_samp_factor;
        h *= (size_t)d->max_v_samp_factor;
    }
    /* a component on its own has the blocks that its own size needs, which with one component is
     * the picture's */
    j->mcus_x = divide_up(d->image_width, w);
    j->mcus_y = divide_up(d->image_height, h);
    j->interval = d->restart_interval;
    ok = init(j) && read_scan(j, at);
    tg_block_free(j);
    return ok;
}
