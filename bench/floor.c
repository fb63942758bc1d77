/* floor.c - how near the engine comes to what no one can avoid with libjpeg-turbo.
 *
 * For each photo the floor is one raw-plane decode at the scale that the engine uses, and one
 * raw-plane encode of buffers of each output's size, with the output's settings and contents.
 * Nothing is resampled, turned or written.  Engine and floor take turns, photo by photo.
 *
 * Usage: floor [-n ROUNDS] FILE... */
#include <fcntl.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jpeglib.h>

#include "bench/measure.h"
#include "core/base/file.h"
#include "core/codec/whole.h"
#include "core/render/render.h"

enum { MAX_OUTPUTS = 8, MAX_ROUNDS = 25, ROWS = 4 * DCTSIZE };

static const struct set {
    const char *name;
    const char *sizes[MAX_OUTPUTS];
    enum tg_subsampling sub;
    enum tg_jpeg_mode mode;
} sets[] = {
    {"récitale six",
     {"copy", "x1920", "x1366", "x800", "x600", "x450"},
     TG_SUB_KEEP,
     TG_JPEG_PROGRESSIVE},
    {"responsive", {"480x", "960x", "1920x"}, TG_SUB_420, TG_JPEG_PROGRESSIVE},
    {"thumbnail 400", {"400"}, TG_SUB_KEEP, TG_JPEG_BASELINE},
};

enum { NSETS = sizeof(sets) / sizeof(sets[0]) };

static _Noreturn void die(const char *what)
{
    fprintf(stderr, "floor: %s\n", what);
    exit(1);
}

/* A whole file in memory, so that neither side waits for a disk. */
struct file {
    uint8_t *data;
    size_t len;
    const char *path;
};

static struct file load(const char *path)
{
    struct file f = {.path = path};
    char *data;

    measure_check(tg_file_read(path, TG_WHOLE_MAX, &data, &f.len), path);
    f.data = (uint8_t *)data;
    return f;
}

static int memory_file(void)
{
    FILE *f = tmpfile();
    int fd = f ? dup(fileno(f)) : -1;

    if (fd < 0)
        die("temporary file");
    (void)fclose(f);
    return fd;
}

/* Space for decoded rows that nobody looks at: every row lands in the same place. */
struct sink_rows {
    JSAMPROW rows[3][ROWS];
    JSAMPARRAY planes[3];
    uint8_t *space;
};

static void decode_floor(const struct file *f, unsigned eighths, struct sink_rows *s)
{
    struct jpeg_decompress_struct d;
    struct jpeg_error_mgr e;

    d.err = jpeg_std_error(&e);
    jpeg_create_decompress(&d);
    jpeg_mem_src(&d, f->data, f->len);
    (void)jpeg_read_header(&d, TRUE);
    d.raw_data_out = TRUE;
    d.out_color_space = d.jpeg_color_space;
    d.do_block_smoothing = FALSE;
    d.scale_num = eighths;
    d.scale_denom = 8;
    (void)jpeg_start_decompress(&d);
    while (d.output_scanline < d.output_height)
        (void)jpeg_read_raw_data(&d, s->planes,
                                 (JDIMENSION)(d.max_v_samp_factor * d.min_DCT_scaled_size));
    (void)jpeg_finish_decompress(&d);
    jpeg_destroy_decompress(&d);
}

static void drop_init(j_compress_ptr c)
{
    static uint8_t buf[1 << 16];

    c->dest->next_output_byte = buf;
    c->dest->free_in_buffer = sizeof(buf);
}

static boolean drop_more(j_compress_ptr c)
{
    drop_init(c);
    return TRUE;
}

static void drop_end(j_compress_ptr c)
{
    (void)c;
}

static const jpeg_scan_info script[] = {
    {3, {0, 1, 2}, 0, 0, 0, 0}, {1, {0}, 1, 5, 0, 0},  {1, {1}, 1, 63, 0, 0},
    {1, {2}, 1, 63, 0, 0},      {1, {0}, 6, 63, 0, 0},
};

