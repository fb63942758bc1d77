#include "kernels/families.h"
#include "kernels/tokens.h"

size_t tg_tokens_c(struct tg_tokens *t, const int16_t *blocks, const uint64_t *masks, size_t n,
                   unsigned first, unsigned last)
{
    const uint64_t band = tg_token_band(first, last);
    size_t i = 0;

    for (; i < n && t->end - t->next >= TG_TOKEN_BLOCK; i++)
        tg_token_put_band(t, blocks + 64 * i, masks[i] & band, first, last);
    return i;
}
