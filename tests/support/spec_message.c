/* spec_message.c - see spec_message.h. */
#include "tests/support/spec_message.h"

#include <check.h>

struct tg_buf put_spec(const struct tg_output_spec *s)
{
    struct tg_buf b;

    tg_frame_begin(&b, 1);
    tg_message_put_spec(&b, s);
    ck_assert(tg_frame_finish(&b));
    return b;
}

bool get_spec(const struct tg_buf *b, struct tg_output_spec *s)
{
    struct tg_frame f;

    (void)tg_frame_open(&f, b->data, b->len);
    tg_message_get_spec(&f, s);
    return tg_frame_end(&f);
}
