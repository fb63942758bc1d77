/* fuzz_settings.c - any bytes as the settings of a project and of a gallery, up to the gallery's
 * pages: nothing but a report comes of bad ones, one line a problem. */
#include <string.h>

#include "core/base/utf8.h"
#include "gallery/pages/story.h"
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

/* Shots have no photos here: their places are shown. */
static void write_pages(struct tg_project *project, struct tg_gallery *gallery)
{
    struct tg_buf out;
    const struct tg_site site = {.project = project};
    const struct tg_story story = {.out = &out,
                                   .site = &site,
                                   .root = &project->root,
                                   .home = project->home,
                                   .gallery = gallery,
                                   .page = gallery->dir,
                                   .style = "style.css",
                                   .viewer = "viewer.js",
                                   .night = "night.js"};

    tg_buf_init(&out, TG_BUF_MAX);
    tg_story_begin(&story);
    tg_story_sections(&story);
    tg_story_tiles(&story);
    tg_story_light(&story);
    tg_story_end(&story);
    if (project->root.url)
        tg_story_sitemap(&story);
    if (project->root.rss)
        tg_story_feed(&story);
    require(!out.failed);
    tg_buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tg_project project = {.home = NULL};
    struct tg_gallery home = {.file = "settings.yaml", .dir = "", .title = "", .is_public = true};
    struct tg_gallery gallery = home, *children[] = {&gallery};
    struct tg_report report = {0};
    struct tg_reader reader = {&project.arena, &report, "settings.yaml", 0};
    const struct tg_yaml *map = tg_yaml_parse(&project.arena, "settings.yaml", data, size, &report);

    project.home = &home;
    if (map && map->kind == TG_YAML_MAP) {
        tg_root_read(&reader, map, NULL, &project);
        gallery.dir = "a/b c";
        gallery.parent = &home;
        home.children = children;
        home.children_len = 1;
        tg_gallery_read(&reader, map, &project, &gallery);
        if (report.count[TG_ERROR] == 0)
            write_pages(&project, &gallery);
    }
    tg_report_sort(&report);
    check_report(&report);
    tg_report_release(&report);
    tg_arena_release(&project.arena);
    return 0;
}
