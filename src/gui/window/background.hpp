#pragma once

#include <wx/event.h>

#include <atomic>
#include <functional>
#include <list>
#include <memory>
#include <stop_token>
#include <thread>
#include <utility>

namespace sallyport {

/// Runs blocking work off the UI thread and brings its result back. Made, used and destroyed on the UI thread. The
/// destructor asks the work to stop and waits for it; results that are still on their way are dropped, so that `done`
/// may refer to the owner.
class Background {
 public:
  Background() = default;
  ~Background() {
    for (Task& task : tasks_) task.thread.request_stop();
  }
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;

  /// `work(stop_token)` on a thread of its own, then `done(result)` on the UI thread. Stopping is up to `work`; `done`
  /// is called all the same.
  template <typename Work, typename Done>
  std::stop_source run(Work work, Done done) {
    tasks_.remove_if([](const Task& task) { return task.over->load(); });
    Task& task = tasks_.emplace_back();
    task.thread = std::jthread(
        [this, over = task.over, work = std::move(work), done = std::move(done)](const std::stop_token& stop) mutable {
          // Shared, because the toolkit copies what it is to call, and a result may hold what cannot be copied.
          auto result = std::make_shared<decltype(work(stop))>(work(stop));
          ui_->CallAfter([result, done = std::make_shared<Done>(std::move(done))] { (*done)(std::move(*result)); });
          over->store(true);
        });
    return task.thread.get_stop_source();
  }

  /// For work that has something to say while it goes on: `act` on the UI thread, before its `done`. Any thread.
  void post(const std::function<void()>& act) { ui_->CallAfter(act); }

 private:
  struct Task {
    std::shared_ptr<std::atomic<bool>> over = std::make_shared<std::atomic<bool>>(false);
    std::jthread thread;
  };
  std::unique_ptr<wxEvtHandler> ui_ = std::make_unique<wxEvtHandler>();
  std::list<Task> tasks_;
};

}  // namespace sallyport
