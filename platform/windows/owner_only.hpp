#pragma once

#include <windows.h>

#include <memory>

namespace sallyport {

/// Security attributes of a kernel object that this process's user alone may open (Security Descriptor Definition
/// Language: learn.microsoft.com/en-us/windows/win32/secauthz/security-descriptor-string-format).
class OwnerOnly {
 public:
  OwnerOnly();

  /// Null when Windows does not tell who the user is: nothing must be made then, for it would be open to others.
  [[nodiscard]] SECURITY_ATTRIBUTES* get() { return descriptor_ ? &attributes_ : nullptr; }

 private:
  struct FreeLocal {
    void operator()(void* memory) const { ::LocalFree(memory); }
  };
  std::unique_ptr<void, FreeLocal> descriptor_;
  SECURITY_ATTRIBUTES attributes_{};
};

}  // namespace sallyport
