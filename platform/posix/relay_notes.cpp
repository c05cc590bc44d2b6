#include "platform/posix/relay_notes.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <memory>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "app/control_protocol.hpp"
#include "platform/posix/local_socket.hpp"
#include "platform/posix/process_end.hpp"
#include "platform/posix/regular_file.hpp"

namespace sallyport {
namespace {

constexpr std::string_view kSuffix = ".relay";
constexpr std::size_t kLargestNote = 16384;

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

bool is_gone(ProcessId process) { return ::kill(static_cast<pid_t>(process), 0) != 0 && errno == ESRCH; }

/// A supervisor listens before it notes anything. Its process may still be there when it was killed: nobody may have
/// waited for it.
bool listens(const std::string& path) {
  const FileDescriptor socket = open_local_socket(Waiting::kNever);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) return true;
  path.copy(address.sun_path, path.size());
  return ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0 ||
         (errno != ECONNREFUSED && errno != ENOENT);
}

/// Also tells that the process is still the one that was started with the relay.
bool names_relay(const Environment& environment, std::uint16_t port) {
  const std::string* proxy = environment.find("http_proxy");
  return proxy != nullptr && *proxy == fmt::format("http://127.0.0.1:{}", port);
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
  const std::string text = object.dump();
  remove(supervisor);
  const FileDescriptor file(
      ::open(path(supervisor).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (file && ::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) remove(supervisor);
}

void RelayNotes::remove(ProcessId supervisor) const { ::unlink(path(supervisor).c_str()); }

std::optional<LeftClient> RelayNotes::find_left(const std::string& settings_file, const std::string& client_id,
                                                RunningApps& running_apps) const {
  std::optional<LeftClient> found;
  const std::unique_ptr<DIR, int (*)(DIR*)> entries(::opendir(directory_.c_str()), ::closedir);
  while (const dirent* entry = entries ? ::readdir(entries.get()) : nullptr) {
    const std::string_view name(entry->d_name);
    ProcessId supervisor = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), supervisor);
    if (error != std::errc() || std::string_view(end) != kSuffix) continue;
    if (listens(fmt::format("{}/{}.sock", directory_, supervisor))) continue;
    const auto text = read_regular_file(path(supervisor), kLargestNote);
    auto note = text && *text ? parse((*text)->text) : std::nullopt;
    if (!note || is_gone(note->client)) {
      remove(supervisor);
      continue;
    }
    if (note->settings_file != as_transmitted(settings_file) || note->client_id != client_id) continue;
    FileDescriptor process = watch_process_end(note->client);
    const auto environment = running_apps.environment_of(note->client);
    if (!process || !environment || !names_relay(*environment, note->port)) continue;
    found = LeftClient{supervisor, *std::move(note), std::move(process)};
  }
  return found;
}

}  // namespace sallyport
