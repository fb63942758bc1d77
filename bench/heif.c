/* heif.c - what no reader of a HEIC or AVIF file can avoid: the tiles of its picture through their
 * decoder, and nothing else.  For phones.py.
 *
 * Usage: heif FILE... */
#include <stdio.h>
#include <stdlib.h>

#include "bench/measure.h"
#include "core/base/file.h"
#include "core/codec/heif_decode.h"
#include "core/codec/whole.h"

static const struct tg_heif_coder *coder_of(uint32_t type)
{
#if TG_HAVE_AVIF
    if (type == TG_FOURCC('a', 'v', '0', '1'))
        return &tg_heif_av1;
#endif
#if TG_HAVE_HEVC
    if (type == TG_FOURCC('h', 'v', 'c', '1'))
        return &tg_heif_hevc;
#endif
    fprintf(stderr, "heif: this build has no decoder for it\n");
    exit(1);
}

static void decode_tile(const struct tg_heif *h, const struct tg_heif_picture *p, unsigned tile,
                        const struct tg_heif_coder *coder, struct tg_heif_decoder *d)
{
    const struct tg_heif_item *item = tg_heif_tile(h, p, tile);
    struct tg_heif_cursor found = {0};
    struct tg_heif_frame frame;
    struct tg_blob data, config;
    bool cut, damaged;

    measure_check(tg_heif_data(h, item, &data, &cut), "data");
    (void)tg_heif_property(h, item, coder->config, 0, &found);
    config = tg_heif_span(&found);
    measure_check(coder->decode(d, &config, &data, p->tile_w, p->tile_h, &frame, &damaged), "tile");
    tg_blob_release(&data);
}

static void decode(const char *path)
{
    struct tg_blob file;
    char *data;
    const struct tg_heif_coder *coder;
    struct tg_heif_decoder *d;
    struct tg_heif_picture p;
    struct tg_heif h;

    measure_check(tg_file_read(path, TG_WHOLE_MAX, &data, &file.len), path);
    file.data = (uint8_t *)data;
    measure_check(tg_heif_open(&h, path, &file), "boxes");
    measure_check(tg_heif_describe(&h, tg_heif_item(&h, h.primary), &p), "picture");
    coder = coder_of(p.type);
    measure_check(coder->open(&d), "decoder");
    for (unsigned i = 0; i < p.columns * p.rows; i++)
        decode_tile(&h, &p, i, coder, d);
    coder->close(d);
    tg_heif_release(&h);
    tg_blob_release(&file);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: heif FILE...\n");
        return 2;
    }
    measure_keep_memory();
    for (int i = 1; i < argc; i++)
        decode(argv[i]);
    return 0;
}
