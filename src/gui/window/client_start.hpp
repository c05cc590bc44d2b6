#pragma once

#include <wx/process.h>

#include <functional>
#include <string>
#include <vector>

namespace sallyport {

/// One run of `sallyport launch ID --detach`, which returns once the client runs. Deletes itself.
class ClientStart : public wxProcess {
 public:
  /// `error` is empty when the client was started, else what the launcher said.
  using Done = std::function<void(const std::string& error)>;

  /// `command`: the launcher's path and its arguments. Call `forget` when `done` must not be called any more.
  static ClientStart* run(const std::vector<std::string>& command, Done done);
  void forget() { done_ = nullptr; }

  void OnTerminate(int pid, int status) override;

 private:
  explicit ClientStart(Done done);

  Done done_;
};

}  // namespace sallyport
