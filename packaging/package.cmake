# What cmake --install puts where, and the Debian package that cpack makes of it (./run package).
install(TARGETS tirage)
install(FILES packaging/man/tirage.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES packaging/completions/tirage DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES packaging/completions/_tirage DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES packaging/completions/tirage.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright) # Debian's name for it
install(FILES README.md docs/headless.md docs/settings.md docs/security.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES packaging/systemd/tirage.service packaging/systemd/tirage.timer DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)

set(CPACK_GENERATOR DEB)
if(DEFINED ENV{DEBFULLNAME} AND DEFINED ENV{DEBEMAIL}) # Debian's names for who makes a package
    set(CPACK_PACKAGE_CONTACT "$ENV{DEBFULLNAME} <$ENV{DEBEMAIL}>")
else()
    set(CPACK_PACKAGE_CONTACT "unknown <unknown@localhost.localdomain>")
endif()
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "static web galleries and thumbnails of photos")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "Turns folders of photos into a static web gallery:
an index of albums, a page per album, and pictures in every size that a
browser may ask for. Decodes each photo once, in processes that can do
nothing but that, and makes the same bytes on every machine.")
set(CPACK_DEBIAN_PACKAGE_SECTION graphics)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "rsync, ffmpeg")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_STRIP_FILES ON)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/packaging/debian.cmake)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
include(CPack)
