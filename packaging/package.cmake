# What cmake --install puts where, and what is made of that: the packages of packaging/debian, alpine and rpm, and the archive of
# the static program (toolchains/static_pack.py).
install(TARGETS tirage)
install(FILES packaging/man/tirage.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES packaging/completions/tirage DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES packaging/completions/_tirage DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES packaging/completions/tirage.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright) # Debian's name for it
install(FILES README.md CHANGELOG.md CONTRIBUTING.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
file(GLOB documents ${PROJECT_SOURCE_DIR}/docs/*.md ${PROJECT_SOURCE_DIR}/docs/*.json ${PROJECT_SOURCE_DIR}/docs/*.jpg
    ${PROJECT_SOURCE_DIR}/docs/*.svg)
install(FILES ${documents} DESTINATION ${CMAKE_INSTALL_DOCDIR}/docs)
install(DIRECTORY docs/pictures DESTINATION ${CMAKE_INSTALL_DOCDIR}/docs)
install(DIRECTORY examples DESTINATION ${CMAKE_INSTALL_DOCDIR} USE_SOURCE_PERMISSIONS)
# Units of users, found where the data of programs is: below /usr, and below ~/.local for the archive.
install(FILES packaging/systemd/tirage.path packaging/systemd/tirage.service packaging/systemd/tirage.timer
    DESTINATION ${CMAKE_INSTALL_DATADIR}/systemd/user)
install(FILES packaging/desktop/tirage.thumbnailer DESTINATION ${CMAKE_INSTALL_DATADIR}/thumbnailers) # docs/thumbnails.md
# For photo programs: docs/darktable.md, docs/export.md.
install(FILES packaging/darktable/tirage.lua DESTINATION ${CMAKE_INSTALL_DATADIR}/tirage/darktable)
install(PROGRAMS packaging/export/after-export.sh DESTINATION ${CMAKE_INSTALL_DATADIR}/tirage/export)
