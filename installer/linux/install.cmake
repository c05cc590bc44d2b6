set(linux ${CMAKE_CURRENT_LIST_DIR})
set(app_id io.github.sallyport.Sallyport)

# Where Debian's shells look.
set(completions ${linux}/completions)
if(EXISTS ${completions})
  install(FILES ${completions}/sallyport.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME sallyport)
  install(FILES ${completions}/_sallyport DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
  install(FILES ${completions}/sallyport.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
endif()

set(icons ${CMAKE_INSTALL_DATADIR}/icons/hicolor)
install(FILES ${linux}/../icons/sallyport.svg DESTINATION ${icons}/scalable/apps)
install(FILES ${linux}/../icons/sallyport-symbolic.svg DESTINATION ${icons}/symbolic/apps)
if(SALLYPORT_BUILD_WINDOW)
  install(FILES ${linux}/${app_id}.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
  install(FILES ${linux}/${app_id}.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
endif()

# Debian wants manual pages and changelogs compressed; man reads both forms everywhere.
find_program(GZIP gzip REQUIRED)
function(install_compressed source name destination)
  set(compressed ${CMAKE_CURRENT_BINARY_DIR}/${name}.gz)
  add_custom_command(OUTPUT ${compressed} COMMAND sh -c "exec '${GZIP}' -9nc '${source}' >'${compressed}'"
                     DEPENDS ${source} VERBATIM)
  add_custom_target(compressed_${name} ALL DEPENDS ${compressed})
  install(FILES ${compressed} DESTINATION ${destination})
endfunction()
install_compressed(${linux}/sallyport.1 sallyport.1 ${CMAKE_INSTALL_MANDIR}/man1)
install_compressed(${linux}/sallyport-settings.1 sallyport-settings.1 ${CMAKE_INSTALL_MANDIR}/man1)
install_compressed(${linux}/changelog.Debian changelog.Debian ${CMAKE_INSTALL_DOCDIR})
install_compressed(${PROJECT_SOURCE_DIR}/CHANGELOG.md changelog ${CMAKE_INSTALL_DOCDIR})
install(FILES ${linux}/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})
