#define HWY_DISABLED_TARGETS HWY_SSE4 // measured: no faster than SSSE3 here
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/generic/channels_hwy.cc"
// clang-format off
#include <hwy/foreach_target.h> // must precede highway.h
#include <hwy/highway.h>
// clang-format on

#include "kernels/families.h"
#include "kernels/generic/hwy_fill.h"

#if HWY_TARGET != HWY_SCALAR // that one is the C code's job
HWY_BEFORE_NAMESPACE();
namespace tg::HWY_NAMESPACE
{
namespace
{
namespace hn = hwy::HWY_NAMESPACE;
using D8 = hn::ScalableTag<uint8_t>;

// In all of these the last vector overlaps the one before it.
size_t Next(size_t i, size_t lanes, size_t n)
{
    return i + lanes < n && i + 2 * lanes > n ? n - lanes : i + lanes;
}

void Split2(uint8_t *const dst[], const uint8_t *src, size_t n)
{
    const D8 d;
    const size_t lanes = hn::Lanes(d);
    hn::Vec<D8> a, b;

    if (n < lanes) {
        tg_split2_c(dst, src, n);
        return;
    }
    for (size_t i = 0; i < n; i = Next(i, lanes, n)) {
        hn::LoadInterleaved2(d, src + 2 * i, a, b);
        hn::StoreU(a, d, dst[0] + i);
        hn::StoreU(b, d, dst[1] + i);
    }
}

void Split3(uint8_t *const dst[], const uint8_t *src, size_t n)
{
    const D8 d;
    const size_t lanes = hn::Lanes(d);
    hn::Vec<D8> a, b, c;

    if (n < lanes) {
        tg_split3_c(dst, src, n);
        return;
    }
    for (size_t i = 0; i < n; i = Next(i, lanes, n)) {
        hn::LoadInterleaved3(d, src + 3 * i, a, b, c);
        hn::StoreU(a, d, dst[0] + i);
        hn::StoreU(b, d, dst[1] + i);
        hn::StoreU(c, d, dst[2] + i);
    }
}

void Split4(uint8_t *const dst[], const uint8_t *src, size_t n)
{
    const D8 d;
    const size_t lanes = hn::Lanes(d);
    hn::Vec<D8> a, b, c, e;

    if (n < lanes) {
        tg_split4_c(dst, src, n);
        return;
    }
    for (size_t i = 0; i < n; i = Next(i, lanes, n)) {
        hn::LoadInterleaved4(d, src + 4 * i, a, b, c, e);
        hn::StoreU(a, d, dst[0] + i);
        hn::StoreU(b, d, dst[1] + i);
        hn::StoreU(c, d, dst[2] + i);
        hn::StoreU(e, d, dst[3] + i);
    }
}

void Merge2(uint8_t *dst, const uint8_t *const src[], size_t n)
{
    const D8 d;
    const size_t lanes = hn::Lanes(d);

    if (n < lanes) {
        tg_merge2_c(dst, src, n);
        return;
    }
    for (size_t i = 0; i < n; i = Next(i, lanes, n))
        hn::StoreInterleaved2(hn::LoadU(d, src[0] + i), hn::LoadU(d, src[1] + i), d, dst + 2 * i);
}

void Merge3(uint8_t *dst, const uint8_t *const src[], size_t n)
{
    const D8 d;
    const size_t lanes = hn::Lanes(d);

    if (n < lanes) {
        tg_merge3_c(dst, src, n);
        return;
    }
    for (size_t i = 0; i < n; i = Next(i, lanes, n))
        hn::StoreInterleaved3(hn::LoadU(d, src[0] + i), hn::LoadU(d, src[1] + i),
                              hn::LoadU(d, src[2] + i), d, dst + 3 * i);
}

void Merge4(uint8_t *dst, const uint8_t *const src[], size_t n)
{
    const D8 d;
    const size_t lanes = hn::Lanes(d);

    if (n < lanes) {
        tg_merge4_c(dst, src, n);
        return;
    }
    for (size_t i = 0; i < n; i = Next(i, lanes, n))
        hn::StoreInterleaved4(hn::LoadU(d, src[0] + i), hn::LoadU(d, src[1] + i),
                              hn::LoadU(d, src[2] + i), hn::LoadU(d, src[3] + i), d, dst + 4 * i);
}

void FillChannels(struct tg_kernels *k, const char *from)
{
    TG_HWY_SET(k, split2, Split2, from);
    TG_HWY_SET(k, split3, Split3, from);
    TG_HWY_SET(k, split4, Split4, from);
    TG_HWY_SET(k, merge2, Merge2, from);
    TG_HWY_SET(k, merge3, Merge3, from);
    TG_HWY_SET(k, merge4, Merge4, from);
}
} // namespace
} // namespace tg::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif

#if HWY_ONCE
extern "C" void tg_kernels_init_hwy_channels(struct tg_kernels *k, uint32_t level)
{
    TG_HWY_FILL(k, level, FillChannels);
}
#endif
