/* rows.h (private to core/state) - records as rows of the database. */
#ifndef TG_STATE_ROWS_H
#define TG_STATE_ROWS_H

#include <sqlite3.h>

#include "core/base/err.h"
#include "core/state/records.h"

/* The columns of a source and of an output: in queries their values begin with the second
 * parameter, and in results with the first column. */
#define TG_SOURCE_COLUMNS_WITH(ours, asks, more)                                                   \
    "size, inode, mtime, ctime, side_size, side_inode, side_mtime, side_ctime, seen, hash, "       \
    "format, width, height, orientation, samples, multiscan, date, title, description, camera, "   \
    "lens, exposure, " ours asks ", latitude, longitude" more
#define TG_SOURCE_COLUMNS                                                                          \
    TG_SOURCE_COLUMNS_WITH("keywords, people, place, motion, faces, ", "asks",                     \
                           ", gain_map, rating, labels")
#define TG_OUTPUT_COLUMNS_WITH(content) "size, inode, mtime, ctime, plan, idx, hash, tint" content
#define TG_OUTPUT_COLUMNS               TG_OUTPUT_COLUMNS_WITH(", content")

/* Makes the SQL function row_sum(VALUE...), the XXH3-128 of its values: of each its type ('n', 'i',
 * 't', 'b' or 'f'), 8 bytes of the integer or of the length, little-endian, and the bytes of a text
 * or blob. */
struct tg_err *tg_row_sum_define(sqlite3 *db) TG_MUST_USE;

/* Values are borrowed until the query is stepped.  NULL is one. */
void tg_row_bind_text(sqlite3_stmt *q, int at, const char *text);
void tg_row_bind_hash(sqlite3_stmt *q, int at, const struct tg_hash *h);
void tg_row_bind_source(sqlite3_stmt *q, const struct tg_source_state *row);
void tg_row_bind_output(sqlite3_stmt *q, const struct tg_output_state *row);

/* Whether the row that a query found has its checksum. */
bool tg_row_is_intact(sqlite3_stmt *q);

/* Reads what a query found; false if it has values that no build writes. */
bool tg_row_output(sqlite3_stmt *q, struct tg_output_state *row);
/* The same.  The caller releases row->metadata, on error too. */
struct tg_err *tg_row_source(sqlite3_stmt *q, struct tg_source_state *row,
                             bool *possible) TG_MUST_USE;
/* The key in the first column. */
bool tg_row_key(sqlite3_stmt *q, uint8_t key[TG_STATE_KEY]);
/* A path below OUT or below the photos, or NULL. */
const char *tg_row_path(sqlite3_stmt *q, int at);

#endif
