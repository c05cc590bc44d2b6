#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "sallyport/core/bypass_list.hpp"

namespace {

using namespace sallyport;

void require(bool condition) {
  if (!condition) std::abort();
}

/// An entry matches what it names.
void check_entry(const BypassEntry& entry) {
  RequestTarget target{"http", {}, entry.port.value_or(80)};
  switch (entry.kind) {
    case BypassEntry::Kind::kEverything:
      target.host.value = std::string("any.example");
      break;
    case BypassEntry::Kind::kLocalNames:
      target.host.value = std::string("intranet");
      break;
    case BypassEntry::Kind::kDomain:
    case BypassEntry::Kind::kSubdomains:
      require(to_a_labels(entry.domain) == entry.domain);
      target.host.value = entry.domain;
      require(entry.matches(target) == (entry.kind == BypassEntry::Kind::kDomain));
      target.host.value = "not" + entry.domain;
      require(!entry.matches(target));
      target.host.value = "a." + entry.domain;
      break;
    case BypassEntry::Kind::kAddress:
    case BypassEntry::Kind::kNetwork:
      require(entry.prefix_length >= 0 && entry.prefix_length <= (entry.address.is_v4 ? 32 : 128));
      target.host.value = entry.address;
      break;
  }
  require(entry.matches(target));
  if (entry.port) {
    ++target.port;
    require(!entry.matches(target));
  }
}

}  // namespace

/// The first line is a URL, the rest the list.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto line_end = text.find('\n');
  std::vector<BypassError> errors;
  const auto list = BypassList::parse(line_end == text.npos ? text : text.substr(line_end + 1), &errors);
  for (const auto& error : errors) {
    require(!error.message.empty() && BypassList::parse(error.entry, nullptr).entries().empty());
  }
  std::string written;
  for (const auto& entry : list.entries()) {
    check_entry(entry);
    written += " " + entry.text + " ,";
  }
  errors.clear();
  const auto again = BypassList::parse(written, &errors);
  require(errors.empty() && again.entries().size() == list.entries().size());
  if (const auto target = parse_request_target(text.substr(0, line_end))) {
    const auto* match = list.match(*target);
    const auto* match_again = again.match(*target);
    require((match == nullptr) == (match_again == nullptr) && (match == nullptr || match->text == match_again->text));
  }
  return 0;
}
