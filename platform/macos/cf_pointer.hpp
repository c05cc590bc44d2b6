#pragma once

#include <CoreFoundation/CoreFoundation.h>

#include <memory>
#include <string>
#include <string_view>
#include <type_traits>

namespace sallyport {

struct CfReleaser {
  void operator()(const void* object) const { CFRelease(object); }
};

/// Owns what a function with Create or Copy in its name returned (Apple, "Memory Management Programming Guide for Core
/// Foundation": The Create Rule): `CfPointer<CFStringRef>`.
template <typename Reference>
using CfPointer = std::unique_ptr<std::remove_pointer_t<Reference>, CfReleaser>;

/// Null when `text` is not UTF-8.
[[nodiscard]] inline CfPointer<CFStringRef> make_cf_string(std::string_view text) {
  return CfPointer<CFStringRef>(CFStringCreateWithBytes(nullptr, reinterpret_cast<const UInt8*>(text.data()),
                                                        static_cast<CFIndex>(text.size()), kCFStringEncodingUTF8,
                                                        false));
}

/// In UTF-8; empty for null and for what is no string.
[[nodiscard]] inline std::string text_of(CFTypeRef object) {
  if (object == nullptr || CFGetTypeID(object) != CFStringGetTypeID()) return {};
  const auto string = static_cast<CFStringRef>(object);
  const CFIndex longest = CFStringGetMaximumSizeForEncoding(CFStringGetLength(string), kCFStringEncodingUTF8);
  std::string text(static_cast<std::size_t>(longest) + 1, '\0');
  if (!CFStringGetCString(string, text.data(), longest + 1, kCFStringEncodingUTF8)) return {};
  text.resize(text.find('\0'));
  return text;
}

/// 0 for null and for what is no number.
[[nodiscard]] inline int number_of(CFTypeRef object) {
  int value = 0;
  if (object != nullptr && CFGetTypeID(object) == CFNumberGetTypeID()) {
    CFNumberGetValue(static_cast<CFNumberRef>(object), kCFNumberIntType, &value);
  }
  return value;
}

}  // namespace sallyport
