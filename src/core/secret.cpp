#include "sallyport/core/secret.hpp"

#include <cstring>
#include <utility>

namespace sallyport {

Secret::Secret(std::string_view text) : size_(text.size()) {
  if (size_ == 0) return;
  text_ = std::make_unique<char[]>(size_);
  std::memcpy(text_.get(), text.data(), size_);
}

Secret::~Secret() { wipe(); }

Secret::Secret(Secret&& other) noexcept : text_(std::move(other.text_)), size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe();
    text_ = std::move(other.text_);
    size_ = std::exchange(other.size_, 0);
  }
  return *this;
}

bool Secret::equals(const Secret& other) const {
  if (size_ != other.size_) return false;
  unsigned char difference = 0;
  for (std::size_t i = 0; i < size_; ++i) difference |= static_cast<unsigned char>(text_[i] ^ other.text_[i]);
  return difference == 0;
}

void Secret::wipe() {
  if (text_) wipe_memory(text_.get(), size_);
}

void wipe_memory(char* data, std::size_t size) {
  volatile char* bytes = data;
  for (std::size_t i = 0; i < size; ++i) bytes[i] = 0;
}

}  // namespace sallyport
