/* xmp_gainmap.c - see xmp_gainmap.h.
 * https://developer.android.com/media/platform/hdr-image-format
 * https://helpx.adobe.com/camera-raw/using/gain-map.html
 *
 * Values are attributes in the files of most programs, elements in some, and lists of three where
 * channels differ. */
#include "core/codec/xmp_gainmap.h"

#include <inttypes.h>
#include <string.h>

#include "core/codec/xmp.h"
#include "core/codec/xmp_reader.h"

#define HDRGM "http://ns.adobe.com/hdr-gain-map/1.0/"
#define APPLE "http://ns.apple.com/HDRGainMap/1.0/"
#define BOX   "http://ns.google.com/photos/1.0/container/"
#define ITEM  "http://ns.google.com/photos/1.0/container/item/"
#define RDF   "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

/* Places in struct tg_gain_texts; a headroom's is behind those of the values. */
static const char *const names[TG_GAIN_VALUES + TG_GAIN_HEADROOMS] = {
    HDRGM " GainMapMin", HDRGM " GainMapMax",     HDRGM " Gamma",         HDRGM " OffsetSDR",
    HDRGM " OffsetHDR",  HDRGM " HDRCapacityMin", HDRGM " HDRCapacityMax"};

enum { NO_PLACE = -1, PLACES = TG_GAIN_VALUES + TG_GAIN_HEADROOMS, PACKET_MAX = 65502 };

struct reader {
    struct tg_xmp_reader xmp;
    struct tg_xmp_gainmap *x;
    int place;        /* of the open element that can hold a list; NO_PLACE: none is open */
    unsigned items;   /* of it so far */
    bool is_map, any; /* the item of the directory is the map; one was */
    uint64_t bytes, padding, behind; /* of the item; and of all from the map on */
    /* In the packet: the directory, and the end of what it stands in; 0: not there. */
    size_t from, to, end;
};

static int find_place(const char *name)
{
    for (int i = 0; i < PLACES; i++)
        if (strcmp(name, names[i]) == 0)
            return i;
    return NO_PLACE;
}

/* Without white space around it.  False if there is no room for it. */
static bool copy_text(char to[TG_GAIN_TEXT], const char *from)
{
    size_t len;

    from += strspn(from, " \t\r\n");
    len = strcspn(from, " \t\r\n");
    if (len >= TG_GAIN_TEXT)
        return false;
    memcpy(to, from, len);
    to[len] = '\0';
    return true;
}

static void take_number(struct reader *r, int place, unsigned channel, const char *text)
{
    struct tg_gain_texts *t = &r->x->texts;
    struct tg_fraction f;
    char *to;

    if (channel >= TG_GAIN_CHANNELS || (place >= TG_GAIN_VALUES && channel > 0)) {
        r->x->bad = true;
        return;
    }
    to = place < TG_GAIN_VALUES ? t->value[place][channel] : t->headroom[place - TG_GAIN_VALUES];
    if (!copy_text(to, text) || !tg_gain_parse(to, &f))
        r->x->bad = true;
    if (place < TG_GAIN_VALUES)
        t->count[place] = channel + 1;
}

static void take_value(void *ctx, const char *name, const char *value)
{
    struct reader *r = ctx;
    int place = find_place(name);

    if (place != NO_PLACE)
        take_number(r, place, 0, value);
    else if (strcmp(name, HDRGM " Version") == 0)
        r->x->version = true;
    else if (strcmp(name, HDRGM " BaseRenditionIsHDR") == 0)
        r->x->bad |= value[0] != 'F' && value[0] != 'f';
    else if (strcmp(name, APPLE " HDRGainMapVersion") == 0)
        r->x->apple = true;
    else if (strcmp(name, APPLE " HDRGainMapHeadroom") == 0)
        r->x->bad |= !copy_text(r->x->apple_headroom, value);
    else if (strcmp(name, ITEM " Semantic") == 0)
        r->is_map = strcmp(value, "GainMap") == 0;
    else if (strcmp(name, ITEM " Length") == 0)
        r->bytes = tg_xmp_number(value);
    else if (strcmp(name, ITEM " Padding") == 0)
        r->padding = tg_xmp_number(value);
}

