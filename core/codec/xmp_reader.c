/* xmp_reader.c - see xmp_reader.h. */
#include "core/codec/xmp_reader.h"

#include <stdlib.h>
#include <string.h>

#include "core/codec/xmp.h"

enum { MAX_DEPTH = 64 };

static void start_element(void *ctx, const char *name, const char **attributes)
{
    struct tg_xmp_reader *r = ctx;

    r->text_len = 0;
    if (++r->depth > MAX_DEPTH) {
        (void)XML_StopParser(r->parser, XML_FALSE);
        return;
    }
    if (r->open)
        r->open(r->ctx, name);
    for (; *attributes; attributes += 2)
        r->value(r->ctx, attributes[0], attributes[1]);
}

static void end_element(void *ctx, const char *name)
{
    struct tg_xmp_reader *r = ctx;

    r->text[r->cuts || r->text_len < TG_XMP_VALUE ? r->text_len : 0] = '\0';
    r->close(r->ctx, name, r->text);
    r->text_len = 0;
    r->depth--;
}

static void read_text(void *ctx, const char *s, int len)
{
    struct tg_xmp_reader *r = ctx;

    for (int i = 0; i < len && r->text_len < TG_XMP_TEXT - 1; i++)
        r->text[r->text_len++] = s[i];
}

static void refuse_doctype(void *ctx, const char *name, const char *system, const char *public,
                           int internal)
{
    const struct tg_xmp_reader *r = ctx;

    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    (void)XML_StopParser(r->parser, XML_FALSE);
}

struct tg_err *tg_xmp_read(struct tg_xmp_reader *r, const uint8_t *data, size_t len, bool *whole)
{
    struct tg_err *err = NULL;

    *whole = false;
    if (!data || len == 0 || len > TG_XMP_MAX)
        return NULL;
    r->parser = XML_ParserCreateNS(NULL, ' ');
    if (!r->parser)
        return tg_err_nomem();
    XML_SetUserData(r->parser, r);
    XML_SetElementHandler(r->parser, start_element, end_element);
    XML_SetCharacterDataHandler(r->parser, read_text);
    XML_SetStartDoctypeDeclHandler(r->parser, refuse_doctype);
    if (XML_Parse(r->parser, (const char *)data, (int)len, XML_TRUE) == XML_STATUS_OK)
        *whole = true;
    else if (XML_GetErrorCode(r->parser) == XML_ERROR_NO_MEMORY)
        err = tg_err_nomem();
    XML_ParserFree(r->parser);
    r->parser = NULL;
    return err;
}

struct tg_xmp_place tg_xmp_place(const struct tg_xmp_reader *r)
{
    XML_Index from = XML_GetCurrentByteIndex(r->parser);
    int bytes = XML_GetCurrentByteCount(r->parser);

    if (from < 0)
        return (struct tg_xmp_place){0, 0};
    return (struct tg_xmp_place){(size_t)from, (size_t)from + (bytes > 0 ? (size_t)bytes : 0)};
}

bool tg_xmp_mentions(const uint8_t *data, size_t len, const char *word)
{
    return len && memmem(data, len, word, strlen(word)) != NULL;
}

uint64_t tg_xmp_number(const char *text)
{
    size_t len = strspn(text, "0123456789");

    return len && len < 16 && !text[len] ? strtoull(text, NULL, 10) : 0;
}
