# Sourced by mvnw and circle-ledger: exports a locale with UTF-8 where there is none. Java reads names of files, arguments and
# variables by the locale it is started in, and nothing sets that afterwards: with LC_ALL=C every 部 is a question mark.

is_utf8_locale() {
    # A locale that is named and not installed counts as C.
    [ "$(locale charmap 2>/dev/null)" = UTF-8 ]
}

set_utf8_locale() {
    is_utf8_locale && return 0
    for candidate in C.UTF-8 en_US.UTF-8; do
        LC_ALL=$candidate
        export LC_ALL
        is_utf8_locale && return 0
    done
    # Where nothing tells, C.UTF-8 is the likelier one; macOS has UTF-8 whatever is set.
    LC_ALL=C.UTF-8
    export LC_ALL
}

set_utf8_locale
