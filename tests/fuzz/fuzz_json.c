/* fuzz_json.c - any bytes as JSON: what is met is in the text and no deeper than it may be, strings
 * become UTF-8 no longer than they are written, and what a photo's file of Google's says is clean
 * metadata. */
#include <string.h>

#include "core/base/json_read.h"
#include "core/base/utf8.h"
#include "core/codec/takeout.h"
#include "tests/fuzz/clean_metadata.h"

static void check_text(const char *text, size_t size, struct tg_json_text part)
{
    struct tg_buf b;

    if (!part.at)
        return;
    require(part.at >= text && part.len <= size - (size_t)(part.at - text));
    tg_buf_init(&b, TG_BUF_MAX);
    tg_json_put(&b, part);
    require(!b.failed && b.len <= part.len && strlen(tg_buf_str(&b)) == b.len);
    for (const char *s = tg_buf_str(&b); *s;)
        require(tg_text_next(&s) != TG_TEXT_BAD);
    tg_buf_release(&b);
}

static void walk(const char *text, size_t size)
{
    struct tg_json r;
    size_t depth = 0;
    int64_t n;

    tg_json_begin(&r, text, size);
    while (tg_json_next(&r) > TG_JSON_END) {
        depth += r.kind == TG_JSON_OBJECT || r.kind == TG_JSON_ARRAY;
        depth -= r.kind == TG_JSON_CLOSE;
        require(depth == r.depth && depth <= TG_JSON_DEPTH);
        check_text(text, size, r.key);
        check_text(text, size, r.value);
        (void)tg_json_integer(&r, &n);
        (void)tg_json_key_is(&r, "title");
        (void)tg_json_is(&r, "title");
    }
    require(tg_json_is_good(text, size) == (r.kind == TG_JSON_END));
    require(r.kind == TG_JSON_BAD || r.depth == 0);
}

static void read_takeout(const char *text, size_t size)
{
    struct tg_takeout takeout;

    tg_err_free(tg_takeout_parse(text, size, &takeout));
    require(tg_json_is_good(text, size) || (!*takeout.date && !takeout.own.rating));
    require(!*takeout.date || strlen(takeout.date) == sizeof(takeout.date) - 1);
    require_clean(&takeout.own);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);

    require(text);
    if (size)
        memcpy(text, data, size);
    text[size] = '\0';
    walk(text, size);
    read_takeout(text, size);
    free(text);
    return 0;
}
