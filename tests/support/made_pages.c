/* made_pages.c - see made_pages.h. */
#include "tests/support/made_pages.h"

#include <string.h>

#include "tests/support/made_memory.h"

enum { SHORT = 3, ENTRY = 12, NTAGS = 24 };

struct writer {
    struct made file;
    bool msb;
};

static void put(struct writer *w, uint32_t v, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        uint8_t byte = (uint8_t)(v >> 8 * (w->msb ? n - 1 - i : i));

        made_append(&w->file, &byte, 1);
    }
}

static void patch(struct writer *w, size_t at, uint32_t v)
{
    for (unsigned i = 0; i < 4; i++)
        w->file.data[at + i] = (uint8_t)(v >> 8 * (w->msb ? 3 - i : i));
}

static void put_entry(struct writer *w, const struct made_tag *tag, uint32_t text_at)
{
    unsigned bytes = tag->type == SHORT ? 2 : 4;

    put(w, tag->tag, 2);
    if (tag->text) {
        put(w, 2, 2);
        put(w, (uint32_t)strlen(tag->text) + 1, 4);
        put(w, text_at, 4);
        return;
    }
    put(w, tag->type, 2);
    put(w, 1, 4);
    put(w, tag->value, bytes);
    put(w, 0, 4 - bytes);
}

/* The offset of the directory; *next: where the offset of the one behind it goes. */
static uint32_t put_page(struct writer *w, const struct made_page *page, size_t *next)
{
    struct made_tag tags[NTAGS];
    uint32_t texts[NTAGS] = {0}, offset;
    size_t n = 0, unused;

    for (const struct made_tag *t = page->tags; t->tag; t++)
        tags[n++] = *t;
    if (page->below)
        tags[n++] = (struct made_tag){330, 4, put_page(w, page->below, &unused), NULL};
    if (page->pixels) {
        uint32_t at = (uint32_t)w->file.len;

        if (page->cut) /* behind the directory, which has no texts */
            at += 2 + ENTRY * (uint32_t)(n + 2) + 4;
        tags[n++] = (struct made_tag){273, 4, at, NULL};
        tags[n++] = (struct made_tag){279, 4, (uint32_t)page->len, NULL};
        if (!page->cut)
            made_append(&w->file, page->pixels, page->len);
        put(w, 0, w->file.len % 2);
    }
    for (size_t i = 0; i < n; i++)
        if (tags[i].text) {
            texts[i] = (uint32_t)w->file.len;
            made_append(&w->file, tags[i].text, strlen(tags[i].text) + 1);
            put(w, 0, w->file.len % 2);
        }
    offset = (uint32_t)w->file.len;
    put(w, (uint32_t)n, 2);
    for (size_t i = 0; i < n; i++)
        put_entry(w, &tags[i], texts[i]);
    *next = w->file.len;
    put(w, 0, 4);
    if (page->cut)
        made_append(&w->file, page->pixels, page->cut);
    return offset;
}

struct made make_pages(const struct made_page *pages, size_t n, bool big_endian)
{
    struct writer w = {.msb = big_endian};
    size_t next = 4;

    made_append(&w.file, big_endian ? "MM" : "II", 2);
    put(&w, 42, 2);
    put(&w, 0, 4);
    for (size_t i = 0; i < n; i++) {
        size_t at = next;
        uint32_t offset = put_page(&w, &pages[i], &next);

        patch(&w, at, offset);
    }
    return w.file;
}
