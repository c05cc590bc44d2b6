#!/bin/sh
# Makes the Debian package of a build directory, looks into it, installs it into a root of its own and removes it again.
#   package_test.sh BUILD_DIRECTORY
set -eu
build=$1
source=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/sallyport-package.XXXXXX")
trap 'rm -rf "$work"' EXIT
# shellcheck source=tests/support/checks
. "$source/tests/support/checks"

# silent COMMAND [ARG…]: succeeds and says nothing
# shellcheck disable=SC2317  # called by check
silent() {
  said=$("$@" 2>&1) || { echo "$said"; return 1; }
  echo "$said"
  [ -z "$said" ]
}

(cd "$work" && cpack --config "$build/CPackConfig.cmake" -B "$work/out" >"$work/cpack.log" 2>&1) || {
  cat "$work/cpack.log"
  exit 1
}
package=$(echo "$work"/out/sallyport_*.deb)
check "there is one package" test -f "$package"

depends=$(dpkg-deb --field "$package" Depends)
for library in libc6 libwxgtk3.2 libsecret-1-0 libglib2.0-0 libidn2-0 libssl3; do
  check "it depends on $library" test "${depends#*"$library"}" != "$depends"
done
check "it belongs to the section net" test "$(dpkg-deb --field "$package" Section)" = net

root=$work/root
mkdir "$root"
dpkg-deb --extract "$package" "$root"
share=$root/usr/share
for file in bin/sallyport bin/sallyport-settings lib/sallyport/sallyport-desktop.so lib/sallyport/sallyport-tls.so \
  share/icons/hicolor/scalable/apps/sallyport.svg share/icons/hicolor/symbolic/apps/sallyport-symbolic.svg \
  share/man/man1/sallyport.1.gz share/doc/sallyport/copyright; do
  check "it holds $file" test -s "$root/usr/$file"
done
if [ -d "$source/installer/linux/completions" ]; then
  for file in bash-completion/completions/sallyport zsh/vendor-completions/_sallyport \
    fish/vendor_completions.d/sallyport.fish; do
    check "it holds $file" test -s "$share/$file"
  done
fi
id=io.github.sallyport.Sallyport
check "the menu entry is valid" silent desktop-file-validate "$share/applications/$id.desktop"
check "the metainfo is valid" appstreamcli validate --no-net "$share/metainfo/$id.metainfo.xml"
check "the manual page renders without a warning" silent sh -c "man --warnings -l '$share/man/man1/sallyport.1.gz' >/dev/null"
check "the icon renders" rsvg-convert --output "$work/icon.png" "$share/icons/hicolor/scalable/apps/sallyport.svg"
# What the modules are for.
check "the launcher links no OpenSSL" sh -c "! ldd '$root/usr/bin/sallyport' | grep -E 'libssl|libcrypto'"
check "the launcher runs" env HOME="$work" "$root/usr/bin/sallyport" settings path
if command -v lintian >/dev/null; then
  check "lintian finds no error" lintian --allow-root --fail-on error --suppress-tags initial-upload-closes-no-bugs "$package"
else
  echo "skipped: lintian is not installed"
fi

if [ "$(id -u)" -eq 0 ]; then
  installed=$work/installed
  mkdir -p "$installed/var/lib/dpkg/updates" "$installed/var/lib/dpkg/info"
  : >"$installed/var/lib/dpkg/status"
  check "dpkg installs it" dpkg --root="$installed" --force-depends --force-script-chrootless --install "$package"
  check "it is there" test -x "$installed/usr/bin/sallyport"
  check "dpkg removes it" dpkg --root="$installed" --force-script-chrootless --purge sallyport
  check "nothing stays" test ! -e "$installed/usr/bin/sallyport" -a ! -e "$installed/usr/share/doc/sallyport"
else
  echo "skipped: only root can install a package"
fi
exit $((failures > 0))
