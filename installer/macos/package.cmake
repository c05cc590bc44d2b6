# `cpack` in a release build makes a disk image with the app; `notarise IMAGE` makes it fit for other Macs.
set(CPACK_GENERATOR DragNDrop)
set(CPACK_PACKAGE_NAME Sallyport)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_FILE_NAME Sallyport-${PROJECT_VERSION}-${CMAKE_SYSTEM_PROCESSOR})
set(CPACK_DMG_VOLUME_NAME Sallyport)
set(CPACK_PACKAGING_INSTALL_PREFIX /)
include(CPack)
