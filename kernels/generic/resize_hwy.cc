#define HWY_DISABLED_TARGETS HWY_SSE4 // measured: no faster than SSSE3 here
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/generic/resize_hwy.cc"
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

// Sums of neighbours: the even and odd bytes of 16-bit lanes.
HWY_INLINE hn::Vec<hn::Repartition<uint16_t, D8>> PairSums(const uint8_t *p)
{
    const hn::Repartition<uint16_t, D8> d;
    const auto v = hn::BitCast(d, hn::LoadU(D8(), p));

    return hn::Add(hn::And(v, hn::Set(d, 0xff)), hn::ShiftRight<8>(v));
}

void Halve(uint8_t *dst, const uint8_t *a, const uint8_t *b, size_t n)
{
    const hn::Repartition<uint16_t, D8> d;
    const hn::RebindToSigned<decltype(d)> di;
    const hn::Rebind<uint8_t, decltype(d)> dh;
    const size_t lanes = hn::Lanes(d);
    size_t i = 0;

    for (; i + lanes <= n; i += lanes) {
        const auto sum = hn::Add(PairSums(a + 2 * i), PairSums(b + 2 * i));
        const auto mean = hn::ShiftRight<2>(hn::Add(sum, hn::Set(d, 2)));

        hn::StoreU(hn::DemoteTo(dh, hn::BitCast(di, mean)), dh, dst + i);
    }
    if (i < n)
        tg_halve_c(dst + i, a + 2 * i, b + 2 * i, n - i);
}

void FillResize(struct tg_kernels *k, const char *from)
{
    TG_HWY_SET(k, halve, Halve, from);
}
} // namespace
} // namespace tg::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif

#if HWY_ONCE
extern "C" void tg_kernels_init_hwy_resize(struct tg_kernels *k, uint32_t level)
{
    TG_HWY_FILL(k, level, FillResize);
}
#endif
