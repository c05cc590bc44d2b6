#include "platform/linux/glib_loop.hpp"

#include <pthread.h>
#include <signal.h>

#include <future>

namespace sallyport {
namespace {

void invoke(GMainContext* context, const std::function<void()>& work) {
  g_main_context_invoke_full(
      context, G_PRIORITY_DEFAULT,
      [](gpointer function) -> gboolean {
        (*static_cast<const std::function<void()>*>(function))();
        return G_SOURCE_REMOVE;
      },
      new std::function<void()>(work), [](gpointer function) { delete static_cast<std::function<void()>*>(function); });
}

}  // namespace

GlibLoop::GlibLoop() {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::promise<void> running;
  // Only a loop that runs can be quit.
  invoke(context_.get(), [&running] { running.set_value(); });
  thread_ = std::thread([this] {
    g_main_context_push_thread_default(context_.get());
    g_main_loop_run(loop_.get());
    g_main_context_pop_thread_default(context_.get());
  });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  running.get_future().wait();
}

GlibLoop::~GlibLoop() {
  g_main_loop_quit(loop_.get());
  thread_.join();
}

void GlibLoop::run(const std::function<void()>& work) {
  std::promise<void> done;
  invoke(context_.get(), [&] {
    work();
    done.set_value();
  });
  done.get_future().wait();
}

}  // namespace sallyport
