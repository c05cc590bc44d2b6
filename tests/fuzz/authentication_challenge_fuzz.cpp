#include "relay/authentication_challenge.hpp"

#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>

#include "relay/authentication_scheme.hpp"

namespace {

using sallyport::Result;
using sallyport::Secret;

/// Gives back something of the right form.
class StubHash final : public sallyport::DigestHash {
 public:
  Result<Secret> hex(Algorithm, std::span<const std::string_view> parts) override {
    return Secret(std::string(32, static_cast<char>('a' + parts.size() % 6)));
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sallyport::relay;
  const std::string field(reinterpret_cast<const char*>(data), size);
  const auto challenges = parse_challenges(std::span(&field, 1));
  const SchemeOffer offer = judge_offer(challenges);
  if (offer.strongest == nullptr) return 0;
  StubHash hash;
  const auto scheme = make_scheme(*offer.strongest, {hash, [] { return std::string("c"); }});
  if (!scheme->is_continued_by(*offer.strongest)) std::abort();
  const auto credential = std::make_shared<const sallyport::Credential>(sallyport::Credential{"alice", Secret("s")});
  const auto exchange = scheme->begin(credential);
  const auto authorization = exchange->authorization({"GET", "http://example.com/"});
  // Nothing that a proxy says may break out of our header.
  if (!authorization ||
      authorization->reveal().find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos) {
    std::abort();
  }
  (void)exchange->challenged(*offer.strongest);
  scheme->hear(*offer.strongest);
  if (!scheme->begin(credential)->authorization({"GET", "/"})) std::abort();
  return 0;
}
