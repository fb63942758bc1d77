/* jpeg_cases.h - kernel_cases.h for the kernels of the JPEG decoder. */
#ifndef TG_TESTS_JPEG_CASES_H
#define TG_TESTS_JPEG_CASES_H

#include "tests/kernels/kernel_cases.h"

kcase_fn run_unstuff, run_unhuff, run_idct8, run_idct8_corner, run_idct4, run_idct4_corner,
    run_idct2;

#endif
