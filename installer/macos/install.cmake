# Sallyport.app: both programs side by side, where each finds the other, and the libraries that a Mac does not have.
set(macos ${CMAKE_CURRENT_LIST_DIR})
set(SALLYPORT_MACOS_MINIMUM ${CMAKE_OSX_DEPLOYMENT_TARGET})
if(NOT SALLYPORT_MACOS_MINIMUM)
  set(SALLYPORT_MACOS_MINIMUM 13.0)
endif()
configure_file(${macos}/Info.plist.in ${CMAKE_CURRENT_BINARY_DIR}/Info.plist @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/Info.plist DESTINATION Sallyport.app/Contents)

# Without a tool that draws the icon the app has the system's own.
find_program(RSVG_CONVERT rsvg-convert)
if(RSVG_CONVERT)
  set(icon ${CMAKE_CURRENT_BINARY_DIR}/sallyport.icns)
  add_custom_command(OUTPUT ${icon} COMMAND ${macos}/make-icon ${macos}/../icons/sallyport.svg ${icon}
                     DEPENDS ${macos}/../icons/sallyport.svg ${macos}/make-icon VERBATIM)
  add_custom_target(sallyport_icon ALL DEPENDS ${icon})
  install(FILES ${icon} DESTINATION Sallyport.app/Contents/Resources)
endif()

# Copies what the programs link from Homebrew into Contents/Frameworks and has them look there.
install(CODE "
  include(BundleUtilities)
  set(BU_CHMOD_BUNDLE_ITEMS ON)
  set(app \"\${CMAKE_INSTALL_PREFIX}/Sallyport.app\")
  fixup_bundle(\"\${app}\" \"\${app}/Contents/lib/sallyport/sallyport-desktop.so\" \"\")
  execute_process(COMMAND ${macos}/sign \"\${app}\" COMMAND_ERROR_IS_FATAL ANY)")
