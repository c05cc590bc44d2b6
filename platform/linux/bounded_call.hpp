#pragma once

#include <gio/gio.h>

#include <chrono>
#include <memory>
#include <stop_token>
#include <utility>

#include "platform/linux/glib_pointer.hpp"
#include "platform/posix/bounded_work.hpp"
#include "sallyport/core/result.hpp"

namespace sallyport {

/// run_bounded_work for `work(GCancellable*)`, which blocks in GLib: what was given up is also cancelled, which not
/// every library heeds. Needs no running main loop: the thread has a GMainContext of its own, emptied before it ends.
template <typename T, typename Work>
Result<T> run_bounded(std::chrono::milliseconds timeout, std::stop_token stop, Work work) {
  const std::shared_ptr<GCancellable> cancellable(g_cancellable_new(), g_object_unref);
  Result<T> result =
      run_bounded_work<T>(timeout, std::move(stop), [cancellable, work = std::move(work)]() mutable -> Result<T> {
        const GLibPointer<GMainContext> context(g_main_context_new());
        g_main_context_push_thread_default(context.get());
        Result<T> answer = work(cancellable.get());
        while (g_main_context_iteration(context.get(), FALSE)) {
        }
        g_main_context_pop_thread_default(context.get());
        return answer;
      });
  if (!result) g_cancellable_cancel(cancellable.get());
  return result;
}

}  // namespace sallyport
