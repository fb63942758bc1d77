/* fuzz_bench.c - any bytes as a result of tirage bench: an error that names the file, or what is
 * written and read again the same. */
#include <string.h>

#include "bench/machine/machine.h"
#include "tests/fuzz/fuzz.h"

static void check_message(const struct tg_err *err)
{
    struct tg_buf text;

    tg_buf_init(&text, TG_BUF_MAX);
    tg_err_text(err, &text);
    require(strstr(tg_buf_str(&text), "result.json") != NULL);
    tg_buf_release(&text);
}

static void read_again(const struct tg_buf *text, struct tg_bench_result *again)
{
    require(!text->failed);
    require(tg_bench_parse("again", text->data, text->len, again) == NULL);
}

/* What is written has been rounded, and what follows from it with it: only then does it stay the
 * same. */
static void check_again(const struct tg_bench_result *r)
{
    struct tg_bench_result rounded, again;
    struct tg_buf first, second, third;

    tg_buf_init(&first, TG_BUF_MAX);
    tg_buf_init(&second, TG_BUF_MAX);
    tg_buf_init(&third, TG_BUF_MAX);
    tg_bench_write(r, &first);
    read_again(&first, &rounded);
    tg_bench_write(&rounded, &second);
    read_again(&second, &again);
    tg_bench_write(&again, &third);
    require(second.len == third.len && memcmp(second.data, third.data, second.len) == 0);
    tg_arena_release(&rounded.arena);
    tg_arena_release(&again.arena);
    tg_buf_release(&first);
    tg_buf_release(&second);
    tg_buf_release(&third);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tg_bench_result r;
    struct tg_err *err = tg_bench_parse("result.json", (const char *)data, size, &r);

    if (err) {
        check_message(err);
        tg_err_free(err);
    } else {
        check_again(&r);
    }
    tg_arena_release(&r.arena);
    return 0;
}
