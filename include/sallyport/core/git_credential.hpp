#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "sallyport/core/credentials.hpp"
#include "sallyport/core/endpoint.hpp"
#include "sallyport/core/result.hpp"

namespace sallyport {

/// What git asks a credential helper for, or tells it (git-credential(1), "Input/Output Format"), as far as a proxy is
/// concerned.
struct GitCredential {
  std::optional<Endpoint> proxy;        ///< empty: what it is about cannot be a proxy
  std::optional<std::string> username;  ///< of a proxy git always names it: it asks only for `http.proxy=http://USER@…`
  std::optional<Secret> password;
};

/// More is refused: git passes on what servers send.
inline constexpr std::size_t kLongestGitCredential = 1024 * 1024;

/// `KEY=VALUE` lines up to an empty one or the end; of a key that stands twice the last counts, keys that do not
/// concern a proxy (`path`, `wwwauth[]`, `capability[]`, …) are passed over. `url` stands for the parts that it names.
/// Without a port the proxy's is curl's, which is git's: 1080, for https 443.
///
/// | lines                                    | proxy                        |
/// |------------------------------------------|------------------------------|
/// | `protocol=http`, `host=proxy:3128`       | `http://proxy:3128`          |
/// | `protocol=socks5h`, `host=[2001:db8::1]` | `socks5h://[2001:db8::1]:1080` |
/// | `url=http://alice@proxy:3128`            | the same as the first, with `alice` |
/// | `protocol=cert`, `path=key.pem`          | (none)                       |
///
/// kInvalidValue, never repeating the text: a line without `=`, a NUL, or more than kLongestGitCredential bytes.
[[nodiscard]] Result<GitCredential> parse_git_credential(std::string_view text);

/// The lines that give it to git. kInvalidValue when a value holds a line end or NUL, which git's format cannot carry.
[[nodiscard]] Result<Secret> format_git_credential(const Credential& credential);

}  // namespace sallyport