static void encode_floor(const struct tg_image *im, enum tg_jpeg_mode mode)
{
    struct jpeg_destination_mgr dest = {.init_destination = drop_init,
                                        .empty_output_buffer = drop_more,
                                        .term_destination = drop_end};
    struct jpeg_compress_struct c;
    struct jpeg_error_mgr e;
    JSAMPROW rows[3][ROWS];
    JSAMPARRAY planes[3] = {rows[0], rows[1], rows[2]};

    c.err = jpeg_std_error(&e);
    jpeg_create_compress(&c);
    c.dest = &dest;
    c.image_width = im->width;
    c.image_height = im->height;
    c.input_components = (int)im->planes;
    c.in_color_space = im->planes == 1 ? JCS_GRAYSCALE : JCS_YCbCr;
    jpeg_set_defaults(&c);
    jpeg_set_quality(&c, 75, TRUE);
    c.raw_data_in = TRUE;
    c.optimize_coding = TRUE;
    for (unsigned i = 0; i < im->planes; i++) {
        c.comp_info[i].h_samp_factor = im->planes == 1 ? 1 : im->sub_x[1] / im->sub_x[i];
        c.comp_info[i].v_samp_factor = im->planes == 1 ? 1 : im->sub_y[1] / im->sub_y[i];
    }
    if (mode == TG_JPEG_PROGRESSIVE && im->planes == 3) {
        c.scan_info = script;
        c.num_scans = 5;
    }
    jpeg_start_compress(&c, TRUE);
    for (size_t y = 0; c.next_scanline < c.image_height; y++) {
        for (unsigned i = 0; i < im->planes; i++)
            for (size_t r = 0; r < (size_t)c.comp_info[i].v_samp_factor * DCTSIZE; r++) {
                size_t at = y * (size_t)c.comp_info[i].v_samp_factor * DCTSIZE + r;

                rows[i][r] = im->plane[i].data +
                             (at < im->plane[i].h ? at : im->plane[i].h - 1) * im->plane[i].stride;
            }
        (void)jpeg_write_raw_data(&c, planes, (JDIMENSION)(c.max_v_samp_factor * DCTSIZE));
    }
    jpeg_finish_compress(&c);
    jpeg_destroy_compress(&c);
}

/* The scale that the engine's rule gives for these outputs. */
static unsigned engine_scale(const struct tg_info *info, const struct tg_output_result *results,
                             size_t n)
{
    uint32_t longest = 0, whole = info->width > info->height ? info->width : info->height;

    for (size_t i = 0; i < n; i++) {
        uint32_t side = results[i].width > results[i].height ? results[i].width : results[i].height;

        longest = side > longest ? side : longest;
    }
    for (unsigned eighths = 1; eighths < 8; eighths *= 2)
        if ((uint64_t)whole * eighths >= (uint64_t)longest * 16)
            return eighths;
    return 8;
}

struct work {
    struct file file;
    struct tg_info info;
    struct tg_output_spec specs[MAX_OUTPUTS];
    struct tg_output_result results[MAX_OUTPUTS];
    struct tg_image made[MAX_OUTPUTS]; /* what the engine made, decoded again */
    int out[MAX_OUTPUTS];
    size_t n;
    int source;
};

static void engine(const struct tg_kernels *k, struct work *w)
{
    struct tg_render job = {k, {UINT64_C(1) << 32}, w->file.path, w->specs, w->n, NULL};
    struct tg_damage damage = {0};
    struct tg_err *err;

    (void)lseek(w->source, 0, SEEK_SET);
    for (size_t i = 0; i < w->n; i++)
        if (lseek(w->out[i], 0, SEEK_SET) != 0 || ftruncate(w->out[i], 0) != 0)
            die("temporary file");
    err = tg_render(&job, w->source, w->out, w->results, &damage);
    measure_check(err, "render");
}

