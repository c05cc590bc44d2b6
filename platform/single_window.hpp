#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sallyport {

/// One window for one purpose: the first start listens for later ones; a later one hands it what it was started with,
/// and ends. Both ends check the other's user. Used on one thread.
class SingleWindow {
 public:
  using Words = std::vector<std::string>;  ///< without NUL bytes
  static constexpr std::chrono::seconds kPatience{2};

  /// A later start that waits for an answer.
  struct Call {
    Words words;
    /// Tells it that its words were taken. Dropped without, it tries again until it is the first itself.
    std::function<void()> take;
  };

  virtual ~SingleWindow() = default;

  /// True when an earlier window took `words`. False for the first, and for one that waited kPatience for an earlier
  /// window that does not answer: a window too many is better than none.
  [[nodiscard]] virtual bool hand_over(const Words& words) = 0;
  /// Calls `called` with every later start, on a thread of its own, as long as this lives. False when this is not the
  /// first, or nothing can be listened to.
  virtual bool listen(std::function<void(Call)> called) = 0;
};

/// `directory` is Paths::runtime_directory. `purpose` names what there is one window of.
[[nodiscard]] std::unique_ptr<SingleWindow> make_single_window(const std::string& directory, std::string_view purpose);

}  // namespace sallyport
