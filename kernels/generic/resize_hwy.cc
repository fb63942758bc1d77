#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/generic/resize_hwy.cc"
#include <string.h>

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
namespace hn = hwy::HWY_NAMESPACE;
using D8 = hn::ScalableTag<uint8_t>;
using DI = hn::ScalableTag<int32_t>;
using VI = hn::Vec<DI>;
using DQ = hn::Rebind<uint8_t, DI>; // as many bytes as sums
using DH = hn::Rebind<int16_t, DI>;

// One output row of a band, columns [x, x + lanes); Highway 1.0.3 has no portable multiply of 16-bit
// pairs, so this multiplies 32-bit lanes.
HWY_INLINE void SumRow(int16_t *dst, const struct tg_vband *band, size_t r, size_t x)
{
    const DI d;
    const DH dh;
    const DQ dq;
    const uint8_t *const *rows = band->rows + band->start[r];
    const int16_t *coef = band->coef + r * band->taps;
    int16_t sums[hn::MaxLanes(d)];
    VI sum = hn::Set(d, 1 << (TG_COEF_BITS - TG_MID_BITS - 1));

    for (size_t k = 0; k < band->taps; k++)
        sum = hn::Add(sum,
                      hn::Mul(hn::PromoteTo(d, hn::LoadU(dq, rows[k] + x)), hn::Set(d, coef[k])));
    hn::StoreU(hn::DemoteTo(dh, hn::ShiftRight<TG_COEF_BITS - TG_MID_BITS>(sum)), dh, sums);
    for (size_t i = 0; i < hn::Lanes(d); i += 2)
        memcpy(dst + i * TG_BAND + 2 * r, sums + i, 2 * sizeof(*sums));
}

void Vpass(int16_t *dst, const struct tg_vband *band, size_t x0, size_t n)
{
    const size_t lanes = hn::Lanes(DI());
    size_t x = 0;

    for (; x + lanes <= n; x += lanes)
        for (size_t r = 0; r < TG_BAND; r++)
            SumRow(dst + x * TG_BAND, band, r, x0 + x);
    if (x < n)
        tg_vpass_c(dst + x * TG_BAND, band, x0 + x, n - x);
}

// All rows of one output: even samples in the low half of each 32-bit lane, odd ones in the high.
void Hpass(uint8_t *const dst[TG_BAND], const int16_t *src, const struct tg_hfilter *filter)
{
    const hn::CappedTag<int32_t, TG_BAND> d;
    const hn::Rebind<uint8_t, decltype(d)> d8;
    uint8_t bytes[TG_BAND];

    for (size_t x = 0; x < filter->n; x++) {
        const int16_t *coef = filter->coef + x * filter->taps;

        for (size_t r = 0; r < TG_BAND; r += hn::Lanes(d)) {
            const int16_t *p = src + static_cast<size_t>(filter->start[x]) * TG_BAND + 2 * r;
            auto sum = hn::Set(d, 1 << (TG_COEF_BITS + TG_MID_BITS - 1));

            for (size_t k = 0; k < filter->taps; k += 2, p += 2 * TG_BAND) {
                const hn::Repartition<int16_t, decltype(d)> dh;
                const auto pairs = hn::BitCast(d, hn::LoadU(dh, p));
                const auto even = hn::ShiftRight<16>(hn::ShiftLeft<16>(pairs));

                sum = hn::Add(sum, hn::Mul(even, hn::Set(d, coef[k])));
                sum = hn::Add(sum, hn::Mul(hn::ShiftRight<16>(pairs), hn::Set(d, coef[k + 1])));
            }
            sum = hn::ShiftRight<TG_COEF_BITS + TG_MID_BITS>(sum);
            hn::StoreU(hn::DemoteTo(d8, sum), d8, bytes + r);
        }
        for (size_t r = 0; r < TG_BAND; r++)
            dst[r][x] = bytes[r];
    }
}

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
    TG_HWY_SET(k, vpass, Vpass, from);
    TG_HWY_SET(k, hpass, Hpass, from);
    TG_HWY_SET(k, halve, Halve, from);
}
} // namespace tg::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif

#if HWY_ONCE
extern "C" void tg_kernels_init_hwy_resize(struct tg_kernels *k, uint32_t level)
{
    TG_HWY_FILL(k, level, FillResize);
}
#endif
