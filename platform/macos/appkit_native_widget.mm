#import <AppKit/AppKit.h>

#include "platform/native_widget.hpp"

// developer.apple.com/documentation/appkit: NSAccessibilityProtocol, NSApplication, NSTextField, NSTextView. Written, not
// yet built or run on a Mac. wxOSX hands out the control itself, or the scroll view around one of several lines.

namespace sallyport {
namespace {

NSString* string_of(const std::string& text) { return [NSString stringWithUTF8String:text.c_str()]; }

NSView* view_of(NativeWidget native) {
  id object = (__bridge id)native;
  if ([object isKindOfClass:[NSScrollView class]]) return [static_cast<NSScrollView*>(object) documentView];
  return [object isKindOfClass:[NSView class]] ? static_cast<NSView*>(object) : nil;
}

NSTextField* text_field_of(NativeWidget native) {
  NSView* view = view_of(native);
  return [view isKindOfClass:[NSTextField class]] ? static_cast<NSTextField*>(view) : nil;
}

NSWindow* window_of(NativeWidget native) {
  id object = (__bridge id)native;
  if ([object isKindOfClass:[NSWindow class]]) return static_cast<NSWindow*>(object);
  return [view_of(native) window];
}

}  // namespace

void tie_label_to_field(NativeWidget label, NativeWidget field) {
  NSView* text = view_of(label);
  if (text != nil) [view_of(field) setAccessibilityTitleUIElement:text];
}

void set_accessible_name(NativeWidget widget, const std::string& name) {
  [view_of(widget) setAccessibilityLabel:string_of(name)];
}

void set_accessible_description(NativeWidget widget, const std::string& description) {
  [view_of(widget) setAccessibilityHelp:string_of(description)];
}

// A label that announces itself has no counterpart: AppKit announces an event, not a control.
void set_accessible_announcement(NativeWidget) {}

void present_window(NativeWidget window, const std::string&) {
  [NSApp activateIgnoringOtherApps:YES];
  [window_of(window) makeKeyAndOrderFront:nil];
}

bool wants_menu_bar() { return true; }
bool has_start_menu() { return false; }
bool cancels_last() { return false; }

// The Dock shows the icon of the app's bundle.
void set_look_of_windows(const std::string&) {}

// AppKit tells windows of dialogs by itself.
void set_accessible_dialog(NativeWidget) {}

void set_label_wraps(NativeWidget label) {
  NSTextField* text = text_field_of(label);
  [text setUsesSingleLineMode:NO];
  [text setLineBreakMode:NSLineBreakByWordWrapping];
  [[text cell] setWraps:YES];
}

int label_height(NativeWidget label, int width) {
  NSTextField* text = text_field_of(label);
  if (text == nil) return 0;
  return static_cast<int>([[text cell] cellSizeForBounds:NSMakeRect(0, 0, width, CGFLOAT_MAX)].height);
}

void set_text_margin(NativeWidget field, int pixels) {
  NSView* view = view_of(field);
  if (![view isKindOfClass:[NSTextView class]]) return;
  [static_cast<NSTextView*>(view) setTextContainerInset:NSMakeSize(pixels, pixels)];
}

// The field's own string is released, not wiped.
Secret secret_of_field(NativeWidget field) {
  @autoreleasepool {
    NSTextField* text = text_field_of(field);
    return text == nil ? Secret() : Secret([[text stringValue] UTF8String]);
  }
}

void set_secret_of_field(NativeWidget field, const Secret& secret) {
  const std::string_view text = secret.reveal();
  NSString* string = [[NSString alloc] initWithBytes:text.data() length:text.size() encoding:NSUTF8StringEncoding];
  if (string != nil) [text_field_of(field) setStringValue:string];
}

// The system's own string is released, not wiped.
Secret secret_of_clipboard() {
  @autoreleasepool {
    NSString* text = [[NSPasteboard generalPasteboard] stringForType:NSPasteboardTypeString];
    return text == nil ? Secret() : Secret([text UTF8String]);
  }
}

bool is_field_empty(NativeWidget field) { return [[text_field_of(field) stringValue] length] == 0; }

void set_hint_of_field(NativeWidget field, const std::string& hint) {
  [text_field_of(field) setPlaceholderString:string_of(hint)];
}

// A secure field never shows its text; it would have to become another control, which belongs to wxWidgets.
bool can_show_password() { return false; }
void set_password_visible(NativeWidget, bool) {}

}  // namespace sallyport
