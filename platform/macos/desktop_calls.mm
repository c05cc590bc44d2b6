#include "platform/macos/desktop_calls.hpp"

#import <AppKit/AppKit.h>

#include "platform/macos/app_bundle.hpp"

// developer.apple.com/documentation/appkit/nsrunningapplication/terminate(): the app is asked as its own Quit asks it, so
// that it can ask about unsaved work. Written, not yet built or run on a Mac.
extern "C" __attribute__((visibility("default"))) bool sallyport_quit_app(int process) {
  @autoreleasepool {
    return [[NSRunningApplication runningApplicationWithProcessIdentifier:process] terminate] == YES;
  }
}

extern "C" __attribute__((visibility("default"))) void sallyport_set_bundle_icon(const char* bundle,
                                                                                 const char* program) {
  sallyport::set_bundle_icon(bundle, program);
}
