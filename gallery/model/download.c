/* download.c - see download.h. */
#include "gallery/model/download.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/nfc.h"
#include "core/base/path.h"
#include "gallery/model/names.h"
#include "gallery/model/sizes.h"

bool tg_archive_member_good(const struct tg_archive_member *member)
{
    return member->medium ? !member->medium->failed : !member->photo->failed;
}

/* The full-size copy; NULL if there is none. */
static const struct tg_rendition *copy_of(const struct tg_ref *ref)
{
    for (size_t i = 0; i < ref->photo->renditions_len; i++) {
        const struct tg_rendition *r = &ref->photo->renditions[i];

        if (tg_ref_has(ref, r) && (ref->options ? r->percent == ref->options->resize : r->original))
            return r;
    }
    return NULL;
}

/* Whether `r` is a better choice than `best` for a width of at most `most`. */
static bool is_better(const struct tg_rendition *r, const struct tg_rendition *best, uint32_t most)
{
    if (!best)
        return true;
    if ((r->width <= most) != (best->width <= most))
        return r->width <= most;
    return (r->width > best->width) == (r->width <= most) && r->width != best->width;
}

const struct tg_rendition *tg_ref_download(const struct tg_ref *ref, enum tg_download_size size)
{
    static const uint32_t widths[] = {[TG_DOWNLOAD_1920] = 1920, [TG_DOWNLOAD_2560] = 2560};
    const bool sized = size == TG_DOWNLOAD_1920 || size == TG_DOWNLOAD_2560;
    const struct tg_rendition *best = sized ? NULL : copy_of(ref);
    uint32_t most = sized ? widths[size] : UINT32_MAX;
    bool copied = best != NULL;

    for (size_t i = 0; i < ref->photo->renditions_len && !copied; i++) {
        const struct tg_rendition *r = &ref->photo->renditions[i];

        if (!r->percent && !r->original && r->req_h != TG_HEIGHT_SMALL && tg_ref_has(ref, r) &&
            is_better(r, best, most))
            best = r;
    }
    return best ? best : &ref->photo->renditions[0];
}

/* Every character that a name may not have, on any system, becomes "_". */
static void put_safe(struct tg_buf *out, const char *s, size_t most)
{
    while (*s) {
        const char *at = s;
        uint32_t cp = tg_text_next(&s);
        bool bad = tg_text_is_control(cp) || (cp < 0x80 && strchr("<>:\"/\\|?*", (int)cp));
        size_t len = bad ? 1 : (size_t)(s - at);

        if (out->len + len > most)
            return;
        tg_buf_put(out, bad ? "_" : at, len);
    }
}

char *tg_download_name(const char *path, const char *made, size_t n)
{
    const char *base = tg_path_base(path), *own = tg_path_ext(base), *ext = tg_path_ext(made);
    char *stem = strndup(base, (size_t)(own - base)), *form = stem ? tg_nfc(stem) : NULL;
    char number[32] = "";
    struct tg_buf out, tail;

    if (tg_text_casecmp(own, ext) == 0)
        ext = own;
    if (n > 1)
        (void)snprintf(number, sizeof(number), " (%zu)", n);
    tg_buf_init(&out, TG_BUF_MAX);
    tg_buf_init(&tail, TG_BUF_MAX);
    tg_buf_puts(&tail, number);
    put_safe(&tail, ext, TG_DOWNLOAD_NAME_MAX / 2);
    if (form && tg_is_device_name(form))
        tg_buf_puts(&out, "_");
    put_safe(&out, form ? form : "", TG_DOWNLOAD_NAME_MAX - tail.len);
    if (out.len == 0)
        tg_buf_puts(&out, "_");
    tg_buf_puts(&out, tg_buf_str(&tail));
    if (!out.failed && strchr(". ", out.data[out.len - 1]))
        out.data[out.len - 1] = '_'; /* Windows would leave it out */
    out.failed |= tail.failed || !form;
    tg_buf_release(&tail);
    free(form);
    free(stem);
    return tg_buf_steal(&out);
}

/* Capital letters of the alphabets that have them.  What it takes for the same although it is not
 * gets a number in vain, which harms nobody. */
static uint32_t lower(uint32_t cp)
{
    if ((cp >= 'A' && cp <= 'Z') || (cp >= 0xC0 && cp <= 0xDE) || (cp >= 0x391 && cp <= 0x3AB) ||
        (cp >= 0x410 && cp <= 0x42F))
        return cp + 32;
    if (cp >= 0x400 && cp <= 0x40F)
        return cp + 80;
    if ((cp >= 0x139 && cp <= 0x148) || (cp >= 0x179 && cp <= 0x17E))
        return (cp - 1) | 1;
    if ((cp >= 0x100 && cp <= 0x24F) || (cp >= 0x460 && cp <= 0x52F) ||
        (cp >= 0x1E00 && cp <= 0x1FFF))
        return cp | 1;
    return cp;
}

char *tg_download_key(const char *name)
{
    struct tg_buf out;

    tg_buf_init(&out, TG_BUF_MAX);
    while (*name) {
        uint32_t cp = lower(tg_text_next(&name));
        const char bytes[] = {(char)(0x80 | cp >> 14), (char)(0x80 | (cp >> 7 & 0x7F)),
                              (char)(0x80 | (cp & 0x7F))};

        tg_buf_put(&out, bytes, sizeof(bytes));
    }
    return tg_buf_steal(&out);
}
