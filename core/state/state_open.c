/* state_open.c - states open and close; damage, and databases from elsewhere; see state.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/path.h"
#include "core/state/database.h"
#include "core/state/rows.h"
#include "core/state/state.h"

static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
enum { SUFFIXES = sizeof(suffixes) / sizeof(suffixes[0]), ASIDE_MAX = 100, SOME_MEMORY = 16 << 20 };

/* A damaged file can make SQLite ask for more than it ever takes, which it calls out of memory
 * too. */
static bool memory_is_there(void)
{
    void *volatile some = malloc(SOME_MEMORY); /* or compilers know that it will be there */
    bool there = some != NULL;

    free(some);
    return there;
}

/* Whether SQLite's last error is the file's fault: it would be met again and again. */
static bool is_damage(sqlite3 *db)
{
    int code = sqlite3_extended_errcode(db), why = sqlite3_system_errno(db);

    switch (code & 0xFF) {
    case SQLITE_NOMEM:
        return memory_is_there();
    case SQLITE_FULL:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_INTERRUPT:
        return false;
    case SQLITE_IOERR:
        return code == SQLITE_IOERR_READ || code == SQLITE_IOERR_SHORT_READ ||
               code == SQLITE_IOERR_CORRUPTFS;
    case SQLITE_CANTOPEN:
        return why != EMFILE && why != ENFILE && why != ENOMEM && why != ENOSPC && why != EDQUOT;
    default:
        return true;
    }
}

struct tg_err *tg_state_failed(const struct tg_state *s)
{
    return tg_err_new(is_damage(s->db) ? TG_E_CORRUPT : TG_E_SYS, s->path,
                      "cannot keep the state of the build: %s", sqlite3_errmsg(s->db));
}

struct tg_err *tg_state_execute(const struct tg_state *s, const char *sql)
{
    return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ? NULL : tg_state_failed(s);
}

static void disconnect(struct tg_state *s)
{
    for (int q = 0; q < TG_QUERIES; q++) {
        (void)sqlite3_finalize(s->query[q]);
        s->query[q] = NULL;
    }
    (void)sqlite3_close(s->db);
    s->db = NULL;
    s->open = s->changed = false;
}

/* ---- Damage ---------------------------------------------------------------------------------- */

/* The database or what belongs to it, "-wal" and so on. */
static char *name_of(const char *path, const char *suffix)
{
    char *name = NULL;

    return asprintf(&name, "%s%s", path, suffix) < 0 ? NULL : name;
}

/* A journal may end with the name of another one, for databases that change together.  Ours never
 * do, and SQLite would remove the file of that name, whatever it is. */
static bool names_another(const char *journal)
{
    static const uint8_t magic[] = {0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7};
    uint8_t end[sizeof(magic)];
    int fd = open(journal, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    bool yes = fd >= 0 && lseek(fd, -(off_t)sizeof(end), SEEK_END) > 0 &&
               read(fd, end, sizeof(end)) == (ssize_t)sizeof(end) &&
               memcmp(end, magic, sizeof(end)) == 0;

    if (fd >= 0)
        close(fd);
    return yes;
}

/* What SQLite would follow, wait for or misread, under one of the names. */
static struct tg_err *refuse_odd_files(const struct tg_state *s)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; i < SUFFIXES && !err; i++) {
        char *name = name_of(s->path, suffixes[i]);
        struct stat st;

        if (!name)
            return tg_err_nomem();
        if (lstat(name, &st) == 0 && !S_ISREG(st.st_mode))
            err = tg_err_new(TG_E_CORRUPT, name, "is not a regular file");
        else if (strcmp(suffixes[i], "-journal") == 0 && names_another(name))
            err = tg_err_new(TG_E_CORRUPT, name, "is not the journal of a state");
        free(name);
    }
    return err;
}

/* A name that is free, or that of a file which one file may replace. */
static struct tg_err *choose_name(const struct tg_state *s, const char *kind, char **to)
{
    struct stat old, new;
    bool file = lstat(s->path, &old) != 0 || S_ISREG(old.st_mode);

