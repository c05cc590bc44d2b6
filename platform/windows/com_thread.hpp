#pragma once

#include <windows.h>

// After windows.h, which it needs.
#include <objbase.h>

namespace sallyport {

/// COM for this thread, which Windows' shell needs, as long as this object lives (CoInitializeEx:
/// learn.microsoft.com/en-us/windows/win32/api/combaseapi/nf-combaseapi-coinitializeex). Where the thread has it in
/// another way already, that serves.
class ComThread {
 public:
  ComThread() = default;
  ~ComThread() {
    if (SUCCEEDED(result_)) ::CoUninitialize();
  }
  ComThread(const ComThread&) = delete;
  ComThread& operator=(const ComThread&) = delete;

 private:
  HRESULT result_ = ::CoInitializeEx(nullptr, COINIT_APARTMENTTHREADED | COINIT_DISABLE_OLE1DDE);
};

}  // namespace sallyport
