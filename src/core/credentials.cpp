#include "sallyport/core/credentials.hpp"

#include <algorithm>

namespace sallyport {

Result<void> check_password(const Secret& password) {
  if (password.empty()) return failure(ErrorCode::kInvalidValue, "The password is empty; nothing was stored.");
  const std::string_view text = password.reveal();
  if (std::any_of(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\0'; })) {
    return failure(ErrorCode::kInvalidValue, "The password holds a line end or NUL character; nothing was stored.");
  }
  return {};
}

}  // namespace sallyport
