#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "platform/common/relay_notes.hpp"
#include "sallyport/ports/running_apps.hpp"
#include "sallyport/ports/supervisors.hpp"

namespace sallyport {

/// How a relay comes after that of a supervisor which was killed: the next one of the same client takes its port again,
/// when that is free, and stays for as long as the client that was left behind.
class RelaySuccession {
 public:
  /// `ended` is called when a client that was taken over has ended: it is no child.
  RelaySuccession(boost::asio::io_context& context, RunningApps& running_apps, std::function<void()> ended)
      : context_(context), running_apps_(running_apps), ended_(std::move(ended)) {}

  /// `directory` is that of the control channels. Before anything else.
  void begin(std::string directory) { notes_.emplace(std::move(directory)); }
  /// The port that a client which was left behind names; 0: there is none of `supervisor`'s.
  [[nodiscard]] std::uint16_t port_waited_for(const SupervisorStatus& supervisor);
  /// Takes that client over when it is served now. What there is to tell the user, if anything.
  [[nodiscard]] std::string opened_at(std::uint16_t port);
  /// Notes for a successor what `supervisor` serves to the process `client`, until `withdraw`.
  void note(const SupervisorStatus& supervisor, std::uint16_t port, ProcessId client) const;
  void withdraw(const SupervisorStatus& supervisor) const;
  /// The client that was taken over; 0: none, or it has ended.
  [[nodiscard]] ProcessId adopted() const { return adopted_; }

 private:
  boost::asio::io_context& context_;
  RunningApps& running_apps_;
  std::optional<RelayNotes> notes_;
  std::optional<LeftClient> left_;
  std::unique_ptr<ProcessWatch> process_;
  std::function<void()> ended_;
  ProcessId adopted_ = 0;
};

}  // namespace sallyport