    for (int i = 1; i < ASIDE_MAX; i++) {
        bool numbered = i > 1;

        *to = NULL;
        if (asprintf(to, numbered ? "%s.%s-%d" : "%s.%s", s->path, kind, i) < 0)
            return tg_err_nomem();
        if (lstat(*to, &new) != 0 || (file && S_ISREG(new.st_mode)))
            return NULL;
        free(*to);
    }
    *to = NULL;
    return tg_err_new(TG_E_USAGE, s->path,
                      "cannot be used, and cannot be set aside either: remove it");
}

/* Renames the file and what belongs to it out of the way. */
static struct tg_err *set_aside(const struct tg_state *s, bool later)
{
    char *to = NULL;
    struct tg_err *err = choose_name(s, later ? "later" : "broken", &to);

    for (size_t i = 0; i < SUFFIXES && !err; i++) {
        char *from = name_of(s->path, suffixes[i]), *moved = name_of(to, suffixes[i]);

        if (!from || !moved)
            err = tg_err_nomem();
        else if (rename(from, moved) != 0 && errno != ENOENT)
            err = tg_err_sys(errno, s->path, "cannot be used, and cannot be set aside");
        free(from);
        free(moved);
    }
    if (!err && s->aside)
        s->aside(s->ctx, s->path, to, later);
    free(to);
    return err;
}

/* ---- Opening --------------------------------------------------------------------------------- */

static struct tg_err *connect(struct tg_state *s, int flags, const char *name)
{
    enum { LONGEST_VALUE = 1 << 20 };
    static const char careful[] = "PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; "
                                  "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; "
                                  /* What is forgotten leaves the file too. */
                                  "PRAGMA secure_delete = ON";

