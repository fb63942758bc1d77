/* fuzz_state.c - whatever is in the file of a state, or in the fields of its rows, it opens, and
 * what is read from it is within its bounds.  An even first byte: the rest is the file.  An odd
 * one: it is fields, which get a right checksum. */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/path.h"
#include "core/state/database.h"
#include "tests/fuzz/fuzz.h"

/* A folder for the file, and one for the fields; in memory where there is such a place. */
static char folders[2][32];

static void remove_folders(void)
{
    static const char *const names[] = {"/state.db", ""};

    for (size_t i = 0; i < 4; i++) {
        char path[128];

        (void)snprintf(path, sizeof(path), "%.31s%s", folders[i / 2], names[i % 2]);
        if (folders[i / 2][0])
            (void)remove(path);
    }
}

static const char *folder(bool fields)
{
    char *name = folders[fields];

    if (*name)
        return name;
    (void)snprintf(name, sizeof(folders[0]), "/dev/shm/fuzz_state.XXXXXX");
    if (!mkdtemp(name)) {
        (void)snprintf(name, sizeof(folders[0]), "/tmp/fuzz_state.XXXXXX");
        require(mkdtemp(name));
    }
    (void)atexit(remove_folders);
    return name;
}

static void path_of(const char *name, char path[64])
{
    (void)snprintf(path, 64, "%.31s/%.31s", folder(false), name);
}

static void drop(void)
{
    static const char *const names[] = {
        "state.db",        "state.db-wal",   "state.db-shm",        "state.db-journal",
        "state.db.broken", "state.db.later", "state.db.broken-wal", "state.db.later-wal"};
    char path[64];

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        path_of(names[i], path);
        (void)unlink(path);
    }
}

static void put_file(const uint8_t *data, size_t size)
{
    char path[64];
    int fd;

    path_of("state.db", path);
    fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    require(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    close(fd);
}

static void no_error(struct tg_err *err)
{
    require(!err || tg_err_code(err) == TG_E_NOMEM);
    tg_err_free(err);
}

static struct tg_err *look(void *ctx, const char *path, const struct tg_output_state *row)
{
    (void)ctx;
    require(tg_path_is_below(path));
    require(row->index <= 1 << 16 && row->stamp.size <= INT64_MAX);
    return NULL;
}

/* Everything that is asked of one. */
static void use(struct tg_state *s)
{
    struct tg_source_state source = {.asks = 0};
    struct tg_output_state output;
    char *text = NULL;
    bool found = false;

    no_error(tg_state_get_source(s, "a.jpg", &source, &found));
    if (found) {
        require(strlen(source.info.date) < sizeof(source.info.date));
        tg_metadata_release(&source.metadata);
    }
    no_error(tg_state_get_output(s, "a.jpg", &output, &found));
    no_error(tg_state_each_output(s, look, NULL));
    no_error(tg_state_each_of(s, "a.jpg", look, NULL));
    no_error(tg_state_each_stale(s, look, NULL));
    no_error(tg_state_source_of(s, "a.jpg", &text));
    require(!text || tg_path_is_below(text));
    free(text);
    no_error(tg_state_get_root(s, &text));
    free(text);
}

static void use_own(void)
{
    const struct tg_state_location place = {.dir = folder(false), .journal = TG_STATE_ROLLBACK};
    const struct tg_output_state row = {.index = 1};
    struct tg_state *s = NULL;
    uint64_t stale = 0;

    no_error(tg_state_open(&place, &s));
    if (!s)
        return;
    use(s);
    no_error(tg_state_put_output(s, "b.jpg", "b.jpg", &row));
    no_error(tg_state_want(s, "b.jpg"));
    no_error(tg_state_end_build(s, &stale));
    tg_state_free(s);
}

/* Binds one field to parameter `at`: a byte for its type, one for its length. */
static void bind_field(sqlite3_stmt *q, int at, const uint8_t **data, size_t *size)
{
    uint8_t type = *size ? (*data)[0] % 5 : 0;
    size_t len = *size > 1 ? (*data)[1] : 0;
    int64_t n = 0;

    *data += *size > 1 ? 2 : *size;
    *size -= *size > 1 ? 2 : *size;
    if (len > *size)
        len = *size;
    memcpy(&n, *data, len < sizeof(n) ? len : sizeof(n));
    if (type == 1)
        (void)sqlite3_bind_int64(q, at, n);
    else if (type == 2)
        (void)sqlite3_bind_double(q, at, (double)n / 3);
    else if (type == 3)
        (void)sqlite3_bind_text(q, at, (const char *)*data, (int)len, SQLITE_TRANSIENT);
    else if (type == 4)
        (void)sqlite3_bind_blob(q, at, len ? (const char *)*data : "", (int)len, SQLITE_TRANSIENT);
    *data += len;
    *size -= len;
}

/* The rows that queries of the program itself write, with any values; in one database that stays
 * open. */
static void read_fields(const uint8_t *data, size_t size)
{
    const struct tg_state_location place = {.dir = folder(true), .journal = TG_STATE_ROLLBACK};
    static struct tg_state *s;

    if (!s)
        no_error(tg_state_open(&place, &s));
    require(s);
    s->kind = TG_STATE_FOREIGN; /* wrong rows are passed over */
    no_error(tg_state_execute(s, "BEGIN"));
    for (int i = 0; i < 2; i++) {
        sqlite3_stmt *q = s->query[i ? TG_Q_PUT_OUTPUT : TG_Q_PUT_SOURCE];

        for (int at = 1; at <= sqlite3_bind_parameter_count(q); at++)
            bind_field(q, at, &data, &size);
        if (i == 0 || size % 2) /* else a path that is given */
            (void)sqlite3_bind_text(q, 1, "a.jpg", -1, SQLITE_STATIC);
        (void)sqlite3_step(q);
        (void)sqlite3_reset(q);
    }
    use(s);
    no_error(tg_state_execute(s, "ROLLBACK"));
}

static void read_file(const uint8_t *data, size_t size)
{
    struct tg_state *s = NULL;
    struct tg_err *err;

    put_file(data, size);
    err = tg_state_open_foreign(folder(false), &s);
    require(!err == (s != NULL));
    if (s)
        use(s);
    tg_err_free(err);
    tg_state_free(s);
    use_own();
    drop();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size && data[0] % 2)
        read_fields(data + 1, size - 1);
    else if (size)
        read_file(data + 1, size - 1);
    return 0;
}
