#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "sallyport/core/bypass_list.hpp"
#include "support/bypass_promise.hpp"

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

/// What is warned of is of the list, and all that programs read otherwise than the list says is warned of.
void check_warnings(std::string_view text, std::string_view url) {
  // Entries are looked at one by one, so that a few tell as much as many.
  for (std::size_t i = 0, entries = 0; i < text.size(); ++i) {
    if (text[i] == ',' && ++entries == 3) text = text.substr(0, i);
  }
  const auto list = BypassList::parse(text, nullptr);
  const auto warnings = bypass_warnings(list, no_proxy_readers());
  for (const auto& warning : warnings) {
    require(!warning.programs.empty() && warning.sentence().ends_with('.'));
    for (const auto& entry : warning.entries) {
      require(std::ranges::any_of(list.entries(), [&](const auto& known) { return known.text == entry; }));
    }
  }
  const auto target = parse_request_target(url);
  if (!target || (target->scheme != "http" && target->scheme != "https")) return;
  const std::string name = target->host.to_string();
  const std::string host = name.find(':') == std::string::npos ? name : "[" + name + "]";
  if (!is_in_plain_form(host)) return;
  require(!broken_promise(list, warnings, target->scheme + "://" + host + ":" + std::to_string(target->port) + "/"));
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
    const auto first = std::ranges::find_if(list.entries(), [&](const auto& entry) { return entry.matches(*target); });
    require(match == (first == list.entries().end() ? nullptr : &*first));
    const auto* match_again = again.match(*target);
    require((match == nullptr) == (match_again == nullptr) && (match == nullptr || match->text == match_again->text));
  }
  check_warnings(line_end == text.npos ? text : text.substr(line_end + 1), text.substr(0, line_end));
  return 0;
}
