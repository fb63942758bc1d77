/* fuzz_html.c - whatever a file is named, it cannot leave its place on a page; the ink on
 * any background. */
#include <string.h>

#include "gallery/model/html.h"
#include "gallery/model/text.h"
#include "gallery/pages/css_color.h"
#include "tests/fuzz/fuzz.h"

typedef void escape_fn(struct tg_buf *out, const char *s);

/* No byte of `refused`, no control byte, nothing but UTF-8, and the same when done again. */
static void check(escape_fn *escape, const char *in, const char *refused)
{
    struct tg_buf out, again;
    const char *s;

    tg_buf_init(&out, TG_BUF_MAX);
    tg_buf_init(&again, TG_BUF_MAX);
    escape(&out, in);
    escape(&again, in);
    require(!out.failed && out.len == again.len);
    require(strcmp(tg_buf_str(&out), tg_buf_str(&again)) == 0);
    require(strlen(tg_buf_str(&out)) == out.len);
    require(tg_buf_str(&out)[strcspn(tg_buf_str(&out), refused)] == '\0');
    for (s = tg_buf_str(&out); *s;) {
        uint32_t cp = tg_text_next(&s);

        require(cp >= 0x20 && (cp < 0x7F || cp > 0x9F) && cp != TG_TEXT_BAD);
    }
    tg_buf_release(&out);
    tg_buf_release(&again);
}

static void check_url(const char *in)
{
    struct tg_buf out;

    tg_buf_init(&out, TG_BUF_MAX);
    tg_html_url_path(&out, in);
    for (size_t i = 0; i < out.len; i++)
        require(out.data[i] > ' ' && out.data[i] < 0x7F && !strchr("\"'<>&#?:\\,", out.data[i]));
    tg_buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *name = strndup((const char *)data, size), *title;

    if (!name)
        return 0;
    check(tg_html_text, name, "<>");
    check(tg_html_attr, name, "<>\"'");
    check_url(name);
    require(tg_css_ink(name) == tg_css_ink(name));
    title = tg_text_title(name, strlen(name));
    require(title && *title);
    check(tg_html_attr, title, "<>\"'");
    free(title);
    free(name);
    return 0;
}
