#include "relay/authentication_scheme.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "relay/basic_scheme.hpp"
#include "relay/digest_scheme.hpp"

namespace sallyport::relay {
namespace {

/// 0: unknown.
int strength(const AuthenticationChallenge& challenge) {
  if (challenge.scheme == "basic") return 1;
  if (challenge.scheme != "digest") return 0;
  const auto algorithm = DigestScheme::algorithm_of(challenge);
  if (!algorithm) return 0;
  return *algorithm == DigestHash::Algorithm::kSha256 ? 3 : 2;
}

/// As its inventors write it; a page shows it.
std::string name_of(const AuthenticationChallenge& challenge) {
  constexpr std::size_t kLongest = 32;
  if (challenge.scheme == "ntlm") return "NTLM";
  std::string name = challenge.scheme.substr(0, kLongest);
  if (name.front() >= 'a' && name.front() <= 'z') name.front() = static_cast<char>(name.front() - 'a' + 'A');
  if (const std::string* algorithm = challenge.find("algorithm"); algorithm != nullptr && name == "Digest") {
    name += " with " + algorithm->substr(0, kLongest);
  }
  return name;
}

}  // namespace

SchemeOffer judge_offer(std::span<const AuthenticationChallenge> challenges) {
  constexpr std::size_t kMostNames = 5;
  SchemeOffer offer;
  int best = 0;
  for (const AuthenticationChallenge& challenge : challenges) {
    const int own = strength(challenge);
    if (own > best) {
      best = own;
      offer.strongest = &challenge;
    }
    if (own > 0 || offer.unknown.size() == kMostNames) continue;
    std::string name = name_of(challenge);
    if (std::find(offer.unknown.begin(), offer.unknown.end(), name) == offer.unknown.end()) {
      offer.unknown.push_back(std::move(name));
    }
  }
  return offer;
}

std::unique_ptr<AuthenticationScheme> make_scheme(const AuthenticationChallenge& challenge,
                                                  const AuthenticationTools& tools) {
  if (challenge.scheme == "basic") return std::make_unique<BasicScheme>();
  return std::make_unique<DigestScheme>(challenge, tools);
}

AuthenticationSchemes known_schemes(DigestHash& hash) {
  return {judge_offer, [tools = AuthenticationTools{hash, random_token}](const AuthenticationChallenge& challenge) {
            return make_scheme(challenge, tools);
          }};
}

std::string random_token() {
  std::random_device device;
  std::string token;
  for (int i = 0; i < 4; ++i) token += fmt::format("{:08x}", device());
  return token;
}

}  // namespace sallyport::relay
