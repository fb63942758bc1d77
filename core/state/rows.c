/* rows.c - see rows.h. */
#include "core/state/rows.h"

#include <stdio.h>
#include <string.h>

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
    for (int i = 0; i < TG_FACTS; i++)
        tg_row_bind_text(q, 19 + i, row->facts.text[i]);
    (void)sqlite3_bind_int(q, 19 + TG_FACTS, row->placed);
    if (row->placed && row->facts.located) { /* else NULL, as bindings are cleared */
        (void)sqlite3_bind_int(q, 20 + TG_FACTS, row->facts.latitude_e6);
        (void)sqlite3_bind_int(q, 21 + TG_FACTS, row->facts.longitude_e6);
    }
}

void tg_row_bind_output(sqlite3_stmt *q, const struct tg_output_state *row)
{
    bind_stamp(q, 2, &row->stamp);
    tg_row_bind_hash(q, 6, &row->plan);
    (void)sqlite3_bind_int64(q, 7, row->index);
    tg_row_bind_hash(q, 8, &row->hash);
    if (row->tint.known)
        (void)sqlite3_bind_blob(q, 9, row->tint.rgb, sizeof(row->tint.rgb), SQLITE_STATIC);
}

static struct tg_stamp column_stamp(sqlite3_stmt *q, int at)
{
    return (struct tg_stamp){.size = (uint64_t)sqlite3_column_int64(q, at),
                             .inode = (uint64_t)sqlite3_column_int64(q, at + 1),
                             .mtime_ns = sqlite3_column_int64(q, at + 2),
                             .ctime_ns = sqlite3_column_int64(q, at + 3)};
}

static struct tg_hash column_hash(sqlite3_stmt *q, int at)
{
    struct tg_hash h = {{0}};

    if (sqlite3_column_bytes(q, at) == sizeof(h.bytes))
        memcpy(h.bytes, sqlite3_column_blob(q, at), sizeof(h.bytes));
    return h;
}

struct tg_output_state tg_row_output(sqlite3_stmt *q)
{
    struct tg_output_state row = {.stamp = column_stamp(q, 0),
                                  .plan = column_hash(q, 4),
                                  .index = (uint32_t)sqlite3_column_int64(q, 5),
                                  .hash = column_hash(q, 6)};

    row.tint.known = sqlite3_column_bytes(q, 7) == sizeof(row.tint.rgb);
    if (row.tint.known)
        memcpy(row.tint.rgb, sqlite3_column_blob(q, 7), sizeof(row.tint.rgb));
    return row;
}

/* The file may have been written by anyone: texts are cleaned once more. */
static struct tg_err *column_facts(sqlite3_stmt *q, struct tg_facts *facts)
{
    enum { TITLE = 17, LATITUDE = TITLE + TG_FACTS + 1, LONGITUDE };
    sqlite3_int64 latitude = sqlite3_column_int64(q, LATITUDE);
    sqlite3_int64 longitude = sqlite3_column_int64(q, LONGITUDE);
    struct tg_err *err = NULL;

    for (int i = 0; i < TG_FACTS && !err; i++) {
        const char *text = (const char *)sqlite3_column_text(q, TITLE + i);

        if (text)
            err = tg_facts_add(facts, (enum tg_fact)i, text, strlen(text), TG_CHARSET_UTF8);
    }
    if (sqlite3_column_type(q, LATITUDE) == SQLITE_INTEGER && latitude >= -TG_LATITUDE_E6 &&
        latitude <= TG_LATITUDE_E6 && longitude >= -TG_LONGITUDE_E6 &&
        longitude <= TG_LONGITUDE_E6) {
        facts->located = true;
        facts->latitude_e6 = (int32_t)latitude;
        facts->longitude_e6 = (int32_t)longitude;
    }
    return err;
}

struct tg_err *tg_row_source(sqlite3_stmt *q, struct tg_source_state *row)
{
    const unsigned char *date = sqlite3_column_text(q, 16);

    *row = (struct tg_source_state){.stamp = column_stamp(q, 0),
                                    .sidecar = column_stamp(q, 4),
                                    .seen_ns = sqlite3_column_int64(q, 8),
                                    .hash = column_hash(q, 9)};
    row->info.format = (uint32_t)sqlite3_column_int64(q, 10);
    row->info.width = (uint32_t)sqlite3_column_int64(q, 11);
    row->info.height = (uint32_t)sqlite3_column_int64(q, 12);
    row->info.orientation = (uint32_t)sqlite3_column_int64(q, 13);
    row->info.samples = (uint64_t)sqlite3_column_int64(q, 14);
    row->info.multiscan = sqlite3_column_int(q, 15) != 0;
    if (date)
        (void)snprintf(row->info.date, sizeof(row->info.date), "%s", (const char *)date);
    row->placed = sqlite3_column_int(q, 17 + TG_FACTS) != 0;
    return column_facts(q, &row->facts);
}
