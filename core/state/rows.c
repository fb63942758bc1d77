/* rows.c - see rows.h. */
#include "core/state/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"

enum { INDEX_MAX = 1 << 16 };

enum { HEAD = 9, USUAL_ROW = 1024 };

/* Bytes of the placeholder's column; one more of a photo that is damaged. */
enum { TINT = sizeof(((struct tg_placeholder *)0)->rgb), DAMAGED_TINT = TINT + 1 };

static bool has_bytes(sqlite3_value *v)
{
    int type = sqlite3_value_type(v);

    return type == SQLITE_TEXT || type == SQLITE_BLOB;
}

/* One value: its type, and a number or a length and bytes.  Returns what is behind it. */
static uint8_t *put_value(uint8_t *to, sqlite3_value *v)
{
    static const char types[] = {[SQLITE_INTEGER] = 'i',
                                 [SQLITE_FLOAT] = 'f',
                                 [SQLITE_TEXT] = 't',
                                 [SQLITE_BLOB] = 'b',
                                 [SQLITE_NULL] = 'n'};
    size_t len = has_bytes(v) ? (size_t)sqlite3_value_bytes(v) : 0;
    uint64_t n = has_bytes(v) ? len : (uint64_t)sqlite3_value_int64(v);

    *to++ = (uint8_t)types[sqlite3_value_type(v)];
    for (int i = 0; i < 8; i++)
        *to++ = (uint8_t)(n >> 8 * i);
    if (len)
        memcpy(to, sqlite3_value_blob(v), len);
    return to + len;
}

static void row_sum(sqlite3_context *c, int n, sqlite3_value **values)
{
    uint8_t usual[USUAL_ROW] = {0}, *bytes = usual, *end;
    size_t len = 0;
    struct tg_hash sum;

    for (int i = 0; i < n; i++)
        len += HEAD + (has_bytes(values[i]) ? (size_t)sqlite3_value_bytes(values[i]) : 0);
    if (len > USUAL_ROW)
        bytes = malloc(len);
    if (!bytes) {
        sqlite3_result_error_nomem(c);
        return;
    }
    end = bytes;
    for (int i = 0; i < n; i++)
        end = put_value(end, values[i]);
    tg_hash_bytes(bytes, (size_t)(end - bytes), &sum);
    sqlite3_result_blob(c, sum.bytes, sizeof(sum.bytes), SQLITE_TRANSIENT);
    if (bytes != usual)
        free(bytes);
}

struct tg_err *tg_row_sum_define(sqlite3 *db)
{
    int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;

    return sqlite3_create_function(db, "row_sum", -1, flags, NULL, row_sum, NULL, NULL) == SQLITE_OK
               ? NULL
               : tg_err_nomem();
}

bool tg_row_is_intact(sqlite3_stmt *q)
{
    return sqlite3_column_int(q, sqlite3_column_count(q) - 1) == 1;
}

void tg_row_bind_text(sqlite3_stmt *q, int at, const char *text)
{
    if (text)
        (void)sqlite3_bind_text(q, at, text, -1, SQLITE_STATIC);
    else
        (void)sqlite3_bind_null(q, at);
}

void tg_row_bind_hash(sqlite3_stmt *q, int at, const struct tg_hash *h)
{
    (void)sqlite3_bind_blob(q, at, h->bytes, sizeof(h->bytes), SQLITE_STATIC);
}

static void bind_stamp(sqlite3_stmt *q, int at, const struct tg_stamp *s)
{
    (void)sqlite3_bind_int64(q, at, (sqlite3_int64)s->size);
    (void)sqlite3_bind_int64(q, at + 1, (sqlite3_int64)s->inode);
    (void)sqlite3_bind_int64(q, at + 2, s->mtime_ns);
    (void)sqlite3_bind_int64(q, at + 3, s->ctime_ns);
}

/* Whether the state may keep the text. */
static bool is_asked(const struct tg_source_state *row, int text)
{
    unsigned ask = text == TG_METADATA_KEYWORDS ? TG_ASKS_KEYWORDS
                   : text == TG_METADATA_PEOPLE ? TG_ASKS_PEOPLE
                   : text == TG_METADATA_PLACE  ? TG_ASKS_PLACE
                                                : 0;

    return (row->asks & ask) == ask;
}

