# The licences of what is linked into the programs: THIRD-PARTY.txt, out of Debian's own descriptions.
file(READ ${CMAKE_CURRENT_LIST_DIR}/third-party.txt text)
foreach(part doc/libcli11-dev/copyright doc/libexpected-dev/copyright doc/libtomlplusplus-dev/copyright
             doc/libz-mingw-w64-dev/copyright doc/mingw-w64-x86-64-dev/copyright doc/nlohmann-json3-dev/copyright
             common-licenses/Apache-2.0 common-licenses/GPL-3 common-licenses/LGPL-3)
  file(READ /usr/share/${part} licence)
  string(APPEND text "\n\n==== ${part}\n\n${licence}")
endforeach()
file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/THIRD-PARTY.txt CONTENT "@text@" @ONLY NEWLINE_STYLE WIN32)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/THIRD-PARTY.txt DESTINATION .)
