#include "platform/windows/windows_desktop_session.hpp"

#include <fmt/format.h>
#include <windows.h>

#include <utility>

#include "platform/windows/bounded_call.hpp"
#include "platform/windows/last_error.hpp"
#include "platform/windows/utf16.hpp"
#include "sallyport/core/ascii.hpp"
#include "sallyport/core/proxy_variables.hpp"

namespace sallyport {
namespace {

/// The user's variables in the registry.
class VariablesKey {
 public:
  explicit VariablesKey(REGSAM access) : error_(::RegOpenKeyExW(HKEY_CURRENT_USER, L"Environment", 0, access, &key_)) {}
  ~VariablesKey() {
    if (key_ != nullptr) ::RegCloseKey(key_);
  }
  VariablesKey(const VariablesKey&) = delete;
  VariablesKey& operator=(const VariablesKey&) = delete;

  [[nodiscard]] LSTATUS error() const { return error_; }
  [[nodiscard]] HKEY get() const { return key_; }

 private:
  HKEY key_ = nullptr;
  LSTATUS error_;
};

tl::unexpected<Error> registry_failed(std::string_view what, LSTATUS error) {
  return failure(ErrorCode::kFailed,
                 fmt::format("{} (HKEY_CURRENT_USER\\Environment). Look at \"Edit environment variables for your "
                             "account\" in the Control Panel.",
                             what),
                 describe_windows_error(static_cast<DWORD>(error)));
}

std::wstring expand(const std::wstring& text) {
  std::wstring expanded(::ExpandEnvironmentStringsW(text.c_str(), nullptr, 0), L'\0');
  const DWORD size = ::ExpandEnvironmentStringsW(text.c_str(), expanded.data(), static_cast<DWORD>(expanded.size()));
  if (size == 0 || size > expanded.size()) return text;
  expanded.resize(size - 1);
  return expanded;
}

void tell_programs() {
  constexpr UINT kMillisecondsForEach = 500;
  (void)run_bounded<void>(std::chrono::seconds(DesktopSession::kSeconds), {}, []() -> Result<void> {
    DWORD_PTR ignored = 0;
    ::SendMessageTimeoutW(HWND_BROADCAST, WM_SETTINGCHANGE, 0, reinterpret_cast<LPARAM>(L"Environment"),
                          SMTO_ABORTIFHUNG, kMillisecondsForEach, &ignored);
    return {};
  });
}

}  // namespace

Result<std::optional<SessionEnvironment>> WindowsDesktopSession::manager_environment() {
  const VariablesKey key(KEY_QUERY_VALUE);
  SessionEnvironment environment{{}, "windows", "environment that Windows keeps for you", " for good"};
  if (key.error() == ERROR_FILE_NOT_FOUND) return environment;
  if (key.error() != ERROR_SUCCESS) return registry_failed("Your variables cannot be read", key.error());
  constexpr DWORD kLongestName = 16384;
  constexpr DWORD kLongestValue = 32768;
  std::wstring name(kLongestName, L'\0');
  std::wstring value(kLongestValue, L'\0');
  for (DWORD i = 0;; ++i) {
    DWORD type = 0;
    auto name_size = static_cast<DWORD>(name.size());
    auto bytes = static_cast<DWORD>((value.size() - 1) * sizeof(wchar_t));
    const LSTATUS error = ::RegEnumValueW(key.get(), i, name.data(), &name_size, nullptr, &type,
                                          reinterpret_cast<BYTE*>(value.data()), &bytes);
    if (error == ERROR_NO_MORE_ITEMS) return environment;
    // What is too large for a variable is none.
    if (error == ERROR_MORE_DATA) continue;
    if (error != ERROR_SUCCESS) return registry_failed("Your variables cannot be read", error);
    if (type != REG_SZ && type != REG_EXPAND_SZ) continue;
    value[bytes / sizeof(wchar_t)] = L'\0';
    const std::wstring text = value.c_str();
    const std::string variable = to_utf8(std::wstring_view(name.data(), name_size));
    // As OwnProcess names them.
    environment.variables.set(is_proxy_variable(variable) ? ascii_lower(variable) : variable,
                              to_utf8(type == REG_EXPAND_SZ ? expand(text) : text));
  }
}

Result<void> WindowsDesktopSession::unset_in_manager(std::span<const std::string> names) {
  const VariablesKey key(KEY_SET_VALUE);
  if (key.error() == ERROR_FILE_NOT_FOUND) return {};
  if (key.error() != ERROR_SUCCESS) return registry_failed("Your variables cannot be changed", key.error());
  for (const std::string& name : names) {
    const LSTATUS error = ::RegDeleteValueW(key.get(), to_utf16(name).c_str());
    if (error != ERROR_SUCCESS && error != ERROR_FILE_NOT_FOUND) {
      return registry_failed(fmt::format("Your variable {} cannot be removed", name), error);
    }
  }
  tell_programs();
  return {};
}

Result<void> WindowsDesktopSession::forget_proxy_password() {
  return failure(ErrorCode::kUnsupported, "Windows keeps no proxy password in plain text.");
}

}  // namespace sallyport
