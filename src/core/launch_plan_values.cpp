#include <fmt/format.h>

#include <algorithm>

#include "core/client_kind_options.hpp"
#include "sallyport/core/bypass_warnings.hpp"
#include "sallyport/core/launch_plan.hpp"

namespace sallyport {

Environment LaunchPlan::apply(const Environment& inherited) const {
  Environment environment = inherited;
  for (const EnvironmentChange& change : changes) {
    if (change.op == EnvironmentChange::Op::kUnset) {
      environment.unset(change.name);
    } else {
      environment.set(change.name, change.secret_value ? change.secret_value->reveal() : change.value);
    }
  }
  return environment;
}

bool LaunchPlan::holds_password() const {
  return std::any_of(changes.begin(), changes.end(), [](const EnvironmentChange& change) {
    return change.secret_value.has_value() || change.value.find(":***@") != std::string::npos;
  });
}

std::vector<std::string> LaunchPlan::all_warnings() const {
  std::vector<std::string> all = warnings;
  if (bypass_readers.empty() || !(http_proxy || https_proxy)) return all;
  for (const BypassWarning& warning : bypass_warnings(bypass, bypass_readers)) all.push_back(warning.sentence());
  return all;
}

std::string LaunchPlan::fingerprint() const {
  std::string text;
  for (const EnvironmentChange& change : changes) {
    // Length first, so that no value can imitate the next entry.
    const char op = change.op == EnvironmentChange::Op::kSet ? '+' : '-';
    text += fmt::format("{}{}={}:{}\n", op, change.name, change.value.size(), change.value);
  }
  for (const std::string& argument : arguments) text += fmt::format("{}:{}\n", argument.size(), argument);
  return text;
}

void LaunchPlan::set_relay_port(std::uint16_t port) {
  const auto put = [number = std::to_string(port)](std::string& text) {
    for (const std::string_view before : {"127.0.0.1:", "roxyPort="}) {
      const std::string word = std::string(before) + std::string(kRelayPortWord);
      for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at)) {
        text.replace(at + before.size(), kRelayPortWord.size(), number);
      }
    }
  };
  for (EnvironmentChange& change : changes) {
    if (!change.names_relay) continue;
    put(change.value);
    if (!change.secret_value) continue;
    std::string text(change.secret_value->reveal());
    put(text);
    change.secret_value = Secret(text);
    wipe_memory(text.data(), text.size());
  }
  for (std::string& argument : arguments) put(argument);
}

}  // namespace sallyport
