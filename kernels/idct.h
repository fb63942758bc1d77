/* idct.h - constants and orders of libjpeg's inverse transforms.  Private to kernels/.
 *
 * The 8x8 transform is "islow", see fdct.h; the 4x4 and 2x2 ones are those of libjpeg's jidctred.c:
 * an 8x8 transform cut down to the outputs that are wanted, so that coefficients 4 (4x4) or 2, 4
 * and 6 (2x2) of a row or column do not count. */
#ifndef TG_KERNELS_IDCT_H
#define TG_KERNELS_IDCT_H

#include "kernels/fdct.h"

enum {
    TG_F_0_211 = 1730, /* 0.211164243 * 2^13 and so on */
    TG_F_0_509 = 4176,
    TG_F_0_601 = 4926,
    TG_F_0_720 = 5906,
    TG_F_0_850 = 6967,
    TG_F_1_061 = 8697,
    TG_F_1_272 = 10426,
    TG_F_1_451 = 11893,
    TG_F_2_172 = 17799,
    TG_F_3_624 = 29692,

    TG_IDCT_LEAST = -8192, /* products of the first row of frequencies */
    TG_IDCT_MOST = 8191,
    TG_IDCT_TOO_LARGE = 0x6000, /* bits that v ^ (v >> 15) of others has */
};

/* Zigzag positions of the coefficients of each row of horizontal frequencies.  X(row, ...) */
#define TG_ZIGZAG_ROWS(X)                                                                          \
    X(0, 0, 1, 5, 6, 14, 15, 27, 28)                                                               \
    X(1, 2, 4, 7, 13, 16, 26, 29, 42)                                                              \
    X(2, 3, 8, 12, 17, 25, 30, 41, 43)                                                             \
    X(3, 9, 11, 18, 24, 31, 40, 44, 53)                                                            \
    X(4, 10, 19, 23, 32, 39, 45, 52, 54)                                                           \
    X(5, 20, 22, 33, 38, 46, 51, 55, 60)                                                           \
    X(6, 21, 34, 37, 47, 50, 56, 59, 61)                                                           \
    X(7, 35, 36, 48, 49, 57, 58, 62, 63)

/* The same for the 2x2 transform, which reads odd rows and columns: columns 1, 3, 5, 7 of rows 1
 * and 3 in pairs, those of rows 5 and 7, row 0 and the DC, column 0.  Position 64 is none. */
#define TG_ZIGZAG_ODD(X)                                                                           \
    X(0, 4, 11, 13, 24, 26, 40, 42, 53)                                                            \
    X(1, 22, 36, 38, 49, 51, 58, 60, 63)                                                           \
    X(2, 1, 6, 15, 28, 0, 64, 64, 64)                                                              \
    X(3, 2, 9, 20, 35, 64, 64, 64, 64)

#endif
