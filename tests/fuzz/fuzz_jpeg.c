/* fuzz_jpeg.c - whatever a JPEG file holds, our decoder leaves it to libjpeg or gives libjpeg's
 * samples, of which libjpeg has nothing to say.  The first byte chooses CPU level and scale. */
#include "tests/fuzz/fuzz.h"
#include "tests/support/jpeg_pair.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct tg_kernels kernels[4];
    static const uint32_t masks[4] = {0, TG_CPU_SSSE3, TG_CPU_SSSE3 | TG_CPU_SSE41 | TG_CPU_AVX2,
                                      UINT32_MAX};
    enum jpeg_pair got;

    if (size < 1)
        return 0;
    for (int i = 0; !kernels[3].unhuff && i < 4; i++)
        tg_kernels_init(&kernels[i], masks[i]);
    got = jpeg_pair(&kernels[data[0] & 3], data + 1, size - 1, 1u << (data[0] >> 2 & 3));
    require(got == JPEG_PAIR_SAME || got == JPEG_PAIR_LEFT);
    return 0;
}
