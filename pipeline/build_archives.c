/* build_archives.c - ZIP files of albums, of the files that a build has made; see build_parts.h.
 *
 * One is made again when a name, a time or the bytes of a member change: that is its plan, and the
 * state knows of which plan the file is that is there. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/base/media_type.h"
#include "core/base/path.h"
#include "core/base/zip.h"
#include "gallery/model/download.h"
#include "pipeline/build_parts.h"
#include "pipeline/build_seal.h"

/* Raised whenever the same members make other bytes than before. */
enum { ARCHIVE_VERSION = 1 };

/* A member's file. */
struct file {
    char *key; /* relative to OUT; owned */
    uint64_t bytes;
    struct tg_hash hash;
};

/* Takes what is known of the outputs of all photos over to their renditions. */
static void fill_renditions(struct tg_builder *b)
{
    for (size_t i = 0; i < b->site->photos_len; i++) {
        const struct tg_photo *photo = b->site->photos[i];
        const struct tg_job *job = &b->jobs[i];

        for (size_t k = 0, j = 0; k < photo->renditions_len && j < job->outputs_len; j++)
            if (strcmp(tg_path_base(job->outputs[j].key), photo->renditions[k].name) == 0) {
                photo->renditions[k].bytes = job->outputs[j].result.bytes;
                photo->renditions[k++].hash = job->outputs[j].result.hash;
            }
    }
}

/* A video is known by the state.  `known` is false of one that is not there yet. */
static struct tg_err *find_file(const struct tg_incremental *u,
                                const struct tg_archive_member *member, struct file *file,
                                bool *known)
{
    const struct tg_medium *medium = member->medium;
    struct tg_output_state row;
    struct tg_err *err;

    *file =
        (struct file){.key = medium ? tg_path_join(medium->dir, medium->name)
                                    : tg_path_join(member->photo->dir, member->rendition->name)};
    *known = true;
    if (!file->key)
        return tg_err_nomem();
    if (!medium) {
        file->bytes = member->rendition->bytes;
        file->hash = member->rendition->hash;
        return NULL;
    }
    err = tg_state_get_output(u->state, file->key, &row, known);
    if (!err && *known) {
        file->bytes = row.content ? row.content : row.stamp.size;
        file->hash = row.hash;
    }
    return err;
}

/* What is done with each good member that is there. */
typedef struct tg_err *member_fn(void *ctx, const struct tg_archive_member *member,
                                 const struct file *file);

static struct tg_err *each_member(const struct tg_incremental *u, const struct tg_archive *archive,
                                  member_fn *each, void *ctx)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; i < archive->len && !err; i++) {
        struct file file = {.key = NULL};
        bool known = tg_archive_member_good(&archive->members[i]);

        if (known)
            err = find_file(u, &archive->members[i], &file, &known);
        if (!err && known)
            err = each(ctx, &archive->members[i], &file);
        free(file.key);
    }
    return err;
}

/* Plan and size, while they are found. */
struct survey {
    struct tg_archive *archive;
    struct tg_hasher *plan;
    struct tg_zip count;
};

static struct tg_err *survey_member(void *ctx, const struct tg_archive_member *member,
                                    const struct file *file)
{
    struct survey *s = ctx;
    const uint32_t time = tg_zip_time(member->photo->date);
    const uint8_t bytes[] = {(uint8_t)time, (uint8_t)(time >> 8), (uint8_t)(time >> 16),
                             (uint8_t)(time >> 24)};

    tg_hasher_add(s->plan, member->name, strlen(member->name) + 1);
    tg_hasher_add(s->plan, bytes, sizeof(bytes));
    tg_hasher_add(s->plan, file->hash.bytes, sizeof(file->hash.bytes));
    s->archive->pictures += !member->medium;
    s->archive->videos += member->medium != NULL;
    return tg_zip_add(&s->count, member->name, time, file->bytes, -1, file->key);
}

static struct tg_err *survey(const struct tg_incremental *u, struct tg_archive *archive,
                             struct tg_hash *plan)
{
    const uint8_t version = ARCHIVE_VERSION;
    struct survey s = {.archive = archive};
    struct tg_err *err = tg_hasher_new(&s.plan);

