/* bench_site.c - the photos that tirage bench works on: some made-up ones, or the user's, shown
 * many times over through links, so that a few hundred megabytes of disk are enough for 1400
 * photos. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/machine/machine.h"
#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/base/hex.h"
#include "core/base/path.h"
#include "core/codec/exif.h"
#include "core/image/resample.h"
#include "core/image/scene.h"
#include "core/run/run.h"

enum { ALBUMS = 31, IN_ALBUM = 45, BASE_MAX = 4096, QUALITY = 92, PERCENT = 100 };

/* Of a camera roll: phones, compact and single-lens cameras; how often of 28. */
static const struct {
    unsigned times;
    uint32_t w, h;
    uint8_t sub_x, sub_y;
    unsigned orientation;
} kinds[] = {
    {7, 4000, 3000, 2, 2, 1}, {3, 4000, 3000, 2, 2, 6}, {4, 4032, 3024, 2, 2, 1},
    {1, 4032, 3024, 2, 2, 8}, {3, 3264, 2448, 2, 2, 1}, {3, 6000, 4000, 2, 1, 1},
    {1, 6000, 4000, 2, 1, 8}, {3, 5184, 3456, 2, 1, 1}, {1, 5472, 3648, 1, 1, 1},
    {1, 4928, 3264, 1, 1, 6}, {1, 2592, 1944, 2, 2, 3},
};
enum { KINDS = sizeof(kinds) / sizeof(kinds[0]), ROLL = 28 };

static struct tg_err *subsample(const struct tg_kernels *k, struct tg_image *im, size_t kind)
{
    for (unsigned c = 1; c < 3 && kinds[kind].sub_x * kinds[kind].sub_y > 1; c++) {
        struct tg_plane small;
        struct tg_err *err =
            tg_plane_shrink(k, &im->plane[c], kinds[kind].sub_x, kinds[kind].sub_y, &small);

        if (err)
            return err;
        tg_plane_release(&im->plane[c]);
        im->plane[c] = small;
        im->sub_x[c] = kinds[kind].sub_x;
        im->sub_y[c] = kinds[kind].sub_y;
    }
    return NULL;
}

static struct tg_err *write_photo(const struct tg_kernels *k, const char *path, uint32_t seed,
                                  size_t kind)
{
    const struct tg_encode_options options = {.format = TG_JPEG, .quality = QUALITY};
    uint8_t exif[TG_EXIF_BYTES];
    struct tg_image im = {0};
    struct tg_sink sink = {0};
    struct tg_output out = {.fd = -1};
    struct tg_err *err = tg_scene_paint(k, seed, kinds[kind].w, kinds[kind].h, 1, &im);

    tg_exif_write(exif, kinds[kind].orientation, "2021-06-12T10:30:00");
    if (!err)
        err = subsample(k, &im, kind);
    if (!err)
        err = tg_blob_set(&im.exif, exif, sizeof(exif));
    if (!err)
        err = tg_output_open(&out, path, NULL);
    if (!err)
        err = tg_sink_init(&sink, out.fd, path);
    if (!err)
        err = tg_codec_jpeg.encode(k, &im, &options, &sink);
    if (!err)
        err = tg_output_commit(&out);
    tg_output_abort(&out);
    tg_sink_release(&sink);
    tg_image_release(&im);
    return err;
}

/* The kinds take turns, so that the first few photos are a mix too. */
static size_t kind_of(size_t i)
{
    size_t left[KINDS], kind = 0;

    for (size_t n = 0; n < KINDS; n++)
        left[n] = kinds[n].times;
    for (size_t n = 0; n <= i % ROLL; n++) {
        do
            kind = (kind + 1) % KINDS;
        while (left[kind] == 0);
        left[kind]--;
    }
    return kind;
}

static struct tg_err *make_base(const struct tg_bench_options *o, struct tg_bench_site *site,
                                size_t photos)
{
    struct tg_kernels kernels;
    struct tg_err *err = NULL;
    size_t n = photos < ROLL ? photos : ROLL;

    tg_kernels_init(&kernels, o->cpu_mask);
    tg_events_send(o->events, &(struct tg_event){
                                  .kind = TG_EVENT_STAGE, .stage = TG_STAGE_MADE_UP, .total = n});
    for (size_t i = 0; i < n && !err; i++) {
        struct tg_buf path;

        tg_buf_init(&path, TG_BUF_MAX);
        tg_buf_printf(&path, "%s/base/%02zu.jpg", site->work, i);
        site->base[i] = tg_buf_steal(&path);
        err = site->base[i] ? write_photo(&kernels, site->base[i], (uint32_t)i + 1, kind_of(i))
                            : tg_err_nomem();
        site->base_len = i + 1;
        tg_events_photo(o->events, &(const struct tg_job){0});
    }
    tg_events_send(o->events, &(struct tg_event){.kind = TG_EVENT_STAGE_END});
    return err;
}

