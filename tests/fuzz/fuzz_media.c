/* fuzz_media.c - what ffmpeg passes on of a video: a date in one shape, or none. */
#include <string.h>

#include "core/media/media.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tg_media_date date = {.text = ""};
    char line[512];

    while (size) {
        const uint8_t *feed = memchr(data, '\n', size);
        size_t whole = feed ? (size_t)(feed - data) : size;
        size_t len = whole < sizeof(line) ? whole : sizeof(line) - 1;

        memcpy(line, data, len);
        line[len] = '\0';
        tg_media_take_date(&date, line);
        data += whole + (feed != NULL);
        size -= whole + (feed != NULL);
    }
    require(strspn(date.text, "0123456789-:T") == strlen(date.text));
    require(!*date.text || (strlen(date.text) == 19 && date.text[10] == 'T'));
    require(*date.text || !date.local);
    return 0;
}
