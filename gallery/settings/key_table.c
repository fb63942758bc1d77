/* key_table.c - see key_table.h.
 *
 * Rows are read by packaging/keys.py too: a line each, sorted by name in order of bytes.  Their
 * helps are for docs/settings.md and not part of the program. */
#include "gallery/settings/key_table.h"

#include <string.h>

#include "gallery/model/text.h"

#define PROJECT   TG_IN_PROJECT
#define SETTINGS  TG_IN_SETTINGS
#define GALLERY   TG_IN_GALLERY
#define FIRST     TG_IN_FIRST
#define ALBUM     TG_IN_ALBUM
#define ALBUMS    TG_IN_ALBUMS
#define SECTION   TG_IN_SECTION
#define FULL      TG_IN_FULL
#define BORDERED  TG_IN_BORDERED
#define IFRAME    TG_IN_IFRAME
#define WORDS     TG_IN_WORDS
#define FULL_TEXT TG_IN_FULL_TEXT
#define PICTURE   TG_IN_PICTURE
#define GM        TG_IN_GM
#define MEDIA     TG_IN_MEDIA
#define DEPLOY    TG_IN_DEPLOY
#define LICENCE   TG_IN_LICENCE

#define ROW(name, aliases, type, places, help) {name, aliases, TG_KEY_##type, places},

