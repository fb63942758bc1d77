/* made_gif.c - see made.h: GIF, by giflib. */
#include <gif_lib.h>
#include <stdlib.h>

#include "tests/support/made_memory.h"

static int append(GifFileType *gif, const GifByteType *data, int len)
{
    made_append(gif->UserData, data, (size_t)len);
    return len;
}

static void put_line(GifFileType *gif, const struct raster *r, uint32_t y)
{
    GifByteType *line = malloc(r->w);

    for (uint32_t x = 0; line && x < r->w; x++)
        line[x] = (GifByteType)r->v[(size_t)y * r->w + x];
    if (!line || EGifPutLine(gif, line, (int)r->w) != GIF_OK)
        made_fail("EGifPutLine");
    free(line);
}

static void put_frame(GifFileType *gif, const struct raster *r, const struct made_gif *o)
{
    static const uint32_t first[] = {0, 4, 2, 1}, step[] = {8, 8, 4, 2};

    if (o->transparent >= 0) {
        GraphicsControlBlock control = {.TransparentColor = o->transparent};
        GifByteType block[4];

        (void)EGifGCBToExtension(&control, block);
        (void)EGifPutExtension(gif, GRAPHICS_EXT_FUNC_CODE, sizeof(block), block);
    }
    if (EGifPutImageDesc(gif, o->left, o->top, (int)r->w, (int)r->h, o->interlaced, NULL) != GIF_OK)
        made_fail("EGifPutImageDesc");
    for (int pass = 0; pass < (o->interlaced ? 4 : 1); pass++)
        for (uint32_t y = o->interlaced ? first[pass] : 0; y < r->h;
             y += o->interlaced ? step[pass] : 1)
            put_line(gif, r, y);
}

struct made make_gif(const struct raster *r, const struct made_gif *o)
{
    struct made out = {0};
    int code, n = 1 << r->bits;
    GifFileType *gif = EGifOpen(&out, append, &code);
    ColorMapObject *map = GifMakeMapObject(n, NULL);

    if (!gif || !map)
        made_fail("EGifOpen");
    for (int i = 0; i < n; i++) {
        uint8_t rgba[4];

        made_palette((unsigned)i, rgba);
        map->Colors[i] = (GifColorType){rgba[0], rgba[1], rgba[2]};
    }
    EGifSetGifVersion(gif, true);
    if (EGifPutScreenDesc(gif, o->canvas_w ? o->canvas_w : (int)r->w,
                          o->canvas_h ? o->canvas_h : (int)r->h, 8, 0,
                          o->no_palette ? NULL : map) != GIF_OK)
        made_fail("EGifPutScreenDesc");
    if (o->no_palette) /* giflib refuses to write a picture without: only while it looks */
        gif->SColorMap = GifMakeMapObject(n, map->Colors);
    put_frame(gif, r, o);
    if (o->second_frame)
        put_frame(gif, r, o);
    GifFreeMapObject(map);
    (void)EGifCloseFile(gif, &code);
    for (int i = 6; o->zero_canvas && i < 10; i++) /* width and height follow the signature */
        out.data[i] = 0;
    return out;
}
