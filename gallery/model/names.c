/* names.c - see names.h. */
#include "gallery/model/names.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/buf.h"
#include "core/base/path.h"
#include "gallery/model/text.h"

const char tg_plain_options[] = "{\"auto-orient\": true, \"progressive\": true, \"quality\": 75, "
                                "\"strip\": true, \"subsampling\": \"420\"}";

uint32_t tg_crc32(const void *data, size_t len)
{
    const unsigned char *p = data;
    uint32_t crc = 0xFFFFFFFFu;

    for (size_t i = 0; i < len; i++) {
        crc ^= p[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0); /* zlib's polynomial, bits reversed */
    }
    return ~crc;
}

static void put_side(struct tg_buf *name, uint32_t side)
{
    if (side)
        tg_buf_printf(name, "%" PRIu32, side);
}

char *tg_rendition_name(const char *photo_path, const char *options_json, uint32_t req_w,
                        uint32_t req_h)
{
    const char *stem = tg_path_base(photo_path), *ext = tg_path_ext(photo_path);
    struct tg_buf name;

    tg_buf_init(&name, TG_BUF_MAX);
    tg_buf_put(&name, stem, (size_t)(ext - stem));
    if (options_json)
        tg_buf_printf(&name, "-%" PRIu32, tg_crc32(options_json, strlen(options_json)));
    tg_buf_putc(&name, '-');
    put_side(&name, req_w);
    tg_buf_putc(&name, 'x');
    put_side(&name, req_h);
    tg_buf_puts(&name, ext);
    return tg_buf_steal(&name);
}

static const char first_page[] = "index.html", more_pages[] = "page-";

char *tg_page_name(size_t number)
{
    struct tg_buf name;

    tg_buf_init(&name, TG_BUF_MAX);
    if (number == 1)
        tg_buf_puts(&name, first_page);
    else
        tg_buf_printf(&name, "%s%zu.html", more_pages, number);
    return tg_buf_steal(&name);
}

bool tg_is_page_name(const char *name)
{
    size_t prefix = strlen(more_pages), digits;

    if (tg_text_casecmp(name, first_page) == 0)
        return true;
    if (strncasecmp(name, more_pages, prefix) != 0)
        return false;
    digits = strspn(name + prefix, "0123456789");
    return digits && tg_text_casecmp(name + prefix + digits, ".html") == 0;
}

size_t tg_parts_of(const char *path)
{
    size_t parts = *path != '\0';

    for (; *path; path++)
        parts += *path == '/';
    return parts;
}
