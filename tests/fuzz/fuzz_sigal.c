/* fuzz_sigal.c - any bytes as sigal.conf.py: bounds hold, lines are in order, and each answer is
 * text that an album.md can hold in one line. */
#include <string.h>

#include "core/base/utf8.h"
#include "gallery/source/sigal_answers.h"
#include "tests/fuzz/fuzz.h"

static void check_answer(const struct tg_sigal_conf *conf, const struct tg_sigal_setting *setting)
{
    struct tg_sigal_answer answer = {.key = NULL};

    tg_buf_init(&answer.line, 1 << 20);
    tg_buf_init(&answer.words, 1 << 20);
    (void)tg_sigal_answer(conf, setting, &answer);
    require(!answer.line.failed && tg_text_is_clean(tg_buf_str(&answer.line)));
    require(!answer.line.len || answer.key);
    tg_buf_release(&answer.line);
    tg_buf_release(&answer.words);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tg_arena arena = {NULL};
    struct tg_sigal_conf conf;
    uint32_t last = 0;

    if (size > TG_SIGAL_CONF_MAX)
        return 0;
    require(tg_sigal_conf_read(&arena, (const char *)data, size, &conf));
    require(conf.len <= TG_SIGAL_SETTINGS && conf.unread_len <= TG_SIGAL_UNREAD);
    for (size_t i = 0; i < conf.len; i++) {
        const struct tg_sigal_setting *setting = &conf.settings[i];

        require(*setting->name && setting->line && setting->line <= size + 1);
        require(tg_sigal_conf_get(&conf, setting->name) == setting);
        check_answer(&conf, setting);
    }
    for (size_t i = 0; i < conf.unread_len; i++) {
        require(conf.unread[i].first > last && conf.unread[i].last >= conf.unread[i].first);
        last = conf.unread[i].last;
        require(last <= size + 1);
    }
    tg_arena_release(&arena);
    return 0;
}
