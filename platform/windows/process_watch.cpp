#include "platform/common/process_watch.hpp"

#include <windows.h>

#include <boost/asio/windows/object_handle.hpp>
#include <optional>
#include <utility>

#include "platform/windows/handle.hpp"

namespace sallyport {
namespace {

class HandleWatch final : public ProcessWatch {
 public:
  explicit HandleWatch(Handle process) : process_(std::move(process)) {}

  void async_wait(boost::asio::io_context& context, std::function<void()> ended) override {
    waiting_.emplace(context, process_.release());
    waiting_->async_wait([ended = std::move(ended)](const boost::system::error_code& error) {
      if (!error) ended();
    });
  }

 private:
  Handle process_;
  std::optional<boost::asio::windows::object_handle> waiting_;
};

}  // namespace

std::unique_ptr<ProcessWatch> watch_process(ProcessId process) {
  Handle opened(::OpenProcess(SYNCHRONIZE, FALSE, static_cast<DWORD>(process)));
  if (!opened || ::WaitForSingleObject(opened.get(), 0) == WAIT_OBJECT_0) return nullptr;
  return std::make_unique<HandleWatch>(std::move(opened));
}

bool has_process(ProcessId process) {
  const Handle opened(::OpenProcess(SYNCHRONIZE, FALSE, static_cast<DWORD>(process)));
  if (!opened) return ::GetLastError() != ERROR_INVALID_PARAMETER;
  return ::WaitForSingleObject(opened.get(), 0) != WAIT_OBJECT_0;
}

}  // namespace sallyport
