/* shard_note.c - see shard_note.h.  Notes come from other machines and may hold anything. */
#include "core/shard/shard_note.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/hex.h"
#include "core/shard/shares.h"

static const char head[] = "tirage shard 1\n";

/* What is left to read; NULL once something was not as it should be. */
struct cursor {
    const char *at, *end;
};

static void literal(struct cursor *c, const char *text)
{
    size_t len = strlen(text);

    if (c->at && (size_t)(c->end - c->at) >= len && memcmp(c->at, text, len) == 0)
        c->at += len;
    else
        c->at = NULL;
}

static uint64_t number(struct cursor *c, uint64_t max)
{
    const char *start = c->at;
    uint64_t v = 0;

    for (; c->at && c->at < c->end && *c->at >= '0' && *c->at <= '9'; c->at++) {
        uint64_t digit = (uint64_t)(*c->at - '0');

        if (digit > max || v > (max - digit) / 10) {
            c->at = NULL;
            return 0;
        }
        v = 10 * v + digit;
    }
    if (c->at == start)
        c->at = NULL;
    return v;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void hex(struct cursor *c, uint8_t *bytes, size_t len)
{
    for (size_t i = 0; c->at && i < len; i++) {
        int high = c->end - c->at >= 2 ? hex_digit(c->at[0]) : -1;
        int low = high < 0 ? -1 : hex_digit(c->at[1]);

        c->at = low < 0 ? NULL : c->at + 2;
        bytes[i] = (uint8_t)(low < 0 ? 0 : 16 * high + low);
    }
}

/* Up to the end of the line. */
static void version(struct cursor *c, char *text)
{
    size_t len = 0;

    while (c->at && c->at + len < c->end && c->at[len] > ' ' && c->at[len] <= '~')
        len++;
    if (!c->at || len == 0 || len >= TG_SHARD_VERSION) {
        c->at = NULL;
        return;
    }
    memcpy(text, c->at, len);
    text[len] = '\0';
    c->at += len;
}

static void options(struct cursor *c, struct tg_shard_options *o)
{
    literal(c, "\noptions ");
    o->subsampling = (unsigned)number(c, 2);
    literal(c, " ");
    o->subsampling_given = number(c, 1) != 0;
    literal(c, " ");
    o->srgb = number(c, 1) != 0;
    literal(c, " ");
    o->original = number(c, 1) != 0;
    literal(c, " ");
    hex(c, o->background, sizeof(o->background));
}

/* The rest but its line feed: a path may hold any other byte, line feeds too. */
static void source(struct cursor *c, char **path)
{
    literal(c, "\nsource ");
    if (!c->at || c->end - c->at < 2 || *c->at != '/' || c->end[-1] != '\n' ||
        memchr(c->at, '\0', (size_t)(c->end - c->at))) {
        c->at = NULL;
        return;
    }
    *path = strndup(c->at, (size_t)(c->end - c->at) - 1);
    if (!*path)
        c->at = NULL;
}

bool tg_shard_note_parse(const char *text, size_t len, struct tg_shard_note *note)
{
    struct cursor c = {.at = text, .end = text + len};

    *note = (struct tg_shard_note){.index = 0};
    literal(&c, head);
    literal(&c, "version ");
    version(&c, note->version);
    literal(&c, "\nshard ");
    note->index = (uint32_t)number(&c, TG_SHARES_MAX);
    literal(&c, "/");
    note->count = (uint32_t)number(&c, TG_SHARES_MAX);
    literal(&c, "\nphotos ");
    note->photos = number(&c, UINT64_MAX);
    literal(&c, "\nfailed ");
    note->failed = number(&c, UINT64_MAX);
    literal(&c, "\ntree ");
    note->tree_photos = number(&c, UINT64_MAX);
    literal(&c, " ");
    note->tree_bytes = number(&c, UINT64_MAX);
    literal(&c, " ");
    hex(&c, note->tree.bytes, sizeof(note->tree.bytes));
    literal(&c, "\nstate ");
    hex(&c, note->state.bytes, sizeof(note->state.bytes));
    options(&c, &note->options);
    source(&c, &note->source);
    if (c.at && note->index >= 1 && note->index <= note->count)
        return true;
    tg_shard_note_release(note);
    return false;
}

void tg_shard_note_release(struct tg_shard_note *note)
{
    free(note->source);
    note->source = NULL;
}

static void put_hex(struct tg_buf *text, const uint8_t *bytes, size_t len)
{
    char hex[2 * sizeof(struct tg_hash) + 1];

    tg_hex(bytes, len, hex);
    tg_buf_puts(text, hex);
}

void tg_shard_note_write(const struct tg_shard_note *note, struct tg_buf *text)
{
    const struct tg_shard_options *o = &note->options;

    tg_buf_puts(text, head);
    tg_buf_printf(text, "version %s\nshard %" PRIu32 "/%" PRIu32 "\n", note->version, note->index,
                  note->count);
    tg_buf_printf(text, "photos %" PRIu64 "\nfailed %" PRIu64 "\n", note->photos, note->failed);
    tg_buf_printf(text, "tree %" PRIu64 " %" PRIu64 " ", note->tree_photos, note->tree_bytes);
    put_hex(text, note->tree.bytes, sizeof(note->tree.bytes));
    tg_buf_puts(text, "\nstate ");
    put_hex(text, note->state.bytes, sizeof(note->state.bytes));
    tg_buf_printf(text, "\noptions %u %d %d %d ", o->subsampling, o->subsampling_given, o->srgb,
                  o->original);
    put_hex(text, o->background, sizeof(o->background));
    tg_buf_printf(text, "\nsource %s\n", note->source);
}

void tg_shard_name(uint32_t index, uint32_t count, char *name)
{
    (void)snprintf(name, TG_SHARD_NAME, "shard-%" PRIu32 "-of-%" PRIu32, index, count);
}

bool tg_shard_name_parse(const char *name, uint32_t *index, uint32_t *count)
{
    struct cursor c = {.at = name, .end = name + strlen(name)};
    char again[TG_SHARD_NAME];

    literal(&c, "shard-");
    *index = (uint32_t)number(&c, TG_SHARES_MAX);
    literal(&c, "-of-");
    *count = (uint32_t)number(&c, TG_SHARES_MAX);
    if (!c.at || *index < 1 || *index > *count)
        return false;
    tg_shard_name(*index, *count, again);
    return strcmp(again, name) == 0;
}

bool tg_shard_options_equal(const struct tg_shard_options *a, const struct tg_shard_options *b)
{
    return a->subsampling == b->subsampling && a->subsampling_given == b->subsampling_given &&
           a->srgb == b->srgb && a->original == b->original &&
           memcmp(a->background, b->background, sizeof(a->background)) == 0;
}
