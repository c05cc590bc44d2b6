#include "platform/windows/winhttp_system_proxy.hpp"

#include <fmt/format.h>
#include <windows.h>

// After windows.h, which it needs.
#include <winhttp.h>

#include <memory>
#include <string_view>
#include <thread>
#include <utility>

#include "platform/windows/bounded_call.hpp"
#include "platform/windows/handle.hpp"
#include "platform/windows/last_error.hpp"
#include "platform/windows/utf16.hpp"
#include "platform/windows/windows_proxy.hpp"

namespace sallyport {
namespace {

using Answer = std::vector<std::optional<SystemProxyServer>>;

Answer only(std::optional<SystemProxyServer> server) {
  Answer answer;
  answer.push_back(std::move(server));
  return answer;
}

/// Text that WinHTTP allocated.
struct FreeGlobal {
  void operator()(wchar_t* text) const { ::GlobalFree(text); }
};
using GlobalText = std::unique_ptr<wchar_t, FreeGlobal>;

std::string text_of(const GlobalText& text) { return text ? to_utf8(text.get()) : std::string(); }

struct CloseInternet {
  void operator()(HINTERNET handle) const { ::WinHttpCloseHandle(handle); }
};
using InternetHandle = std::unique_ptr<void, CloseInternet>;

Result<WindowsProxyValues> read_values() {
  WINHTTP_CURRENT_USER_IE_PROXY_CONFIG found{};
  if (::WinHttpGetIEProxyConfigForCurrentUser(&found) == 0) {
    const DWORD error = ::GetLastError();
    if (error == ERROR_FILE_NOT_FOUND) return WindowsProxyValues{};  // never set by this user
    return failure(ErrorCode::kFailed, "Windows' proxy settings cannot be read. Look at them in Windows' settings.",
                   describe_windows_error(error));
  }
  const GlobalText script(found.lpszAutoConfigUrl);
  const GlobalText servers(found.lpszProxy);
  const GlobalText bypass(found.lpszProxyBypass);
  return WindowsProxyValues{found.fAutoDetect != 0, text_of(script), text_of(servers), text_of(bypass)};
}

/// Asks WinHTTP's runner of scripts. Null text: direct. Blocks.
Result<Answer> ask_runner(HINTERNET session, const std::wstring& url, WINHTTP_AUTOPROXY_OPTIONS options) {
  WINHTTP_PROXY_INFO info{};
  // A login that the script's server wants is given only when it asks, for then WinHTTP must ask anew.
  options.fAutoLogonIfChallenged = FALSE;
  BOOL answered = ::WinHttpGetProxyForUrl(session, url.c_str(), &options, &info);
  if (answered == 0 && ::GetLastError() == ERROR_WINHTTP_LOGIN_FAILURE) {
    options.fAutoLogonIfChallenged = TRUE;
    answered = ::WinHttpGetProxyForUrl(session, url.c_str(), &options, &info);
  }
  if (answered == 0) {
    const DWORD error = ::GetLastError();
    return failure(error == ERROR_WINHTTP_TIMEOUT ? ErrorCode::kTimedOut : ErrorCode::kFailed, "",
                   describe_windows_error(error));
  }
  const GlobalText servers(info.lpszProxy);
  const GlobalText bypass(info.lpszProxyBypass);
  if (info.dwAccessType != WINHTTP_ACCESS_TYPE_NAMED_PROXY) return only(std::nullopt);
  return windows_script_answer(text_of(servers));
}

Result<Answer> resolve_now(const WindowsProxyValues& values, const std::string& url, const RequestTarget& target) {
  if (values.detects || !values.script.empty()) {
    const InternetHandle session(
        ::WinHttpOpen(L"Sallyport", WINHTTP_ACCESS_TYPE_NO_PROXY, WINHTTP_NO_PROXY_NAME, WINHTTP_NO_PROXY_BYPASS, 0));
    if (!session) {
      return failure(ErrorCode::kFailed, "Windows' proxy settings cannot be asked about an address.",
                     describe_windows_error(::GetLastError()));
    }
    const std::wstring wide = to_utf16(url);
    if (values.detects) {
      WINHTTP_AUTOPROXY_OPTIONS options{};
      options.dwFlags = WINHTTP_AUTOPROXY_AUTO_DETECT;
      options.dwAutoDetectFlags = WINHTTP_AUTO_DETECT_TYPE_DHCP | WINHTTP_AUTO_DETECT_TYPE_DNS_A;
      if (Result<Answer> detected = ask_runner(session.get(), wide, options)) return detected;
    }
    if (!values.script.empty()) {
      const std::wstring script = to_utf16(values.script);
      WINHTTP_AUTOPROXY_OPTIONS options{};
      options.dwFlags = WINHTTP_AUTOPROXY_CONFIG_URL;
      options.lpszAutoConfigUrl = script.c_str();
      Result<Answer> answer = ask_runner(session.get(), wide, options);
      if (answer) return answer;
      return failure(
          answer.error().code,
          fmt::format("The proxy script {} cannot be loaded or run. Check its address in Windows' settings; it "
                      "must begin with http:// or https://.",
                      values.script),
          answer.error().detail);
    }
  }
  return only(windows_server_for(values, target));
}

/// Calls `changed` after each change below the key of Windows' proxy settings, on a thread of its own.
class RegistryWatch final : public SystemProxy::Watch {
 public:
  static constexpr const wchar_t* kKey = L"Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings";

