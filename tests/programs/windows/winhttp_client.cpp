// `winhttp_client URL` fetches an http URL through the proxy that http_proxy names, with the login in it, unless
// no_proxy holds the host, and prints the status, or `error N`.
#include <windows.h>

// After windows.h, which it needs.
#include <winhttp.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "platform/program_arguments.hpp"
#include "platform/windows/utf16.hpp"
#include "sallyport/core/proxy_url.hpp"

namespace {

using namespace sallyport;

struct CloseInternet {
  void operator()(HINTERNET handle) const { ::WinHttpCloseHandle(handle); }
};
using Internet = std::unique_ptr<void, CloseInternet>;

std::string variable(const wchar_t* name) {
  std::wstring value(32767, L'\0');
  value.resize(::GetEnvironmentVariableW(name, value.data(), static_cast<DWORD>(value.size())));
  return to_utf8(value);
}

bool is_listed(std::string_view list, std::string_view host) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    if (list.substr(0, end) == host) return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

int fail() {
  std::printf("error %lu", ::GetLastError());
  return 1;
}

}  // namespace

int main() {
  const auto arguments = program_arguments(0, nullptr);
  if (arguments.size() != 1) return 2;
  const std::wstring url = to_utf16(arguments.front());
  URL_COMPONENTS parts{};
  parts.dwStructSize = sizeof parts;
  parts.dwHostNameLength = parts.dwUrlPathLength = static_cast<DWORD>(-1);
  if (::WinHttpCrackUrl(url.c_str(), 0, 0, &parts) == 0) return fail();
  const std::wstring host(parts.lpszHostName, parts.dwHostNameLength);

  const auto proxy = parse_proxy_url(variable(L"http_proxy"));
  const bool direct = !proxy || is_listed(variable(L"no_proxy"), to_utf8(host));
  const std::wstring server = direct ? L"" : to_utf16(proxy->endpoint.host_and_port());
  const Internet session(::WinHttpOpen(L"client",
                                       direct ? WINHTTP_ACCESS_TYPE_NO_PROXY : WINHTTP_ACCESS_TYPE_NAMED_PROXY,
                                       direct ? WINHTTP_NO_PROXY_NAME : server.c_str(), WINHTTP_NO_PROXY_BYPASS, 0));
  const Internet connection(::WinHttpConnect(session.get(), host.c_str(), parts.nPort, 0));
  const Internet request(::WinHttpOpenRequest(connection.get(), L"GET", parts.lpszUrlPath, nullptr, WINHTTP_NO_REFERER,
                                              WINHTTP_DEFAULT_ACCEPT_TYPES, 0));
  if (!request) return fail();
  if (!direct && proxy->credential &&
      ::WinHttpSetCredentials(request.get(), WINHTTP_AUTH_TARGET_PROXY, WINHTTP_AUTH_SCHEME_BASIC,
                              to_utf16(proxy->credential->username).c_str(),
                              to_utf16(proxy->credential->password.reveal()).c_str(), nullptr) == 0) {
    return fail();
  }
  if (::WinHttpSendRequest(request.get(), WINHTTP_NO_ADDITIONAL_HEADERS, 0, WINHTTP_NO_REQUEST_DATA, 0, 0, 0) == 0 ||
      ::WinHttpReceiveResponse(request.get(), nullptr) == 0) {
    return fail();
  }
  DWORD status = 0;
  DWORD size = sizeof status;
  if (::WinHttpQueryHeaders(request.get(), WINHTTP_QUERY_STATUS_CODE | WINHTTP_QUERY_FLAG_NUMBER,
                            WINHTTP_HEADER_NAME_BY_INDEX, &status, &size, WINHTTP_NO_HEADER_INDEX) == 0) {
    return fail();
  }
  std::printf("%lu", status);
  return 0;
}
