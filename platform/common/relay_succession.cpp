#include "platform/common/relay_succession.hpp"

#include <fmt/format.h>

#include <utility>

namespace sallyport {

std::uint16_t RelaySuccession::port_waited_for(const SupervisorStatus& supervisor) {
  if (supervisor.client_id.empty()) return 0;
  left_ = notes_->find_left(supervisor.settings_file, supervisor.client_id, running_apps_);
  return left_ ? left_->note.port : 0;
}

std::string RelaySuccession::opened_at(std::uint16_t port) {
  if (!left_) return {};
  LeftClient left = *std::exchange(left_, std::nullopt);
  const RelayNote& note = left.note;
  if (port != note.port) {
    return fmt::format(
        "Process {} of {} has lost its relay, and the relay's port {} is taken by another program. Quit that process "
        "and launch it again.",
        note.client, note.client_id, note.port);
  }
  notes_->remove(left.supervisor);
  adopted_ = note.client;
  process_ = std::move(left.process);
  process_->async_wait(context_, [this] {
    adopted_ = 0;
    ended_();
  });
  return fmt::format("Process {} of {}, whose relay was gone, is served again at the same port.", note.client,
                     note.client_id);
}

void RelaySuccession::note(const SupervisorStatus& supervisor, std::uint16_t port, ProcessId client) const {
  if (supervisor.client_id.empty()) return;
  notes_->write(supervisor.supervisor_pid, {supervisor.settings_file, supervisor.client_id, port, client});
}

void RelaySuccession::withdraw(const SupervisorStatus& supervisor) const { notes_->remove(supervisor.supervisor_pid); }

}  // namespace sallyport
