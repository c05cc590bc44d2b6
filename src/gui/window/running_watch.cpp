#include "window/running_watch.hpp"

#include <algorithm>
#include <utility>

#include "app/client_status.hpp"

namespace sallyport {
namespace {

constexpr int kPeriod = 2000;  // milliseconds

RunningWatch::Snapshot look_at(WindowPorts& ports, const std::vector<Client>& clients) {
  RunningWatch::Snapshot snapshot;
  snapshot.supervised = ports.supervisors.list(ports.storage.path());
  if (clients.empty()) return snapshot;
  const auto apps = ports.running_apps.list();
  for (const ClientStatus& status :
       client_statuses(clients, snapshot.supervised, apps, ports.programs, ports.environment)) {
    if (status.state != ClientState::kOutside) continue;
    snapshot.outside.insert(status.id);
    const auto environment = ports.running_apps.environment_of(status.pid);
    if (environment && has_lost_its_relay(*environment, snapshot.supervised)) snapshot.relay_gone.insert(status.id);
  }
  return snapshot;
}

bool same(const SupervisorStatus& a, const SupervisorStatus& b) {
  return a.supervisor_pid == b.supervisor_pid && a.pid == b.pid && a.client_id == b.client_id && a.name == b.name &&
         a.direct == b.direct && a.environment == b.environment;
}

}  // namespace

bool RunningWatch::Snapshot::operator==(const Snapshot& other) const {
  return outside == other.outside && relay_gone == other.relay_gone &&
         std::ranges::equal(supervised, other.supervised, same);
}

RunningWatch::RunningWatch(WindowPorts& ports, std::function<void(const Snapshot&)> changed)
    : ports_(ports), changed_(std::move(changed)) {
  timer_.Bind(wxEVT_TIMER, [this](wxTimerEvent&) { look(); });
}

void RunningWatch::set_clients(std::vector<Client> saved) { clients_ = std::move(saved); }

void RunningWatch::start() {
  timer_.Start(kPeriod);
  look();
}

void RunningWatch::look() {
  if (looking_) {
    again_ = true;
    return;
  }
  looking_ = true;
  background_.run([this, clients = clients_](const std::stop_token&) { return look_at(ports_, clients); },
                  [this](Snapshot now) {
                    looking_ = false;
                    if (!(now == last_)) {
                      last_ = std::move(now);
                      changed_(last_);
                    }
                    if (std::exchange(again_, false)) look();
                  });
}

}  // namespace sallyport
