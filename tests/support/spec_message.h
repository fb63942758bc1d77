/* spec_message.h - specs as workers get them and as plans hold them. */
#ifndef TG_TESTS_SPEC_MESSAGE_H
#define TG_TESTS_SPEC_MESSAGE_H

#include <stdbool.h>

#include "core/run/message.h"

/* The caller releases it. */
struct tg_buf put_spec(const struct tg_output_spec *s);

/* Whether the message is a good one. */
bool get_spec(const struct tg_buf *b, struct tg_output_spec *s);

#endif
