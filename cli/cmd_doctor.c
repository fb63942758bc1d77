/* cmd_doctor.c - tirage doctor: what this machine and this build can do. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/build_options.h"
#include "cli/cli.h"
#include "cli/event_lines.h"
#include "core/base/json.h"
#include "core/base/process.h"
#include "core/codec/simd_check.h"
#include "core/sandbox/sandbox.h"
#include "pipeline/ffmpeg.h"

enum { TURNS = 4, MOST_TURNS = 16 };

struct findings {
    const char *missing[TG_LAYERS];               /* NULL: in force */
    char sandbox[300];                            /* why a process could not be confined, or "" */
    double plain, simd;                           /* seconds of libjpeg; negative: not measured */
    struct tg_ffmpeg walls;                       /* of ffmpeg, if there is one */
    struct tg_err *ffmpeg;                        /* why it does not start within them; owned */
    char ffmpeg_version[100], rsync_version[100]; /* the first lines that they print; "" */
};

struct work {
    void (*work)(int fd);
    int fd;
};

static int do_work(void *ctx)
{
    const struct work *w = ctx;

    w->work(w->fd);
    return 0;
}

/* Runs `work` in a process of its own, which writes its answer to a descriptor; false if it
 * died. */
static bool in_child(void (*work)(int fd), void *answer, size_t size)
{
    struct work w = {.work = work};
    const struct tg_process child = {.stream = TG_STREAMS_INHERITED, .run = do_work, .ctx = &w};
    int ends[2], status = -1;
    ssize_t n = -1;
    pid_t pid;

    if (pipe(ends) != 0)
        return false;
    w.fd = ends[1];
    pid = tg_process_start(&child);
    close(ends[1]);
    if (pid > 0) {
        n = read(ends[0], answer, size);
        status = tg_process_wait(pid);
    }
    close(ends[0]);
    return pid > 0 && n == (ssize_t)size && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void time_jpeg(int fd)
{
    double seconds = tg_jpeg_decode_seconds();

    (void)!write(fd, &seconds, sizeof(seconds));
}

static void time_jpeg_without_simd(int fd)
{
    (void)setenv("JSIMD_FORCENONE", "1", 1);
    time_jpeg(fd);
}

static void confine(int fd)
{
    struct tg_sandbox sandbox = {.max_fds = 64};
    struct tg_sandbox_ready *ready = NULL;
    struct tg_err *err = tg_sandbox_prepare(&ready);
    char text[sizeof(((struct findings *)0)->sandbox)] = "";
    struct tg_buf b;

    if (!err)
        err = tg_sandbox_enter(ready, &sandbox);
    if (err) {
        tg_buf_init(&b, sizeof(text) - 1);
        tg_err_text(err, &b);
        (void)snprintf(text, sizeof(text), "%s", tg_buf_str(&b));
    }
    (void)!write(fd, text, sizeof(text));
}

static bool switched_off(void)
{
    const char *none = getenv("JSIMD_FORCENONE");

    return none && strcmp(none, "1") == 0; /* as libjpeg-turbo reads it */
}

/* With SIMD the whole decoding is two to four times as fast. */
static bool is_faster(double plain, double simd)
{
    return plain > 1.5 * simd;
}

/* Between the two: what a busy machine may make of either. */
static bool is_unclear(double plain, double simd)
{
    return plain > 1.2 * simd && plain < 1.9 * simd;
}

/* The least of several turns of both: on a machine that is busy with other things one turn says
 * little. Negative: not measured. */
static void time_both(double *plain, double *simd)
{
    *plain = *simd = -1;
    for (int turn = 0; turn < TURNS || (turn < MOST_TURNS && is_unclear(*plain, *simd)); turn++) {
        double with = -1, without = -1;

        if (in_child(time_jpeg_without_simd, &without, sizeof(without)) && without > 0 &&
            (*plain < 0 || without < *plain))
            *plain = without;
        if (in_child(time_jpeg, &with, sizeof(with)) && with > 0 && (*simd < 0 || with < *simd))
            *simd = with;
    }
}

double cli_jpeg_speedup(void)
{
    double plain, simd;

    time_both(&plain, &simd);
    return plain > 0 && simd > 0 ? plain / simd : 0;
}

/* The first line of a program, up to what only its makers want to know: "rsync version 3.2.7". */
static void take_version(void *ctx, size_t i, const char *line)
{
    char *version = ctx;

    (void)i;
    if (*version)
        return;
    (void)snprintf(version, sizeof(((struct findings *)0)->rsync_version), "%s", line);
    version[strcspn(version, "\n")] = '\0';
    for (char *twice; (twice = strstr(version, "  "));)
        memmove(twice, twice + 1, strlen(twice));
    for (const char *const *end = (const char *const[]){" Copyright", " protocol", NULL}; *end;
         end++)
        if (strstr(version, *end))
            *strstr(version, *end) = '\0';
}

/* Runs a program that prints its version, which becomes *version. */
static struct tg_err *ask_version(struct tg_tool *tool, char *version)
{
    const struct tg_tools_options options = {
        .tools = tool, .len = 1, .quiet_ms = 20000, .line = take_version, .ctx = version};
    struct tg_tools *tools = NULL;
    struct tg_err *err = tg_tools_new(&options, &tools);
    bool stopped;

    if (!err)
        err = tg_tools_run(tools, 1, -1, &stopped);
    tg_tools_free(tools);
    if (err)
        tg_err_free(tool->err);
    return err ? err : tool->err;
}

/* Whether ffmpeg starts within its walls, in a child that reports. */
static struct tg_err *try_ffmpeg(const struct tg_ffmpeg *w, char *version)
{
    static const char *const argv[] = {"ffmpeg", "-hide_banner", "-loglevel",
                                       "error",  "-version",     NULL};
    struct tg_tool tool = {.argv = argv,
                           .path = tg_walls_program(w->walls),
                           .walls = w->walls,
                           .room = tg_ffmpeg_room(w, NULL, NULL, true, 0)};

    return ask_version(&tool, version);
}

/* Which is not confined: it sends files of OUT alone, and its other end is the owner's. */
static void look_at_rsync(struct findings *f)
{
    static const char *const argv[] = {"rsync", "--version", NULL};
    struct tg_tool tool = {.argv = argv, .path = "rsync"};

    tg_err_free(ask_version(&tool, f->rsync_version)); /* then there is none */
}

static void look_at_ffmpeg(struct findings *f, const struct cli_options *o)
{
    const struct tg_engine_options options = cli_engine_options(o);
    struct cli_progress progress;
    const struct tg_events events = cli_events(&progress, o);
    const char *programs = getenv("PATH");

    if (tg_ffmpeg_exists(programs, &events))
        f->ffmpeg = tg_ffmpeg_init(&f->walls, programs, &options);
    if (!f->ffmpeg && f->walls.walls)
        f->ffmpeg = try_ffmpeg(&f->walls, f->ffmpeg_version);
}

static void look(struct findings *f)
{
    for (int layer = 0; layer < TG_LAYERS; layer++)
        f->missing[layer] = tg_layer_missing((enum tg_layer)layer);
    if (!in_child(confine, f->sandbox, sizeof(f->sandbox)))
        (void)snprintf(f->sandbox, sizeof(f->sandbox), "the process died");
    time_both(&f->plain, &f->simd);
}

static bool has_simd(const struct findings *f)
{
    return f->simd > 0 && !switched_off() && is_faster(f->plain, f->simd);
}

/* A JSON text, or null. */
static void print_version(const char *version)
{
    struct tg_buf b;

    tg_buf_init(&b, TG_BUF_MAX);
    if (*version)
        tg_json_string(&b, version);
    else
        tg_buf_puts(&b, "null");
    printf("%s", tg_buf_str(&b));
    tg_buf_release(&b);
}

static void print_ffmpeg_json(const struct findings *f)
{
    printf("{");
    for (int layer = 0; layer < TG_LAYERS; layer++)
        printf("\"%s\": %s, ", tg_layer_name((enum tg_layer)layer),
               tg_walls_missing((enum tg_layer)layer) ? "false" : "true");
    printf("\"starts\": %s, \"version\": ", f->ffmpeg ? "false" : "true");
    print_version(f->ffmpeg_version);
    printf("}");
}

static const char *own_decoder(const struct cli_options *o)
{
    struct tg_kernels k;

    tg_kernels_init(&k, o->cpu_mask);
    return tg_jpeg_own_decoder(&k);
}

static void print_json(const struct findings *f, const struct cli_options *o)
{
    printf("{\"event\": \"doctor\", \"sandbox\": {");
    for (int layer = 0; layer < TG_LAYERS; layer++)
        printf("%s\"%s\": %s", layer ? ", " : "", tg_layer_name((enum tg_layer)layer),
               f->missing[layer] || f->sandbox[0] ? "false" : "true");
    printf("}, \"ffmpeg\": ");
    if (f->walls.walls)
        print_ffmpeg_json(f);
    else
        printf("null");
    printf(", \"rsync\": ");
    print_version(f->rsync_version);
    printf(", \"jpeg_decoder\": \"%s\"", own_decoder(o) ? "tirage" : "libjpeg-turbo");
    printf(", \"jpeg_simd\": %s, \"jpeg_speedup\": %.2f}\n", has_simd(f) ? "true" : "false",
           f->simd > 0 ? f->plain / f->simd : 0.0);
}

static void print_ffmpeg(const struct findings *f)
{
    if (!f->walls.walls) {
        printf("\nffmpeg is not installed: videos and audio are left out\n");
        return;
    }
    printf("\n");
    cli_print_line(stdout, "%s, %s, is confined by",
                   *f->ffmpeg_version ? f->ffmpeg_version : "ffmpeg",
                   tg_walls_program(f->walls.walls));
    for (int layer = 0; layer < TG_LAYERS; layer++) {
        const char *missing = tg_walls_missing((enum tg_layer)layer);

        printf("  %-10s %s\n", tg_layer_name((enum tg_layer)layer), missing ? missing : "yes");
    }
    if (f->ffmpeg)
        printf("  does not start within them\n");
}

static void print_rsync(const struct findings *f)
{
    printf("\n");
    if (*f->rsync_version)
        cli_print_line(stdout, "%s is not confined: it reads OUT, and deploy alone starts it",
                       f->rsync_version);
    else
        printf("rsync is not installed: deploy reaches folders of this machine, but no server\n");
}

static void print_text(const struct findings *f, const struct cli_options *o)
{
    const char *own = own_decoder(o);

    printf("\nworkers are confined by\n");
    for (int layer = 0; layer < TG_LAYERS; layer++)
        printf("  %-10s %s\n", tg_layer_name((enum tg_layer)layer),
               f->sandbox[0]       ? "no"
               : f->missing[layer] ? f->missing[layer]
                                   : "yes");
    if (f->sandbox[0])
        printf("  cannot be confined: %s\n", f->sandbox);
    print_ffmpeg(f);
    print_rsync(f);
    if (own)
        printf("\nJPEG decoder: tirage's (%s), for unusual files libjpeg-turbo\n", own);
    else
        printf("\nJPEG decoder: libjpeg-turbo\n");
    printf("libjpeg decodes with SIMD  ");
    if (switched_off())
        printf("NO (JSIMD_FORCENONE=1 in the environment)\n");
    else if (f->simd <= 0 || f->plain <= 0)
        printf("not measured\n");
    else
        printf("%s (%.1f times as fast as without)\n", has_simd(f) ? "yes" : "NO",
               f->plain / f->simd);
}

int cmd_doctor(const struct cli_options *o)
{
    struct findings f = {.sandbox = ""};
    bool well;

    if (o->args_len)
        return cli_usage(o, "doctor takes no arguments");
    look(&f);
    look_at_ffmpeg(&f, o);
    look_at_rsync(&f);
    if (o->json) {
        print_json(&f, o);
    } else {
        cli_print_versions();
        printf("\n");
        cli_print_cpu(o);
        print_text(&f, o);
    }
    well = !f.sandbox[0] && !f.ffmpeg && has_simd(&f);
    if (f.ffmpeg)
        cli_print_err(f.ffmpeg);
    tg_ffmpeg_release(&f.walls);
    if (!has_simd(&f))
        fprintf(stderr,
                "tirage: this libjpeg %s, which makes everything two to three times slower: %s\n",
                switched_off() ? "was told to use no SIMD" : "has no SIMD",
                switched_off() ? "unset JSIMD_FORCENONE" : "install libjpeg-turbo built with nasm");
    return well ? EXIT_DONE : EXIT_FAILED;
}
