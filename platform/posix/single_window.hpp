#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/posix/file_descriptor.hpp"

namespace sallyport {

/// One window for one purpose: the first start holds a lock in the runtime directory and listens beside it; a later one
/// hands it what it was started with, and ends. Both ends check the other's user. One thread.
class SingleWindow {
 public:
  using Words = std::vector<std::string>;  ///< without NUL bytes
  static constexpr std::chrono::seconds kPatience{2};

  /// `directory` is Paths::runtime_directory. `purpose` names what there is one window of.
  SingleWindow(const std::string& directory, std::string_view purpose);
  ~SingleWindow();
  SingleWindow(const SingleWindow&) = delete;
  SingleWindow& operator=(const SingleWindow&) = delete;

  /// True when an earlier window took `words`. False for the first, and for one that waited kPatience for an earlier
  /// window that does not answer: a window too many is better than none.
  [[nodiscard]] bool hand_over(const Words& words);
  /// Readable when a later start calls; -1 when this is not the first.
  [[nodiscard]] int listener() const { return listener_.get(); }
  /// Takes one call; empty when there is none to be understood.
  [[nodiscard]] Words take();

 private:
  enum class Answer { kTaken, kNobody, kSilence };

  bool become_first();
  [[nodiscard]] Answer call(const std::string& message) const;

  std::string path_;
  FileDescriptor lock_;
  FileDescriptor listener_;
};

}  // namespace sallyport
