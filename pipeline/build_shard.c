/* build_shard.c - a build of one share of the photos; see build_parts.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/path.h"
#include "core/incremental/outdir.h"
#include "core/shard/shares.h"
#include "pipeline/build_parts.h"

struct tg_err *tg_build_assign(struct tg_builder *b, uint32_t count)
{
    const struct tg_site *site = b->site;
    struct tg_share_item *items = calloc(site->photos_len + 1, sizeof(*items));
    struct tg_err *err;
    size_t n = 0;

    free(b->shares);
    b->shares = calloc(site->photos_len + 1, sizeof(*b->shares));
    err = items && b->shares ? NULL : tg_err_nomem();
    b->note.tree_bytes = b->note.photos = 0;
    for (size_t i = 0; !err && i < site->photos_len; i++)
        if (!site->photos[i]->is_frame) {
            items[n++] = (struct tg_share_item){.path = site->photos[i]->path,
                                                .bytes = site->photos[i]->bytes};
            b->note.tree_bytes += site->photos[i]->bytes;
        }
    b->note.tree_photos = n;
    if (!err)
        err = tg_shares_tree(items, n, &b->note.tree);
    if (!err)
        err = tg_shares(items, n, count);
    n = 0;
    for (size_t i = 0; !err && i < site->photos_len; i++) {
        b->shares[i] = site->photos[i]->is_frame ? TG_NO_SHARE : items[n++].share;
        b->note.photos += b->shares[i] == b->options.shard.index - 1;
    }
    free(items);
    return err;
}

bool tg_build_shard_has(const struct tg_builder *b, size_t photo)
{
    return !b->options.shard.count || b->shares[photo] == b->options.shard.index - 1;
}

static char *note_path(const struct tg_builder *b)
{
    return tg_path_join(b->dir.state, "note");
}

struct tg_err *tg_build_shard_begin(const struct tg_builder *b)
{
    char *path = note_path(b);
    struct tg_err *err = path ? NULL : tg_err_nomem();

    if (path && unlink(path) != 0 && errno != ENOENT)
        err = tg_err_sys(errno, path, "cannot remove");
    free(path);
    return err;
}

static struct tg_err *hash_state(const struct tg_builder *b, struct tg_hash *hash)
{
    char *path = tg_path_join(b->dir.state, "state.db");
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    struct tg_err *err = path ? NULL : tg_err_nomem();

    if (!err && fd < 0)
        err = tg_err_sys(errno, path, "cannot open");
    if (!err)
        err = tg_hash_file(fd, path, hash);
    if (fd >= 0)
        close(fd);
    free(path);
    return err;
}

static struct tg_err *fill_note(struct tg_builder *b)
{
    const struct tg_output_spec *spec = &b->options.spec;
    struct tg_shard_note *note = &b->note;

    (void)snprintf(note->version, sizeof(note->version), "%s", TG_VERSION);
    note->options = (struct tg_shard_options){.subsampling = spec->subsampling,
                                              .subsampling_given = b->options.subsampling_given,
                                              .srgb = spec->colour == TG_COLOUR_SRGB,
                                              .original = b->options.originals};
    memcpy(note->options.background, spec->background, sizeof(spec->background));
    note->failed = b->result->failed;
    note->source = tg_path_absolute(b->options.src);
    return note->source ? hash_state(b, &note->state) : tg_err_nomem();
}

static struct tg_err *write_note(const struct tg_builder *b)
{
    char *path = note_path(b);
    struct tg_err *err = path ? NULL : tg_err_nomem();
    struct tg_buf text;

    tg_buf_init(&text, TG_BUF_MAX);
    tg_shard_note_write(&b->note, &text);
    if (text.failed)
        err = tg_err_nomem();
    if (!err)
        err = tg_file_put(path, b->dir.tmp, text.data, text.len);
    tg_buf_release(&text);
    free(path);
    return err;
}

struct tg_err *tg_build_shard_end(struct tg_builder *b)
{
    struct tg_err *err = tg_state_save(b->incremental.state);

    if (err || b->result->end != TG_RUN_DONE)
        return err;
    tg_state_free(
        b->incremental.state); /* only then is the file complete, and may it be opened besides */
    b->incremental.state = NULL;
    err = fill_note(b);
    return err ? err : write_note(b);
}
