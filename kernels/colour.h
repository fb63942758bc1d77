/* colour.h - BT.601 full range in 16-bit fixed point, the constants of JFIF as libjpeg rounds them.
 * Private to kernels/. */
#ifndef TG_KERNELS_COLOUR_H
#define TG_KERNELS_COLOUR_H

enum {
    TG_Y_R = 19595,   /* 0.29900 */
    TG_Y_G = 38470,   /* 0.58700 */
    TG_Y_B = 7471,    /* 0.11400 */
    TG_CB_R = -11059, /* -0.16874 */
    TG_CB_G = -21709, /* -0.33126 */
    TG_CB_B = 32768,  /*  0.50000 */
    TG_CR_R = 32768,  /*  0.50000 */
    TG_CR_G = -27439, /* -0.41869 */
    TG_CR_B = -5329,  /* -0.08131 */
    TG_R_CR = 91881,  /*  1.40200 */
    TG_G_CB = -22554, /* -0.34414 */
    TG_G_CR = -46802, /* -0.71414 */
    TG_B_CB = 116130, /*  1.77200 */

    TG_ROUND_Y = 1 << 15,
    /* Chroma is centred on 128; one less than a half keeps pure blue and red at 255. */
    TG_ROUND_C = (128 << 16) + (1 << 15) - 1,
};

#endif
