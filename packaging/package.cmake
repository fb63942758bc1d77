# What cmake --install puts where, and what is made of that: the Debian package (cpack, ./run package) and the archive of
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
install(FILES packaging/systemd/tirage.service packaging/systemd/tirage.timer DESTINATION ${CMAKE_INSTALL_DATADIR}/systemd/user)

# For file managers: docs/thumbnails.md.
install(FILES packaging/desktop/tirage.thumbnailer DESTINATION ${CMAKE_INSTALL_DATADIR}/thumbnailers)

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
