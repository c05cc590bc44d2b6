# `cpack` in a release build makes the package.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME sallyport)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "The Sallyport authors <sallyport@packages.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "settings window and launcher that start apps with the right proxy")
set(CPACK_PACKAGE_DESCRIPTION
"Sallyport keeps the settings of a proxy in one place and its password in the
keychain, and starts any app with exactly the proxy environment that it should
have, or with none. New settings are saved and the running apps restarted
under them in one step. Each app has an entry in the applications menu.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Without a keychain there are no passwords; without the others, no file types in the menu and no automatic proxy: GIO
# answers "direct" to every URL when its libproxy, before 0.5, has no plugin that runs PAC files.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS
    "gnome-keyring | keepassxc, desktop-file-utils, glib-networking, libproxy1v5 (>= 0.5) | libproxy1-plugin-webkit")
include(CPack)
