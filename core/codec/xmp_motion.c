/* xmp_motion.c - see xmp_motion.h.
 * https://developer.android.com/media/platform/motion-photo-format
 *
 * Values are attributes in the files of most makers, elements in some. */
#include "core/codec/xmp_motion.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <expat.h>

#include "core/codec/xmp.h"

enum { MAX_DEPTH = 64, MAX_VALUE = 32 };

#define CAMERA "http://ns.google.com/photos/1.0/camera/ "
#define ITEM   "http://ns.google.com/photos/1.0/container/item/ "
#define RDF_LI "http://www.w3.org/1999/02/22-rdf-syntax-ns# li"

struct reader {
    XML_Parser parser;
    int depth;
    char value[MAX_VALUE]; /* text of the innermost element */
    size_t value_len;
    bool is_micro, is_video;  /* the packet has a Micro Video; the item is a video */
    uint64_t micro;           /* its offset from the end */
    uint64_t length, padding; /* of the item */
    bool any;                 /* an item that is the video was there: */
    uint64_t from_end;        /* its length, and that of all behind it */
};

/* 0 if it is no number of a size that files have. */
static uint64_t number(const char *text)
{
    size_t len = strspn(text, "0123456789");

    return len && len < 16 && !text[len] ? strtoull(text, NULL, 10) : 0;
}

static void take_value(struct reader *r, const char *name, const char *value)
{
    if (strcmp(name, CAMERA "MicroVideo") == 0)
        r->is_micro = strcmp(value, "1") == 0;
    else if (strcmp(name, CAMERA "MicroVideoOffset") == 0)
        r->micro = number(value);
    else if (strcmp(name, ITEM "Semantic") == 0)
        r->is_video = strcmp(value, "MotionPhoto") == 0;
    else if (strcmp(name, ITEM "Length") == 0)
        r->length = number(value);
    else if (strcmp(name, ITEM "Padding") == 0)
        r->padding = number(value);
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

static void start_element(void *ctx, const char *name, const char **attributes)
{
    struct reader *r = ctx;

    (void)name;
    r->value_len = 0;
    if (++r->depth > MAX_DEPTH)
        (void)XML_StopParser(r->parser, XML_FALSE);
    else
        for (; *attributes; attributes += 2)
            take_value(r, attributes[0], attributes[1]);
}

static void end_element(void *ctx, const char *name)
{
    struct reader *r = ctx;

    if (r->value_len && r->value_len < MAX_VALUE) {
        r->value[r->value_len] = '\0';
        take_value(r, name, r->value);
    }
    r->value_len = 0;
    if (strcmp(name, RDF_LI) == 0)
        end_item(r);
    r->depth--;
}

/* A value that is too long is none. */
static void read_text(void *ctx, const char *s, int len)
{
    struct reader *r = ctx;

    for (int i = 0; i < len && r->value_len < MAX_VALUE; i++)
        r->value[r->value_len++] = s[i];
}

static void refuse_doctype(void *ctx, const char *name, const char *system, const char *public,
                           int internal)
{
    const struct reader *r = ctx;

    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    (void)XML_StopParser(r->parser, XML_FALSE);
}

/* Most packets are about other things. */
static bool mentions(const uint8_t *data, size_t len, const char *word)
{
    return memmem(data, len, word, strlen(word)) != NULL;
}

struct tg_err *tg_xmp_motion(const uint8_t *data, size_t len, uint64_t *from_end)
{
    struct reader r = {.depth = 0};
    struct tg_err *err = NULL;

    *from_end = 0;
    if (!data || len == 0 || len > TG_XMP_MAX ||
        (!mentions(data, len, "MotionPhoto") && !mentions(data, len, "MicroVideo")))
        return NULL;
    r.parser = XML_ParserCreateNS(NULL, ' ');
    if (!r.parser)
        return tg_err_nomem();
    XML_SetUserData(r.parser, &r);
    XML_SetElementHandler(r.parser, start_element, end_element);
    XML_SetCharacterDataHandler(r.parser, read_text);
    XML_SetStartDoctypeDeclHandler(r.parser, refuse_doctype);
    if (XML_Parse(r.parser, (const char *)data, (int)len, XML_TRUE) != XML_STATUS_OK &&
        XML_GetErrorCode(r.parser) == XML_ERROR_NO_MEMORY)
        err = tg_err_nomem();
    XML_ParserFree(r.parser);
    *from_end = r.any ? r.from_end : r.is_micro ? r.micro : 0;
    return err;
}
