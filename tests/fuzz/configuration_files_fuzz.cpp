#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "app/doctor/configuration_source.hpp"
#include "app/doctor/file_cases.hpp"
#include "tests/fuzz/require_setting.hpp"

namespace {

using Kind = sallyport::ConfigurationSource::Kind;

constexpr std::array<Kind, 11> kKinds = {Kind::kShell, Kind::kFish, Kind::kEnvironment, Kind::kGit,
                                         Kind::kNpm,   Kind::kCurl, Kind::kWget,        Kind::kPip,
                                         Kind::kApt,   Kind::kCode, Kind::kDocker};

/// What a fix writes and shows whatever the file holds; a password may read like a part of it.
constexpr std::string_view kOwnWords =
    "// Turned off by Sallyport: \n[credential \"http://p:1\"]\n    helper = !sallyport git-credential\n--- ~/f\n@@ "
    "after line @@\n"
    "--- Sallyport's settings\n+custom_proxy.authentication = true\n+custom_proxy.username = \"";

sallyport::ProxyInForce proxy_of_test() {
  sallyport::ProxyInForce proxy;
  proxy.source = sallyport::InForce::kCustom;
  proxy.http = proxy.https = sallyport::Endpoint{sallyport::ProxyProtocol::kHttp, "p", 1};
  proxy.words = "http://p:1";
  return proxy;
}

bool is_told_twice(const sallyport::FoundSettings& found, std::string_view secret) {
  return std::count_if(found.begin(), found.end(), [&](const sallyport::FoundSetting& each) {
           return each.value.reveal().find(secret) != std::string_view::npos;
         }) > 1;
}

}  // namespace

/// Whatever a file holds: places are within it, ids say where, and each fix that is offered can be planned, leaves no
/// password of its own in the text, and shows none.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sallyport;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const ProxyInForce proxy = proxy_of_test();
  static const Settings settings = [] {
    Settings made;
    made.clients.push_back({.id = "code", .name = "Code", .command = "/usr/bin/code"});
    return made;
  }();
  for (const Kind kind : kKinds) {
    const FoundSettings found = read_settings_of(kind, text);
    require_places(found, text);
    const ConfigurationSource source{kind, "/h/f", "~/f", "it"};
    const ConfigurationFile file{"/h/f", "/h/f", Secret(text), {}, 0600};
    for (const Case& each : examine_file(source, file, {settings, proxy, {}})) {
      if (!each.finding.fix) continue;
      for (const Case& planned : examine_file(source, file, {settings, proxy, each.finding.id})) {
        if (!planned.plan) continue;
        if (planned.finding.id != each.finding.id || !planned.plan->file) std::abort();
        const FixPlan& plan = *planned.plan;
        if (plan.file->text.equals(file.text) || plan.offer.diff != each.finding.fix->diff) std::abort();
        for (const auto& [key, password] : plan.passwords) {
          // A long one that is nowhere else in the text, in other letters perhaps.
          const std::string_view secret = password.reveal();
          const auto first = secret.size() < 8 ? text.npos : text.find(secret);
          if (kOwnWords.find(secret) != text.npos || first == text.npos || text.find(secret, first + 1) != text.npos ||
              is_told_twice(found, secret)) {
            continue;
          }
          if (plan.file->text.reveal().find(secret) != text.npos || plan.offer.diff.find(secret) != text.npos) {
            std::abort();
          }
        }
      }
    }
  }
  return 0;
}
