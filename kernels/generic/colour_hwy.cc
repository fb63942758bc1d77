#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/generic/colour_hwy.cc"
// clang-format off
#include <hwy/foreach_target.h> // must precede highway.h
#include <hwy/highway.h>
// clang-format on

#include "kernels/colour.h"
#include "kernels/families.h"
#include "kernels/generic/hwy_fill.h"

#if HWY_TARGET != HWY_SCALAR // that one is the C code's job
HWY_BEFORE_NAMESPACE();
namespace tg::HWY_NAMESPACE
{
namespace hn = hwy::HWY_NAMESPACE;
using D8 = hn::ScalableTag<uint8_t>;
using V8 = hn::Vec<D8>;
using D32 = hn::Repartition<uint32_t, D8>;
using DI = hn::RebindToSigned<D32>;
using VI = hn::Vec<DI>;
using DF = hn::RebindToFloat<DI>;
using VF = hn::Vec<DF>;

struct Planes {
    V8 v0, v1, v2;
};

// The 16-bit fixed point is computed in float: all values are integers below 2^24, hence exact, in
// any order of operations and with or without fused multiply-add.  Not every ISA has a fast 32-bit
// integer multiplication; all have this one.
template <int kByte> HWY_INLINE VI Byte(V8 v)
{
    const D32 d;

    return hn::BitCast(DI(),
                       hn::And(hn::ShiftRight<8 * kByte>(hn::BitCast(d, v)), hn::Set(d, 0xff)));
}

template <int kByte> HWY_INLINE V8 Put(VI v)
{
    return hn::BitCast(D8(), hn::ShiftLeft<8 * kByte>(v));
}

HWY_INLINE VF Set(int32_t v)
{
    return hn::Set(DF(), static_cast<float>(v));
}

HWY_INLINE VI Whole(VF v)
{
    return hn::ShiftRight<16>(hn::ConvertTo(DI(), v));
}

HWY_INLINE VI Clamp(VI v)
{
    const DI d;

    return hn::Min(hn::Max(v, hn::Zero(d)), hn::Set(d, 255));
}

template <int kByte> HWY_INLINE Planes RgbToYcc1(const Planes &in)
{
    const DF df;
    const VF r = hn::ConvertTo(df, Byte<kByte>(in.v0));
    const VF g = hn::ConvertTo(df, Byte<kByte>(in.v1));
    const VF b = hn::ConvertTo(df, Byte<kByte>(in.v2));
    const VF y = hn::MulAdd(Set(TG_Y_R), r, Set(TG_ROUND_Y));
    const VF cb = hn::MulAdd(Set(TG_CB_R), r, Set(TG_ROUND_C));
    const VF cr = hn::MulAdd(Set(TG_CR_R), r, Set(TG_ROUND_C));

    return {Put<kByte>(Whole(hn::MulAdd(Set(TG_Y_B), b, hn::MulAdd(Set(TG_Y_G), g, y)))),
            Put<kByte>(Whole(hn::MulAdd(Set(TG_CB_B), b, hn::MulAdd(Set(TG_CB_G), g, cb)))),
            Put<kByte>(Whole(hn::MulAdd(Set(TG_CR_B), b, hn::MulAdd(Set(TG_CR_G), g, cr))))};
}

template <int kByte> HWY_INLINE Planes YccToRgb1(const Planes &in)
{
    const DF df;
    const VI y = Byte<kByte>(in.v0), centre = hn::Set(DI(), 128);
    const VF cb = hn::ConvertTo(df, hn::Sub(Byte<kByte>(in.v1), centre));
    const VF cr = hn::ConvertTo(df, hn::Sub(Byte<kByte>(in.v2), centre));
    const VF half = Set(TG_ROUND_Y);
    const VI r = Whole(hn::MulAdd(Set(TG_R_CR), cr, half));
    const VI g = Whole(hn::MulAdd(Set(TG_G_CR), cr, hn::MulAdd(Set(TG_G_CB), cb, half)));
    const VI b = Whole(hn::MulAdd(Set(TG_B_CB), cb, half));

    return {Put<kByte>(Clamp(hn::Add(y, r))), Put<kByte>(Clamp(hn::Add(y, g))),
            Put<kByte>(Clamp(hn::Add(y, b)))};
}

HWY_INLINE Planes Or(const Planes &a, const Planes &b)
{
    return {hn::Or(a.v0, b.v0), hn::Or(a.v1, b.v1), hn::Or(a.v2, b.v2)};
}

HWY_INLINE Planes RgbToYcc(const Planes &in)
{
    return Or(Or(RgbToYcc1<0>(in), RgbToYcc1<1>(in)), Or(RgbToYcc1<2>(in), RgbToYcc1<3>(in)));
}

HWY_INLINE Planes YccToRgb(const Planes &in)
{
    return Or(Or(YccToRgb1<0>(in), YccToRgb1<1>(in)), Or(YccToRgb1<2>(in), YccToRgb1<3>(in)));
}

HWY_INLINE Planes Load(const uint8_t *const src[3], size_t i)
{
    const D8 d;

    return {hn::LoadU(d, src[0] + i), hn::LoadU(d, src[1] + i), hn::LoadU(d, src[2] + i)};
}

HWY_INLINE void Store(const Planes &v, uint8_t *const dst[3], size_t i)
{
    const D8 d;

    hn::StoreU(v.v0, d, dst[0] + i);
    hn::StoreU(v.v1, d, dst[1] + i);
    hn::StoreU(v.v2, d, dst[2] + i);
}

// The last vector overlaps the one before it, so it is computed first: dst may be src.
void RgbToYccRow(uint8_t *const dst[3], const uint8_t *const src[3], size_t n)
{
    const size_t lanes = hn::Lanes(D8());

    if (n < lanes) {
        tg_rgb_to_ycc_c(dst, src, n);
        return;
    }
    const Planes last = RgbToYcc(Load(src, n - lanes));
    for (size_t i = 0; i + lanes <= n; i += lanes)
        Store(RgbToYcc(Load(src, i)), dst, i);
    Store(last, dst, n - lanes);
}

void YccToRgbRow(uint8_t *const dst[3], const uint8_t *const src[3], size_t n)
{
    const size_t lanes = hn::Lanes(D8());

    if (n < lanes) {
        tg_ycc_to_rgb_c(dst, src, n);
        return;
    }
    const Planes last = YccToRgb(Load(src, n - lanes));
    for (size_t i = 0; i + lanes <= n; i += lanes)
        Store(YccToRgb(Load(src, i)), dst, i);
    Store(last, dst, n - lanes);
}

// v / 257 to nearest: t = v + 128 = 257 q + (t % 256 - q) with q = t / 256, so the quotient is q, or one
// less if t % 256 < q: (t - q) / 256.  Saturation does not change the result.
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
    TG_HWY_SET(k, rgb_to_ycc, RgbToYccRow, from);
    TG_HWY_SET(k, ycc_to_rgb, YccToRgbRow, from);
    TG_HWY_SET(k, narrow, NarrowRow, from);
}
} // namespace tg::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif

#if HWY_ONCE
extern "C" void tg_kernels_init_hwy_colour(struct tg_kernels *k, uint32_t level)
{
    TG_HWY_FILL(k, level, FillColour);
}
#endif
