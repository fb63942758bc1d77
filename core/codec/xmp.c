/* xmp.c - see xmp.h.  XMP specification part 1 (ISO 16684-1), chapter 7. */
#include "core/codec/xmp.h"

#include <string.h>

#include <expat.h>

#include "core/base/buf.h"

enum {
    MAX_DEPTH = 64,
    MAX_TEXT = 16384, /* of one property; the rest of it is dropped */
};

#define RDF    "http://www.w3.org/1999/02/22-rdf-syntax-ns# "
#define DC     "http://purl.org/dc/elements/1.1/ "
#define AUX    "http://ns.adobe.com/exif/1.0/aux/ "
#define EXIFEX "http://cipa.jp/exif/1.0/ "
#define LANG   "http://www.w3.org/XML/1998/namespace lang"

/* As expat writes names: namespace, space, name. */
static const struct {
    const char *name;
    enum tg_metadata_text which;
} properties[] = {
    {DC "title", TG_METADATA_TITLE},
    {DC "description", TG_METADATA_DESCRIPTION},
    {EXIFEX "LensModel", TG_METADATA_LENS},
    {AUX "Lens", TG_METADATA_LENS},
};

/* Where in the tree the reader is.  rdf:RDF holds rdf:Description, which holds properties; their
 * value is plain text or a list of rdf:li, one for each language. */
struct reader {
    XML_Parser parser;
    struct tg_metadata *metadata;
    struct tg_err *err;
    int depth, rdf, property, item; /* depth of the open element of that kind; 0: none is open */
    enum tg_metadata_text which;    /* of the open property */
    bool any, is_default;           /* an item was there; the open one is for every language */
    struct tg_buf text, chosen;
};

/* -1 if it is none that we read. */
static int find_property(const char *name)
{
    for (size_t i = 0; i < sizeof(properties) / sizeof(properties[0]); i++)
        if (strcmp(name, properties[i].name) == 0)
            return (int)i;
    return -1;
}

static void stop(struct reader *r, struct tg_err *err)
{
    if (!r->err)
        r->err = err;
    else
        tg_err_free(err);
    (void)XML_StopParser(r->parser, XML_FALSE);
}

static void keep(struct reader *r, enum tg_metadata_text which, const char *text, size_t len)
{
    struct tg_err *err = tg_metadata_add(r->metadata, which, text, len, TG_CHARSET_UTF8);

    if (err)
        stop(r, err);
}

/* Properties may be written as attributes of rdf:Description. */
static void read_attributes(struct reader *r, const char **attributes)
{
    for (; *attributes; attributes += 2) {
        int i = find_property(attributes[0]);

        if (i >= 0)
            keep(r, properties[i].which, attributes[1], strlen(attributes[1]));
    }
}

static bool is_for_all(const char **attributes)
{
    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], LANG) == 0)
            return strcmp(attributes[1], "x-default") == 0;
    return false;
}

static void start_element(void *ctx, const char *name, const char **attributes)
{
    struct reader *r = ctx;
    int i;

    if (++r->depth > MAX_DEPTH) {
        stop(r, NULL);
    } else if (!r->rdf) {
        r->rdf = strcmp(name, RDF "RDF") == 0 ? r->depth : 0;
    } else if (r->depth == r->rdf + 1) {
        if (strcmp(name, RDF "Description") == 0)
            read_attributes(r, attributes);
    } else if (r->depth == r->rdf + 2) {
        i = find_property(name);
        r->property = i < 0 ? 0 : r->depth;
        r->which = i < 0 ? r->which : properties[i].which;
        r->any = false;
        tg_buf_clear(&r->text);
        tg_buf_clear(&r->chosen);
    } else if (r->property && !r->item && strcmp(name, RDF "li") == 0) {
        r->item = r->depth;
        r->is_default = is_for_all(attributes);
        tg_buf_clear(&r->text);
    }
}

/* Which it was meant for: everybody, else the first. */
static void end_item(struct reader *r)
{
    if (!r->any || r->is_default) {
        tg_buf_clear(&r->chosen);
        tg_buf_put(&r->chosen, r->text.data, r->text.len);
    }
    r->any = true;
    r->item = 0;
}

static void end_property(struct reader *r)
{
    const struct tg_buf *value = r->any ? &r->chosen : &r->text;

    if (r->text.failed || r->chosen.failed)
        stop(r, tg_err_nomem());
    else
        keep(r, r->which, tg_buf_str(value), value->len);
    r->property = 0;
}

static void end_element(void *ctx, const char *name)
{
    struct reader *r = ctx;

    (void)name;
    if (r->item == r->depth)
        end_item(r);
    else if (r->property == r->depth)
        end_property(r);
    else if (r->rdf == r->depth)
        r->rdf = 0;
    r->depth--;
}

/* Text of the property itself, or of the open item; white space between items does not count. */
static void read_text(void *ctx, const char *s, int len)
{
    struct reader *r = ctx;
    size_t n = (size_t)len, room = MAX_TEXT - r->text.len;

    if (r->item || (r->property && !r->any))
        tg_buf_put(&r->text, s, n < room ? n : room);
}

static void refuse_doctype(void *ctx, const char *name, const char *system, const char *public,
                           int internal)
{
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    stop(ctx, NULL);
}

struct tg_err *tg_xmp_parse(const uint8_t *data, size_t len, struct tg_metadata *metadata)
{
    struct reader r = {.metadata = metadata};

    if (!data || len == 0 || len > TG_XMP_MAX)
        return NULL;
    r.parser = XML_ParserCreateNS(NULL, ' ');
    if (!r.parser)
        return tg_err_nomem();
    tg_buf_init(&r.text, MAX_TEXT);
    tg_buf_init(&r.chosen, MAX_TEXT);
    XML_SetUserData(r.parser, &r);
    XML_SetElementHandler(r.parser, start_element, end_element);
    XML_SetCharacterDataHandler(r.parser, read_text);
    XML_SetStartDoctypeDeclHandler(r.parser, refuse_doctype);
    if (XML_Parse(r.parser, (const char *)data, (int)len, XML_TRUE) != XML_STATUS_OK && !r.err &&
        XML_GetErrorCode(r.parser) == XML_ERROR_NO_MEMORY)
        r.err = tg_err_nomem();
    XML_ParserFree(r.parser);
    tg_buf_release(&r.text);
    tg_buf_release(&r.chosen);
    return r.err;
}
