#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace sallyport {

/// A password, or text that contains one. Move-only, on the heap (never in a small-string buffer), wiped when it is
/// destroyed, moved from or assigned to. It has no stream operator and no formatter, so that it cannot be printed by
/// accident; `reveal` is called only where a secret is stored, sent, put into an environment, or asked for by
/// `env --reveal`, `script --populated` and git.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string_view text);
  ~Secret();
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;

  /// Valid until the next non-const use of this object.
  [[nodiscard]] std::string_view reveal() const { return {text_.get(), size_}; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  /// A second, independent copy; explicit, so that copies can be counted by searching for the word.
  [[nodiscard]] Secret clone() const { return Secret(reveal()); }
  /// Constant time for equal sizes.
  [[nodiscard]] bool equals(const Secret& other) const;

 private:
  void wipe();

  std::unique_ptr<char[]> text_;
  std::size_t size_ = 0;
};

/// Overwrites `size` bytes at `data` in a way that the optimiser keeps.
void wipe_memory(char* data, std::size_t size);

}  // namespace sallyport
