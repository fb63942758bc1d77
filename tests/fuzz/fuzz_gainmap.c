/* fuzz_gainmap.c - gain maps, by the first byte: decimal numbers, the metadata of ISO 21496-1, XMP
 * packets, and files.  What is found lies in the file, and what is written of it is found again,
 * with the same numbers. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/codec/codec.h"
#include "core/codec/gainmap.h"
#include "core/codec/xmp_gainmap.h"
#include "tests/fuzz/fuzz.h"

static int file_of(const uint8_t *data, size_t size)
{
    int fd = memfd_create("photo", MFD_CLOEXEC);

    require(fd >= 0 && write(fd, data, size) == (ssize_t)size && lseek(fd, 0, SEEK_SET) == 0);
    return fd;
}

static void read_number(const uint8_t *data, size_t size)
{
    char text[2 * TG_GAIN_TEXT] = "", printed[TG_GAIN_TEXT];
    struct tg_fraction f, again;

    memcpy(text, data, size < sizeof(text) ? size : sizeof(text) - 1);
    if (!tg_gain_parse(text, &f))
        return;
    require(f.d > 0 && f.n <= INT32_MAX && f.n >= -INT32_MAX);
    tg_gain_print(&f, printed);
    require(strlen(printed) < sizeof(printed));
    require(tg_gain_parse(printed, &again));
    require(f.n * again.d == again.n * f.d);
}

/* By what is written of them. */
static bool same(const struct tg_gain_numbers *a, const struct tg_gain_numbers *b)
{
    uint8_t of_a[TG_GAIN_ISO_BYTES], of_b[TG_GAIN_ISO_BYTES];
    size_t len = tg_gain_iso_write(a, of_a);

    return tg_gain_iso_write(b, of_b) == len && memcmp(of_a, of_b, len) == 0;
}

static void read_iso(const uint8_t *data, size_t size)
{
    uint8_t written[TG_GAIN_ISO_BYTES];
    struct tg_gain_numbers numbers, again;
    struct tg_gain_texts texts;

    if (!tg_gain_iso_read(data, size, &numbers))
        return;
    require(tg_gain_iso_read(written, tg_gain_iso_write(&numbers, written), &again));
    require(same(&numbers, &again));
    if (!tg_gain_is_sane(&numbers))
        return;
    tg_gain_to_texts(&numbers, &texts);
    require(tg_gain_from_texts(&texts, &again));
}

static void read_packet(const uint8_t *data, size_t size)
{
    struct tg_xmp_gainmap x;
    struct tg_buf out;

    tg_err_free(tg_xmp_gainmap_read(data, size, &x));
    tg_buf_init(&out, TG_BUF_MAX);
    tg_err_free(tg_xmp_gainmap_picture(data, size, 12345, &out));
    require((out.len == size && memcmp(tg_buf_str(&out), data, size) == 0) ||
            strstr(tg_buf_str(&out), "Item:Length=\"12345\""));
    tg_buf_release(&out);
}

static void find(int fd, struct tg_gainmap *g)
{
    struct tg_source src;

    require(lseek(fd, 0, SEEK_SET) == 0 && !tg_source_init(&src, fd, "photo"));
    require(!tg_gainmap_find(&src, g));
    tg_source_release(&src);
}

/* A copy of bytes of the file, stripped. */
static struct tg_blob strip(const uint8_t *data, size_t size)
{
    const struct tg_strip_options keep = {.xmp = true};
    struct tg_blob b = {malloc(size + TG_STRIP_ROOM), 0};

    require(b.data);
    memcpy(b.data, data, size);
    b.len = tg_codec_jpeg.strip(b.data, size, &keep);
    return b;
}

static void read_file(const uint8_t *data, size_t size)
{
    int fd = file_of(data, size), out;
    struct tg_gainmap g, again;
    struct tg_blob picture, map;
    uint64_t written;

    find(fd, &g);
    if (g.kind == TG_GAINMAP_STANDARD || g.kind == TG_GAINMAP_APPLE) {
        require(g.at < size && g.bytes <= size - g.at && tg_gain_is_sane(&g.numbers));
        picture = strip(data, size);
        map = strip(data + g.at, (size_t)g.bytes);
        out = file_of(data, 0);
        require(!tg_gainmap_join(&g, &picture, &map, out, &written));
        require(lseek(out, 0, SEEK_END) == (off_t)written);
        find(out, &again);
        require(again.kind == TG_GAINMAP_STANDARD && again.at + again.bytes == written);
        require(same(&g.numbers, &again.numbers));
        tg_gainmap_release(&again);
        tg_blob_release(&picture);
        tg_blob_release(&map);
        close(out);
    }
    tg_gainmap_release(&g);
    close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    switch (data[0] % 4) {
    case 0:
        read_number(data + 1, size - 1);
        break;
    case 1:
        read_iso(data + 1, size - 1);
        break;
    case 2:
        read_packet(data + 1, size - 1);
        break;
    default:
        read_file(data + 1, size - 1);
    }
    return 0;
}
