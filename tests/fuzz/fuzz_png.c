/* fuzz_png.c - whatever a PNG file holds, it is left to libpng or becomes libpng's picture, of
 * which libpng has nothing else to say.  The first byte chooses CPU level, depth and metadata. */
#include "tests/fuzz/fuzz.h"
#include "tests/support/png_pair.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct tg_kernels kernels[4];
    static const uint32_t masks[4] = {0, TG_CPU_SSSE3, TG_CPU_SSSE3 | TG_CPU_SSE41 | TG_CPU_AVX2,
                                      UINT32_MAX};

    if (size < 1)
        return 0;
    for (int i = 0; !kernels[3].unfilter_paeth && i < 4; i++)
        tg_kernels_init(&kernels[i], masks[i]);
    require(png_pair(&kernels[data[0] & 3], data + 1, size - 1, data[0] & 4, data[0] & 8) !=
            PNG_PAIR_DIFFERENT);
    return 0;
}
