/* fuzz_request.c - no request leads out of the folder that is served, or beyond the end of a
 * file. */
#include <string.h>

#include "core/base/media_type.h"
#include "core/serve/request.h"
#include "tests/fuzz/fuzz.h"

static void check_path(const char *raw)
{
    struct tg_buf path;
    const char *part;
    bool folder;

    tg_buf_init(&path, 1 << 16);
    if (tg_request_path(raw, &path, &folder) && !path.failed && path.len) {
        require(strlen(tg_buf_str(&path)) == path.len);
        for (part = tg_buf_str(&path); part; part = strchr(part, '/')) {
            part += *part == '/';
            require(*part != '.' && *part != '/' && *part != '\0');
        }
    }
    tg_buf_release(&path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = strndup((const char *)data, size);
    uint64_t first = 1, last = 0, bytes = size ? data[0] : 0;

    if (!text)
        return 0;
    check_path(text);
    if (tg_request_range(text, bytes, &first, &last) == TG_RANGE_PART)
        require(first <= last && last < bytes);
    (void)tg_request_host_fits(text, &(struct tg_hosts){"::1", NULL});
    (void)tg_request_host_fits(text, &(struct tg_hosts){"::", text});
    require(*tg_media_type(text) != '\0');
    free(text);
    return 0;
}
