/* rowtool.c - changes the state of a site for the command-line tests, as somebody could who knows
 * its checksums.  The checksum of a row is told again here, from its description in
 * core/state/rows.h.
 *
 *   rowtool DATABASE SQL             with the function row_sum(VALUE...)
 *   rowtool DATABASE SQL resum       and then every row gets the checksum of what is in it now */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <sqlite3.h>
#include <xxhash.h>

static const char resum[] =
    "UPDATE source SET sum = row_sum(path, size, inode, mtime, ctime, side_size, side_inode, "
    "side_mtime, side_ctime, seen, hash, format, width, height, orientation, samples, multiscan, "
    "date, title, description, camera, lens, exposure, keywords, people, place, motion, faces, "
    "asks, latitude, longitude, gain_map, rating, labels);"
    "UPDATE output SET sum = row_sum(path, source, size, inode, mtime, ctime, plan, idx, hash, "
    "tint, content, stale);"
    "UPDATE key SET sum = row_sum(folders, key);"
    "UPDATE root SET sum = row_sum(path);";

static size_t put(uint8_t *to, sqlite3_value *v)
{
    int type = sqlite3_value_type(v);
    const void *data = type == SQLITE_TEXT || type == SQLITE_BLOB ? sqlite3_value_blob(v) : NULL;
    uint64_t n = data ? (uint64_t)sqlite3_value_bytes(v) : (uint64_t)sqlite3_value_int64(v);

    to[0] = (uint8_t) "?iftbn"[type];
    for (int i = 0; i < 8; i++)
        to[1 + i] = (uint8_t)(n >> 8 * i);
    if (data)
        memcpy(to + 9, data, n);
    return 9 + (data ? n : 0);
}

static void row_sum(sqlite3_context *c, int n, sqlite3_value **values)
{
    static uint8_t bytes[8 << 20];
    XXH128_canonical_t sum;
    size_t len = 0;

    for (int i = 0; i < n; i++)
        len += put(bytes + len, values[i]);
    XXH128_canonicalFromHash(&sum, XXH3_128bits(bytes, len));
    sqlite3_result_blob(c, sum.digest, sizeof(sum.digest), SQLITE_TRANSIENT);
}

int main(int argc, char **argv)
{
    sqlite3 *db = NULL;
    int bad = argc < 3 || sqlite3_open(argv[1], &db) != SQLITE_OK ||
              sqlite3_create_function(db, "row_sum", -1, SQLITE_UTF8, NULL, row_sum, NULL, NULL) !=
                  SQLITE_OK ||
              sqlite3_exec(db, argv[2], NULL, NULL, NULL) != SQLITE_OK ||
              (argc > 3 && sqlite3_exec(db, resum, NULL, NULL, NULL) != SQLITE_OK);

    if (bad)
        fprintf(stderr, "rowtool: %s\n", db ? sqlite3_errmsg(db) : "usage");
    (void)sqlite3_close(db);
    return bad ? 2 : 0;
}
