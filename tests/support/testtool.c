/* testtool.c - makes and inspects JPEG files for the command-line tests, through libjpeg alone:
 * none of our own decoding or encoding is in it.
 *
 *   testtool make FILE W H SUB [options]   a picture whose corners are, when it is shown upright,
 *   red,
 *                                          green / blue, white; SUB is 444 422 440 420 411, or
 *                                          mixed:
 *                                          Cb in full, Cr subsampled
 *     --quality N  --restart MCUS  --orientation N  --date "2020:01:02 03:04:05"  --icc FILE
 *     --progressive  --grey  --rgb  --cmyk  --metadata (texts with SECRET in all places)  --noise
 *   testtool info FILE                     one fact a line
 *   testtool upright FILE...               names those whose corners are not as above; 1 if there
 *   are any
 *   testtool icc FILE                      the ICC profile on standard output
 *   testtool hash FILE                     XXH3, 128 bits, in hexadecimal
 *   testtool diff A B                      mean absolute difference of two pictures, 0-255
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <xxhash.h>

#include "tests/support/exif_entry.h"

static void die(const char *what, const char *which)
{
    fprintf(stderr, "testtool: %s: %s\n", what, which);
    exit(2);
}

static void *get_memory(size_t n)
{
    void *p = calloc(1, n ? n : 1);

    if (!p)
        die("out of memory", "");
    return p;
}

static FILE *open_file(const char *path, const char *mode)
{
    FILE *f = fopen(path, mode);

    if (!f) {
        perror(path);
        exit(2);
    }
    return f;
}

static uint8_t *read_whole(const char *path, size_t *len)
{
    FILE *f = open_file(path, "rb");
    uint8_t *p = NULL;
    size_t n;

    *len = 0;
    do {
        p = realloc(p, *len + 65536);
        if (!p)
            die("out of memory", path);
        n = fread(p + *len, 1, 65536, f);
        *len += n;
    } while (n);
    fclose(f);
    return p;
}

/* make */

struct make {
    const char *path, *date, *icc;
    int w, h; /* upright */
    int sub_x, sub_y, quality, restart, orientation;
    bool progressive, metadata, noise, mixed;
    J_COLOR_SPACE space; /* of the file */
};

static int blend(int a, int b, int t)
{
    return a + (b - a) * t / 256;
}

/* 0 .. 256 over the middle half of n. */
static int ramp(int i, int n)
{
    int t = n > 1 ? i * 512 / (n - 1) - 128 : 0;

    return t < 0 ? 0 : t > 256 ? 256 : t;
}

