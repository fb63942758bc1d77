/* fuzz_frame.c - messages from a process that may have been taken over: read within their bounds,
 * and failure is remembered.  The first byte says which fields are asked for. */
#include <string.h>

#include "core/pool/frame.h"
#include "tests/fuzz/fuzz.h"

enum { FIELDS = 8 };

static void read_field(struct tg_frame *f, unsigned kind)
{
    bool bad = f->bad;
    const char *text;

    switch (kind) {
    case 0:
        require(tg_frame_get_u32(f) == 0 || !bad);
        break;
    case 1:
        require(tg_frame_get_u64(f) == 0 || !bad);
        break;
    case 2:
        require(tg_frame_get_max(f, 1000) <= 1000);
        break;
    default:
        text = tg_frame_get_str(f);
        require(text && (strlen(text) == 0 || !bad));
        break;
    }
    require(!bad || f->bad);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tg_frame f;
    unsigned kinds;

    if (size < 2)
        return 0;
    kinds = data[0] | (unsigned)data[1] << 8;
    (void)tg_frame_open(&f, data + 2, size - 2);
    require(f.bad || f.left <= size - 2);
    for (int i = 0; i < FIELDS; i++, kinds >>= 2)
        read_field(&f, kinds & 3);
    if (size % 2) {
        struct tg_err *err = tg_frame_get_err(&f);

        require(err != NULL);
        tg_err_free(err);
    }
    (void)tg_frame_end(&f);
    return 0;
}
