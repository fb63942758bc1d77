/* fuzz_shard.c - what is read from a shard's note is within its bounds and comes out the same when
 * it is written and read again. */
#include <string.h>

#include "core/shard/shard_note.h"
#include "core/shard/shares.h"
#include "tests/fuzz/fuzz.h"

static void check_note(const struct tg_shard_note *note)
{
    struct tg_shard_note again;
    struct tg_buf text;

    require(note->index >= 1 && note->index <= note->count && note->count <= TG_SHARES_MAX);
    require(strlen(note->version) < TG_SHARD_VERSION && *note->source == '/');
    tg_buf_init(&text, 1 << 20);
    tg_shard_note_write(note, &text);
    if (!text.failed) {
        require(tg_shard_note_parse(tg_buf_str(&text), text.len, &again));
        require(again.index == note->index && again.photos == note->photos &&
                again.failed == note->failed && again.tree_bytes == note->tree_bytes);
        require(tg_hash_equal(&again.state, &note->state) &&
                tg_hash_equal(&again.tree, &note->tree));
        require(tg_shard_options_equal(&again.options, &note->options));
        require(strcmp(again.source, note->source) == 0);
        tg_shard_note_release(&again);
    }
    tg_buf_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = strndup((const char *)data, size);
    struct tg_shard_note note;
    uint32_t index, count;

    if (text && tg_shard_name_parse(text, &index, &count))
        require(index >= 1 && index <= count && count <= TG_SHARES_MAX);
    free(text);
    if (tg_shard_note_parse((const char *)data, size, &note)) {
        check_note(&note);
        tg_shard_note_release(&note);
    }
    return 0;
}
