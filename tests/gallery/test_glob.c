/* test_glob.c - patterns of file names. */
#include <check.h>

#include "gallery/settings/glob.h"
#include "tests/support/suite.h"

START_TEST(globs)
{
    static const struct {
        const char *pattern, *name;
        bool matches;
    } cases[] = {
        {"", "", true},
        {"", "a", false},
        {"*", "", true},
        {"*.jpg", "a.jpg", true},
        {"*.jpg", "a.JPG", false},
        {"*.jpg", "a.jpg.x", false},
        {"a*b*c", "aXbXbc", true},
        {"a*b*c", "aXcXb", false},
        {"?", "\xC3\xA9", true},
        {"?", "ab", false},
        {"?", "", false},
        {"[a-c]", "b", true},
        {"[a-c]", "d", false},
        {"[!a-c]", "d", true},
        {"[^a-c]", "a", false},
        {"[]x]", "]", true},
        {"[a-]", "-", true},
        {"[a", "[a", true},
        {"[a", "a", false},
        {"\\*", "*", true},
        {"\\*", "a", false},
        {"a\\", "a\\", true},
        {"[\xC3\xA0-\xC3\xBF]", "\xC3\xA9", true},
        {"**a", "bca", true},
        {"a**", "a", true},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        ck_assert_msg(tg_glob_match(cases[i].pattern, cases[i].name) == cases[i].matches, "%s %s",
                      cases[i].pattern, cases[i].name);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("glob");

    tcase_add_test(tc, globs);
    return tg_suite_run("glob", tc);
}
