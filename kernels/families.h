/* families.h - what the kernel files share with each other.  Private to kernels/. */
#ifndef TG_KERNELS_FAMILIES_H
#define TG_KERNELS_FAMILIES_H

#include "kernels/kernels.h"

#ifdef __cplusplus
extern "C" {
#endif

/* tg_<kernel>_<isa>, for every kernel and every ISA; not all are defined, see the init
 * functions. */
#define TG_DECLARE(name, type)                                                                     \
    type tg_##name##_c;                                                                            \
    type tg_##name##_ssse3;                                                                        \
    type tg_##name##_sse41;                                                                        \
    type tg_##name##_avx2;                                                                         \
    type tg_##name##_avx512;                                                                       \
    type tg_##name##_neon;
TG_KERNELS(TG_DECLARE)
#undef TG_DECLARE

#define TG_SET(k, name, isa) ((k)->name = tg_##name##_##isa, (k)->impl.name = #isa)

/* Each sets the kernels it has for the one feature `level` (a single bit of enum tg_cpu) and leaves
 * the others alone. */
typedef void tg_kernels_init_fn(struct tg_kernels *k, uint32_t level);
tg_kernels_init_fn tg_kernels_init_hwy_resize;
tg_kernels_init_fn tg_kernels_init_hwy_geometry;
tg_kernels_init_fn tg_kernels_init_hwy_channels;
tg_kernels_init_fn tg_kernels_init_hwy_alpha;
tg_kernels_init_fn tg_kernels_init_hwy_colour;
tg_kernels_init_fn tg_kernels_init_hwy; /* all of the above; nothing without Highway */
tg_kernels_init_fn tg_kernels_init_x86;
tg_kernels_init_fn tg_kernels_init_arm;

/* Whether PDEP takes tens to hundreds of cycles, as it does on AMD's cores before Zen 3, by the
 * vendor of CPUID leaf 0 and the signature, eax of leaf 1. */
bool tg_pdep_is_slow(const char vendor[12], uint32_t signature);

/* Features of this CPU that the operating system supports too. */
uint32_t tg_cpu_detect_x86(void);
uint32_t tg_cpu_detect_arm(void);

#ifdef __cplusplus
}
#endif

#endif
