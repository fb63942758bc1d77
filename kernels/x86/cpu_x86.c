#include <cpuid.h>
#include <string.h>

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

/* Family 25 (Zen 3) is the first of AMD's whose PDEP takes three cycles.  Excavator, Zen and Zen 2
 * (families 21 and 23), and Hygon's Zen (24), have it in microcode: up to 289 cycles were measured
 * on Zen 2 (uops.info; Dolphin's pull requests 8586 and 9233 tell families apart as here). */
bool tg_pdep_is_slow(const char vendor[12], uint32_t signature)
{
    const uint32_t base = signature >> 8 & 15,
                   family = base < 15 ? base : base + (signature >> 20 & 255);

    return family < 25 &&
           (memcmp(vendor, "AuthenticAMD", 12) == 0 || memcmp(vendor, "HygonGenuine", 12) == 0);
}

/* The vendor's name stands in three registers. */
static bool is_slow_pdep(uint32_t signature)
{
    uint32_t a, name[3] = {0};

    __get_cpuid(0, &a, &name[0], &name[2], &name[1]);
    return tg_pdep_is_slow((const char *)name, signature);
}

uint32_t tg_cpu_detect_x86(void)
{
    uint32_t a, b, c1, d, signature, b7 = 0, c7 = 0, c81 = 0, xcr0 = 0, found = 0;

    if (!__get_cpuid(1, &signature, &b, &c1, &d))
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
    found |= TG_CPU_AVX2 | (is_slow_pdep(signature) ? (uint32_t)TG_CPU_SLOW_PDEP : 0);
    if (has(b7, AVX512_7B) && has(c7, AVX512_7C) && has(xcr0, XCR0_ZMM))
        found |= TG_CPU_AVX512;
    return found;
}
