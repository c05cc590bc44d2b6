#include "integration/windows/installed_sallyport.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>

#include "platform/own_process.hpp"
#include "platform/windows/own_image.hpp"
#include "platform/windows/utf16.hpp"

namespace sallyport {

InstalledSallyport::InstalledSallyport() : environment(OwnProcess().environment()) {
  environment.set("APPDATA", directory.path().string());
  environment.set("LOCALAPPDATA", directory.path().string());
}

InstalledSallyport::~InstalledSallyport() {
  (*this)({"stop", "--all", "--force-after", "0"});
  (*this)({"credential", "clear", "custom"});
}

HelperProcess::Ended InstalledSallyport::operator()(const std::vector<std::string>& arguments,
                                                    std::string_view input) const {
  auto process = HelperProcess::start({program(L"sallyport.exe"), arguments, {}, environment, {}}, input,
                                      HelperProcess::Streams::kCaptured);
  if (!process) return {-1, {}, process.error().message};
  auto ended = (*process)->finish(std::chrono::seconds(60), {});
  return ended ? *ended : HelperProcess::Ended{-1, {}, ended.error().message};
}

nlohmann::json InstalledSallyport::json(const std::vector<std::string>& arguments) const {
  return nlohmann::json::parse((*this)(arguments).output, nullptr, false);
}

void InstalledSallyport::use_proxy(std::uint16_t port, std::string_view password) const {
  const auto set = (*this)({"settings", "set", "custom_proxy.enabled=true", "custom_proxy.host=127.0.0.1",
                            "custom_proxy.port=" + std::to_string(port), "custom_proxy.authentication=true",
                            "custom_proxy.username=alice"});
  ASSERT_EQ(set.code, 0) << set.messages;
  const auto stored = (*this)({"credential", "set", "custom"}, password);
  ASSERT_EQ(stored.code, 0) << stored.messages;
}

std::string InstalledSallyport::program(std::wstring_view name) {
  return to_utf8((std::filesystem::path(own_image().value()).parent_path() / name).wstring());
}

}  // namespace sallyport
