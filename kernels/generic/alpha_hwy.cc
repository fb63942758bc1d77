#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/generic/alpha_hwy.cc"
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
using V8 = hn::Vec<D8>;
using D16 = hn::Repartition<uint16_t, D8>;
using V16 = hn::Vec<D16>;
using D32 = hn::Repartition<uint32_t, D8>;
using DI = hn::RebindToSigned<D32>;
using DF = hn::RebindToFloat<DI>;

// x / 255 to nearest for x <= 255 * 255: t * 257 / 65536 with t = x + 128.
HWY_INLINE V16 Div255(V16 x)
{
    const D16 d;

    return hn::MulHigh(hn::Add(x, hn::Set(d, 128)), hn::Set(d, 257));
}

HWY_INLINE V8 Premul(V8 src, V8 alpha)
{
    const D16 d;
    const V16 low = hn::Set(d, 0xff), s = hn::BitCast(d, src), a = hn::BitCast(d, alpha);
    const V16 even = Div255(hn::Mul(hn::And(s, low), hn::And(a, low)));
    const V16 odd = Div255(hn::Mul(hn::ShiftRight<8>(s), hn::ShiftRight<8>(a)));

    return hn::BitCast(D8(), hn::Or(even, hn::ShiftLeft<8>(odd)));
}

// Byte kByte of each 32-bit lane.
template <int kByte> HWY_INLINE hn::Vec<DI> Byte(V8 v)
{
    const D32 d;

    return hn::BitCast(DI(),
                       hn::And(hn::ShiftRight<8 * kByte>(hn::BitCast(d, v)), hn::Set(d, 0xff)));
}

// min(255, (src * 255 + alpha / 2) / alpha) of one byte per lane, alpha >= 1.  The quotient of two
// integers below 2^16 cannot be rounded up to an integer by a correctly rounded float division.
template <int kByte> HWY_INLINE hn::Vec<D32> Unpremul1(V8 src, V8 alpha)
{
    const DI di;
    const DF df;
    const auto a = Byte<kByte>(alpha), s = Byte<kByte>(src);
    const auto top = hn::Add(hn::Sub(hn::ShiftLeft<8>(s), s), hn::ShiftRight<1>(a));
    const auto q = hn::Div(hn::ConvertTo(df, top), hn::ConvertTo(df, a));
    const auto whole = hn::ConvertTo(di, hn::Min(q, hn::Set(df, 255.0f)));

    return hn::ShiftLeft<8 * kByte>(hn::BitCast(D32(), whole));
}

HWY_INLINE V8 Unpremul(V8 src, V8 alpha)
{
    const D8 d;
    const V8 safe = hn::Max(alpha, hn::Set(d, 1));
    const auto q = hn::Or(hn::Or(Unpremul1<0>(src, safe), Unpremul1<1>(src, safe)),
                          hn::Or(Unpremul1<2>(src, safe), Unpremul1<3>(src, safe)));

    return hn::IfThenZeroElse(hn::Eq(alpha, hn::Zero(d)), hn::BitCast(d, q));
}

// The last vector overlaps the one before it, so it is computed first: dst may be src.
void PremulRow(uint8_t *dst, const uint8_t *src, const uint8_t *alpha, size_t n)
{
    const D8 d;
    const size_t lanes = hn::Lanes(d);

    if (n < lanes) {
        tg_premul_c(dst, src, alpha, n);
        return;
    }
    const V8 last = Premul(hn::LoadU(d, src + n - lanes), hn::LoadU(d, alpha + n - lanes));
    for (size_t i = 0; i + lanes <= n; i += lanes)
        hn::StoreU(Premul(hn::LoadU(d, src + i), hn::LoadU(d, alpha + i)), d, dst + i);
    hn::StoreU(last, d, dst + n - lanes);
}

void UnpremulRow(uint8_t *dst, const uint8_t *src, const uint8_t *alpha, size_t n)
{
    const D8 d;
    const size_t lanes = hn::Lanes(d);

    if (n < lanes) {
        tg_unpremul_c(dst, src, alpha, n);
        return;
    }
    const V8 last = Unpremul(hn::LoadU(d, src + n - lanes), hn::LoadU(d, alpha + n - lanes));
    for (size_t i = 0; i + lanes <= n; i += lanes)
        hn::StoreU(Unpremul(hn::LoadU(d, src + i), hn::LoadU(d, alpha + i)), d, dst + i);
    hn::StoreU(last, d, dst + n - lanes);
}

void FillAlpha(struct tg_kernels *k, const char *from)
{
    TG_HWY_SET(k, premul, PremulRow, from);
    TG_HWY_SET(k, unpremul, UnpremulRow, from);
}
} // namespace
} // namespace tg::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif

#if HWY_ONCE
extern "C" void tg_kernels_init_hwy_alpha(struct tg_kernels *k, uint32_t level)
{
    TG_HWY_FILL(k, level, FillAlpha);
}
#endif
