/* names.c - names of output files; see site.h and plan.h. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/path.h"
#include "gallery/model/site.h"
#include "gallery/model/text.h"
#include "gallery/plan/plan.h"

enum { WEBP_SIDE_MAX = 16383 }; /* of the format */

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
    tg_buf_printf(&name, "-%" PRIu32 "-", tg_crc32(options_json, strlen(options_json)));
    put_side(&name, req_w);
    tg_buf_putc(&name, 'x');
    put_side(&name, req_h);
    tg_buf_puts(&name, ext);
    return tg_buf_steal(&name);
}

char *tg_plan_name(const struct tg_photo *photo, const char *options_json, uint32_t req_w,
                   uint32_t req_h)
{
    struct tg_buf path;
    char *full, *name;

    tg_buf_init(&path, TG_BUF_MAX);
    if (photo->is_frame && !photo->film) { /* récitale's name of it */
        tg_buf_put(&path, photo->path, (size_t)(tg_path_ext(photo->path) - photo->path));
        tg_buf_puts(&path, ".jpg");
    } else {
        tg_buf_puts(&path, photo->path);
        tg_buf_puts(&path, photo->film ? ".jpg" : photo->new_ext ? photo->new_ext : "");
    }
    full = tg_buf_steal(&path);
    name = full ? tg_rendition_name(full, options_json, req_w, req_h) : NULL;
    free(full);
    return name;
}

char *tg_plan_webp_name(const struct tg_photo *photo, const char *options_json, uint32_t req_w,
                        uint32_t req_h)
{
    struct tg_buf path, json;
    char *name;

    tg_buf_init(&path, TG_BUF_MAX);
    tg_buf_init(&json, TG_BUF_MAX);
    tg_buf_puts(&path, photo->path);
    tg_buf_puts(&path, ".webp");
    tg_buf_puts(&json, "webp ");
    tg_buf_puts(&json, options_json);
    name = path.failed || json.failed
               ? NULL
               : tg_rendition_name(tg_buf_str(&path), tg_buf_str(&json), req_w, req_h);
    tg_buf_release(&path);
    tg_buf_release(&json);
    return name;
}

bool tg_plan_wants_webp(const struct tg_site *site, const struct tg_photo *photo)
{
    return site->look.webp && !photo->film && photo->width <= WEBP_SIDE_MAX &&
           photo->height <= WEBP_SIDE_MAX &&
           tg_text_casecmp(tg_path_ext(photo->path), ".webp") != 0;
}
