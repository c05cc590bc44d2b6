# `cpack` in a release build makes an installer, and a zip of the same programs to be run from any folder. What people
# would open is the window.
if(NOT SALLYPORT_BUILD_WINDOW)
  return()
endif()
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION . RENAME LICENSE.txt)
install(FILES ${PROJECT_SOURCE_DIR}/README.md DESTINATION . RENAME README.txt)
if(CMAKE_CROSSCOMPILING)
  include(${CMAKE_CURRENT_LIST_DIR}/third_party.cmake)
endif()

set(CPACK_GENERATOR NSIS ZIP)
set(CPACK_PACKAGE_NAME Sallyport)
set(CPACK_PACKAGE_VENDOR "The Sallyport authors")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_FILE_NAME Sallyport-${PROJECT_VERSION}-Windows-x64)
set(CPACK_STRIP_FILES ON)

# NSIS.template.in stands in for CPack's own, by its name.
set(CPACK_SALLYPORT_NSIS_PARTS ${CMAKE_CURRENT_LIST_DIR}/nsis)
set(CPACK_NSIS_MUI_ICON ${CMAKE_CURRENT_LIST_DIR}/../icons/sallyport.ico)
set(CPACK_NSIS_MUI_UNIICON ${CPACK_NSIS_MUI_ICON})
list(APPEND CMAKE_MODULE_PATH ${CPACK_SALLYPORT_NSIS_PARTS})
# Wine without 32-bit support runs no other installer; NSIS as it comes for Windows makes no other than those.
if(NOT CMAKE_HOST_WIN32)
  set(CPACK_NSIS_DEFINES "Target amd64-unicode")
endif()
set(CPACK_NSIS_COMPRESSOR zlib)  # lzma takes half a minute for a quarter less
set(CPACK_NSIS_EXECUTABLE_PRE_ARGUMENTS -WX)
include(CPack)
