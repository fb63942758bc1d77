# What Debian's policy wants of a package and cmake --install does not do; cpack runs it over the staged files.
set(doc ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr/share/doc/tirage)
execute_process(COMMAND date -u -R OUTPUT_VARIABLE date OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
file(WRITE ${doc}/changelog "tirage (${CPACK_PACKAGE_VERSION}) unstable; urgency=medium

  * Made by ./run package from the sources of that version.

 -- ${CPACK_PACKAGE_CONTACT}  ${date}
")
execute_process(COMMAND gzip -9n ${doc}/changelog ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr/share/man/man1/tirage.1
    COMMAND_ERROR_IS_FATAL ANY)
