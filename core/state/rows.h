/* rows.h (private to core/state) - records as rows of the database. */
#ifndef TG_STATE_ROWS_H
#define TG_STATE_ROWS_H

#include <sqlite3.h>

#include "core/state/state.h"

/* The columns of a source and of an output: in queries their values begin with the second parameter, and in
 * results with the first column. */
#define TG_SOURCE_COLUMNS                                                                          \
    "size, inode, mtime, ctime, side_size, side_inode, side_mtime, side_ctime, seen, hash, "       \
    "format, width, height, orientation, samples, multiscan, date, title, description, camera, "   \
    "lens, exposure, placed, latitude, longitude"
#define TG_OUTPUT_COLUMNS "size, inode, mtime, ctime, plan, idx, hash, tint"

/* Values are borrowed until the query is stepped.  NULL is one. */
void tg_row_bind_text(sqlite3_stmt *q, int at, const char *text);
void tg_row_bind_hash(sqlite3_stmt *q, int at, const struct tg_hash *h);
void tg_row_bind_source(sqlite3_stmt *q, const struct tg_source_state *row);
void tg_row_bind_output(sqlite3_stmt *q, const struct tg_output_state *row);

struct tg_output_state tg_row_output(sqlite3_stmt *q);
/* The caller releases row->facts, on error too. */
struct tg_err *tg_row_source(sqlite3_stmt *q, struct tg_source_state *row) TG_MUST_USE;

#endif
