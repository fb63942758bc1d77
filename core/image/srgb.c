/* srgb.c - see srgb.h.  Only + - * / on doubles, as in filter.c. */
#include "core/image/srgb.h"

#include <stdlib.h>

/* x^(1/2.4) is the twelfth root of x^5.  Newton's method doubles the digits of a root each time,
 * and `root`, of the entry before, has two or three. */
static double next_root(double root, double x)
{
    double x5 = x * x * x * x * x;

    for (int i = 0; i < 4; i++) {
        double r2 = root * root, r4 = r2 * r2, r11 = r4 * r4 * r2 * root;

        root = (11 * root + x5 / r11) / 12;
    }
    return root;
}

uint16_t *tg_srgb_table_new(void)
{
    const double knee = 0.0031308;
    uint16_t *table = malloc(TG_SRGB_TABLE * sizeof(*table));
    double root = (12.92 * knee + 0.055) / 1.055;

    for (unsigned i = 0; table && i < TG_SRGB_TABLE; i++) {
        double x = i / 65535.0;

        if (x > knee)
            root = next_root(root, x);
        table[i] = tg_srgb_index(x > knee ? 1.055 * root - 0.055 : 12.92 * x);
    }
    return table;
}

/* CIE 15: the inverse of the function whose values L*, a* and b* are made of. */
static double cube(double f)
{
    const double d = 6 / 29.0;

    return f > d ? f * f * f : 3 * d * d * (f - 4 / 29.0);
}

void tg_srgb_from_lab(const uint16_t *table, const double lab[3], uint16_t rgb[3])
{
    /* X, Y, Z as shares of D50's (0.9642, 1, 0.8249), by Bradford's adaptation to sRGB's D65 and
     * the inverse of its primaries; rows add up to 1, so that greys stay grey. */
    static const double m[3][3] = {{3.0219825, -1.6172090, -0.4047735},
                                   {-0.9437093, 1.9161301, 0.0275792},
                                   {0.0693876, -0.2289939, 1.1596063}};
    double y = (lab[0] + 16) / 116;
    double xyz[3] = {cube(y + lab[1] / 500), cube(y), cube(y - lab[2] / 200)};

    for (int c = 0; c < 3; c++)
        rgb[c] = table[tg_srgb_index(m[c][0] * xyz[0] + m[c][1] * xyz[1] + m[c][2] * xyz[2])];
}
