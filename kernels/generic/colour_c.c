#include "kernels/colour.h"
#include "kernels/families.h"

static uint8_t clamp_u8(int32_t v)
{
    return (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
}

void tg_rgb_to_ycc_c(uint8_t *const dst[3], const uint8_t *const src[3], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int32_t r = src[0][i], g = src[1][i], b = src[2][i];

        /* None of these can leave 0..255: the weights of a row sum to 1 or to 0. */
        dst[0][i] = (uint8_t)((TG_Y_R * r + TG_Y_G * g + TG_Y_B * b + TG_ROUND_Y) >> 16);
        dst[1][i] = (uint8_t)((TG_CB_R * r + TG_CB_G * g + TG_CB_B * b + TG_ROUND_C) >> 16);
        dst[2][i] = (uint8_t)((TG_CR_R * r + TG_CR_G * g + TG_CR_B * b + TG_ROUND_C) >> 16);
    }
}

void tg_ycc_to_rgb_c(uint8_t *const dst[3], const uint8_t *const src[3], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int32_t y = src[0][i], cb = src[1][i] - 128, cr = src[2][i] - 128;

        dst[0][i] = clamp_u8(y + ((TG_R_CR * cr + TG_ROUND_Y) >> 16));
        dst[1][i] = clamp_u8(y + ((TG_G_CB * cb + TG_G_CR * cr + TG_ROUND_Y) >> 16));
        dst[2][i] = clamp_u8(y + ((TG_B_CB * cb + TG_ROUND_Y) >> 16));
    }
}

void tg_narrow_c(uint8_t *dst, const uint16_t *src, size_t n)
{
    for (size_t i = 0; i < n; i++)
        dst[i] = (uint8_t)((src[i] * 255u + 32767) / 65535);
}
