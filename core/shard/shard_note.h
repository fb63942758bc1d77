/* shard_note.h - what a shard says of itself when all its photos have been tried: a small text in
 * OUT/.tirage/shard-I-of-N/note.  While a shard works there is none. */
#ifndef TG_SHARD_SHARD_NOTE_H
#define TG_SHARD_SHARD_NOTE_H

#include "core/base/hash.h"

enum { TG_SHARD_VERSION = 32 };

/* Options of the command line that decide how pictures look. */
struct tg_shard_options {
    unsigned subsampling; /* enum tg_subsampling */
    bool subsampling_given, srgb, original;
    uint8_t background[3];
};

struct tg_shard_note {
    char version[TG_SHARD_VERSION]; /* of the program */
    uint32_t index, count;          /* shard 1..count */
    uint64_t photos, failed;        /* of this shard; failed: could not be made */
    uint64_t tree_photos, tree_bytes;
    struct tg_hash tree;  /* of all paths and sizes: tg_shares_tree() */
    struct tg_hash state; /* of the bytes of state.db */
    struct tg_shard_options options;
    char *source; /* the folder of photos, an absolute path of the machine that it was on; owned */
};

/* Reads a note; false if it is none, cut short or from another version of the format.  The caller
 * releases *note, which is borrowed from nothing, on success. */
bool tg_shard_note_parse(const char *text, size_t len, struct tg_shard_note *note);
void tg_shard_note_release(struct tg_shard_note *note); /* a zeroed one is fine */

/* Appends the text of a note. */
void tg_shard_note_write(const struct tg_shard_note *note, struct tg_buf *text);

/* The name of a shard's folder in OUT/.tirage; `name` has room for TG_SHARD_NAME bytes. */
enum { TG_SHARD_NAME = 32 };
void tg_shard_name(uint32_t index, uint32_t count, char *name);

/* Whether `name` is one. */
bool tg_shard_name_parse(const char *name, uint32_t *index, uint32_t *count);

/* The same options, and so the same pictures. */
bool tg_shard_options_equal(const struct tg_shard_options *a, const struct tg_shard_options *b);

#endif
