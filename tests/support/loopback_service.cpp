#include "support/loopback_service.hpp"

#include <stdexcept>
#include <utility>

#include "support/origin_server.hpp"
#include "support/wait_for.hpp"

namespace sallyport {

LoopbackService::LoopbackService(Configure configure, std::function<std::string()> log)
    : configure_(std::move(configure)), log_(std::move(log)) {
  // Another program may take a free port first: then with the next one.
  for (int attempt = 0; attempt < 5; ++attempt) {
    port_ = free_port();
    if (start()) return;
  }
  throw std::runtime_error("does not start: " + log_());
}

void LoopbackService::start_again() {
  if (!start()) throw std::runtime_error("does not start again: " + log_());
}

bool LoopbackService::start() {
  process_ = HelperProcess::start(configure_(port_), {}, HelperProcess::Streams::kDiscarded).value();
  return wait_for([&] { return listens(port_); }, std::chrono::seconds(5));
}

}  // namespace sallyport
