#define HWY_DISABLED_TARGETS HWY_SSE4 // measured: no faster than SSSE3 here
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/generic/geometry_hwy.cc"
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
using DB = hn::Full128<uint8_t>; // transposition works on 16 x 16 squares whatever the vector
using VB = hn::Vec<DB>;

constexpr size_t kSide = 16;

HWY_INLINE V8 ReverseBytes(V8 v)
{
    const D16 d;
    const auto words = hn::Reverse(d, hn::BitCast(d, v));

    return hn::BitCast(D8(), hn::Or(hn::ShiftLeft<8>(words), hn::ShiftRight<8>(words)));
}

void Reverse(uint8_t *dst, const uint8_t *src, size_t n)
{
    const D8 d;
    const size_t lanes = hn::Lanes(d);
    size_t i = 0;

    for (; i + lanes <= n; i += lanes)
        hn::StoreU(ReverseBytes(hn::LoadU(d, src + n - lanes - i)), d, dst + i);
    if (i < n)
        tg_reverse_c(dst + i, src, n - i);
}

// out[2i], out[2i + 1] = bytes of in[i] and in[i + 8] in turn.  Four rounds transpose: each moves
// one bit of the row number to the bottom of the column number and the top bit of the column to the
// rows.
HWY_INLINE void Shuffle(VB out[kSide], const VB in[kSide])
{
    const DB d;

    for (size_t i = 0; i < kSide / 2; i++) {
        out[2 * i] = hn::InterleaveLower(d, in[i], in[i + kSide / 2]);
        out[2 * i + 1] = hn::InterleaveUpper(d, in[i], in[i + kSide / 2]);
    }
}

void TransposeSquare(uint8_t *dst, ptrdiff_t dst_stride, const uint8_t *src, ptrdiff_t src_stride)
{
    const DB d;
    VB a[kSide], b[kSide];

    for (size_t i = 0; i < kSide; i++)
        a[i] = hn::LoadU(d, src + static_cast<ptrdiff_t>(i) * src_stride);
    Shuffle(b, a);
    Shuffle(a, b);
    Shuffle(b, a);
    Shuffle(a, b);
    for (size_t i = 0; i < kSide; i++)
        hn::StoreU(a[i], d, dst + static_cast<ptrdiff_t>(i) * dst_stride);
}

// Squares overlap at the right and lower edges; down the columns first, so that dst is written
// along its rows and its cache lines are filled while they are there.
void Transpose(uint8_t *dst, ptrdiff_t dst_stride, const uint8_t *src, ptrdiff_t src_stride,
               size_t w, size_t h)
{
    if (w < kSide || h < kSide) {
        tg_transpose_c(dst, dst_stride, src, src_stride, w, h);
        return;
    }
    for (size_t i = 0; i < w; i += kSide) {
        const ptrdiff_t x = static_cast<ptrdiff_t>(i + kSide <= w ? i : w - kSide);

        for (size_t j = 0; j < h; j += kSide) {
            const ptrdiff_t y = static_cast<ptrdiff_t>(j + kSide <= h ? j : h - kSide);

            TransposeSquare(dst + x * dst_stride + y, dst_stride, src + y * src_stride + x,
                            src_stride);
        }
    }
}

void FillGeometry(struct tg_kernels *k, const char *from)
{
    TG_HWY_SET(k, transpose, Transpose, from);
    TG_HWY_SET(k, reverse, Reverse, from);
}
} // namespace
} // namespace tg::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif

#if HWY_ONCE
extern "C" void tg_kernels_init_hwy_geometry(struct tg_kernels *k, uint32_t level)
{
    TG_HWY_FILL(k, level, FillGeometry);
}
#endif
