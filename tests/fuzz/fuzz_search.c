/* fuzz_search.c - any bytes as a title, line by line: folding again changes nothing, no word is too
 * long, and the files of the index are strings of a script without an end in them. */
#include <string.h>

#include "core/base/fold.h"
#include "core/base/utf8.h"
#include "gallery/pages/search_block.h"
#include "gallery/pages/search_words.h"
#include "tests/fuzz/fuzz.h"

static void check_folded(const char *title)
{
    char *folded = tg_fold(title), *again;
    struct tg_fold_word word;
    const char *at = folded;

    require(folded);
    again = tg_fold(folded);
    require(again);
    require(strcmp(folded, again) == 0);
    while (tg_fold_next(&at, &word)) {
        size_t len = 0;

        for (const char *s = word.text; s < word.text + word.len; len++)
            require(tg_text_next(&s) < TG_TEXT_BAD);
        require(len > 0 && len <= TG_FOLD_WORD);
    }
    free(again);
    free(folded);
}

static void check_written(struct tg_search_words *words)
{
    struct tg_buf keys, items;

    tg_buf_init(&keys, TG_BUF_MAX);
    tg_buf_init(&items, TG_BUF_MAX);
    tg_search_words_sort(words);
    require(!words->failed);
    for (size_t at = 0, next; at < words->len; at = next) {
        next = tg_search_words_put(words, at, 64, &keys, &items);
        require(next > at);
        require(!strpbrk(tg_buf_str(&keys), "\"\\<\n"));
        require(!strpbrk(tg_buf_str(&items), "\"\\<\n"));
        tg_buf_clear(&keys);
        tg_buf_clear(&items);
    }
    tg_buf_release(&keys);
    tg_buf_release(&items);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = strndup((const char *)data, size), *last = text, *rest = text;
    struct tg_search_words words = {.len = 0};
    struct tg_buf name;
    uint32_t item = 0;

    require(text);
    tg_buf_init(&name, TG_BUF_MAX);
    while (rest) {
        char *line = rest;

        rest = strchr(line, '\n');
        if (rest)
            *rest++ = '\0';
        check_folded(line);
        tg_search_words_add(&words, line, item++);
        tg_search_put_name(&name, last, line);
        require(!name.failed && name.len <= strlen(line) + 12);
        tg_buf_clear(&name);
        last = line;
    }
    check_written(&words);
    tg_search_words_release(&words);
    tg_buf_release(&name);
    free(text);
    return 0;
}
