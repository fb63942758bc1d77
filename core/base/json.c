/* json.c - see json.h. */
#include "core/base/json.h"

#include "core/base/utf8.h"

void tg_json_string(struct tg_buf *b, const char *s)
{
    tg_buf_putc(b, '"');
    while (*s) {
        const char *from = s;
        uint32_t c = tg_text_next(&s);

        if (c == TG_TEXT_BAD)
            tg_buf_puts(b, "\\ufffd");
        else if (c == '"' || c == '\\')
            tg_buf_printf(b, "\\%c", (char)c);
        else if (tg_text_is_control(c)) /* all of them below U+10000 */
            tg_buf_printf(b, "\\u%04x", (unsigned)c);
        else
            tg_buf_put(b, from, (size_t)(s - from));
    }
    tg_buf_putc(b, '"');
}
