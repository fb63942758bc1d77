/* xmp_motion.c - see xmp_motion.h.
 * https://developer.android.com/media/platform/motion-photo-format
 *
 * Values are attributes in the files of most makers, elements in some. */
#include "core/codec/xmp_motion.h"

#include <stdbool.h>
#include <string.h>

#include "core/codec/xmp.h"
#include "core/codec/xmp_reader.h"

#define CAMERA "http://ns.google.com/photos/1.0/camera/ "
#define ITEM   "http://ns.google.com/photos/1.0/container/item/ "
#define RDF_LI "http://www.w3.org/1999/02/22-rdf-syntax-ns# li"

struct reader {
    bool is_micro, is_video;  /* the packet has a Micro Video; the item is a video */
    uint64_t micro;           /* its offset from the end */
    uint64_t length, padding; /* of the item */
    bool any;                 /* an item that is the video was there: */
    uint64_t from_end;        /* its length, and that of all behind it */
};

static void take_value(void *ctx, const char *name, const char *value)
{
    struct reader *r = ctx;

    if (strcmp(name, CAMERA "MicroVideo") == 0)
        r->is_micro = strcmp(value, "1") == 0;
    else if (strcmp(name, CAMERA "MicroVideoOffset") == 0)
        r->micro = tg_xmp_number(value);
    else if (strcmp(name, ITEM "Semantic") == 0)
        r->is_video = strcmp(value, "MotionPhoto") == 0;
    else if (strcmp(name, ITEM "Length") == 0)
        r->length = tg_xmp_number(value);
    else if (strcmp(name, ITEM "Padding") == 0)
        r->padding = tg_xmp_number(value);
}

/* Items lie in the order of the directory, without gaps, up to the end of the file. */
static void end_item(struct reader *r)
{
    if (r->any)
        r->from_end += r->length + r->padding;
    else if (r->is_video && r->length) {
        r->any = true;
        r->from_end = r->length + r->padding;
    }
    r->is_video = false;
    r->length = r->padding = 0;
}

static void close_element(void *ctx, const char *name, const char *text)
{
    if (*text)
        take_value(ctx, name, text);
    if (strcmp(name, RDF_LI) == 0)
        end_item(ctx);
}

struct tg_err *tg_xmp_motion(const uint8_t *data, size_t len, uint64_t *from_end)
{
    struct reader r = {.is_micro = false};
    struct tg_xmp_reader xmp = {.ctx = &r, .value = take_value, .close = close_element};
    struct tg_err *err;
    bool whole;

    *from_end = 0;
    if (!data || len == 0 || len > TG_XMP_MAX ||
        (!tg_xmp_mentions(data, len, "MotionPhoto") && !tg_xmp_mentions(data, len, "MicroVideo")))
        return NULL;
    err = tg_xmp_read(&xmp, data, len, &whole);
    *from_end = r.any ? r.from_end : r.is_micro ? r.micro : 0;
    return err;
}
