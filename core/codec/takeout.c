/* takeout.c - see takeout.h. */
#include "core/codec/takeout.h"

#include <string.h>

#include "core/base/calendar.h"
#include "core/base/json_read.h"
#include "core/base/tags.h"

void tg_takeout_release(struct tg_takeout *takeout)
{
    tg_metadata_release(&takeout->own);
}

bool tg_takeout_is(const uint8_t *data, size_t len)
{
    static const uint8_t mark[] = {0xEF, 0xBB, 0xBF};
    size_t i = len >= sizeof(mark) && memcmp(data, mark, sizeof(mark)) == 0 ? sizeof(mark) : 0;

    while (i < len && (data[i] == ' ' || data[i] == '\t' || data[i] == '\r' || data[i] == '\n'))
        i++;
    return i < len && data[i] == '{';
}

/* What the string means.  Until 2021 quotes and the like were written as in HTML, too. */
static struct tg_err *read_text(const struct tg_json *r, struct tg_buf *text)
{
    static const struct {
        const char *reference, *meant;
    } signs[] = {{"&#39;", "'"}, {"&quot;", "\""}, {"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}};
    struct tg_buf raw;

    tg_buf_init(&raw, TG_JSON_MAX);
    tg_json_put(&raw, r->value);
    for (const char *s = tg_buf_str(&raw); *s;) {
        size_t plain = strcspn(s, "&"), i = 0;

        tg_buf_put(text, s, plain);
        s += plain;
        while (*s && i < sizeof(signs) / sizeof(signs[0]) &&
               strncmp(s, signs[i].reference, strlen(signs[i].reference)) != 0)
            i++;
        if (*s && i < sizeof(signs) / sizeof(signs[0])) {
            tg_buf_puts(text, signs[i].meant);
            s += strlen(signs[i].reference);
        } else if (*s) {
            tg_buf_putc(text, *s++);
        }
    }
    text->failed |= raw.failed;
    tg_buf_release(&raw);
    return text->failed ? tg_err_nomem() : NULL;
}

static struct tg_err *take_description(struct tg_json *r, struct tg_takeout *t)
{
    struct tg_err *err;
    struct tg_buf text;

    if (r->kind != TG_JSON_STRING)
        return NULL;
    tg_buf_init(&text, TG_JSON_MAX);
    err = read_text(r, &text);
    if (!err)
        err = tg_metadata_add(&t->own, TG_METADATA_DESCRIPTION, tg_buf_str(&text), text.len,
                              TG_CHARSET_UTF8);
    tg_buf_release(&text);
    return err;
}

/* {"timestamp": "1589723100", "formatted": "..."} */
static struct tg_err *take_date(struct tg_json *r, struct tg_takeout *t)
{
    int64_t seconds;

    if (r->kind != TG_JSON_OBJECT)
        return NULL;
    while (tg_json_each(r)) {
        if (tg_json_key_is(r, "timestamp") && tg_json_integer(r, &seconds))
            (void)tg_calendar_text(seconds, t->date);
        tg_json_skip(r);
    }
    return NULL;
}

/* The exponent at *s, behind its letter. */
static int read_exponent(const char *s, const char *end)
{
    bool minus = s < end && *s == '-';
    int value = 0;

    for (s += minus || *s == '+'; s < end && value < 100; s++)
        value = value * 10 + (*s - '0');
    return minus ? -value : value;
}

/* A number of degrees in millionths, rounded; false beyond `most`.  Those next to nothing are
 * written with an exponent. */
static bool read_degrees(const struct tg_json *r, int64_t most, int64_t *e6)
{
    const int64_t long_enough = INT64_C(1000000000000000);
    const char *s = r->value.at, *end = s + r->value.len;
    bool minus = r->kind == TG_JSON_NUMBER && *s == '-', fraction = false;
    int64_t value = 0;
    int scale = 7;

    if (r->kind != TG_JSON_NUMBER)
        return false;
    for (s += minus; s < end && *s != 'e' && *s != 'E'; s++) {
        if (*s == '.') {
            fraction = true;
        } else if (value < long_enough) {
            value = value * 10 + (*s - '0');
            scale -= fraction;
        } else if (!fraction) {
            return false;
        }
    }
    scale += s < end ? read_exponent(s + 1, end) : 0;
    for (; scale > 0 && value && value <= 100 * most; scale--)
        value *= 10;
    for (; scale < 0 && value; scale++)
        value /= 10;
    value = (value + 5) / 10;
    *e6 = minus ? -value : value;
    return value <= most;
}

/* {"latitude": 48.8583, "longitude": 2.2945, ...}; both are 0.0 where nothing is known. */
static struct tg_err *take_location(struct tg_json *r, struct tg_takeout *t)
{
    int64_t latitude = INT64_MAX, longitude = INT64_MAX, value;

    if (r->kind != TG_JSON_OBJECT)
        return NULL;
    while (tg_json_each(r)) {
        if (tg_json_key_is(r, "latitude") && read_degrees(r, TG_LATITUDE_E6, &value))
            latitude = value;
        else if (tg_json_key_is(r, "longitude") && read_degrees(r, TG_LONGITUDE_E6, &value))
            longitude = value;
        tg_json_skip(r);
    }
    if (t->own.located || latitude == INT64_MAX || longitude == INT64_MAX ||
        (latitude == 0 && longitude == 0))
        return NULL;
    t->own.located = true;
    t->own.latitude_e6 = (int32_t)latitude;
    t->own.longitude_e6 = (int32_t)longitude;
    return NULL;
}

static struct tg_err *take_person(struct tg_json *r, struct tg_takeout *t)
{
    struct tg_err *err = NULL;

    if (r->kind != TG_JSON_OBJECT)
        return NULL;
    while (!err && tg_json_each(r)) {
        struct tg_buf name;

        tg_buf_init(&name, TG_JSON_MAX);
        if (tg_json_key_is(r, "name") && r->kind == TG_JSON_STRING) {
            err = read_text(r, &name);
            if (!err)
                err = tg_tags_add(&t->own.people, &tg_people_limit, tg_buf_str(&name), name.len,
                                  TG_CHARSET_UTF8, '\0');
        }
        tg_buf_release(&name);
        tg_json_skip(r);
    }
    return err;
}

/* [{"name": "Jane"}, ...] */
static struct tg_err *take_people(struct tg_json *r, struct tg_takeout *t)
{
    struct tg_err *err = NULL;

    if (r->kind != TG_JSON_ARRAY)
        return NULL;
    while (!err && tg_json_each(r)) {
        err = take_person(r, t);
        if (r->kind != TG_JSON_CLOSE)
            tg_json_skip(r);
    }
    return err;
}

static struct tg_err *take_hidden(struct tg_json *r, struct tg_takeout *t)
{
    if (r->kind == TG_JSON_TRUE)
        t->own.rating = TG_RATING_REJECTED;
    return NULL;
}

static struct tg_err *take_favourite(struct tg_json *r, struct tg_takeout *t)
{
    if (r->kind == TG_JSON_TRUE && t->own.rating == TG_RATING_NONE)
        t->own.rating = TG_RATING_BEST;
    return NULL;
}

/* Each reads to the end of its value. */
static struct tg_err *take_member(struct tg_json *r, struct tg_takeout *t)
{
    static const struct {
        const char *key;
        struct tg_err *(*take)(struct tg_json *r, struct tg_takeout *t);
    } keys[] = {{"description", take_description}, {"photoTakenTime", take_date},
                {"geoDataExif", take_location},    {"geoData", take_location},
                {"people", take_people},           {"archived", take_hidden},
                {"trashed", take_hidden},          {"favorited", take_favourite}};

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        if (tg_json_key_is(r, keys[i].key)) {
            size_t depth = r->depth;
            struct tg_err *err = keys[i].take(r, t);

            if (!err && r->depth == depth)
                tg_json_skip(r); /* of another type */
            return err;
        }
    tg_json_skip(r);
    return NULL;
}

struct tg_err *tg_takeout_parse(const char *data, size_t len, struct tg_takeout *takeout)
{
    struct tg_err *err = NULL;
    struct tg_json r;

    *takeout = (struct tg_takeout){.date = ""};
    if (!tg_json_is_good(data, len))
        return NULL;
    tg_json_begin(&r, data, len);
    if (tg_json_next(&r) == TG_JSON_OBJECT)
        while (!err && tg_json_each(&r))
            err = take_member(&r, takeout);
    return err;
}

void tg_takeout_first(struct tg_takeout *takeout, struct tg_metadata *metadata)
{
    if (metadata->description)
        return;
    metadata->description = takeout->own.description;
    takeout->own.description = NULL;
}

struct tg_err *tg_takeout_last(struct tg_takeout *takeout, struct tg_info *info,
                               struct tg_metadata *metadata)
{
    const struct tg_metadata *own = &takeout->own;
    struct tg_err *err = NULL;

    if (!*info->date)
        memcpy(info->date, takeout->date, sizeof(takeout->date));
    if (!metadata->located && own->located) {
        metadata->located = true;
        metadata->latitude_e6 = own->latitude_e6;
        metadata->longitude_e6 = own->longitude_e6;
    }
    if (own->rating == TG_RATING_REJECTED || metadata->rating == TG_RATING_NONE)
        metadata->rating = own->rating;
    if (!own->people)
        return NULL;
    err = tg_tags_add_list(&metadata->people, &tg_people_limit, own->people, strlen(own->people));
    return err ? err : tg_tags_settle(&metadata->keywords, &metadata->people, NULL);
}
