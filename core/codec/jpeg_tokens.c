/* jpeg_tokens.c - blocks to tokens and statistics (ITU-T T.81, F.1.2 and G.1.2): all but the bands
 * of progressive scans, which are the kernel `tokens`. */
#include "core/codec/jpeg_tokens.h"

#include "kernels/tokens.h"

enum { END_OF_BLOCK = 0x00 };

void tg_tokens_dc(struct tg_tokens *t, unsigned component, unsigned chroma, int dc)
{
    t->next = tg_token_put_value(t->next, t->count[0], chroma, dc - t->last_dc[component]);
    t->last_dc[component] = dc;
}

void tg_tokens_ac_end(struct tg_tokens *t)
{
    if (t->eob_run)
        tg_token_put_eob_run(t);
}

void tg_tokens_block(struct tg_tokens *t, unsigned component, unsigned table, const int16_t *block,
                     uint64_t mask)
{
    uint64_t *ac = t->count[TG_CLASS_AC + table];
    int dc = block[0];

    t->next =
        tg_token_put_value(t->next, t->count[TG_CLASS_DC + table], 0, dc - t->last_dc[component]);
    t->last_dc[component] = dc;
    mask &= ~(uint64_t)1;
    if (mask)
        t->next = tg_token_put_coefficients(t->next, ac, block, mask, 1);
    if (!(mask >> 63))
        t->next = tg_token_put(t->next, ac, END_OF_BLOCK, 0, 0);
}

void tg_tokens_padding(struct tg_tokens *t, unsigned table)
{
    t->next = tg_token_put(t->next, t->count[TG_CLASS_DC + table], 0, 0, 0);
    t->next = tg_token_put(t->next, t->count[TG_CLASS_AC + table], END_OF_BLOCK, 0, 0);
}