  static std::unique_ptr<Watch> make(std::function<void()> changed) {
    HKEY key = nullptr;
    if (::RegCreateKeyExW(HKEY_CURRENT_USER, kKey, 0, nullptr, 0, KEY_NOTIFY, nullptr, &key, nullptr) !=
        ERROR_SUCCESS) {
      return nullptr;
    }
    auto watch = std::unique_ptr<RegistryWatch>(new RegistryWatch(key, std::move(changed)));
    if (!watch->arm()) return nullptr;
    watch->thread_ = std::thread([raw = watch.get()] { raw->run(); });
    return watch;
  }
  ~RegistryWatch() override {
    ::SetEvent(stop_.get());
    if (thread_.joinable()) thread_.join();
    ::RegCloseKey(key_);
  }
  RegistryWatch(const RegistryWatch&) = delete;
  RegistryWatch& operator=(const RegistryWatch&) = delete;

 private:
  RegistryWatch(HKEY key, std::function<void()> changed) : key_(key), changed_(std::move(changed)) {}

  /// Once for each change. On one thread throughout: the request ends with the thread that made it, but for this flag
  /// (learn.microsoft.com/en-us/windows/win32/api/winreg/nf-winreg-regnotifychangekeyvalue).
  bool arm() {
    constexpr DWORD kThreadAgnostic = 0x10000000;  // REG_NOTIFY_THREAD_AGNOSTIC
    return ::RegNotifyChangeKeyValue(key_, TRUE, REG_NOTIFY_CHANGE_NAME | REG_NOTIFY_CHANGE_LAST_SET | kThreadAgnostic,
                                     change_.get(), TRUE) == ERROR_SUCCESS;
  }
  void run() {
    const HANDLE waited[] = {stop_.get(), change_.get()};
    while (::WaitForMultipleObjects(2, waited, FALSE, INFINITE) == WAIT_OBJECT_0 + 1) {
      if (!arm()) return;
      changed_();
    }
  }

  HKEY key_;
  std::function<void()> changed_;
  Handle stop_{::CreateEventW(nullptr, TRUE, FALSE, nullptr)};
  Handle change_{::CreateEventW(nullptr, FALSE, FALSE, nullptr)};
  std::thread thread_;
};

/// A window without a picture that calls a function on the thread that made it.
class MessageWindow {
 public:
  explicit MessageWindow(std::function<void()> called) : called_(std::move(called)) {
    static const ATOM window_class = [] {
      WNDCLASSEXW description{};
      description.cbSize = sizeof description;
      description.lpfnWndProc = &MessageWindow::receive;
      description.hInstance = ::GetModuleHandleW(nullptr);
      description.lpszClassName = L"SallyportMessages";
      return ::RegisterClassExW(&description);
    }();
    window_ = ::CreateWindowExW(0, MAKEINTATOM(window_class), L"", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr,
                                ::GetModuleHandleW(nullptr), nullptr);
    if (window_ != nullptr) ::SetWindowLongPtrW(window_, GWLP_USERDATA, reinterpret_cast<LONG_PTR>(this));
  }
  ~MessageWindow() {
    if (window_ != nullptr) ::DestroyWindow(window_);
  }
  MessageWindow(const MessageWindow&) = delete;
  MessageWindow& operator=(const MessageWindow&) = delete;

  [[nodiscard]] bool usable() const { return window_ != nullptr; }
  /// Any thread.
  void post() const { ::PostMessageW(window_, kMessage, 0, 0); }

 private:
  static constexpr UINT kMessage = WM_APP;

  static LRESULT CALLBACK receive(HWND window, UINT message, WPARAM word, LPARAM value) {
    auto* self = reinterpret_cast<MessageWindow*>(::GetWindowLongPtrW(window, GWLP_USERDATA));
    if (message != kMessage || self == nullptr) return ::DefWindowProcW(window, message, word, value);
    self->called_();
    return 0;
  }

  std::function<void()> called_;
  HWND window_ = nullptr;
};

class PostedWatch final : public SystemProxy::Watch {
 public:
  explicit PostedWatch(std::function<void()> changed)
      : window_(std::move(changed)),
        registry_(window_.usable() ? RegistryWatch::make([this] { window_.post(); }) : nullptr) {}
  [[nodiscard]] bool usable() const { return registry_ != nullptr; }

 private:
  MessageWindow window_;
  std::unique_ptr<Watch> registry_;
};

}  // namespace

Result<SystemProxyConfiguration> WinhttpSystemProxy::configuration() {
  const Result<WindowsProxyValues> values = read_values();
  if (!values) return tl::unexpected(values.error());
  return windows_configuration(*values);
}

Result<Answer> WinhttpSystemProxy::resolve(const std::string& url, std::chrono::milliseconds timeout,
                                           const std::stop_token& stop) {
  Result<WindowsProxyValues> values = read_values();
  if (!values) return tl::unexpected(values.error());
  Result<RequestTarget> target = parse_request_target(url);
  if (!target) return tl::unexpected(target.error());
  return run_bounded<Answer>(timeout, stop, [values = std::move(*values), url, target = std::move(*target)] {
    return resolve_now(values, url, target);
  });
}

std::unique_ptr<SystemProxy::Watch> WinhttpSystemProxy::watch(std::function<void()> changed) {
  auto watch = std::make_unique<PostedWatch>(std::move(changed));
  if (!watch->usable()) return nullptr;
  return watch;
}

std::unique_ptr<SystemProxy::Watch> WinhttpSystemProxy::watch_on_own_thread(std::function<void()> changed) {
  return RegistryWatch::make(std::move(changed));
}

std::vector<std::string> WinhttpSystemProxy::settings_command() {
  std::wstring directory(MAX_PATH, L'\0');
  directory.resize(::GetSystemWindowsDirectoryW(directory.data(), MAX_PATH));
  return {to_utf8(directory) + "\\explorer.exe", "ms-settings:network-proxy"};
}

}  // namespace sallyport
