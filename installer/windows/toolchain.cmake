# Builds for 64-bit Windows on Debian, and runs what it built under Wine. The libraries stand where
# installer/windows/build-dependencies put them, which SALLYPORT_WINDOWS_PREFIX names.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)

set(SALLYPORT_WINDOWS_PREFIX "${CMAKE_CURRENT_LIST_DIR}/../../build/windows-libraries" CACHE PATH "Libraries for Windows")
if(NOT IS_DIRECTORY "${SALLYPORT_WINDOWS_PREFIX}")
  message(FATAL_ERROR "There are no libraries for Windows in ${SALLYPORT_WINDOWS_PREFIX}. "
    "Run installer/windows/build-dependencies first.")
endif()
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES SALLYPORT_WINDOWS_PREFIX)

# Of Debian's two compilers the one whose std::thread and std::mutex work.
foreach(tool C_COMPILER=gcc-posix CXX_COMPILER=g++-posix AR=gcc-ar-posix RANLIB=gcc-ranlib-posix RC_COMPILER=windres)
  string(REPLACE "=" ";" tool ${tool})
  list(GET tool 0 variable)
  list(GET tool 1 program)
  set(CMAKE_${variable} /usr/bin/x86_64-w64-mingw32-${program})
endforeach()
# No program needs a library beside it.
set(CMAKE_EXE_LINKER_FLAGS_INIT -static)
set(OPENSSL_USE_STATIC_LIBS ON)
set(ZLIB_LIBRARY /usr/x86_64-w64-mingw32/lib/libz.a)

# Nothing of this machine's own is for Windows, but for its programs.
set(CMAKE_FIND_ROOT_PATH ${SALLYPORT_WINDOWS_PREFIX} /usr/x86_64-w64-mingw32)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
foreach(kind LIBRARY INCLUDE PACKAGE)
  set(CMAKE_FIND_ROOT_PATH_MODE_${kind} ONLY)
endforeach()
set(ENV{PKG_CONFIG_LIBDIR} ${SALLYPORT_WINDOWS_PREFIX}/lib/pkgconfig)

set(CMAKE_CROSSCOMPILING_EMULATOR /usr/bin/wine)
