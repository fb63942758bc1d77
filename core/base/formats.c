/* formats.c - see formats.h. */
#include "core/base/formats.h"

#include <stddef.h>
#include <strings.h>

#include "core/base/path.h"

#define ROW(CODE, codec, built, written, copied, name, type, ...)                                  \
    {TG_##CODE, TG_##written, built, copied, name, type, {__VA_ARGS__}},
const struct tg_format_row tg_formats[TG_FORMATS] = {TG_FORMAT_ROWS(ROW)};

const struct tg_format_row *tg_format_of_suffix(const char *path)
{
    const char *ext = tg_path_ext(path);

    for (int i = 0; i < TG_FORMATS; i++)
        for (const char *const *suffix = tg_formats[i].suffixes; *suffix; suffix++)
            if (strcasecmp(ext, *suffix) == 0)
                return &tg_formats[i];
    return NULL;
}
