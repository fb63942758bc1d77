/* fdct.h - constants of libjpeg's accurate integer DCT, "islow".  Private to kernels/.
 *
 * The method is that of C. Loeffler, A. Ligtenberg and G. Moschytz, "Practical Fast 1-D DCT
 * Algorithms with 11 Multiplications", ICASSP 1989, with constants scaled by 2^13.  Rows first,
 * then columns; a result is rounded once per pass, so any arrangement of the same exact sums gives
 * the same bits. */
#ifndef TG_KERNELS_FDCT_H
#define TG_KERNELS_FDCT_H

enum {
    TG_DCT_CONST_BITS = 13,
    TG_DCT_PASS1_BITS = 2, /* extra precision that the first pass leaves */

    TG_F_0_298 = 2446, /* 0.298631336 * 2^13 and so on */
    TG_F_0_390 = 3196,
    TG_F_0_541 = 4433,
    TG_F_0_765 = 6270,
    TG_F_0_899 = 7373,
    TG_F_1_175 = 9633,
    TG_F_1_501 = 12299,
    TG_F_1_847 = 15137,
    TG_F_1_961 = 16069,
    TG_F_2_053 = 16819,
    TG_F_2_562 = 20995,
    TG_F_3_072 = 25172,

    /* The same with the sums multiplied out.  Even part, of e2 = d1 + d6 - d2 - d5, e3 = d0 + d7 -
     * d3 - d4: result 2 is e2 * E22 + e3 * E23, result 6 is e2 * E62 + e3 * E63. */
    TG_E22 = TG_F_0_541,
    TG_E23 = TG_F_0_541 + TG_F_0_765,
    TG_E62 = TG_F_0_541 - TG_F_1_847,
    TG_E63 = TG_F_0_541,
    /* Odd part, of t4 = d3 - d4, t5 = d2 - d5, t6 = d1 - d6, t7 = d0 - d7: result 1 is
     * t4 * O14 + t5 * O15 + t6 * O16 + t7 * O17 and so on. */
    TG_O14 = TG_F_1_175 - TG_F_0_899,
    TG_O15 = TG_F_1_175 - TG_F_0_390,
    TG_O16 = TG_F_1_175,
    TG_O17 = TG_F_1_175 - TG_F_0_899 - TG_F_0_390 + TG_F_1_501,
    TG_O34 = TG_F_1_175 - TG_F_1_961,
    TG_O35 = TG_F_1_175 - TG_F_2_562,
    TG_O36 = TG_F_1_175 - TG_F_2_562 - TG_F_1_961 + TG_F_3_072,
    TG_O37 = TG_F_1_175,
    TG_O54 = TG_F_1_175,
    TG_O55 = TG_F_1_175 - TG_F_2_562 - TG_F_0_390 + TG_F_2_053,
    TG_O56 = TG_F_1_175 - TG_F_2_562,
    TG_O57 = TG_F_1_175 - TG_F_0_390,
    TG_O74 = TG_F_1_175 - TG_F_0_899 - TG_F_1_961 + TG_F_0_298,
    TG_O75 = TG_F_1_175,
    TG_O76 = TG_F_1_175 - TG_F_1_961,
    TG_O77 = TG_F_1_175 - TG_F_0_899,
};

#endif
