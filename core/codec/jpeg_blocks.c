/* jpeg_blocks.c - see jpeg_blocks.h. */
#include "core/codec/jpeg_blocks.h"

#include <string.h>

/* DC times its step: no encoder makes more than 1024 and half a step of 8-bit samples, and from
 * 4092 on libjpeg's 1x1 transform wraps. */
enum { MOST_DC = 4088 };

bool tg_blocks_init(struct tg_blocks *c, const struct jpeg_decompress_struct *d,
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
    memset(c->count, 0, sizeof(c->count));
    return true;
}

static void fill_flat(const struct tg_blocks *c, size_t stride)
{
    for (size_t i = 0; i < c->count[TG_BLOCKS_FLAT]; i++) {
        const struct tg_idct_block *b = &c->list[TG_BLOCKS_FLAT][i];
        uint64_t v = tg_blocks_sample(b->coef[0] * c->first_step) * 0x0101010101010101u;
        uint8_t *dst = b->dst;

        for (unsigned y = 0; y < c->side; y++, dst += stride)
            if (c->side == 8)
                memcpy(dst, &v, 8);
            else if (c->side == 4)
                memcpy(dst, &v, 4);
            else
                memcpy(dst, &v, 2);
    }
}

bool tg_blocks_transform(struct tg_blocks *c, const struct tg_kernels *k, size_t stride)
{
    tg_idct_fn *corner = c->side == 8 ? k->idct8_corner : k->idct4_corner;
    tg_idct_fn *any = c->side == 8 ? k->idct8 : k->idct4;

    if (c->side == 2)
        corner = any = k->idct2;
    fill_flat(c, stride);
    if (!corner(c->list[TG_BLOCKS_IN_CORNER], c->count[TG_BLOCKS_IN_CORNER], &c->dequant, stride) ||
        !any(c->list[TG_BLOCKS_ANY], c->count[TG_BLOCKS_ANY], &c->dequant, stride))
        return false;
    memset(c->count, 0, sizeof(c->count));
    return true;
}