void tg_row_bind_source(sqlite3_stmt *q, const struct tg_source_state *row)
{
    bind_stamp(q, 2, &row->stamp);
    bind_stamp(q, 6, &row->sidecar);
    (void)sqlite3_bind_int64(q, 10, row->seen_ns);
    tg_row_bind_hash(q, 11, &row->hash);
    (void)sqlite3_bind_int64(q, 12, row->info.format);
    (void)sqlite3_bind_int64(q, 13, row->info.width);
    (void)sqlite3_bind_int64(q, 14, row->info.height);
    (void)sqlite3_bind_int64(q, 15, row->info.orientation);
    (void)sqlite3_bind_int64(q, 16, (sqlite3_int64)row->info.samples);
    (void)sqlite3_bind_int(q, 17, row->info.multiscan);
    tg_row_bind_text(q, 18, row->info.date);
    for (int i = 0; i < TG_METADATA_TEXTS; i++)
        tg_row_bind_text(q, 19 + i, is_asked(row, i) ? row->metadata.text[i] : NULL);
    if (!row->metadata.motion) /* NULL: nobody has looked */
        tg_row_bind_text(q, 19 + TG_METADATA_MOTION, "");
    (void)sqlite3_bind_int(q, 19 + TG_METADATA_TEXTS, (int)row->asks);
    (void)sqlite3_bind_int(q, 22 + TG_METADATA_TEXTS, (int)row->info.gain_map);
    (void)sqlite3_bind_int(q, 23 + TG_METADATA_TEXTS, row->metadata.rating);
    (void)sqlite3_bind_int(q, 24 + TG_METADATA_TEXTS, row->metadata.labels);
    if ((row->asks & TG_ASKS_LOCATION) &&
        row->metadata.located) { /* else NULL, as bindings are cleared */
        (void)sqlite3_bind_int(q, 20 + TG_METADATA_TEXTS, row->metadata.latitude_e6);
        (void)sqlite3_bind_int(q, 21 + TG_METADATA_TEXTS, row->metadata.longitude_e6);
    }
}

void tg_row_bind_output(sqlite3_stmt *q, const struct tg_output_state *row)
{
    uint8_t tint[DAMAGED_TINT] = {0};

    bind_stamp(q, 2, &row->stamp);
    tg_row_bind_hash(q, 6, &row->plan);
    (void)sqlite3_bind_int64(q, 7, row->index);
    tg_row_bind_hash(q, 8, &row->hash);
    if (row->content) /* else NULL, as bindings are cleared */
        (void)sqlite3_bind_int64(q, 10, (sqlite3_int64)row->content);
    if (!row->placeholder.known)
        return;
    memcpy(tint, row->placeholder.rgb, TINT);
    (void)sqlite3_bind_blob(q, 9, tint, row->damaged ? DAMAGED_TINT : TINT, SQLITE_TRANSIENT);
}

static bool are_integers(sqlite3_stmt *q, int from, int n)
{
    for (int i = from; i < from + n; i++)
        if (sqlite3_column_type(q, i) != SQLITE_INTEGER)
            return false;
    return true;
}

static bool is_within(sqlite3_stmt *q, int at, sqlite3_int64 max)
{
    sqlite3_int64 v = sqlite3_column_int64(q, at);

    return sqlite3_column_type(q, at) == SQLITE_INTEGER && v >= 0 && v <= max;
}

/* A text without a NUL, or NULL. */
static bool is_text(sqlite3_stmt *q, int at)
{
    const char *text = (const char *)sqlite3_column_text(q, at);
    int type = sqlite3_column_type(q, at);

    return type == SQLITE_NULL ||
           (type == SQLITE_TEXT && text && strlen(text) == (size_t)sqlite3_column_bytes(q, at));
}

static bool column_stamp(sqlite3_stmt *q, int at, struct tg_stamp *stamp)
{
    *stamp = (struct tg_stamp){.size = (uint64_t)sqlite3_column_int64(q, at),
                               .inode = (uint64_t)sqlite3_column_int64(q, at + 1),
                               .mtime_ns = sqlite3_column_int64(q, at + 2),
                               .ctime_ns = sqlite3_column_int64(q, at + 3)};
    return are_integers(q, at, 4) && is_within(q, at, INT64_MAX);
}

/* Of exactly so many bytes. */
static bool column_blob(sqlite3_stmt *q, int at, void *to, size_t len)
{
    if (sqlite3_column_type(q, at) != SQLITE_BLOB || (size_t)sqlite3_column_bytes(q, at) != len)
        return false;
    memcpy(to, sqlite3_column_blob(q, at), len);
    return true;
}

bool tg_row_output(sqlite3_stmt *q, struct tg_output_state *row)
{
    uint8_t tint[DAMAGED_TINT];

    *row = (struct tg_output_state){.index = (uint32_t)sqlite3_column_int64(q, 5),
                                    .content = (uint64_t)sqlite3_column_int64(q, 8)};
    row->damaged = column_blob(q, 7, tint, DAMAGED_TINT);
    row->placeholder.known = row->damaged || column_blob(q, 7, tint, TINT);
    if (row->placeholder.known)
        memcpy(row->placeholder.rgb, tint, TINT);
    return column_stamp(q, 0, &row->stamp) &&
           column_blob(q, 4, row->plan.bytes, sizeof(row->plan.bytes)) &&
           is_within(q, 5, INDEX_MAX) &&
           column_blob(q, 6, row->hash.bytes, sizeof(row->hash.bytes)) &&
           (row->placeholder.known || sqlite3_column_type(q, 7) == SQLITE_NULL) &&
           (sqlite3_column_type(q, 8) == SQLITE_NULL || is_within(q, 8, INT64_MAX));
}

