#pragma once

#include <optional>
#include <string_view>

#include "core/no_proxy/written_url.hpp"
#include "sallyport/core/no_proxy_reader.hpp"

namespace sallyport::no_proxy {

/// One program each. Empty: the program refuses the URL.
using Verdict = std::optional<NoProxyVerdict>;

[[nodiscard]] Verdict read_as_curl(std::string_view list, const WrittenUrl& url);
[[nodiscard]] Verdict read_as_wget(std::string_view list, const WrittenUrl& url);
[[nodiscard]] Verdict read_as_python(std::string_view list, const WrittenUrl& url);
[[nodiscard]] Verdict read_as_requests(std::string_view list, const WrittenUrl& url);
[[nodiscard]] Verdict read_as_undici(std::string_view list, const WrittenUrl& url);
[[nodiscard]] Verdict read_as_proxy_from_env(std::string_view list, const WrittenUrl& url);
[[nodiscard]] Verdict read_as_go(std::string_view list, const WrittenUrl& url);
[[nodiscard]] Verdict read_as_chromium(std::string_view list, const WrittenUrl& url);
[[nodiscard]] Verdict read_as_chromium_flag(std::string_view list, const WrittenUrl& url);
[[nodiscard]] Verdict read_as_java(std::string_view list, const WrittenUrl& url);

/// As `reader` does.
[[nodiscard]] Verdict read_as(NoProxyReader reader, std::string_view list, const WrittenUrl& url);

}  // namespace sallyport::no_proxy