/* clang-format off */
static const struct tg_key_row rows[] = {
    ROW("abitrate", "", TEXT, MEDIA, "rate of the audio, like `100k`")
    ROW("addresses", "", TEXT, SETTINGS, "`recitale` or `prosopopee`: names of pictures without checksums")
    ROW("album_map", "", SWITCH, SETTINGS | GALLERY | ALBUM, "a map of where the pictures here and below were taken; false: on no map")
    ROW("albums", "", MAP, ALBUM, "mapping: order of the albums in this album")
    ROW("albums_from", "", TEXTS, SETTINGS | FIRST, "albums made of others' photos: `%keywords`, `%people`, `%place`, `%path`, `{YYYY}/{MM}`")
    ROW("audio", "", TEXT, MEDIA, "codec of the audio")
    ROW("auto-orient", "", BOOL, GM | PICTURE, "turn pictures as their metadata say; default: true")
    ROW("background", "", TEXT, SECTION, "CSS: background of the section")
    ROW("background_position", "", TEXT, FULL, "CSS: what of the picture is shown")
    ROW("binary", "", TEXT, MEDIA, "without effect: ffmpeg is found as other programs are")
    ROW("color", "", TEXT, SECTION, "CSS: colour of the text")
    ROW("controls", "", BOOL, MEDIA, "false: the video plays by itself, silent and in a loop")
    ROW("copyright", "", SHOWN, PROJECT | FIRST, "whose the pictures are, like `2020 Jo Doe`; at the end of every page")
    ROW("cover", "", NODE, GALLERY, "picture for the tile, or a mapping for a video")
    ROW("cover", "", TEXT, ALBUM, "picture for the tile, here or in a folder below")
    ROW("cover_position", "", TEXT, GALLERY | ALBUM, "what of the cover is seen: `top`, `left`, ..., `50% 20%`")
    ROW("css", "", TEXT, SECTION, "CSS of each row")
    ROW("date", "", DATE, PROJECT | GALLERY | ALBUM | FULL_TEXT, "a day, month or year: `2020-05-17`, `2020-05`, `2020`")
    ROW("date_end", "", DATE, FULL_TEXT, "last day of those that begin on `date`")
    ROW("date_locale", "", TEXT, SETTINGS, "language of dates, like `fr_FR`")
    ROW("days", "", BOOL, GALLERY, "headings for days among many pictures; default: true")
    ROW("deploy", "", MAP, SETTINGS | FIRST, "mapping: where `tirage deploy` sends the site")
    ROW("description", "", SHOWN, PROJECT | GALLERY | ALBUM, "for tiles, search engines and previews in other programs")
    ROW("dest", "", TEXT, DEPLOY, "the target folder")
    ROW("download", "", TEXT, SETTINGS | GALLERY | ALBUM, "`true`: a link to the file of each picture, here and below; `zip`: and to all of an album in one")
    ROW("download_size", "", TEXT, SETTINGS | GALLERY | ALBUM, "`1920`, `2560` (pixels wide) or `original`; default: the largest file")
    ROW("effort", "", TEXT, SETTINGS | FIRST, "1 to 9: time for smaller PNG, WebP and AVIF files; JPEG files do not depend on it")
    ROW("exclude", "", TEXTS, ALBUM, "patterns of pictures and folders to leave out, here and below")
    ROW("exclude_keywords", "", TEXTS, ALBUM, "photos with these keywords are not shown, here and below")
    ROW("exif", "", BOOL, SETTINGS | FIRST, "show camera, exposure and date of each picture")
    ROW("extension", "", TEXT, MEDIA, "suffix of the files, like `webm`")
    ROW("facebook", "", TEXT, WORDS, "account of the author")
    ROW("ffmpeg", "", NODE, SETTINGS, "mapping: how videos are made")
    ROW("ffmpeg_audio", "", NODE, SETTINGS, "mapping: how audio is made")
    ROW("files", "", TEXTS, PROJECT | FIRST, "files and folders that are copied to the site as they are")
    ROW("fixed", "", BOOL, FULL, "the picture stays while the page scrolls")
    ROW("float", "", TEXT, PICTURE, "side of the paragraph's picture: `left`, `right`")
    ROW("fonts", "", TEXT, SETTINGS | FIRST, "`theme`, or `system` for no fonts of the theme's own")
    ROW("footer", "", TEXT, PROJECT | FIRST, "Markdown at the end of every page")
    ROW("format", "", TEXT, MEDIA, "container, like `webm`")
    ROW("formats", "", TEXTS, SETTINGS | FIRST, "`jpeg`, and `webp` and `avif` for such files alongside")
    ROW("front", "", TEXT, SETTINGS | FIRST, "how the first page begins: `tiles`, `lead`, `timeline`")
    ROW("gm", "", NODE, SETTINGS, "mapping: how pictures are made")
    ROW("hdr", "", TEXT, SETTINGS | FIRST, "`keep` or `drop` the gain maps of HDR photos")
    ROW("hidden", "", BOOL, ALBUM, "the album is built, but nothing links to it")
    ROW("hostname", "", TEXT, DEPLOY, "the host")
    ROW("html", "", TEXT, WORDS, "HTML as it is")
    ROW("image", "", NODE, SECTION, "a picture: a file, or a mapping; the file of `audio`")
    ROW("images", "", NODE, SECTION, "list of rows, each a list of pictures")
    ROW("include", "", TEXTS, PROJECT, "files that are copied to the site")
    ROW("include", "", TEXTS, ALBUM, "patterns of the only pictures to show, here and below")
    ROW("keywords", "", BOOL, SETTINGS | FIRST, "keywords of photos, on their pages")
    ROW("labels", "", TEXTS, ALBUM, "only photos with these colour labels: `red`, `yellow`, `green`, `blue`, `purple`")
    ROW("lang", "", TEXT, PROJECT | GALLERY | FIRST, "language of the pages, like `en` or `fr`")
    ROW("licence", " license ", MAP, PROJECT | FIRST, "mapping with `name` and `url`; default: CC-BY-SA 3.0")
    ROW("light_mode", "", BOOL, SETTINGS | GALLERY | FIRST, "add a basic page to each gallery's page")
    ROW("links", "", TEXT, SETTINGS | FIRST, "`follow` allows links that lead out of SRC; default: `inside`")
    ROW("map", "", BOOL, SETTINGS | FIRST, "link to a map where a picture has a location")
    ROW("menu", "", NODE, PROJECT | FIRST, "list of `target: label`")
    ROW("min_rating", "", NODE, ALBUM, "only photos with at least so many stars, 1 to 5")
    ROW("motion", "", BOOL, FIRST, "videos of Live and Motion Photos; default: true")
    ROW("name", "", SHOWN, GALLERY, "the text that is shared; default: the title")
    ROW("name", "", SHOWN, LICENCE, "name of the licence")
    ROW("name", "", SHOWN, WORDS, "name of the author")
    ROW("name", "", TEXT, IFRAME, "HTML as it is")
    ROW("name", "", TEXT, PICTURE, "the file")
    ROW("night_mode", "", BOOL, SETTINGS | FIRST, "a switch between day and night")
    ROW("og", "", BOOL, SETTINGS | FIRST, "OpenGraph tags")
    ROW("order", "", TEXTS, ALBUM, "files in the order of the page; others follow")
    ROW("order", "", TEXTS, ALBUMS, "albums that come first")
    ROW("original", "", TEXT, SETTINGS | FIRST, "the full-size copy: `reencode`, `link` or `none`")
    ROW("other", "", TEXT, MEDIA, "more options of the encoder")
    ROW("others", "", TEXT, DEPLOY, "more options of rsync")
    ROW("pages", "", BOOL, GALLERY | ALBUM, "many pictures go on several pages; default: true")
    ROW("password", "", TEXT, PROJECT | GALLERY | ALBUM, "protects the pages here and below")
    ROW("people", "", BOOL, SETTINGS | FIRST, "names of people in photos, on their pages")
    ROW("places", "", BOOL, SETTINGS | FIRST, "where photos were taken, in words, on their pages")
    ROW("port", "", TEXT, DEPLOY, "port of its ssh")
    ROW("progressive", "", BOOL, GM | PICTURE, "progressive JPEG files; default: true")
    ROW("proofing", "", BOOL, SETTINGS | GALLERY | ALBUM, "visitors select pictures and hand the selection on, here and below")
    ROW("public", "", BOOL, GALLERY, "false: nothing links to the page; default: true")
    ROW("quality", "", QUALITY, GM | PICTURE | FIRST, "quality of JPEG files; default: 75")
    ROW("raw", "", TEXT, FIRST, "raw photos: `pair`, `separate`, `ignore` or `prefer`")
    ROW("resize", "", PERCENT, GM | PICTURE, "size of the full-size copy, like `50%`")
    ROW("resolution", "", TEXT, MEDIA, "box that the video fits into, like `1280x720`")
    ROW("reverse", "", BOOL, SETTINGS | GALLERY, "oldest galleries first")
    ROW("reverse", "", BOOL, ALBUM, "last picture first")
    ROW("reverse", "", BOOL, ALBUMS, "oldest albums first, or Z to A")
    ROW("rows", "", TEXT, ALBUM, "height of the rows: `normal`, `compact`, `large`")
    ROW("rss", "", BOOL, PROJECT | FIRST, "write `feed.xml`; default: true")
    ROW("search", "", BOOL, SETTINGS | FIRST, "a field in which visitors search titles, dates, albums and names of files")
    ROW("sections", "", NODE, GALLERY | ALBUM, "list of sections; for albums also `auto`, `day`, `none`")
    ROW("settings", "", MAP, PROJECT, "mapping of the keys whose place is `settings`")
    ROW("share", "", BOOL, PROJECT | FIRST, "links to share a gallery")
    ROW("show_date", "", BOOL, PROJECT, "dates on the tiles of indexes; default: true")
    ROW("size", "", TEXT, PICTURE, "CSS: width of the paragraph's picture")
    ROW("sizes", "", TEXTS, SETTINGS | FIRST, "heights (`450`) and widths (`1200x`) of the pictures to make")
    ROW("sort", "", TEXT, ALBUM, "order of the pictures: `date`, `name`, `manual`")
    ROW("sort", "", TEXT, ALBUMS, "order of the albums: `date`, `name`, `auto`")
    ROW("ssh", "", BOOL, DEPLOY, "true: to a host, through ssh")
    ROW("state", "", TEXT, SETTINGS | FIRST, "folder for the state of the builds, relative to SRC")
    ROW("static", "", BOOL, GALLERY, "a page with the menu, not a gallery")
    ROW("strip", "", BOOL, GM | PICTURE, "false keeps EXIF; default: true")
    ROW("sub_title", " subtitle ", SHOWN, PROJECT | GALLERY | ALBUM, "under the title and in the feed")
    ROW("sub_title", " subtitle ", SHOWN, FULL_TEXT, "under the title")
    ROW("tags", "", TEXTS, GALLERY | ALBUM, "keywords of the album; of a gallery shown on the tile")
    ROW("text", "", NODE, FULL, "mapping with `title`, `sub_title`, `date`, `date_end`")
    ROW("text", "", SHOWN, BORDERED | PICTURE, "caption")
    ROW("text", "", TEXT, WORDS, "the text: HTML in projects, Markdown in albums")
    ROW("theme", "", TEXT, PROJECT | SETTINGS | GALLERY | FIRST, "the look of pages: `exposure`, `light`, `night`, `paper` or a folder of `themes/`")
    ROW("timeline", "", SWITCH, SETTINGS | GALLERY | ALBUM, "months alongside the pictures of large albums, here and below")
    ROW("title", "", SHOWN, PROJECT | GALLERY | FIRST | ALBUM, "title of the site, gallery or album; required in projects")
    ROW("title", "", SHOWN, WORDS | FULL_TEXT, "title over the picture, text or audio")
    ROW("twitter", "", TEXT, WORDS, "account of the author")
    ROW("type", "", NODE, SECTION, "type of the section: required")
    ROW("type", "", TEXT, PICTURE, "`image` or `video`")
    ROW("url", "", TEXT, PROJECT | FIRST, "address of the site, which feed, sitemap and previews in other programs need")
    ROW("url", "", TEXT, LICENCE, "address of the licence's text")
    ROW("username", "", TEXT, DEPLOY, "user on the host")
    ROW("vbitrate", "", TEXT, MEDIA, "rate of the video, like `3900k`")
    ROW("video", "", TEXT, MEDIA, "codec of the video")
    ROW("website", "", TEXT, WORDS, "address of the author")
};
/* clang-format on */

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