enum {
    TITLE = 17,
    MOTION = TITLE + TG_METADATA_MOTION,
    ASKS = TITLE + TG_METADATA_TEXTS,
    LATITUDE,
    LONGITUDE,
    GAIN_MAP,
    RATING,
    LABELS
};

/* The file may have been written by anyone: texts are cleaned once more. */
static struct tg_err *column_metadata(sqlite3_stmt *q, struct tg_metadata *metadata, bool *possible)
{
    sqlite3_int64 latitude = sqlite3_column_int64(q, LATITUDE);
    sqlite3_int64 longitude = sqlite3_column_int64(q, LONGITUDE);
    struct tg_err *err = NULL;

    for (int i = 0; i < TG_METADATA_TEXTS && !err; i++) {
        const char *text = (const char *)sqlite3_column_text(q, TITLE + i);

        *possible = *possible && is_text(q, TITLE + i);
        if (text)
            err = tg_metadata_add(metadata, (enum tg_metadata_text)i, text, strlen(text),
                                  TG_CHARSET_UTF8);
    }
    if (sqlite3_column_type(q, LATITUDE) == SQLITE_INTEGER && latitude >= -TG_LATITUDE_E6 &&
        latitude <= TG_LATITUDE_E6 && longitude >= -TG_LONGITUDE_E6 &&
        longitude <= TG_LONGITUDE_E6) {
        metadata->located = true;
        metadata->latitude_e6 = (int32_t)latitude;
        metadata->longitude_e6 = (int32_t)longitude;
    }
    metadata->rating = (int8_t)sqlite3_column_int(q, RATING);
    metadata->labels = (uint8_t)sqlite3_column_int(q, LABELS);
    return err;
}

/* Rating and labels; of earlier versions there are none. */
static bool are_marks(sqlite3_stmt *q)
{
    sqlite3_int64 rating = sqlite3_column_int64(q, RATING);

    return (sqlite3_column_type(q, RATING) == SQLITE_NULL ||
            (are_integers(q, RATING, 1) && rating >= TG_RATING_REJECTED &&
             rating <= TG_RATING_BEST)) &&
           (sqlite3_column_type(q, LABELS) == SQLITE_NULL || is_within(q, LABELS, TG_LABELS_MAX));
}

struct tg_err *tg_row_source(sqlite3_stmt *q, struct tg_source_state *row, bool *possible)
{
    const char *date = (const char *)sqlite3_column_text(q, 16);

    *row = (struct tg_source_state){.seen_ns = sqlite3_column_int64(q, 8)};
    *possible =
        column_stamp(q, 0, &row->stamp) && column_stamp(q, 4, &row->sidecar) &&
        are_integers(q, 8, 1) && column_blob(q, 9, row->hash.bytes, sizeof(row->hash.bytes)) &&
        are_integers(q, 14, 1) && is_within(q, 15, 1) && is_text(q, 16) &&
        is_within(q, ASKS, TG_ASKS_ALL) && are_marks(q) &&
        (sqlite3_column_type(q, GAIN_MAP) == SQLITE_NULL || is_within(q, GAIN_MAP, UINT32_MAX)) &&
        (!date || strlen(date) < sizeof(row->info.date));
    for (int i = 10; i < 14; i++)
        *possible = *possible && is_within(q, i, UINT32_MAX);
    row->info.format = (uint32_t)sqlite3_column_int64(q, 10);
    row->info.width = (uint32_t)sqlite3_column_int64(q, 11);
    row->info.height = (uint32_t)sqlite3_column_int64(q, 12);
    row->info.orientation = (uint32_t)sqlite3_column_int64(q, 13);
    row->info.samples = (uint64_t)sqlite3_column_int64(q, 14);
    row->info.multiscan = sqlite3_column_int(q, 15) != 0;
    row->info.gain_map = (uint32_t)sqlite3_column_int(q, GAIN_MAP);
    if (date)
        (void)snprintf(row->info.date, sizeof(row->info.date), "%s", date);
    row->asks = (unsigned)sqlite3_column_int(q, ASKS);
    row->motion_known = sqlite3_column_type(q, MOTION) != SQLITE_NULL;
    return column_metadata(q, &row->metadata, possible);
}

bool tg_row_key(sqlite3_stmt *q, uint8_t key[TG_STATE_KEY])
{
    return column_blob(q, 0, key, TG_STATE_KEY);
}

const char *tg_row_path(sqlite3_stmt *q, int at)
{
    const char *path = (const char *)sqlite3_column_text(q, at);

    return path && is_text(q, at) && tg_path_is_below(path) ? path : NULL;
}
