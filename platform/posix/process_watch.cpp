#include "platform/common/process_watch.hpp"

#include <signal.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <cerrno>
#include <optional>
#include <utility>

#include "platform/posix/process_end.hpp"

namespace sallyport {
namespace {

class DescriptorWatch final : public ProcessWatch {
 public:
  explicit DescriptorWatch(FileDescriptor process) : process_(std::move(process)) {}

  void async_wait(boost::asio::io_context& context, std::function<void()> ended) override {
    waiting_.emplace(context, process_.release());
    waiting_->async_wait(boost::asio::posix::stream_descriptor::wait_read,
                         [ended = std::move(ended)](const boost::system::error_code& error) {
                           if (!error) ended();
                         });
  }

 private:
  FileDescriptor process_;
  std::optional<boost::asio::posix::stream_descriptor> waiting_;
};

}  // namespace

std::unique_ptr<ProcessWatch> watch_process(ProcessId process) {
  FileDescriptor end = watch_process_end(process);
  return end ? std::make_unique<DescriptorWatch>(std::move(end)) : nullptr;
}

bool has_process(ProcessId process) { return ::kill(static_cast<pid_t>(process), 0) == 0 || errno != ESRCH; }

}  // namespace sallyport
