/* fuzz_picasa.c - any bytes as a .picasa.ini: what it says of each photo is clean, and faces are in
 * the picture. */
#include "core/base/faces.h"
#include "core/base/utf8.h"
#include "gallery/source/picasa.h"
#include "tests/fuzz/clean_metadata.h"

static void require_text(const char *text)
{
    for (; text && *text;) {
        uint32_t cp = tg_text_next(&text);

        require(cp != TG_TEXT_BAD && cp >= ' ');
    }
}

static void check_section(const struct tg_picasa *picasa, size_t i)
{
    const struct tg_picasa_section *section = &picasa->photos[i], *found;
    struct tg_metadata own = {0};
    struct tg_faces faces;
    bool hidden;

    require(i == 0 || strcmp(section[-1].name, section->name) < 0);
    tg_err_free(tg_picasa_find(picasa, section->name, &found, &hidden));
    require(found == section && hidden == section->hidden);
    require_text(section->name);
    require_text(section->caption);
    tg_err_free(tg_picasa_describe(picasa, section, &own));
    require(!own.faces || tg_faces_read(own.faces, &faces));
    require(!own.title && !own.description && !own.located);
    require_clean(&own);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tg_arena arena = {NULL};
    struct tg_picasa picasa;

    require(tg_picasa_parse(&arena, (const char *)data, size, &picasa));
    require_text(picasa.title);
    require_text(picasa.description);
    for (size_t i = 0; i < picasa.photos_len; i++)
        check_section(&picasa, i);
    tg_arena_release(&arena);
    return 0;
}
