#pragma once

#include <gio/gio.h>

#include <functional>
#include <memory>
#include <thread>
#include <utility>

#include "platform/linux/glib_pointer.hpp"
#include "sallyport/ports/system_proxy.hpp"

namespace sallyport {

/// A thread with an event loop of GLib's, for what must hear of changes in a program that runs none. No signal is
/// delivered to it.
class GlibLoop {
 public:
  GlibLoop();
  /// Waits for what runs there. Not on the loop's own thread.
  ~GlibLoop();
  GlibLoop(const GlibLoop&) = delete;
  GlibLoop& operator=(const GlibLoop&) = delete;

  /// Runs `work` there, where the loop's context is the default, and waits for it. Any other thread.
  void run(const std::function<void()>& work);

 private:
  GLibPointer<GMainContext> context_{g_main_context_new()};
  struct LoopDeleter {
    void operator()(GMainLoop* loop) const { g_main_loop_unref(loop); }
  };
  std::unique_ptr<GMainLoop, LoopDeleter> loop_{g_main_loop_new(context_.get(), FALSE)};
  std::thread thread_;
};

/// A watch that `make` makes on the thread of `loop`, where it calls back and goes.
class WatchOnLoop final : public SystemProxy::Watch {
 public:
  WatchOnLoop(std::shared_ptr<GlibLoop> loop, const std::function<std::unique_ptr<SystemProxy::Watch>()>& make)
      : loop_(std::move(loop)) {
    loop_->run([&] { watch_ = make(); });
  }
  ~WatchOnLoop() override {
    loop_->run([this] { watch_.reset(); });
  }
  WatchOnLoop(const WatchOnLoop&) = delete;
  WatchOnLoop& operator=(const WatchOnLoop&) = delete;

  explicit operator bool() const { return watch_ != nullptr; }

 private:
  std::shared_ptr<GlibLoop> loop_;
  std::unique_ptr<SystemProxy::Watch> watch_;
};

}  // namespace sallyport