static void open_element(void *ctx, const char *name)
{
    struct reader *r = ctx;
    int place = find_place(name);

    if (place != NO_PLACE) {
        r->place = place;
        r->items = 0;
    }
    if (strcmp(name, BOX " Directory") == 0 && !r->from)
        r->from = tg_xmp_place(&r->xmp).from;
}

/* Items lie in the order of the directory, without gaps, up to the end of the file. */
static void end_item(struct reader *r)
{
    if (r->any) {
        r->behind += r->bytes + r->padding;
    } else if (r->is_map && r->bytes) {
        r->any = true;
        r->x->bytes = r->bytes;
        r->behind = r->bytes + r->padding;
    }
    r->is_map = false;
    r->bytes = r->padding = 0;
}

static void close_element(void *ctx, const char *name, const char *text)
{
    struct reader *r = ctx;

    if (strcmp(name, RDF " li") == 0) {
        if (r->place != NO_PLACE)
            take_number(r, r->place, r->items++, text);
        else
            end_item(r);
    } else if (find_place(name) != NO_PLACE) {
        if (!r->items)
            take_value(r, name, text);
        r->place = NO_PLACE;
    } else if (*text) {
        take_value(r, name, text);
    }
    if (strcmp(name, BOX " Directory") == 0 && !r->to)
        r->to = tg_xmp_place(&r->xmp).to;
    else if (strcmp(name, RDF " RDF") == 0)
        r->end = tg_xmp_place(&r->xmp).from;
}

static struct tg_err *read_packet(const uint8_t *data, size_t len, struct reader *r, bool *whole)
{
    r->place = NO_PLACE;
    r->xmp = (struct tg_xmp_reader){
        .ctx = r, .value = take_value, .open = open_element, .close = close_element};
    return tg_xmp_read(&r->xmp, data, len, whole);
}

struct tg_err *tg_xmp_gainmap_read(const uint8_t *data, size_t len, struct tg_xmp_gainmap *x)
{
    /* Those of a map that has neither maximum nor headroom: they are no numbers. */
    static const struct tg_gain_texts defaults = {
        .headroom = {"0", ""},
        .count = {1, 1, 1, 1, 1},
        .value = {{"0"}, {""}, {"1"}, {"0.015625"}, {"0.015625"}}};
    struct reader r = {.x = x};
    bool whole;
    struct tg_err *err;

    *x = (struct tg_xmp_gainmap){.texts = defaults};
    if (!tg_xmp_mentions(data, len, "GainMap") && !tg_xmp_mentions(data, len, "hdr-gain-map"))
        return NULL;
    err = read_packet(data, len, &r, &whole);
    for (int v = 0; v < TG_GAIN_VALUES; v++)
        x->bad |= x->texts.count[v] == 2;
    if (r.any)
        x->from_end = r.behind;
    return err;
}

/* ---- Writing --------------------------------------------------------------------------------- */

static void put_directory(uint64_t bytes, struct tg_buf *out)
{
    tg_buf_printf(out,
                  "<Container:Directory xmlns:Container=\"" BOX "\" xmlns:Item=\"" ITEM "\">"
                  "<rdf:Seq xmlns:rdf=\"" RDF "\"><rdf:li rdf:parseType=\"Resource\">"
                  "<Container:Item Item:Semantic=\"Primary\" Item:Mime=\"image/jpeg\"/></rdf:li>"
                  "<rdf:li rdf:parseType=\"Resource\"><Container:Item Item:Semantic=\"GainMap\" "
                  "Item:Mime=\"image/jpeg\" Item:Length=\"%" PRIu64 "\"/></rdf:li></rdf:Seq>"
                  "</Container:Directory>",
                  bytes);
}

