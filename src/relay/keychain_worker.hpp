#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <optional>
#include <utility>

#include "relay/keychain_question.hpp"

namespace sallyport::relay {

/// One thread for questions that block, made with the first of them.
class KeychainWorker {
 public:
  /// Runs `question` on the worker, then `answered` on `home`, which must live until `stop` has returned.
  void ask(boost::asio::any_io_executor home, std::function<KeychainAnswer()> question,
           std::function<void(KeychainAnswer)> answered) {
    if (!thread_) thread_.emplace(1);
    boost::asio::post(
        *thread_, [home = std::move(home), question = std::move(question), answered = std::move(answered)]() mutable {
          boost::asio::post(
              home, [answered = std::move(answered), answer = question()]() mutable { answered(std::move(answer)); });
        });
  }
  /// Returns once the thread has ended; who asked has stopped the questions.
  void stop() {
    if (thread_) thread_->join();
    thread_.reset();
  }

 private:
  std::optional<boost::asio::thread_pool> thread_;
};

}  // namespace sallyport::relay
