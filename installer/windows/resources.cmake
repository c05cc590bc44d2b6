# What a program of Windows carries beside its code: icon, version, and the manifest that makes it see every monitor's
# resolution, UTF-8 and the controls of this century. `description` is the name that people see in the Task Manager.
enable_language(RC)
function(sallyport_windows_resources target description)
  set(SALLYPORT_RC_TARGET ${target})
  set(SALLYPORT_RC_DESCRIPTION ${description})
  string(REPLACE "." "," SALLYPORT_RC_VERSION "${PROJECT_VERSION}.0")
  set(manifest ${PROJECT_SOURCE_DIR}/installer/windows/program.manifest)
  if(MSVC)
    target_sources(${target} PRIVATE ${manifest})  # merged into the one that the linker makes
  else()
    set(SALLYPORT_RC_MANIFEST "1 24 \"${manifest}\"")
  endif()
  set(resources ${CMAKE_CURRENT_BINARY_DIR}/${target}.rc)
  configure_file(${PROJECT_SOURCE_DIR}/installer/windows/program.rc.in ${resources} @ONLY)
  set_source_files_properties(${resources} PROPERTIES OBJECT_DEPENDS
    "${manifest};${PROJECT_SOURCE_DIR}/installer/icons/sallyport.ico")
  target_sources(${target} PRIVATE ${resources})
endfunction()