static const int corner[4][3] = {{255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {255, 255, 255}};

/* Channel c of the upright picture. */
static uint8_t upright_sample(const struct make *m, int x, int y, int c)
{
    int tx = ramp(x, m->w), ty = ramp(y, m->h);
    int v = blend(blend(corner[0][c], corner[1][c], tx), blend(corner[2][c], corner[3][c], tx), ty);

    if (m->noise) {
        uint32_t r = (uint32_t)x * 0x9e3779b1u ^ (uint32_t)y * 0x85ebca77u;

        r = (r ^ r >> 15) * 0x2c1b3c6du;
        v += (int)(r >> 26) - 32;
    }
    return (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
}

/* Sample of the coded picture: where EXIF's orientation puts it when it is shown. */
static uint8_t coded_sample(const struct make *m, int x, int y, int c)
{
    int right = m->w - 1, low = m->h - 1;

    switch (m->orientation) {
    case 2:
        return upright_sample(m, right - x, y, c);
    case 3:
        return upright_sample(m, right - x, low - y, c);
    case 4:
        return upright_sample(m, x, low - y, c);
    case 5:
        return upright_sample(m, y, x, c);
    case 6:
        return upright_sample(m, right - y, x, c);
    case 7:
        return upright_sample(m, right - y, low - x, c);
    case 8:
        return upright_sample(m, y, low - x, c);
    default:
        return upright_sample(m, x, y, c);
    }
}

/* Little-endian TIFF with everything at a fixed place. */
static void write_exif(j_compress_ptr c, const struct make *m)
{
    enum { EXIF_IFD = 64, GPS_IFD = 84, TEXT = 104, DATE = 116, DATUM = 136, SIZE = 148 };
    uint8_t block[6 + SIZE] = "Exif\0\0II*\0\x08";
    uint8_t *t = block + 6, *entry = t + 10;

    exif_put_entry(entry, 0x0112, 3, 1, (unsigned)m->orientation);
    entry += 12;
    if (m->metadata) { /* an artist: who describes a picture wants it to be read */
        exif_put_entry(entry, 0x013b, 2, 12, TEXT);
        memcpy(t + TEXT, "SECRET text", 12);
        entry += 12;
    }
    if (m->date) {
        exif_put_entry(entry, 0x8769, 4, 1, EXIF_IFD);
        exif_put16(t + EXIF_IFD, 1);
        exif_put_entry(t + EXIF_IFD + 2, 0x9003, 2, 20, DATE);
        snprintf((char *)t + DATE, 20, "%s", m->date);
        entry += 12;
    }
    if (m->metadata) {
        exif_put_entry(entry, 0x8825, 4, 1, GPS_IFD);
        exif_put16(t + GPS_IFD, 1);
        exif_put_entry(t + GPS_IFD + 2, 0x0012, 2, 12, DATUM);
        memcpy(t + DATUM, "SECRET GPS.", 12);
        entry += 12;
    }
    exif_put16(t + 8, (unsigned)(entry - t - 10) / 12);
    jpeg_write_marker(c, JPEG_APP0 + 1, block, sizeof(block));
}

static void write_markers(j_compress_ptr c, const struct make *m)
{
    static const char xmp[] = "http://ns.adobe.com/xap/1.0/\0<x>SECRET XMP</x>";
    static const char iptc[] = "Photoshop 3.0\0008BIM SECRET IPTC";
    static const char comment[] = "SECRET comment";

    if (m->orientation || m->date || m->metadata)
        write_exif(c, m);
    if (m->metadata) {
        jpeg_write_marker(c, JPEG_APP0 + 1, (const JOCTET *)xmp, sizeof(xmp));
        jpeg_write_marker(c, JPEG_APP0 + 13, (const JOCTET *)iptc, sizeof(iptc));
        jpeg_write_marker(c, JPEG_COM, (const JOCTET *)comment, sizeof(comment) - 1);
    }
    if (m->icc) {
        size_t len;
        uint8_t *profile = read_whole(m->icc, &len);

        jpeg_write_icc_profile(c, profile, (unsigned)len);
        free(profile);
    }
}

static void set_compression(j_compress_ptr c, const struct make *m)
{
    jpeg_set_defaults(c);
    jpeg_set_colorspace(c, m->space);
    jpeg_set_quality(c, m->quality, TRUE);
    c->restart_interval = (unsigned)m->restart;
    for (int i = 0; i < c->num_components; i++)
        c->comp_info[i].h_samp_factor = c->comp_info[i].v_samp_factor = 1;
    if (m->space == JCS_YCbCr) {
        for (int i = 0; i < (m->mixed ? 2 : 1); i++) {
            c->comp_info[i].h_samp_factor = m->sub_x;
            c->comp_info[i].v_samp_factor = m->sub_y;
        }
    }
    if (m->progressive)
        jpeg_simple_progression(c);
}

static void make(const struct make *m)
{
    struct jpeg_compress_struct c = {0};
    struct jpeg_error_mgr errors;
    bool swap = m->orientation >= 5;
    FILE *f = open_file(m->path, "wb");
    JSAMPROW row;

    c.err = jpeg_std_error(&errors);
    jpeg_create_compress(&c);
    jpeg_stdio_dest(&c, f);
    c.image_width = (JDIMENSION)(swap ? m->h : m->w);
    c.image_height = (JDIMENSION)(swap ? m->w : m->h);
    c.input_components = m->space == JCS_GRAYSCALE ? 1 : m->space == JCS_CMYK ? 4 : 3;
    c.in_color_space = m->space == JCS_YCbCr ? JCS_RGB : m->space;
    set_compression(&c, m);
    jpeg_start_compress(&c, TRUE);
    write_markers(&c, m);
    row = get_memory((size_t)c.image_width * (size_t)c.input_components);
    while (c.next_scanline < c.image_height) {
        for (int x = 0; x < (int)c.image_width; x++)
            for (int i = 0; i < c.input_components; i++)
                row[x * c.input_components + i] = coded_sample(m, x, (int)c.next_scanline, i % 3);
        jpeg_write_scanlines(&c, &row, 1);
    }
    jpeg_finish_compress(&c);
    jpeg_destroy_compress(&c);
    free(row);
    if (fclose(f) != 0)
        die("cannot write", m->path);
}

static int number(const char *text, int max)
{
    char *end;
    long v = strtol(text, &end, 10);

    if (*end || v < 1 || v > max)
        die("bad number", text);
    return (int)v;
}

static void set_subsampling(struct make *m, const char *text)
{
    static const struct {
        const char *name;
        int x, y;
    } known[] = {{"444", 1, 1}, {"422", 2, 1}, {"440", 1, 2},
                 {"420", 2, 2}, {"411", 4, 1}, {"mixed", 2, 2}};

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (strcmp(known[i].name, text) == 0) {
            m->sub_x = known[i].x;
            m->sub_y = known[i].y;
            m->mixed = strcmp(text, "mixed") == 0;
            return;
        }
    die("unknown subsampling", text);
}

static bool set_flag(struct make *m, const char *name)
{
    if (strcmp(name, "--progressive") == 0)
        m->progressive = true;
    else if (strcmp(name, "--metadata") == 0)
        m->metadata = true;
    else if (strcmp(name, "--noise") == 0)
        m->noise = true;
    else if (strcmp(name, "--grey") == 0)
        m->space = JCS_GRAYSCALE;
    else if (strcmp(name, "--rgb") == 0)
        m->space = JCS_RGB;
    else if (strcmp(name, "--cmyk") == 0)
        m->space = JCS_CMYK;
    else
        return false;
    return true;
}

static void set_value(struct make *m, const char *name, const char *value)
{
    if (!value)
        die("unknown option or no value", name);
    if (strcmp(name, "--quality") == 0)
        m->quality = number(value, 100);
    else if (strcmp(name, "--restart") == 0)
        m->restart = number(value, 65535);
    else if (strcmp(name, "--orientation") == 0)
        m->orientation = number(value, 8);
    else if (strcmp(name, "--date") == 0)
        m->date = value;
    else if (strcmp(name, "--icc") == 0)
        m->icc = value;
    else
        die("unknown option", name);
}

static void make_command(char **args)
{
    struct make m = {.path = args[0], .quality = 90, .space = JCS_YCbCr};

    for (int i = 0; i < 4; i++)
        if (!args[i])
            die("usage", "make FILE W H SUB");
    m.w = number(args[1], 65500);
    m.h = number(args[2], 65500);
    set_subsampling(&m, args[3]);
    for (args += 4; *args; args++)
        if (!set_flag(&m, *args)) {
            set_value(&m, args[0], args[1]);
            args++;
        }
    if (m.metadata && !m.orientation)
        m.orientation = 1;
    make(&m);
}

/* info */

struct picture {
    struct jpeg_decompress_struct d; /* after jpeg_start_decompress() */
    struct jpeg_error_mgr errors;
    uint8_t *rgb; /* or grey */
    int channels;
};

static void decode(const char *path, struct picture *p)
{
    FILE *f = open_file(path, "rb");
    JSAMPROW row;

    p->d.err = jpeg_std_error(&p->errors);
    jpeg_create_decompress(&p->d);
    jpeg_stdio_src(&p->d, f);
    jpeg_read_header(&p->d, TRUE);
    jpeg_start_decompress(&p->d);
    p->channels = p->d.output_components;
    p->rgb = get_memory((size_t)p->d.output_width * p->d.output_height * (size_t)p->channels);
    while (p->d.output_scanline < p->d.output_height) {
        row = p->rgb + (size_t)p->d.output_scanline * p->d.output_width * (size_t)p->channels;
        jpeg_read_scanlines(&p->d, &row, 1);
    }
    fclose(f);
}

static void release(struct picture *p)
{
    jpeg_destroy_decompress(&p->d);
    free(p->rgb);
}

/* Mean of channel c over the 8x8 pixels (fewer in a smaller picture) in a corner, 0 .. 3. */
static int corner_mean(const struct picture *p, int which, int c)
{
    int w = (int)p->d.output_width, h = (int)p->d.output_height;
    int cols = w < 8 ? w : 8, rows = h < 8 ? h : 8;
    int x0 = which % 2 ? w - cols : 0, y0 = which / 2 ? h - rows : 0;
    int sum = 0;

    for (int i = 0; i < cols * rows; i++)
        sum += p->rgb[((y0 + i / cols) * w + x0 + i % cols) * p->channels + c];
    return (sum + cols * rows / 2) / (cols * rows);
}

static void print_corner(const struct picture *p, int which)
{
    for (int c = 0; c < p->channels; c++)
        printf("%s%d", c ? "," : " ", corner_mean(p, which, c));
}

static unsigned get16(const uint8_t *p, bool little)
{
    return little ? p[0] | (unsigned)p[1] << 8 : (unsigned)p[0] << 8 | p[1];
}

/* Orientation of an APP1 segment's EXIF block; 0 if it has none. */
static unsigned exif_orientation(const uint8_t *s, size_t len)
{
    bool little = len > 6 && s[6] == 'I';
    size_t ifd, n;

    if (len < 22 || memcmp(s, "Exif\0", 6) != 0)
        return 0;
    ifd = 6 + get16(s + (little ? 10 : 12), little);
    n = ifd + 2 <= len ? get16(s + ifd, little) : 0;
    for (size_t i = 0; i < n && ifd + 2 + 12 * (i + 1) <= len; i++) {
        const uint8_t *e = s + ifd + 2 + 12 * i;

        if (get16(e, little) == 0x0112)
            return get16(e + 8, little);
    }
    return 0;
}

/* APPn and COM segments in front of the first scan. */
static void print_markers(const char *path)
{
    size_t len, at = 2;
    uint8_t *p = read_whole(path, &len);
    unsigned orientation = 0;

    printf("markers");
    while (at + 4 <= len && p[at] == 0xff && p[at + 1] != 0xda) {
        unsigned marker = p[at + 1];
        size_t size = get16(p + at + 2, false);

        if (marker >= 0xe0 && marker <= 0xef)
            printf(" APP%u", marker - 0xe0);
        else if (marker == 0xfe)
            printf(" COM");
        if (marker == 0xe1 && !orientation && at + 2 + size <= len)
            orientation = exif_orientation(p + at + 4, size - 2);
        at += 2 + size;
    }
    printf("\norientation %u\n", orientation);
    free(p);
}

static void info(const char *path)
{
    struct picture p = {0};

    decode(path, &p);
    printf("size %ux%u\ncomponents %d\nsampling", p.d.image_width, p.d.image_height,
           p.d.num_components);
    for (int i = 0; i < p.d.num_components; i++)
        printf(" %dx%d", p.d.comp_info[i].h_samp_factor, p.d.comp_info[i].v_samp_factor);
    printf("\nmode %s\nwarnings %ld\ncorners", p.d.progressive_mode ? "progressive" : "baseline",
           p.errors.num_warnings);
    for (int i = 0; i < 4; i++)
        print_corner(&p, i);
    printf("\n");
    print_markers(path);
    release(&p);
}

static bool is_upright(const char *path)
{
    struct picture p = {0};
    bool good;

    decode(path, &p);
    good = p.channels == 3;
    for (int i = 0; good && i < 12; i++)
        good = abs(corner_mean(&p, i / 3, i % 3) - corner[i / 3][i % 3]) <= 12;
    release(&p);
    return good;
}

static int upright(char **paths)
{
    int code = 0;

    for (; *paths; paths++)
        if (!is_upright(*paths)) {
            printf("not upright: %s\n", *paths);
            code = 1;
        }
    return code;
}

static void icc(const char *path)
{
    struct jpeg_decompress_struct d = {0};
    struct jpeg_error_mgr errors;
    FILE *f = open_file(path, "rb");
    unsigned len = 0;
    JOCTET *profile = NULL;

    d.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&d);
    jpeg_stdio_src(&d, f);
    jpeg_save_markers(&d, JPEG_APP0 + 2, 0xffff);
    jpeg_read_header(&d, TRUE);
    if (jpeg_read_icc_profile(&d, &profile, &len) && fwrite(profile, 1, len, stdout) != len)
        die("cannot write", path);
    free(profile);
    jpeg_destroy_decompress(&d);
    fclose(f);
}

static void diff(const char *path_a, const char *path_b)
{
    struct picture a = {0}, b = {0};
    uint64_t sum = 0;
    size_t n;

    decode(path_a, &a);
    decode(path_b, &b);
    if (a.d.output_width != b.d.output_width || a.d.output_height != b.d.output_height ||
        a.channels != b.channels)
        die("sizes differ", path_b);
    n = (size_t)a.d.output_width * a.d.output_height * (size_t)a.channels;
    for (size_t i = 0; i < n; i++)
        sum += (uint64_t)abs(a.rgb[i] - b.rgb[i]);
    printf("%.9g\n", (double)sum / (double)n);
    release(&a);
    release(&b);
}

static void hash(const char *path)
{
    XXH3_state_t *s = XXH3_createState();
    FILE *f = fopen(path, "rbe");
    static char chunk[1 << 16];
    XXH128_canonical_t canonical;
    size_t n;

    if (!f || !s || XXH3_128bits_reset(s) != XXH_OK)
        die("cannot hash", path);
    while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
        (void)XXH3_128bits_update(s, chunk, n);
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(s));
    for (size_t i = 0; i < sizeof(canonical.digest); i++)
        printf("%02x", canonical.digest[i]);
    putchar('\n');
    (void)fclose(f);
    XXH3_freeState(s);
}

int main(int argc, char **argv)
{
    const char *command = argc > 2 ? argv[1] : "";
    int code = 0;

    if (strcmp(command, "make") == 0)
        make_command(argv + 2);
    else if (strcmp(command, "info") == 0)
        info(argv[2]);
    else if (strcmp(command, "upright") == 0)
        code = upright(argv + 2);
    else if (strcmp(command, "icc") == 0)
        icc(argv[2]);
    else if (strcmp(command, "hash") == 0)
        hash(argv[2]);
    else if (strcmp(command, "diff") == 0 && argc > 3)
        diff(argv[2], argv[3]);
    else
        die("usage", "make, info, upright, icc, hash or diff");
    return fflush(stdout) == 0 ? code : 2;
}
