# What Debian's policy wants of a package and cmake --install does not do; cpack runs it over the staged files.
set(share ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr/share)
set(doc ${share}/doc/tirage)
file(MAKE_DIRECTORY ${share}/zsh/vendor-completions)
file(RENAME ${share}/zsh/site-functions/_tirage ${share}/zsh/vendor-completions/_tirage)
file(REMOVE_RECURSE ${share}/zsh/site-functions)
set(when now)
if(DEFINED ENV{SOURCE_DATE_EPOCH}) # the same bytes for the same sources
    set(when @$ENV{SOURCE_DATE_EPOCH})
endif()
execute_process(COMMAND env LC_ALL=C date -u -R -d ${when} OUTPUT_VARIABLE date OUTPUT_STRIP_TRAILING_WHITESPACE
    COMMAND_ERROR_IS_FATAL ANY)
file(WRITE ${doc}/changelog "tirage (${CPACK_PACKAGE_VERSION}) unstable; urgency=medium

  * Made by ./run package from the sources of that version.

 -- ${CPACK_PACKAGE_CONTACT}  ${date}
")
execute_process(COMMAND gzip -9n ${doc}/changelog ${share}/man/man1/tirage.1
    COMMAND_ERROR_IS_FATAL ANY)
