#include "sallyport/core/stable_name.hpp"

#include <fmt/format.h>

#include <cstdint>

namespace sallyport {

std::string stable_name(std::string_view content) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : content) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return fmt::format("{:016x}", hash);
}

}  // namespace sallyport