static void decode_made(const struct tg_kernels *k, struct work *w)
{
    struct tg_decode_options options = {.kernels = k, .limits = {UINT64_C(1) << 32}};

    for (size_t i = 0; i < w->n; i++) {
        struct tg_damage damage = {0};
        struct tg_source src;
        struct tg_err *err;

        (void)lseek(w->out[i], 0, SEEK_SET);
        err = tg_source_init(&src, w->out[i], "output");
        if (!err)
            err = tg_codec_jpeg.decode(&src, &options, &w->made[i], &damage);
        measure_check(err, "output");
        tg_source_release(&src);
    }
}

static void prepare(const struct tg_kernels *k, struct work *w, const char *path,
                    const struct set *set)
{
    struct tg_limits limits = {UINT64_C(1) << 32};
    struct tg_err *err;

    *w = (struct work){.file = load(path), .source = memory_file()};
    if (write(w->source, w->file.data, w->file.len) != (ssize_t)w->file.len)
        die("temporary file");
    (void)lseek(w->source, 0, SEEK_SET);
    err = tg_probe(w->source, path, &limits, &w->info, NULL);
    measure_check(err, "probe");
    for (; w->n < MAX_OUTPUTS && set->sizes[w->n]; w->n++) {
        w->specs[w->n] =
            (struct tg_output_spec){.subsampling = set->sub, .jpeg_mode = set->mode, .quality = 75};
        (void)tg_geometry_parse(set->sizes[w->n], &w->specs[w->n].geometry);
        w->out[w->n] = memory_file();
    }
    engine(k, w);
    decode_made(k, w);
}

static void finish(struct work *w)
{
    for (size_t i = 0; i < w->n; i++) {
        tg_image_release(&w->made[i]);
        close(w->out[i]);
    }
    close(w->source);
    free(w->file.data);
}

/* Adds the medians of one photo's rounds to the sums. */
static void measure(const struct tg_kernels *k, const char *path, const struct set *set, int rounds,
                    struct sink_rows *sink, double *engine_sum, double *floor_sum)
{
    double ours[MAX_ROUNDS], theirs[MAX_ROUNDS];
    struct work w;
    unsigned scale;

    prepare(k, &w, path, set);
    scale = engine_scale(&w.info, w.results, w.n);
    for (int r = 0; r < rounds; r++) {
        double start = measure_cpu_seconds(), between;

        engine(k, &w);
        between = measure_cpu_seconds();
        decode_floor(&w.file, scale, sink);
        for (size_t i = 0; i < w.n; i++)
            encode_floor(&w.made[i], set->mode);
        ours[r] = between - start;
        theirs[r] = measure_cpu_seconds() - between;
    }
    *engine_sum += measure_median(ours, (size_t)rounds);
    *floor_sum += measure_median(theirs, (size_t)rounds);
    finish(&w);
}

int main(int argc, char **argv)
{
    struct sink_rows sink = {.space = malloc(TG_MAX_SIDE + 1024)};
    struct tg_kernels k;
    int rounds = 5, first = 1;

    if (argc > 2 && strcmp(argv[1], "-n") == 0) {
        rounds = atoi(argv[2]);
        first = 3;
    }
    if (!sink.space || first >= argc || rounds < 1 || rounds > MAX_ROUNDS) {
        fprintf(stderr, "usage: floor [-n ROUNDS] FILE...\n");
        return 2;
    }
    for (int c = 0; c < 3; c++) {
        sink.planes[c] = sink.rows[c];
        for (int r = 0; r < ROWS; r++)
            sink.rows[c][r] = sink.space;
    }
    measure_keep_memory();
    tg_kernels_init(&k, tg_cpu_detect());
    printf("| outputs | engine ms per photo | floor ms per photo | engine / floor |\n"
           "|---|---|---|---|\n");
    for (size_t s = 0; s < NSETS; s++) {
        double ours = 0, theirs = 0;

        for (int i = first; i < argc; i++)
            measure(&k, argv[i], &sets[s], rounds, &sink, &ours, &theirs);
        printf("| %s | %.1f | %.1f | %.3f |\n", sets[s].name, ours * 1000 / (argc - first),
               theirs * 1000 / (argc - first), ours / theirs);
        (void)fflush(stdout);
    }
    free(sink.space);
    return 0;
}
