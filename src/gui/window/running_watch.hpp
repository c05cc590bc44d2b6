#pragma once

#include <wx/timer.h>

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "window/background.hpp"
#include "window/window_ports.hpp"

namespace sallyport {

/// Which clients run, looked at every few seconds.
class RunningWatch {
 public:
  struct Snapshot {
    std::vector<SupervisorStatus> supervised;
    std::set<std::string> outside;     ///< ids of clients that run without Sallyport
    std::set<std::string> relay_gone;  ///< those of them that have lost their relay
    bool operator==(const Snapshot&) const;
  };

  RunningWatch(WindowPorts& ports, std::function<void(const Snapshot&)> changed);

  /// Which clients to look for outside Sallyport.
  void set_clients(std::vector<Client> saved);
  void start();
  /// Does not wait for the next turn.
  void look();

 private:
  WindowPorts& ports_;
  std::function<void(const Snapshot&)> changed_;
  std::vector<Client> clients_;
  Snapshot last_;
  bool looking_ = false;
  bool again_ = false;
  wxTimer timer_;
  Background background_;
};

}  // namespace sallyport