static int is_photo(const struct dirent *entry)
{
    const char *ext = tg_path_ext(entry->d_name);

    return entry->d_name[0] != '.' &&
           (strcasecmp(ext, ".jpg") == 0 || strcasecmp(ext, ".jpeg") == 0);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static struct tg_err *find_base(const char *folder, struct tg_bench_site *site)
{
    char *absolute = tg_path_absolute(folder);
    struct dirent **entries = NULL;
    int n = absolute ? scandir(absolute, &entries, is_photo, by_name) : -1;
    struct tg_err *err = n < 0 ? tg_err_sys(errno, folder, "cannot read the folder") : NULL;

    for (int i = 0; i < n; i++) {
        if (!err && i < BASE_MAX) {
            site->base[i] = tg_path_join(absolute, entries[i]->d_name);
            site->base_len = (size_t)i + 1;
            err = site->base[i] ? NULL : tg_err_nomem();
        }
        free(entries[i]);
    }
    free(entries);
    free(absolute);
    if (!err && n == 0)
        err = tg_err_new(TG_E_USAGE, folder, "has no JPEG files in it");
    return err;
}

static char *photo_path(const struct tg_bench_site *site, size_t i)
{
    struct tg_buf path;

    tg_buf_init(&path, TG_BUF_MAX);
    tg_buf_printf(&path, "%s/photos/Album %02zu/IMG_%04zu.jpg", site->work, i / IN_ALBUM + 1,
                  i + 1);
    return tg_buf_steal(&path);
}

static struct tg_err *link_photo(const struct tg_bench_site *site, size_t i)
{
    char *path = photo_path(site, i);
    struct tg_err *err = path ? tg_dir_make_parent(path) : tg_err_nomem();

    if (!err && symlink(site->base[i % site->base_len], path) != 0)
        err = tg_err_sys(errno, path, "cannot make a link");
    free(path);
    return err;
}

/* The sizes of every version of this format, whatever the usual ones are now. */
static struct tg_err *write_sizes(const struct tg_bench_site *site)
{
    static const char text[] = "---\nsizes: [480x, 960x, 1920x]\n---\n";
    char *path = tg_path_join(site->work, "photos/album.md");
    struct tg_err *err = path ? tg_file_put(path, NULL, text, sizeof(text) - 1) : tg_err_nomem();

    free(path);
    return err;
}

/* What the figures are divided by, and the name of this work. */
static struct tg_err *weigh(struct tg_bench_site *site, struct tg_bench_result *r)
{
    struct tg_hasher *h = NULL;
    struct tg_err *err = tg_hasher_new(&h);
    struct tg_hash hash = {{0}};
    char hex[2 * sizeof(hash.bytes) + 1];

    for (size_t i = 0; i < site->base_len && !err; i++) {
        size_t times = (r->photos - i + site->base_len - 1) / site->base_len;
        int fd = open(site->base[i], O_RDONLY | O_CLOEXEC);
        struct tg_info info = {0};
        struct stat st;

        if (fd < 0 || fstat(fd, &st) != 0)
            err = tg_err_sys(errno, site->base[i], "cannot open");
        if (!err)
            err = tg_hash_file(fd, site->base[i], &hash);
        if (!err)
            err = tg_probe(fd, site->base[i], &(struct tg_limits){UINT64_C(1) << 32}, &info, NULL);
        if (fd >= 0)
            close(fd);
        if (err)
            break;
        tg_hasher_add(h, hash.bytes, sizeof(hash.bytes));
        r->megapixels += (double)times * info.width * info.height / 1e6;
        r->megabytes += (double)times * (double)st.st_size / 1e6;
    }
    if (h)
        tg_hasher_end(h, &hash);
    tg_hex(hash.bytes, sizeof(hash.bytes), hex);
    r->work = err ? "" : tg_arena_copy(&r->arena, hex, strlen(hex));
    return err ? err : r->work ? NULL : tg_err_nomem();
}

struct tg_err *tg_bench_site_make(const struct tg_bench_options *o, struct tg_bench_site *site,
                                  struct tg_bench_result *r)
{
    size_t photos = ((size_t)ALBUMS * IN_ALBUM * o->scale_percent + PERCENT - 1) / PERCENT;
    struct tg_err *err = NULL;

    site->base = calloc(BASE_MAX, sizeof(*site->base));
    if (!site->base)
        return tg_err_nomem();
    err = o->photos ? find_base(o->photos, site) : make_base(o, site, photos);
    if (!err && site->base_len > photos)
        site->base_len = photos;
    for (size_t i = 0; i < photos && !err; i++)
        err = link_photo(site, i);
    if (!err)
        err = write_sizes(site);
    r->made = !o->photos;
    r->photos = (unsigned)photos;
    r->albums = (unsigned)((photos + IN_ALBUM - 1) / IN_ALBUM);
    return err ? err : weigh(site, r);
}

/* Decoders stop at the end of the picture: bytes behind it change the file alone. */
struct tg_err *tg_bench_site_touch(const struct tg_bench_site *site, size_t i, unsigned round)
{
    char *path = photo_path(site, i), *data = NULL;
    size_t len = 0;
    struct tg_err *err =
        path ? tg_file_read(site->base[i % site->base_len], 1 << 30, &data, &len) : tg_err_nomem();

    if (!err) {
        struct tg_buf b;

        tg_buf_init(&b, TG_BUF_MAX);
        tg_buf_put(&b, data, len);
        tg_buf_printf(&b, "%u", round);
        (void)unlink(path);
        err = b.failed ? tg_err_nomem() : tg_file_put(path, NULL, b.data, b.len);
        tg_buf_release(&b);
    }
    free(data);
    free(path);
    return err;
}

void tg_bench_site_release(struct tg_bench_site *site)
{
    for (size_t i = 0; i < site->base_len; i++)
        free(site->base[i]);
    free(site->base);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st;
    (void)type;
    (void)at;
    (void)remove(path);
    return 0;
}

void tg_bench_remove(const char *path)
{
    (void)nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
