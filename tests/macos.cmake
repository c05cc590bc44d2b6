# The unit suite alone: the others drive programs and desktops of Linux. Of its files those that name Linux's adapters or
# its kernel's calls are left out. Written, not yet built or run on a Mac.
find_package(GTest REQUIRED)
set(linux_only "platform/linux/|<sched\\.h>|<sys/mount\\.h>|support/(child_process|scoped_group|secret_search)\\.hpp")

function(without_linux list)
  set(kept "")
  foreach(file ${${list}})
    file(STRINGS ${file} found REGEX "#include.*(${linux_only})")
    if(NOT found)
      list(APPEND kept ${file})
    endif()
  endforeach()
  set(${list} ${kept} PARENT_SCOPE)
endfunction()

file(GLOB support CONFIGURE_DEPENDS support/*.cpp)
without_linux(support)
list(FILTER support EXCLUDE REGEX "/(child_process|scoped_group|secret_search)\\.cpp$")
add_library(sallyport_test_support STATIC ${support})
target_include_directories(sallyport_test_support PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(sallyport_test_support PUBLIC sallyport_core sallyport_platform OpenSSL::SSL nlohmann_json::nlohmann_json)

file(GLOB sources CONFIGURE_DEPENDS unit/*_test.cpp unit/posix/*_test.cpp unit/macos/*_test.cpp)
without_linux(sources)
add_executable(sallyport_unit_tests ${sources})
target_link_libraries(sallyport_unit_tests PRIVATE sallyport_test_support sallyport_cli sallyport_presenters sallyport_app sallyport_platform sallyport_platform_tls sallyport_relay OpenSSL::SSL GTest::gmock GTest::gtest_main sallyport_fmt nlohmann_json::nlohmann_json)
target_compile_definitions(sallyport_unit_tests PRIVATE SALLYPORT_SOURCE_DIRECTORY="${PROJECT_SOURCE_DIR}")
sallyport_add_unit_tests()
