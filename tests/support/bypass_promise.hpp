#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sallyport/core/bypass_rendering.hpp"
#include "sallyport/core/bypass_warnings.hpp"

namespace sallyport {

/// Whether the warnings speak of a host that is written so: in A-labels, without a trailing dot, an address in its
/// shortest form; a name that ends in a number is none in the DNS.
inline bool is_in_plain_form(std::string_view host) {
  const auto parsed = parse_host(host);
  if (!parsed) return false;
  if (parsed->is_address()) {
    const std::string text = parsed->to_string();
    return host == (parsed->address().is_v4 ? text : "[" + text + "]");
  }
  const std::string_view last = host.substr(host.rfind('.') + 1);
  return !last.empty() && (last.front() < '0' || last.front() > '9') && parsed->name() == host;
}

/// What each program that gets `list` rendered does with `url` is what the list says, or a warning names the program
/// and an entry that is to blame. Else what is wrong, in words. `url` is http or https, its host in plain form.
inline std::optional<std::string> broken_promise(const BypassList& list, std::span<const BypassWarning> warnings,
                                                 const std::string& url) {
  const RequestTarget target = parse_request_target(url).value();
  for (const NoProxyReader program : no_proxy_readers()) {
    const auto goes_direct = [&](const BypassList& given) -> std::optional<bool> {
      const auto verdict = read_no_proxy(program, render_bypass(given, program), url);
      return verdict ? std::optional(verdict->direct) : std::nullopt;
    };
    const auto warned = [&](BypassWarning::Effect effect, const auto& is_to_blame) {
      return std::ranges::any_of(warnings, [&](const BypassWarning& warning) {
        return warning.effect == effect && std::ranges::find(warning.programs, program) != warning.programs.end() &&
               std::ranges::any_of(warning.entries, [&](const std::string& entry) {
                 return is_to_blame(BypassList::parse(entry, nullptr));
               });
      });
    };
    const auto direct = goes_direct(list);
    if (!direct) continue;  // the program refuses the URL
    const bool bypassed = list.match(target) != nullptr;
    const auto matches = [&](const BypassList& alone) { return alone.match(target) != nullptr; };
    if (bypassed && !*direct && !warned(BypassWarning::Effect::kIgnored, matches)) {
      return std::string(to_string(program)) + " sends " + url + " through the proxy";
    }
    const auto widens = [&](const BypassList& alone) { return goes_direct(alone).value_or(false); };
    if (!bypassed && *direct && !goes_direct({}).value_or(true) && !warned(BypassWarning::Effect::kTooWide, widens)) {
      return std::string(to_string(program)) + " goes direct to " + url;
    }
  }
  return std::nullopt;
}

}  // namespace sallyport
