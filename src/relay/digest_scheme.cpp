#include "relay/digest_scheme.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>

#include "sallyport/core/ascii.hpp"
#include "sallyport/core/text.hpp"

namespace sallyport::relay {
namespace {

/// More connections than these share nonces.
constexpr std::size_t kMostNonces = 64;

bool has_session(std::string_view algorithm) {
  constexpr std::string_view kSuffix = "-sess";
  return algorithm.size() > kSuffix.size() &&
         equal_without_case(algorithm.substr(algorithm.size() - kSuffix.size()), kSuffix);
}

/// Whether the list of a qop parameter has `auth` in it.
bool offers_auth(std::string_view list) {
  while (!list.empty()) {
    const std::string_view entry = list.substr(0, list.find(','));
    list.remove_prefix(std::min(list.size(), entry.size() + 1));
    if (equal_without_case(trimmed(entry, " \t"), "auth")) return true;
  }
  return false;
}

/// RFC 9110 §5.6.4.
std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

}  // namespace

class DigestScheme::Exchange final : public AuthenticationExchange {
 public:
  Exchange(std::shared_ptr<Space> space, std::shared_ptr<Nonce> nonce, std::shared_ptr<const Credential> credential)
      : space_(std::move(space)), nonce_(std::move(nonce)), credential_(std::move(credential)) {
    ++nonce_->users;
  }
  ~Exchange() override { --nonce_->users; }
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  Result<Secret> authorization(const RequestLine& request) override {
    const std::string& user = credential_->username;
    if (has_control_character(user)) {
      return failure(ErrorCode::kInvalidValue,
                     "The user name for the proxy has a control character in it. Enter another one in Sallyport's "
                     "settings.");
    }
    const std::string count = fmt::format("{:08x}", ++nonce_->count);
    auto secret = hash({user, ":", space_->realm, ":", credential_->password.reveal()});
    if (secret && space_->session) secret = hash({secret->reveal(), ":", nonce_->value, ":", nonce_->cnonce});
    const auto what = hash({request.method, ":", request.uri});
    if (!secret || !what) return tl::unexpected((secret ? what : secret).error());
    const auto response = nonce_->has_qop ? hash({secret->reveal(), ":", nonce_->value, ":", count, ":", nonce_->cnonce,
                                                  ":", "auth", ":", what->reveal()})
                                          : hash({secret->reveal(), ":", nonce_->value, ":", what->reveal()});
    if (!response) return tl::unexpected(response.error());

    std::string value =
        fmt::format("Digest username={}, realm={}, nonce={}, uri={}, response=\"{}\"", quoted(user),
                    quoted(space_->realm), quoted(nonce_->value), quoted(request.uri), response->reveal());
    if (!space_->algorithm_name.empty()) value += ", algorithm=" + space_->algorithm_name;
    if (nonce_->opaque) value += ", opaque=" + quoted(*nonce_->opaque);
    if (nonce_->has_qop) value += fmt::format(", qop=auth, nc={}", count);
    if (nonce_->has_qop || space_->session) value += fmt::format(", cnonce=\"{}\"", nonce_->cnonce);
    return Secret(value);
  }

  Outcome challenged(const AuthenticationChallenge& challenge) override {
    const std::string* stale = challenge.find("stale");
    if (stale == nullptr || !equal_without_case(*stale, "true")) return Outcome::kRefused;
    std::erase(space_->nonces, nonce_);
    return Outcome::kStale;
  }

 private:
  Result<Secret> hash(std::initializer_list<std::string_view> parts) {
    return space_->hash.hex(space_->algorithm, {parts.begin(), parts.size()});
  }

  std::shared_ptr<Space> space_;
  std::shared_ptr<Nonce> nonce_;
  std::shared_ptr<const Credential> credential_;
};

std::optional<DigestHash::Algorithm> DigestScheme::algorithm_of(const AuthenticationChallenge& challenge) {
  if (challenge.find("realm") == nullptr || challenge.find("nonce") == nullptr) return std::nullopt;
  if (const std::string* qop = challenge.find("qop"); qop != nullptr && !offers_auth(*qop)) return std::nullopt;
  const std::string* name = challenge.find("algorithm");
  if (name == nullptr) return DigestHash::Algorithm::kMd5;
  for (const std::string_view known : {"MD5", "MD5-sess"}) {
    if (equal_without_case(*name, known)) return DigestHash::Algorithm::kMd5;
  }
  for (const std::string_view known : {"SHA-256", "SHA-256-sess"}) {
    if (equal_without_case(*name, known)) return DigestHash::Algorithm::kSha256;
  }
  return std::nullopt;
}

DigestScheme::DigestScheme(const AuthenticationChallenge& challenge, const AuthenticationTools& tools) : tools_(tools) {
  const std::string* name = challenge.find("algorithm");
  space_ = std::make_shared<Space>(Space{tools.hash,
                                         algorithm_of(challenge).value_or(DigestHash::Algorithm::kMd5),
                                         name == nullptr ? std::string() : *name,
                                         name != nullptr && has_session(*name),
                                         *challenge.find("realm"),
                                         {}});
  hear(challenge);
}

bool DigestScheme::is_continued_by(const AuthenticationChallenge& challenge) const {
  const std::string* name = challenge.find("algorithm");
  return challenge.scheme == "digest" && algorithm_of(challenge) == space_->algorithm &&
         *challenge.find("realm") == space_->realm &&
         equal_without_case(name == nullptr ? std::string_view() : *name, space_->algorithm_name);
}

void DigestScheme::hear(const AuthenticationChallenge& challenge) {
  const std::string& value = *challenge.find("nonce");
  std::vector<std::shared_ptr<Nonce>>& nonces = space_->nonces;
  const bool known =
      std::any_of(nonces.begin(), nonces.end(), [&](const auto& nonce) { return nonce->value == value; });
  if (known) return;
  if (nonces.size() == kMostNonces) nonces.erase(nonces.begin());
  const std::string* opaque = challenge.find("opaque");
  nonces.push_back(std::make_shared<Nonce>(Nonce{value, opaque == nullptr ? std::nullopt : std::optional(*opaque),
                                                 challenge.find("qop") != nullptr, tools_.random_token()}));
}

std::unique_ptr<AuthenticationExchange> DigestScheme::begin(std::shared_ptr<const Credential> credential) {
  // The newest of the least used: the oldest expire first.
  const auto least = std::min_element(space_->nonces.rbegin(), space_->nonces.rend(),
                                      [](const auto& a, const auto& b) { return a->users < b->users; });
  return std::make_unique<Exchange>(space_, *least, std::move(credential));
}

}  // namespace sallyport::relay
