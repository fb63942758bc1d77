/* fuzz_replay.c - runs a fuzz target on the files of folders, without a fuzzing engine: the
 * regression test.  Usage: fuzz_replay_TARGET FOLDER|FILE... */
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/file.h"
#include "tests/fuzz/fuzz.h"

enum { MAX_BYTES = 1 << 24, MAX_PATH = 4096 };

/* Files run, or -1. */
static int run_file(const char *path)
{
    char *data;
    size_t len;
    struct tg_err *err = tg_file_read(path, MAX_BYTES, &data, &len);

    if (err) {
        (void)fprintf(stderr, "cannot read %s\n", path);
        tg_err_free(err);
        return -1;
    }
    (void)LLVMFuzzerTestOneInput((const uint8_t *)data, len);
    free(data);
    return 1;
}

static int run_folder(const char *path)
{
    DIR *dir = opendir(path);
    struct dirent *e;
    int n = 0;

    if (!dir) {
        (void)fprintf(stderr, "cannot open %s\n", path);
        return -1;
    }
    while (n >= 0 && (e = readdir(dir))) {
        char file[MAX_PATH];

        if (e->d_name[0] == '.')
            continue;
        (void)snprintf(file, sizeof(file), "%s/%s", path, e->d_name);
        n = run_file(file) < 0 ? -1 : n + 1;
    }
    (void)closedir(dir);
    return n;
}

int main(int argc, char **argv)
{
    int total = 0;

    for (int i = 1; i < argc; i++) {
        struct stat st;
        int n = stat(argv[i], &st) == 0 && S_ISDIR(st.st_mode) ? run_folder(argv[i])
                                                               : run_file(argv[i]);

        if (n < 0)
            return 1;
        total += n;
    }
    (void)printf("%d inputs\n", total);
    return total > 0 ? 0 : 1; /* an empty corpus tests nothing */
}
