#include <cpuid.h>

#include "kernels/families.h"

/* Bits of CPUID leaf 1 (ecx), leaf 7 (ebx, ecx) and leaf 0x80000001 (ecx) that each level needs.
 * The names are those of the compilers' <cpuid.h>. */
enum {
    SSE41_1C = bit_SSE4_1 | bit_SSE4_2 | bit_POPCNT,
    AVX2_1C = bit_FMA | bit_F16C | bit_AVX,
    AVX2_7B = bit_AVX2 | bit_BMI | bit_BMI2,
    AVX2_81C = 1 << 5, /* LZCNT, called ABM by one compiler */
};
static const uint32_t AVX512_7B = (uint32_t)bit_AVX512F | (uint32_t)bit_AVX512CD |
                                  (uint32_t)bit_AVX512BW | (uint32_t)bit_AVX512DQ |
                                  (uint32_t)bit_AVX512VL;
static const uint32_t AVX512_7C =
    (uint32_t)bit_AVX512VBMI | (uint32_t)bit_AVX512VBMI2 | (uint32_t)bit_AVX512VNNI;

/* XCR0: register state that the operating system saves on a context switch. */
enum { XCR0_YMM = 0x06, XCR0_ZMM = 0xe6 };

static uint32_t read_xcr0(void)
{
    uint32_t eax, edx;

    /* xgetbv as an instruction: the intrinsic would need -mxsave on this file. */
    __asm__ volatile("xgetbv" : "=a"(eax), "=d"(edx) : "c"(0));
    return eax;
}

static bool has(uint32_t value, uint32_t bits)
{
    return (value & bits) == bits;
}

uint32_t tg_cpu_detect_x86(void)
{
    uint32_t a, b, c1, d, b7 = 0, c7 = 0, c81 = 0, xcr0 = 0, found = 0;

    if (!__get_cpuid(1, &a, &b, &c1, &d))
        return 0;
    __get_cpuid_count(7, 0, &a, &b7, &c7, &d);
    __get_cpuid(0x80000001, &a, &b, &c81, &d);
    if (c1 & bit_OSXSAVE)
        xcr0 = read_xcr0();

    if (!has(c1, bit_SSSE3))
        return 0;
    found |= TG_CPU_SSSE3;
    if (!has(c1, SSE41_1C))
        return found;
    found |= TG_CPU_SSE41;
    if (!has(c1, AVX2_1C) || !has(b7, AVX2_7B) || !has(c81, AVX2_81C) || !has(xcr0, XCR0_YMM))
        return found;
    found |= TG_CPU_AVX2;
    if (has(b7, AVX512_7B) && has(c7, AVX512_7C) && has(xcr0, XCR0_ZMM))
        found |= TG_CPU_AVX512;
    return found;
}
