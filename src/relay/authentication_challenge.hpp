#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sallyport::relay {

/// One challenge of a proxy (RFC 9110 §11.3).
struct AuthenticationChallenge {
  std::string scheme;   ///< in lower case: `basic`
  std::string token68;  ///< instead of parameters: `TlRMTVNTUAAC…` of NTLM and Negotiate
  std::vector<std::pair<std::string, std::string>> parameters;  ///< names in lower case, values without their quotes

  /// The first parameter of that name, or null.
  [[nodiscard]] const std::string* find(std::string_view name) const;
};

/// The challenges of every Proxy-Authenticate field, in order (RFC 9110 §11.6.1, §11.7.1). A field may hold several,
/// parted by the same commas that part parameters. What follows text that fits no challenge is left out; a field with a
/// control character in it is left out whole, so that nothing of it can get into a header of ours.
/// | field                                    | challenges                                |
/// |------------------------------------------|-------------------------------------------|
/// | `Negotiate, Basic realm="a, \"b\""`      | negotiate; basic with realm `a, "b"`      |
/// | `NTLM TlRMTVNTUAAC==`                    | ntlm with a token68                       |
/// | `Digest nonce=x ,, qop = "auth,auth-int"`| digest with two parameters                |
/// | `Basic realm=`                           | basic with the token68 `realm=`, as the grammar has it |
[[nodiscard]] std::vector<AuthenticationChallenge> parse_challenges(std::span<const std::string> fields);

}  // namespace sallyport::relay
