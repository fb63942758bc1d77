#include "kernels/families.h"
#include "kernels/unhuff.inc"

size_t tg_unstuff_c(uint8_t *dst, const uint8_t *src, size_t n, size_t *written)
{
    size_t in = 0, out = 0;

    while (in < n) {
        const uint8_t *ff = memchr(src + in, 0xff, n - in);
        size_t plain = ff ? (size_t)(ff - (src + in)) : n - in;

        memcpy(dst + out, src + in, plain);
        in += plain;
        out += plain;
        if (in + 1 >= n || src[in + 1] != 0)
            break;
        dst[out++] = 0xff;
        in += 2;
    }
    *written = out;
    return in;
}

void tg_unhuff_c(struct tg_unhuff *u)
{
    tg_unhuff_run(u);
}

bool tg_unhuff_pair_c(struct tg_unhuff *a, struct tg_unhuff *b)
{
    return tg_unhuff_run_pair(a, b);
}
