/* fuzz_xmp.c - XMP packets: clean metadata or none, people and keywords among them, and faces that
 * are in the picture. */
#include "core/codec/xmp.h"
#include "core/codec/xmp_faces.h"
#include "core/codec/xmp_tags.h"
#include "tests/fuzz/clean_metadata.h"

/* Its size and orientation are those of the packet's last bytes. */
static void read_faces(const uint8_t *data, size_t size)
{
    struct tg_info info = {.width = 1 + (size ? data[size - 1] : 0),
                           .height = 1 + (size > 1 ? data[size - 2] : 0),
                           .orientation = 1 + (unsigned)(size % 8)};
    struct tg_faces faces, again;
    char text[TG_FACES_TEXT], same[TG_FACES_TEXT];

    tg_err_free(tg_xmp_faces(data, size, &info, &faces));
    require(faces.len <= TG_FACES_MAX);
    for (size_t i = 0; i < faces.len; i++) {
        const struct tg_face *f = &faces.list[i];

        require(f->w && f->h && f->x + f->w <= TG_FACES_WHOLE && f->y + f->h <= TG_FACES_WHOLE);
    }
    tg_faces_write(&faces, text);
    require(tg_faces_read(text, &again) == (faces.len > 0) && again.len == faces.len);
    tg_faces_write(&again, same);
    require(strcmp(text, same) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tg_found_tags found = {.rated = false};
    struct tg_metadata metadata = {0};

    tg_err_free(tg_xmp_parse(data, size, &metadata));
    require_clean(&metadata);
    tg_err_free(tg_xmp_tags(data, size, &found));
    tg_err_free(tg_found_tags_take(&found, 1, &metadata));
    tg_found_tags_release(&found);
    require_clean(&metadata);
    read_faces(data, size);
    return 0;
}
