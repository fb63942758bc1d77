#define HWY_DISABLED_TARGETS HWY_SSE4 // measured: no faster than SSSE3 here
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/generic/colour_hwy.cc"
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

// v / 257 to nearest: t = v + 128 = 257 q + (t % 256 - q) with q = t / 256, so the quotient is q,
// or one less if t % 256 < q: (t - q) / 256.  Saturation does not change the result.
void NarrowRow(uint8_t *dst, const uint16_t *src, size_t n)
{
    const hn::ScalableTag<uint16_t> d;
    const hn::RebindToSigned<decltype(d)> di;
    const hn::Rebind<uint8_t, decltype(d)> d8;
    const size_t lanes = hn::Lanes(d);
    size_t i = 0;

    for (; i + lanes <= n; i += lanes) {
        const auto v = hn::LoadU(d, src + i);
        const auto t = hn::SaturatedAdd(v, hn::Set(d, 128));
        const auto q = hn::ShiftRight<8>(hn::Sub(t, hn::ShiftRight<8>(t)));

        hn::StoreU(hn::DemoteTo(d8, hn::BitCast(di, q)), d8, dst + i);
    }
    if (i < n)
        tg_narrow_c(dst + i, src + i, n - i);
}

void FillColour(struct tg_kernels *k, const char *from)
{
    TG_HWY_SET(k, narrow, NarrowRow, from);
}
} // namespace
} // namespace tg::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif

#if HWY_ONCE
extern "C" void tg_kernels_init_hwy_colour(struct tg_kernels *k, uint32_t level)
{
    TG_HWY_FILL(k, level, FillColour);
}
#endif
