/* fuzz_ignore.c - any bytes as a .plexignore and as a path: the answer is one of three, the same
 * again, and problems are one line each. */
#include <string.h>

#include "gallery/source/ignore_file.h"
#include "tests/fuzz/fuzz.h"

static void check_report(const struct tg_report *report)
{
    require(!report->nomem);
    for (size_t i = 0; i < report->len; i++)
        for (const char *text = report->problems[i].text; *text; text++)
            require((unsigned char)*text >= 0x20 && *text != 0x7F);
}

/* The last line is a path, the others are the file. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tg_arena arena = {NULL};
    struct tg_report report = {0};
    const struct tg_reader reader = {&arena, &report, ".plexignore", 0};
    struct tg_ignore ignore = {0};
    size_t end = size;
    char *path;

    while (end && data[end - 1] != '\n')
        end--;
    path = strndup((const char *)data + end, size - end < 4096 ? size - end : 4096);
    require(path);
    if (size <= TG_IGNORE_MAX)
        tg_ignore_parse(&reader, (const char *)data, end, &ignore);
    check_report(&report);
    require(ignore.len <= TG_IGNORE_LINES);
    for (int is_folder = 0; is_folder < 2; is_folder++) {
        size_t before = ignore.left_out;
        enum tg_ignored says = tg_ignore_ask(&ignore, path, is_folder);

        require(says <= TG_IGNORE_LEAVES_OUT);
        require(ignore.left_out - before == (says == TG_IGNORE_LEAVES_OUT));
        require(tg_ignore_ask(&ignore, path, is_folder) == says);
    }
    require(!tg_ignore_is_empty((const char *)data, end) || ignore.len == 0);
    free(path);
    tg_report_release(&report);
    tg_arena_release(&arena);
    return 0;
}
