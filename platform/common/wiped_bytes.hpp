#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "sallyport/core/secret.hpp"

namespace sallyport {

/// Bytes that may hold a password while they arrive, up to a limit. Wiped when it goes.
class WipedBytes {
 public:
  enum class Taken { kMore, kWhole, kTooLong };

  explicit WipedBytes(std::size_t limit) : limit_(limit) { text_.reserve(limit + 1); }
  ~WipedBytes() { wipe_memory(text_.data(), text_.size()); }
  WipedBytes(const WipedBytes&) = delete;
  WipedBytes& operator=(const WipedBytes&) = delete;

  /// Adds what has arrived, up to and with the first `end`; an empty one is never found.
  [[nodiscard]] Taken take(std::string_view arrived, std::string_view end) {
    for (const char c : arrived) {
      if (text_.size() > limit_) return Taken::kTooLong;
      text_.push_back(c);
      if (!end.empty() && text().ends_with(end)) return Taken::kWhole;
    }
    return Taken::kMore;
  }
  [[nodiscard]] std::string_view text() const { return {text_.data(), text_.size()}; }

 private:
  std::size_t limit_;
  std::vector<char> text_;
};

}  // namespace sallyport
