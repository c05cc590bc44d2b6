#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>

#include "sallyport/ports/process_launcher.hpp"

namespace sallyport {

/// Notices the end of a process, which need not be a child.
class ProcessWatch {
 public:
  virtual ~ProcessWatch() = default;
  /// Calls `ended` from `context`, once, unless this object goes before. To be called once.
  virtual void async_wait(boost::asio::io_context& context, std::function<void()> ended) = 0;
};

/// Null when the process has ended, or cannot be watched. As long as it is watched, its number is nobody else's.
[[nodiscard]] std::unique_ptr<ProcessWatch> watch_process(ProcessId process);
/// False when there is no such process.
[[nodiscard]] bool has_process(ProcessId process);

}  // namespace sallyport
