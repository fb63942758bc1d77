/* search_site.c - a site of photos that nobody took, for measuring its search: albums of 200 with
 * names of cameras, 30 % of them with a title of four words, each with three keywords of 500.  None
 * is opened.  Says how many photos there are, and the CPU seconds of its pages without the index
 * and with it.
 *
 * Usage: tg_search_site SRC OUT PHOTOS; the two folders are new */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/measure.h"
#include "core/base/file.h"
#include "core/base/path.h"
#include "gallery/pages/pages.h"
#include "gallery/plan/plan.h"
#include "gallery/source/scan.h"

enum { ALBUM = 200, KEYWORDS = 500, TITLE_WORDS = 2000, TEXT = 200, DAYS_OF_MONTH = 28 };

static uint32_t seed = 1;

static uint32_t draw(uint32_t below)
{
    seed = seed * 1664525 + 1013904223;
    return (seed >> 8) % below;
}

/* A word of syllables, always the same for a number. */
static void put_word(struct tg_buf *text, uint32_t n)
{
    static const char *const syllables[] = {"ba",  "ko",  "mi",  "lu", "re", "san", "tor", "vel",
                                            "qui", "den", "ost", "ma", "fi", "gru", "pe",  "har"};

    for (n = n * 7919 + 4099; n; n >>= 4)
        tg_buf_puts(text, syllables[n & 0xF]);
}

/* Four words or three lines. */
static char *make_words(const char *between, size_t len, uint32_t from, uint32_t of)
{
    struct tg_buf text;

    tg_buf_init(&text, TEXT);
    for (size_t i = 0; i < len; i++) {
        tg_buf_puts(&text, i ? between : "");
        put_word(&text, from + draw(of));
    }
    return tg_buf_steal(&text);
}

static void make_photo(const char *src, size_t i)
{
    static const struct {
        const char *before, *after;
        int digits;
    } cameras[] = {{"IMG_", ".JPG", 4}, {"DSC", ".JPG", 5}, {"DSCF", ".jpg", 4}, {"P", ".JPG", 7}};
    char dir[TEXT], name[TEXT];
    size_t album = i / ALBUM;
    char *folder, *path;

    /* About every sixth was deleted. */
    (void)snprintf(dir, sizeof(dir), "Journey %zu", album + 1);
    (void)snprintf(name, sizeof(name), "%s%0*zu%s", cameras[album % 4].before,
                   cameras[album % 4].digits, 1 + i % ALBUM + i % ALBUM / 6 + album * 37 % 9000,
                   cameras[album % 4].after);
    folder = tg_path_join(src, dir);
    path = folder ? tg_path_join(folder, name) : NULL;
    if (!path)
        abort();
    measure_check(tg_dir_make_parent(path), "folder");
    measure_check(tg_file_put(path, NULL, "", 0), "photo");
    free(folder);
    free(path);
}

static void tell_of_photo(struct tg_photo *photo, size_t i)
{
    size_t album = i / ALBUM, day = i % ALBUM / 70;

    photo->width = 3000;
    photo->height = 2000;
    (void)snprintf(photo->date, sizeof(photo->date), "%04zu-%02zu-%02zuT%02zu:%02zu:00",
                   2000 + album / 20 % 8000, 1 + album / 2 % 12,
                   1 + (album * 5 + day) % DAYS_OF_MONTH, 8 + i % 70 / 6, i % 6 * 10);
    if (draw(10) < 3)
        photo->metadata.title = make_words(" ", 4, KEYWORDS, TITLE_WORDS);
    photo->metadata.keywords = make_words("\n", 3, 0, KEYWORDS);
}

static void run(const char *src, const char *out, size_t photos)
{
    struct tg_scan_rules rules = {.videos = true};
    struct tg_report report = {0};
    struct tg_site *site = NULL;
    double planned, plain;

    for (size_t i = 0; i < photos; i++)
        make_photo(src, i);
    measure_check(tg_site_scan(src, out, &rules, &report, &site), "scan");
    for (size_t i = 0; i < site->photos_len; i++)
        tell_of_photo(site->photos[i], i);
    measure_check(tg_site_plan(site), "plan");
    site->look.keywords = true;
    measure_check(tg_site_write(site, NULL, NULL, NULL), "write"); /* files are made */
    planned = measure_cpu_seconds();
    measure_check(tg_site_write(site, NULL, NULL, NULL), "write");
    plain = measure_cpu_seconds() - planned;
    site->look.search = true;
    measure_check(tg_site_write(site, NULL, NULL, NULL), "write");
    planned = measure_cpu_seconds();
    measure_check(tg_site_write(site, NULL, NULL, NULL), "write");
    printf("%zu %.3f %.3f\n", site->photos_len, plain, measure_cpu_seconds() - planned);
    tg_report_release(&report);
    tg_site_free(site);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: tg_search_site SRC OUT PHOTOS\n");
        return 2;
    }
    run(argv[1], argv[2], strtoul(argv[3], NULL, 10));
    return 0;
}