/* The first row of that name, or where it would be. */
static size_t first_row(const char *name)
{
    size_t low = 0, high = ROWS;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(rows[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct tg_key_row *tg_key_row_find(const char *name, unsigned places)
{
    for (size_t i = first_row(name); i < ROWS && strcmp(rows[i].name, name) == 0; i++)
        if (rows[i].places & places)
            return &rows[i];
    for (size_t i = 0; i < ROWS; i++)
        if ((rows[i].places & places) && *rows[i].aliases &&
            tg_text_has_word(rows[i].aliases, name))
            return &rows[i];
    return NULL;
}

const struct tg_key_row *tg_key_row_at(size_t i)
{
    return i < ROWS ? &rows[i] : NULL;
}

/* Where readers of files are, where a key of theirs belongs instead, and how that is said. */
static const struct {
    unsigned at, place;
    bool is_error;
    const char *text;
} elsewhere[] = {
    {ALBUM, FIRST, true, "belongs in the first folder's album.md"},
    {ALBUM, PROJECT | SETTINGS | GALLERY, false, "is for projects, which have a settings.yaml"},
    {PROJECT, SETTINGS, false, "belongs under 'settings:'"},
    {PROJECT, GALLERY, false, "belongs in a gallery's settings.yaml"},
    {SETTINGS, PROJECT, false, "belongs at the top of the file, not under 'settings:'"},
    {GALLERY, PROJECT, false, "belongs in the first folder's settings.yaml"},
    {GALLERY, SETTINGS, false, "belongs under 'settings:' in the first folder's settings.yaml"},
    {PROJECT | SETTINGS | GALLERY, FIRST | ALBUM, false,
     "is for album.md, in folders without settings.yaml"},
};

const char *tg_key_belongs(const char *name, unsigned places, bool *is_error)
{
    for (size_t i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++) {
        if (!(elsewhere[i].at & places) || !tg_key_row_find(name, elsewhere[i].place))
            continue;
        *is_error = elsewhere[i].is_error;
        return elsewhere[i].text;
    }
    return NULL;
}