/* bytes 0: without a directory. */
static void put_description(uint64_t bytes, struct tg_buf *out)
{
    tg_buf_puts(out, "<rdf:Description xmlns:rdf=\"" RDF "\" xmlns:hdrgm=\"" HDRGM
                     "\" rdf:about=\"\" hdrgm:Version=\"1.0\">");
    if (bytes)
        put_directory(bytes, out);
    tg_buf_puts(out, "</rdf:Description>");
}

static void begin_packet(struct tg_buf *out)
{
    tg_buf_puts(out, "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"" RDF "\">");
}

static void end_packet(struct tg_buf *out)
{
    tg_buf_puts(out, "</rdf:RDF></x:xmpmeta>");
}

/* A packet of two bytes a character has other places than bytes of UTF-8 could be put into. */
static bool can_change(const uint8_t *data, size_t len, const struct reader *r, bool whole)
{
    return whole && r->end && memchr(data, 0, len) == NULL && len - r->end > 2 &&
           data[r->end] == '<' && data[r->end + 1] == '/' && (!r->from || r->to > r->from) &&
           r->to <= r->end;
}

static void put_changed(const uint8_t *data, size_t len, const struct reader *r, uint64_t bytes,
                        struct tg_buf *out)
{
    tg_buf_put(out, data, r->from);
    if (r->from)
        put_directory(bytes, out);
    tg_buf_put(out, data + r->to, r->end - r->to);
    if (!r->from || !r->x->version)
        put_description(r->from ? 0 : bytes, out);
    tg_buf_put(out, data + r->end, len - r->end);
}

struct tg_err *tg_xmp_gainmap_picture(const uint8_t *data, size_t len, uint64_t bytes,
                                      struct tg_buf *out)
{
    struct tg_xmp_gainmap x = {.version = false};
    struct reader r = {.x = &x};
    size_t before = out->len;
    bool whole;
    struct tg_err *err;

    if (len == 0) {
        begin_packet(out);
        put_description(bytes, out);
        end_packet(out);
        return out->failed ? tg_err_nomem() : NULL;
    }
    err = read_packet(data, len, &r, &whole);
    if (err)
        return err;
    if (can_change(data, len, &r, whole))
        put_changed(data, len, &r, bytes, out);
    if (!out->failed && (out->len == before || out->len - before > PACKET_MAX)) {
        out->len = before;
        tg_buf_put(out, data, len);
    }
    return out->failed ? tg_err_nomem() : NULL;
}

static void put_list(const char *name, const struct tg_gain_texts *t, int v, struct tg_buf *out)
{
    tg_buf_printf(out, "<hdrgm:%s><rdf:Seq>", name);
    for (unsigned c = 0; c < t->count[v]; c++)
        tg_buf_printf(out, "<rdf:li>%s</rdf:li>", t->value[v][c]);
    tg_buf_printf(out, "</rdf:Seq></hdrgm:%s>", name);
}

void tg_xmp_gainmap_map(const struct tg_gain_texts *texts, struct tg_buf *out)
{
    begin_packet(out);
    tg_buf_puts(out, "<rdf:Description rdf:about=\"\" xmlns:hdrgm=\"" HDRGM
                     "\" hdrgm:Version=\"1.0\" hdrgm:BaseRenditionIsHDR=\"False\"");
    for (int i = 0; i < PLACES; i++) {
        const char *name = names[i] + strlen(HDRGM " ");

        if (i >= TG_GAIN_VALUES)
            tg_buf_printf(out, " hdrgm:%s=\"%s\"", name, texts->headroom[i - TG_GAIN_VALUES]);
        else if (texts->count[i] == 1)
            tg_buf_printf(out, " hdrgm:%s=\"%s\"", name, texts->value[i][0]);
    }
    tg_buf_puts(out, ">");
    for (int v = 0; v < TG_GAIN_VALUES; v++)
        if (texts->count[v] > 1)
            put_list(names[v] + strlen(HDRGM " "), texts, v, out);
    tg_buf_puts(out, "</rdf:Description>");
    end_packet(out);
}
