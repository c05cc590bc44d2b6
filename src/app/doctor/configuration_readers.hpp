#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/doctor/found_setting.hpp"
#include "sallyport/core/endpoint.hpp"

namespace sallyport {

// What the configuration files of programs set that has "proxy" in its name. All are linear in the length of the text,
// and give what they can read of a text that breaks the format's rules. Comments are no settings.

/// environment.d(5), and /etc/environment as pam_env(8) reads it: `NAME=VALUE` lines, `export` before it or not, a
/// comment behind it or not.
[[nodiscard]] FoundSettings read_environment_file(std::string_view text);

/// The dialects of what is called ini.
enum class IniDialect {
  kNpm,  ///< no sections; `${NAME}` is filled in; comments behind values
  kPip,  ///< Python's configparser: `global.proxy`; lines that are indented further than the name go on with its value
};
/// Names are `SECTION.KEY` in lower case.
[[nodiscard]] FoundSettings read_ini_file(std::string_view text, IniDialect dialect);

/// git-config(1): `http.proxy`, `http.https://example.com.proxy`, in lower case but for what stands in quotes in a
/// section's heading. Comments behind values, escapes; a backslash at its end takes a line on to the next.
[[nodiscard]] FoundSettings read_git_file(std::string_view text);

/// What a file of git includes by `include.path` or, under a condition, `includeIf.CONDITION.path`: as it is named
/// there, at most kMostFound.
[[nodiscard]] std::vector<std::string> files_git_includes(std::string_view text);

/// Whether a file of git names `sallyport git-credential` as a helper for the proxy, or for all URLs.
[[nodiscard]] bool git_asks_sallyport(std::string_view text, const Endpoint& proxy);

/// curl's: `proxy = "http://p:1"`, `--proxy http://p:1`, `proxy: …`, `-x …`; the last is found as `proxy`, `-U` as
/// `proxy-user`.
[[nodiscard]] FoundSettings read_curl_file(std::string_view text);

/// wget's: `https_proxy = http://p:1`, `HTTPS-Proxy=…`, `httpsproxy=…`; all are found as the first.
[[nodiscard]] FoundSettings read_wget_file(std::string_view text);

/// apt.conf(5): `Acquire::http::Proxy "http://p:1";`, also `Acquire { http { Proxy "…"; }; };`. Names in lower case:
/// `acquire::http::proxy`.
[[nodiscard]] FoundSettings read_apt_file(std::string_view text);

/// JSON with comments and trailing commas, as VS Code takes it. Names are the keys on the way, joined by dots:
/// `http.proxy`, `proxies.default.httpProxy`. Only strings are found; those with escapes of letters are not known.
[[nodiscard]] FoundSettings read_json_file(std::string_view text);

}  // namespace sallyport
