#include "contract/keychain/credential_stores.hpp"
#include "platform/linux/libsecret_credential_store.hpp"
#include "platform/posix/desktop_module.hpp"

namespace sallyport {
namespace {

std::shared_ptr<CredentialStore> make_from_module() {
  const auto module = std::make_shared<DesktopModule>(Environment());
  return {module, &module->credential_store()};
}

}  // namespace

std::vector<CredentialStoreKind> real_credential_stores() {
  return {{"Libsecret", [] { return std::make_shared<LibsecretCredentialStore>(); }}, {"Module", make_from_module}};
}

}  // namespace sallyport
