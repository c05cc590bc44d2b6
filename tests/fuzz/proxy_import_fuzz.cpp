#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "app/proxy_import.hpp"

namespace {

using namespace sallyport;

void require(bool condition) {
  if (!condition) std::abort();
}

void check(const ImportSource& source) {
  const auto import = propose_import(source, {});
  if (!import) return;
  require(import->settings.custom_proxy.enabled && import->settings.custom_proxy.endpoint().has_value());
  if (import->credential) {
    require(import->credential->key.proxy == *import->settings.custom_proxy.endpoint());
    require(import->credential->key.username == import->settings.custom_proxy.username);
  }
  // All that is wrong can be is the user's name.
  for (const FieldError& error : validate(import->settings)) require(error.field == "custom_proxy.username");
  Settings settings;
  require(apply_import(*import, settings).has_value() && settings.proxy == import->settings);
  const auto again = propose_import(source, import->settings);
  require(again && again->changes.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto source = source_of_url(text)) check(*source);
  // A line each: http_proxy, https_proxy, all_proxy, and what is left for no_proxy.
  Environment environment;
  std::string_view rest = text;
  for (const char* name : {"http_proxy", "https_proxy", "all_proxy"}) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(rest.size() == line.size() ? line.size() : line.size() + 1);
    environment.set(name, line);
  }
  environment.set("no_proxy", rest);
  check(source_of_environment(environment));
  return 0;
}
