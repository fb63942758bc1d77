/* fuzz_settings.c - any bytes as the settings of a project and of a gallery, up to the gallery's
 * pages: nothing but a report comes of bad ones, one line a problem. */
#include <string.h>

#include "core/base/utf8.h"
#include "gallery/pages/page.h"
#include "gallery/settings/project.h"
#include "tests/fuzz/fuzz.h"

static void check_report(const struct tg_report *report)
{
    require(!report->nomem);
    require(report->len <= 2 * TG_REPORT_MAX);
    for (size_t i = 0; i < report->len; i++) {
        const char *text = report->problems[i].text;

        require(strncmp(text, "settings.yaml:", strlen("settings.yaml:")) == 0);
        require(tg_text_is_clean(text));
    }
}

/* Pictures have no photos here: their boxes are shown. */
static void write_pages(const struct tg_site *site, const struct tg_node *node)
{
    static char style[] = "style.css", script[] = "script.js";
    const struct tg_page_assets assets = {style, style, script, script, script, script};
    struct tg_buf out;
    const struct tg_page page = {.out = &out,
                                 .site = site,
                                 .node = node,
                                 .dir = node->dir,
                                 .assets = &assets,
                                 .number = 1,
                                 .pages = 1};

    tg_buf_init(&out, TG_BUF_MAX);
    tg_page_begin(&page);
    tg_page_sections(&page);
    tg_page_tiles(&page);
    tg_page_basic(&page);
    tg_page_end(&page);
    if (site->url)
        tg_page_sitemap(&page);
    if (site->look.rss)
        tg_page_feed(&page);
    require(!out.failed);
    tg_buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tg_gallery_file home = {
        .node = {.dir = "", .title = ""}, .path = "settings.yaml", .is_public = true};
    struct tg_gallery_file gallery = home;
    struct tg_node *children[] = {&gallery.node};
    struct tg_site site = {.root = &home.node};
    struct tg_project project = {.gm = NULL};
    struct tg_report report = {0};
    struct tg_reader reader = {&site.arena, &report, "settings.yaml", 0};
    const struct tg_yaml *map = tg_yaml_parse(&site.arena, "settings.yaml", data, size, &report);

    if (map && map->kind == TG_YAML_MAP) {
        tg_root_read(&reader, map, NULL, &(struct tg_override){0}, &site, &project);
        gallery.node.dir = "a/b c";
        gallery.node.parent = &home.node;
        home.node.children = children;
        home.node.children_len = 1;
        tg_gallery_read(&reader, map, &project, &gallery);
        if (report.count[TG_ERROR] == 0)
            write_pages(&site, &gallery.node);
    }
    tg_report_sort(&report);
    check_report(&report);
    tg_report_release(&report);
    tg_arena_release(&site.arena);
    return 0;
}
