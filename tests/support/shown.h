/* shown.h - an output of a picture in memory, as it is seen. */
#ifndef TG_TESTS_SHOWN_H
#define TG_TESTS_SHOWN_H

#include "core/render/render.h"
#include "tests/support/made.h"

/* A spec of quality 90 over white; the geometry as the command line has it. */
struct tg_output_spec spec_of(const char *geometry, enum tg_target target);

/* The one output of a picture, decoded; ends the test on errors and on damage. */
struct tg_image shown_by(const struct tg_kernels *k, const struct made *m,
                         const struct tg_output_spec *spec, struct tg_output_result *result);

#endif
