/* formats.c - see formats.h. */
#include "core/base/formats.h"

#include <stddef.h>
#include <strings.h>

#include "core/base/path.h"

#define ROW(CODE, codec, number, built, written, copied, name, type, kept, ...)                    \
    [TG_##CODE] = {TG_##CODE, TG_##written, built, copied, name, type, kept, {__VA_ARGS__}},
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

bool tg_format_is_written(enum tg_format format)
{
    return tg_formats[format].written == format || (format == TG_AVIF && TG_HAVE_AVIF_WRITER);
}

const char *tg_format_kept_suffix(const char *path)
{
    const char *ext = tg_path_ext(path);
    const struct tg_format_row *row = tg_format_of_suffix(path);

    for (unsigned i = 0; row && i < row->kept; i++)
        if (strcasecmp(ext, row->suffixes[i]) == 0)
            return ext;
    return row ? row->suffixes[0] : ext;
}
