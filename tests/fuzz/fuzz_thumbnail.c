/* fuzz_thumbnail.c - whatever stands in the folder of thumbnails, texts found in it lie in it; and
 * whatever is said to be a URI, a path that it gives has a URI that gives the same path. */
#include <string.h>

#include "core/base/file_uri.h"
#include "core/codec/png_text.h"
#include "tests/fuzz/fuzz.h"

static void check_text(const uint8_t *data, size_t size, const char *key)
{
    size_t len = 0;
    const char *text = tg_png_text_get(data, size, key, &len);
    const char *begin = (const char *)data;

    if (!text)
        return;
    require(text > begin + TG_PNG_TEXT_AT && text <= begin + size);
    require(len <= (size_t)(begin + size - text));
    require(strcmp(text - strlen(key) - 1, key) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = strndup((const char *)data, size), *path, *uri, *again, *walked;

    check_text(data, size, "Thumb::URI");
    check_text(data, size, "Thumb::MTime");
    require(text);
    path = tg_file_uri_path(text);
    if (path) {
        require(*path == '/');
        uri = tg_file_uri(path);
        again = uri ? tg_file_uri_path(uri) : NULL;
        require(again && strcmp(again, path) == 0);
        free(again);
        free(uri);
    }
    walked = tg_path_walked("/a/b", text);
    require(walked && *walked == '/' && !strstr(walked, "//") && !strstr(walked, "/./"));
    again = tg_path_walked("/", walked);
    require(again && strcmp(again, walked) == 0);
    free(again);
    free(walked);
    free(path);
    free(text);
    return 0;
}