    archive->pictures = archive->videos = 0;
    if (err)
        return err;
    tg_zip_init(&s.count, -1, archive->name);
    tg_hasher_add(s.plan, "zip", sizeof("zip"));
    tg_hasher_add(s.plan, &version, sizeof(version));
    err = each_member(u, archive, survey_member, &s);
    if (!err)
        err = tg_zip_end(&s.count);
    archive->bytes = s.count.at;
    tg_zip_release(&s.count);
    tg_hasher_end(s.plan, plan);
    return err;
}

static bool is_empty(const struct tg_archive *archive)
{
    return archive->pictures + archive->videos == 0;
}

/* Whether it is there; *plan is what it is to be. */
static struct tg_err *look(struct tg_incremental *u, struct tg_archive *archive,
                           struct tg_hash *plan)
{
    char *key = tg_path_join(archive->node->dir, archive->name);
    struct tg_err *err = key ? survey(u, archive, plan) : tg_err_nomem();

    archive->there = false;
    if (!err && !is_empty(archive))
        err = tg_incremental_file_fresh(u, key, plan, &archive->there);
    free(key);
    return err;
}

struct tg_err *tg_build_archives_look(struct tg_builder *b)
{
    struct tg_err *err = NULL;
    struct tg_hash plan;

    if (b->site->archives)
        fill_renditions(b);
    for (struct tg_archive *a = b->site->archives; a && !err; a = a->next)
        err = look(&b->incremental, a, &plan);
    return err;
}

/* A ZIP file while it is written. */
struct writer {
    struct tg_builder *builder;
    struct tg_zip zip;
};

/* What a member's file is behind. */
static const struct tg_lock *lock_of(const struct tg_archive_member *member)
{
    return member->medium ? member->medium->lock
                          : tg_build_lock_of(member->photo, member->rendition);
}

/* A member that is sealed, while it is read. */
struct sealed {
    struct tg_unsealer *file;
    uint64_t at;
};

static struct tg_err *read_sealed(void *ctx, void *data, size_t len, size_t *got)
{
    struct sealed *s = ctx;
    struct tg_err *err = tg_unseal_read(s->file, s->at, data, len, got);

    s->at += err ? 0 : *got;
    return err;
}

static struct tg_err *add_sealed(struct tg_zip *zip, const struct tg_archive_member *member, int in,
                                 const struct file *file)
{
    struct sealed sealed = {.file = NULL};
    const struct tg_zip_source source = {read_sealed, &sealed, file->key};
    struct tg_err *err = tg_unseal_open(&lock_of(member)->secret, in, file->key, &sealed.file);

    if (!err)
        err = tg_zip_add_from(zip, member->name, tg_zip_time(member->photo->date), file->bytes,
                              &source);
    tg_unseal_free(sealed.file);
    return err;
}

static struct tg_err *write_member(void *ctx, const struct tg_archive_member *member,
                                   const struct file *file)
{
    struct writer *w = ctx;
    struct tg_err *err;
    int in;

    if (tg_engine_stopped(&w->builder->engine))
        return tg_err_new(TG_E_STOPPED, NULL, "stopped while ZIP files were written");
    in = tg_file_open_below(w->builder->options.out, file->key);
    if (in < 0)
        return tg_err_new(TG_E_CORRUPT, file->key, "is gone since it was made");
    if (lock_of(member))
        err = add_sealed(&w->zip, member, in, file);
    else
        err = tg_zip_add(&w->zip, member->name, tg_zip_time(member->photo->date), file->bytes, in,
                         file->key);
    close(in);
    return err;
}

static struct tg_err *write_archive(struct tg_builder *b, const struct tg_archive *archive,
                                    const char *path, uint64_t *content)
{
    struct writer w = {.builder = b};
    struct tg_output out;
    struct tg_err *err = tg_output_open(&out, path, b->dir.tmp);

    if (err)
        return err;
    tg_zip_init(&w.zip, out.fd, path);
    err = tg_fd_reserve(out.fd, path, archive->bytes);
    if (!err)
        err = each_member(&b->incremental, archive, write_member, &w);
    if (!err)
        err = tg_zip_end(&w.zip);
    tg_zip_release(&w.zip);
    if (!err)
        err = tg_build_seal(archive->node->lock, tg_media_type(archive->title), b->dir.tmp, &out,
                            content);
    if (!err)
        return tg_output_commit(&out);
    tg_output_abort(&out);
    return err;
}

