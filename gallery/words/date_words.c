/* date_words.c - made by toolchains/locale.py from Unicode's CLDR, version 41, common/main:
 * the Gregorian calendar's months, dates and ranges of dates.  Copyright Unicode, Inc.,
 * https://www.unicode.org/license.txt */
#include "gallery/words/words.h"

const struct tg_date_words tg_dates_ar = {
    .names = "يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر",
    .day = "{d} {m} {y}",
    .days = "{d}–{D} {m} {y}",
    .month = "{m} {y}",
    .months = "{m} – {M}، {y}",
    .years_months = "{m}، {y} – {M}، {Y}",
    .year = "{y}",
    .years = "{y}–{Y}",
};

const struct tg_date_words tg_dates_de = {
    .names = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember",
    .day = "{d}. {m} {y}",
    .days = "{d}.–{D}. {m} {y}",
    .month = "{m} {y}",
    .months = "{m}–{M} {y}",
    .years_months = "{m} {y} – {M} {Y}",
    .year = "{y}",
    .years = "{y}–{Y}",
};

const struct tg_date_words tg_dates_en = {
    .names =
        "January|February|March|April|May|June|July|August|September|October|November|December",
    .day = "{d} {m} {y}",
    .days = "{d}–{D} {m} {y}",
    .month = "{m} {y}",
    .months = "{m} – {M} {y}",
    .years_months = "{m} {y} – {M} {Y}",
    .year = "{y}",
    .years = "{y} – {Y}",
};

const struct tg_date_words tg_dates_es = {
    .names =
        "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
    .day = "{d} de {m} de {y}",
    .days = "{d}–{D} de {m} de {y}",
    .month = "{m} de {y}",
    .months = "{m}–{M} de {y}",
    .years_months = "{m} de {y} – {M} de {Y}",
    .year = "{y}",
    .years = "{y}–{Y}",
};

const struct tg_date_words tg_dates_fr = {
    .names = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    .day = "{d} {m} {y}",
    .days = "{d}–{D} {m} {y}",
    .month = "{m} {y}",
    .months = "{m} – {M} {y}",
    .years_months = "{m} {y} – {M} {Y}",
    .year = "{y}",
    .years = "{y}–{Y}",
};

const struct tg_date_words tg_dates_he = {
    .names = "ינואר|פברואר|מרץ|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר",
    .day = "{d} ב{m} {y}",
    .days = "{d}–{D} ב{m} {y}",
    .month = "{m} {y}",
    .months = "{m}–{M} {y}",
    .years_months = "{m} {y}–{M} {Y}",
    .year = "{y}",
    .years = "{y}–{Y}",
};

const struct tg_date_words tg_dates_it = {
    .names = "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|"
             "dicembre",
    .day = "{d} {m} {y}",
    .days = "{d}–{D} {m} {y}",
    .month = "{m} {y}",
    .months = "{m}–{M} {y}",
    .years_months = "{m} {y} – {M} {Y}",
    .year = "{y}",
    .years = "{y}–{Y}",
};

const struct tg_date_words tg_dates_ja = {
    .names = "1月|2月|3月|4月|5月|6月|7月|8月|9月|10月|11月|12月",
    .day = "{y}年{n}月{d}日",
    .days = "{y}年{n}月{d}日～{D}日",
    .month = "{y}年{n}月",
    .months = "{y}年{n}月～{N}月",
    .years_months = "{y}年{n}月～{Y}年{N}月",
    .year = "{y}年",
    .years = "{y}年～{Y}年",
};

const struct tg_date_words tg_dates_nl = {
    .names =
        "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december",
    .day = "{d} {m} {y}",
    .days = "{d}–{D} {m} {y}",
    .month = "{m} {y}",
    .months = "{m}–{M} {y}",
    .years_months = "{m} {y} – {M} {Y}",
    .year = "{y}",
    .years = "{y}–{Y}",
};

const struct tg_date_words tg_dates_pl = {
    .names = "stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|"
             "listopada|"
             "grudnia",
    .alone =
        "styczeń|luty|marzec|kwiecień|maj|czerwiec|lipiec|sierpień|wrzesień|październik|listopad|"
        "grudzień",
    .day = "{d} {m} {y}",
    .days = "{d}–{D} {m} {y}",
    .month = "{l} {y}",
    .months = "{l}–{L} {y}",
    .years_months = "{l} {y}–{L} {Y}",
    .year = "{y}",
    .years = "{y}–{Y}",
};

const struct tg_date_words tg_dates_pt = {
    .names =
        "janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro",
    .day = "{d} de {m} de {y}",
    .days = "{d} – {D} de {m} de {y}",
    .month = "{m} de {y}",
    .months = "{m} – {M} de {y}",
    .years_months = "{m} de {y} – {M} de {Y}",
    .year = "{y}",
    .years = "{y} – {Y}",
};

const struct tg_date_words tg_dates_zh = {
    .names = "一月|二月|三月|四月|五月|六月|七月|八月|九月|十月|十一月|十二月",
    .day = "{y}年{n}月{d}日",
    .days = "{y}年{n}月{d}日至{D}日",
    .month = "{y}年{n}月",
    .months = "{y}年{n}月至{N}月",
    .years_months = "{y}年{n}月至{Y}年{N}月",
    .year = "{y}年",
    .years = "{y}–{Y}年",
};
