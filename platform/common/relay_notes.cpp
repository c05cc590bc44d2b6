#include "platform/common/relay_notes.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string_view>
#include <system_error>
#include <utility>

#include "app/control_protocol.hpp"
#include "platform/common/control_channel.hpp"
#include "platform/own_file.hpp"
#include "sallyport/core/proxy_variables.hpp"

namespace sallyport {
namespace {

constexpr std::string_view kSuffix = ".relay";
constexpr std::size_t kLargestNote = 16384;
constexpr std::chrono::milliseconds kPatience{200};

std::optional<RelayNote> parse(const std::string& text) {
  const auto object = nlohmann::json::parse(text, nullptr, false);
  RelayNote note;
  try {
    object.at("settings_file").get_to(note.settings_file);
    object.at("client").get_to(note.client_id);
    object.at("port").get_to(note.port);
    object.at("pid").get_to(note.client);
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
  return note;
}

std::filesystem::path path_of(std::string_view utf8) { return std::u8string(utf8.begin(), utf8.end()); }

/// The supervisor that a file `4711.relay` is of.
std::optional<ProcessId> supervisor_of(const std::filesystem::path& file) {
  const std::u8string encoded = file.filename().u8string();
  const std::string name(encoded.begin(), encoded.end());
  ProcessId supervisor = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), supervisor);
  if (error != std::errc() || std::string_view(end) != kSuffix) return std::nullopt;
  return supervisor;
}

/// Also tells that the process is still the one that was started with the relay.
bool names_relay(const Environment& environment, std::uint16_t port) {
  return proxy_variable(environment, "http_proxy") == fmt::format("http://127.0.0.1:{}", port);
}

}  // namespace

std::string RelayNotes::path(ProcessId supervisor) const {
  return fmt::format("{}/{}{}", directory_, supervisor, kSuffix);
}

void RelayNotes::write(ProcessId supervisor, const RelayNote& note) const {
  const nlohmann::json object = {{"settings_file", as_transmitted(note.settings_file)},
                                 {"client", note.client_id},
                                 {"port", note.port},
                                 {"pid", note.client}};
  (void)update_own_file(path(supervisor), kLargestNote, kPatience,
                        [&](const std::optional<std::string>&) { return std::optional(object.dump()); });
}

void RelayNotes::remove(ProcessId supervisor) const {
  std::error_code ignored;
  std::filesystem::remove(path_of(path(supervisor)), ignored);
}

std::optional<LeftClient> RelayNotes::find_left(const std::string& settings_file, const std::string& client_id,
                                                RunningApps& running_apps) const {
  std::optional<LeftClient> found;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(path_of(directory_), error), end; !error && entry != end;
       entry.increment(error)) {
    const auto supervisor = supervisor_of(entry->path());
    // It listens before it notes anything.
    if (!supervisor || has_control_channel(directory_, *supervisor)) continue;
    const auto text = read_file(path(*supervisor), kLargestNote);
    auto note = text && *text ? parse(**text) : std::nullopt;
    if (!note || !has_process(note->client)) {
      remove(*supervisor);
      continue;
    }
    if (note->settings_file != as_transmitted(settings_file) || note->client_id != client_id) continue;
    auto process = watch_process(note->client);
    const auto environment = running_apps.environment_of(note->client);
    if (!process || !environment || !names_relay(*environment, note->port)) continue;
    found = LeftClient{*supervisor, *std::move(note), std::move(process)};
  }
  return found;
}

}  // namespace sallyport