    if (sqlite3_open_v2(name, &s->db, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        return tg_state_failed(s);
    (void)sqlite3_busy_timeout(s->db, 10000);
    (void)sqlite3_limit(s->db, SQLITE_LIMIT_LENGTH, LONGEST_VALUE);
    return sqlite3_exec(s->db, careful, NULL, NULL, NULL) == SQLITE_OK ? tg_row_sum_define(s->db)
                                                                       : tg_state_failed(s);
}

/* Write-ahead logging needs shared memory, which network file systems lack: then there is a
 * rollback journal. */
static void set_journal(const struct tg_state *s)
{
    (void)sqlite3_exec(s->db,
                       s->journal == TG_STATE_AHEAD ? "PRAGMA journal_mode = WAL"
                                                    : "PRAGMA journal_mode = DELETE",
                       NULL, NULL, NULL);
}

/* *later: it is of a later version. */
static struct tg_err *open_own(struct tg_state *s, bool *later)
{
    struct tg_err *err = refuse_odd_files(s);
    int version;

    *later = false;
    if (!err)
        err = connect(s, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, s->path);
    if (err)
        return err;
    version = tg_state_version(s->db);
    *later = version > TG_STATE_SCHEMA;
    if (version < 0 || *later || sqlite3_db_readonly(s->db, "main") == 1)
        return is_damage(s->db) ? tg_err_new(TG_E_CORRUPT, s->path, "is not the state of a build")
                                : tg_state_failed(s);
    set_journal(s);
    err = tg_state_make_tables(s);
    if (!err)
        err = tg_state_check_tables(s, true);
    return err ? err : tg_state_prepare(s);
}

/* Opens what is there or, if it cannot be used, an empty one. */
static struct tg_err *open_or_replace(struct tg_state *s)
{
    bool later;
    struct tg_err *err = open_own(s, &later);

    if (!err || tg_err_code(err) != TG_E_CORRUPT)
        return err;
    tg_err_free(err);
    disconnect(s);
    err = set_aside(s, later);
    return err ? err : open_own(s, &later);
}

struct tg_err *tg_state_lose(struct tg_state *s, struct tg_err *err)
{
    bool later;

    if (s->kind != TG_STATE_OWN || s->lost || tg_err_code(err) != TG_E_CORRUPT)
        return err;
    tg_err_free(err);
    disconnect(s);
    s->lost = true;
    err = set_aside(s, false);
    return err ? err : open_own(s, &later);
}

static struct tg_err *new_state(const char *dir, enum tg_state_kind kind, struct tg_state **state)
{
    struct tg_state *s = calloc(1, sizeof(*s));

    if (!s)
        return tg_err_nomem();
    s->out = -1;
    s->kind = kind;
    s->path = tg_path_join(dir, "state.db");
    if (!s->path) {
        free(s);
        return tg_err_nomem();
    }
    *state = s;
    return NULL;
}

/* Hands over one that was opened without the error `err`, or gives it up. */
static struct tg_err *finish_open(struct tg_state *s, struct tg_err *err, struct tg_state **state)
{
    if (err)
        tg_state_free(s);
    else
        *state = s;
    return err;
}

struct tg_err *tg_state_open(const struct tg_state_location *location, struct tg_state **state)
{
    struct tg_state *s = NULL;
    struct tg_err *err = new_state(location->dir, TG_STATE_OWN, &s);

    if (err)
        return err;
    s->journal = location->journal;
    s->aside = location->aside;
    s->ctx = location->ctx;
    if (location->out)
        s->out = open(location->out, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (location->out && s->out < 0)
        err = tg_err_sys(errno, location->out, "cannot open the folder");
    return finish_open(s, err ? err : open_or_replace(s), state);
}

/* A URI, for the one option that keeps SQLite from making files next to the database. */
static char *immutable_name(const char *path)
{
    char *real = tg_path_absolute(path);
    struct tg_buf uri;

    tg_buf_init(&uri, TG_BUF_MAX);
    tg_buf_puts(&uri, "file:");
    for (const char *p = real; p && *p; p++)
        if (strchr("?#%", *p))
            tg_buf_printf(&uri, "%%%02X", (unsigned)*p);
        else
            tg_buf_putc(&uri, *p);
    tg_buf_puts(&uri, "?immutable=1");
    if (!real)
        uri.failed = true;
    free(real);
    if (uri.failed) {
        tg_buf_release(&uri);
        return NULL;
    }
    return tg_buf_steal(&uri);
}

static struct tg_err *connect_immutable(struct tg_state *s)
{
    char *name = immutable_name(s->path);
    struct tg_err *err = name ? connect(s, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, name)
                              : tg_err_new(TG_E_CORRUPT, s->path, "cannot be read");

    free(name);
    return err;
}

/* Whether all that the state knows is in its file alone. */
static bool has_no_journal(const struct tg_state *s)
{
    struct tg_buf name;
    struct stat st;
    bool none;

    tg_buf_init(&name, TG_BUF_MAX);
    tg_buf_puts(&name, s->path);
    tg_buf_puts(&name, "-wal");
    none = !name.failed && (stat(tg_buf_str(&name), &st) != 0 || st.st_size == 0);
    tg_buf_release(&name);
    return none;
}

struct tg_err *tg_state_open_readonly(const char *dir, struct tg_state **state)
{
    struct tg_state *s = NULL;
    struct tg_err *err = new_state(dir, TG_STATE_READONLY, &s);
    struct stat st;
    bool writable;

    *state = NULL;
    if (err)
        return err;
    if (lstat(s->path, &st) != 0) {
        tg_state_free(s);
        return NULL;
    }
    err = refuse_odd_files(s);
    /* SQLite wants a file next to the database for who else may read it; without one nobody may. */
    writable = access(dir, W_OK) == 0;
    if (!err)
        err = !writable && has_no_journal(s) ? connect_immutable(s)
                                             : connect(s, SQLITE_OPEN_READONLY, s->path);
    if (!err)
        err = tg_state_check_tables(s, false);
    if (!err)
        err = tg_state_prepare(s);
    if (err)
        err = tg_err_wrap(err, s->path, "%s",
                          writable ? "cannot be read; the next build mends it"
                                   : "cannot be read where nothing can be written");
    return finish_open(s, err, state);
}

struct tg_err *tg_state_open_foreign(const char *dir, struct tg_state **state)
{
    struct tg_state *s = NULL;
    struct tg_err *err = new_state(dir, TG_STATE_FOREIGN, &s);

    if (err)
        return err;
    err = connect_immutable(s);
    if (!err)
        err = tg_state_check_tables(s, false);
    return finish_open(s, err ? err : tg_state_prepare(s), state);
}

void tg_state_free(struct tg_state *state)
{
    if (!state)
        return;
    if (state->open)
        (void)sqlite3_exec(state->db, "ROLLBACK", NULL, NULL, NULL);
    disconnect(state);
    if (state->out >= 0)
        close(state->out);
    free(state->path);
    free(state);
}