static struct tg_err *make(struct tg_builder *b, struct tg_archive *archive)
{
    char *key = tg_path_join(archive->node->dir, archive->name);
    char *path = key ? tg_path_join(b->options.out, key) : NULL;
    uint64_t content = 0;
    struct tg_hash plan;
    struct tg_err *err = path ? survey(&b->incremental, archive, &plan) : tg_err_nomem();

    if (!err)
        err = write_archive(b, archive, path, &content);
    if (err && tg_err_code(err) != TG_E_STOPPED)
        err = tg_err_wrap(err, path, "the ZIP file was not made");
    if (!err)
        err = tg_incremental_file_made(&b->incremental, key, NULL, &plan, content);
    archive->there = !err;
    free(path);
    free(key);
    return err;
}

static void tell(const struct tg_builder *b)
{
    uint64_t bytes = 0;
    size_t n = 0;

    for (const struct tg_archive *a = b->site->archives; a; a = a->next)
        if (!a->there && !is_empty(a)) {
            bytes += a->bytes;
            n++;
        }
    if (n)
        tg_events_message(&b->events, TG_EVENT_INFO, "writing %zu ZIP file%s of %llu MB", n,
                          n == 1 ? "" : "s", (unsigned long long)((bytes + 999999) / 1000000));
}

/* One that cannot be made is no reason to do without the others: it is told. */
static struct tg_err *try_to_make(struct tg_builder *b, struct tg_archive *archive, bool *made)
{
    struct tg_err *err = make(b, archive);

    b->result->archives += !err;
    *made |= !err;
    if (!err || tg_err_code(err) == TG_E_STOPPED || tg_err_code(err) == TG_E_NOMEM)
        return err;
    b->result->failed_archives++;
    tg_events_err(&b->events, TG_EVENT_PROBLEM, err);
    tg_err_free(err);
    return NULL;
}

struct tg_err *tg_build_archives_make(struct tg_builder *b, bool *made)
{
    struct tg_err *err = NULL;

    *made = false;
    tell(b);
    for (struct tg_archive *a = b->site->archives; a && !err; a = a->next)
        if (!a->there && !is_empty(a))
            err = try_to_make(b, a, made);
    return err;
}

struct tg_err *tg_build_archives_want(struct tg_builder *b)
{
    struct tg_err *err = NULL;

    for (const struct tg_archive *a = b->site->archives; a && !err; a = a->next) {
        char *key = tg_path_join(a->node->dir, a->name);

        err = key ? tg_state_want(b->incremental.state, key) : tg_err_nomem();
        free(key);
    }
    return err;
}

/* Whether files of it will be made. */
static bool waits(const struct tg_builder *b, const struct tg_archive *archive)
{
    for (size_t i = 0; i < b->site->photos_len; i++)
        for (size_t k = 0; !b->jobs[i].fresh && k < archive->len; k++)
            if (archive->members[k].photo == b->site->photos[i])
                return true;
    return false;
}

bool tg_build_archive_wanted(const struct tg_archive *archive)
{
    for (size_t i = 0; i < archive->len; i++)
        if (tg_archive_member_good(&archive->members[i]))
            return true;
    return false;
}

struct tg_err *tg_build_archives_list(struct tg_builder *b,
                                      void (*each)(const struct tg_builder *b, const char *path))
{
    struct tg_err *err = NULL;
    struct tg_hash plan;

    fill_renditions(b);
    for (struct tg_archive *a = b->site->archives; a && !err; a = a->next) {
        char *dir = tg_path_join(b->options.out, a->node->dir);
        char *path = dir ? tg_path_join(dir, a->name) : NULL;

        if (!path)
            err = tg_err_nomem();
        else if (b->look.state && !waits(b, a))
            err = look(&b->look, a, &plan);
        if (!err && !a->there && tg_build_archive_wanted(a))
            each(b, path);
        free(path);
        free(dir);
    }
    return err;
}
