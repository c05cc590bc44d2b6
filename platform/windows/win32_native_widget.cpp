#include <initguid.h>

// After initguid.h, so that the identifiers that they declare are defined here.
#include <windows.h>

#include <commctrl.h>
#include <dwmapi.h>
#include <oleacc.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <vector>

#include "platform/native_widget.hpp"
#include "platform/windows/utf16.hpp"

// learn.microsoft.com/en-us/windows/win32/winauto/dynamic-annotation-api,
// learn.microsoft.com/en-us/windows/win32/controls/about-edit-controls

namespace sallyport {
namespace {

constexpr wchar_t kBullet = 0x25CF;

// UIAutomationCoreApi.h: LiveSetting_Property_GUID and its value Polite.
constexpr GUID kLiveSetting = {0xc12bcd8e, 0x2a8e, 0x4950, {0x8a, 0xe7, 0x36, 0x25, 0x11, 0x1d, 0x58, 0xeb}};
constexpr LONG kPolite = 1;

// The numbers of our subclasses (SetWindowSubclass).
enum Subclass : UINT_PTR { kAnnotated = 0x5a11, kAnnounced, kWraps };

HWND window_of(NativeWidget widget) { return static_cast<HWND>(widget); }

void wipe(wchar_t* text, std::size_t size) { wipe_memory(reinterpret_cast<char*>(text), size * sizeof(wchar_t)); }

/// The text of a window, wiped when this goes.
class WindowText {
 public:
  explicit WindowText(HWND window) : text_(static_cast<std::size_t>(::GetWindowTextLengthW(window)) + 1) {
    size_ = static_cast<std::size_t>(::GetWindowTextW(window, text_.data(), static_cast<int>(text_.size())));
  }
  ~WindowText() { wipe(text_.data(), text_.size()); }
  WindowText(const WindowText&) = delete;
  WindowText& operator=(const WindowText&) = delete;

  [[nodiscard]] std::wstring_view get() const { return {text_.data(), size_}; }

 private:
  std::vector<wchar_t> text_;
  std::size_t size_ = 0;
};

Secret secret_of(std::wstring_view text) {
  std::string bytes = to_utf8(text);
  Secret secret(bytes);
  wipe_memory(bytes.data(), bytes.size());
  return secret;
}

/// A label's text as a screen reader says it.
std::string spoken(HWND label) {
  const WindowText text(label);
  std::wstring words;
  bool marked = false;
  for (const wchar_t c : text.get()) {
    marked = c == L'&' && !marked;
    if (!marked) words += c;
  }
  return to_utf8(words);
}

/// Overrides for what screen readers are told of a window.
class Annotations {
 public:
  Annotations() {
    ::CoCreateInstance(CLSID_AccPropServices, nullptr, CLSCTX_INPROC_SERVER, IID_IAccPropServices,
                       reinterpret_cast<void**>(&services_));
  }
  ~Annotations() {
    if (services_ != nullptr) services_->Release();
  }
  Annotations(const Annotations&) = delete;
  Annotations& operator=(const Annotations&) = delete;

  void set(HWND window, const MSAAPROPID& property, const std::string& text) {
    if (services_ == nullptr) return;
    services_->SetHwndPropStr(window, static_cast<DWORD>(OBJID_CLIENT), CHILDID_SELF, property, to_utf16(text).c_str());
  }
  void set(HWND window, const MSAAPROPID& property, LONG value) {
    if (services_ == nullptr) return;
    VARIANT variant{};
    variant.vt = VT_I4;
    variant.lVal = value;
    services_->SetHwndProp(window, static_cast<DWORD>(OBJID_CLIENT), CHILDID_SELF, property, variant);
  }
  void clear(HWND window) {
    if (services_ == nullptr) return;
    const std::array<MSAAPROPID, 3> all = {PROPID_ACC_NAME, PROPID_ACC_DESCRIPTION, kLiveSetting};
    services_->ClearHwndProps(window, static_cast<DWORD>(OBJID_CLIENT), CHILDID_SELF, all.data(),
                              static_cast<int>(all.size()));
  }

 private:
  IAccPropServices* services_ = nullptr;
};

/// The annotations of a window outlive it, and would be those of the next with its handle.
LRESULT CALLBACK annotated(HWND window, UINT message, WPARAM wide, LPARAM data, UINT_PTR id, DWORD_PTR /*unused*/) {
  if (message == WM_NCDESTROY) {
    Annotations().clear(window);
    ::RemoveWindowSubclass(window, annotated, id);
  }
  return ::DefSubclassProc(window, message, wide, data);
}

void annotate(NativeWidget widget, const MSAAPROPID& property, const std::string& text, DWORD event) {
  const HWND window = window_of(widget);
  if (window == nullptr) return;
  ::SetWindowSubclass(window, annotated, kAnnotated, 0);
  Annotations().set(window, property, text);
  ::NotifyWinEvent(event, window, OBJID_CLIENT, CHILDID_SELF);
}

/// Says what a label says now (EVENT_OBJECT_LIVEREGIONCHANGED).
LRESULT CALLBACK announced(HWND window, UINT message, WPARAM wide, LPARAM data, UINT_PTR id, DWORD_PTR /*unused*/) {
  const LRESULT result = ::DefSubclassProc(window, message, wide, data);
  if (message == WM_NCDESTROY) ::RemoveWindowSubclass(window, announced, id);
  const bool is_new = message == WM_SETTEXT || (message == WM_SHOWWINDOW && wide != 0);
  if (is_new && ::IsWindowVisible(window) != 0 && ::GetWindowTextLengthW(window) > 0)
    ::NotifyWinEvent(EVENT_OBJECT_LIVEREGIONCHANGED, window, OBJID_CLIENT, CHILDID_SELF);
  return result;
}

constexpr UINT kWrapped = DT_WORDBREAK | DT_EDITCONTROL | DT_EXPANDTABS;

/// How high the text of a label is at `width`, in the label's font, which `context` has.
int height_of(HDC context, const WindowText& text, int width) {
  RECT area{0, 0, width, 0};
  ::DrawTextW(context, text.get().data(), static_cast<int>(text.get().size()), &area, kWrapped | DT_CALCRECT);
  return area.bottom;
}

HFONT font_of(HWND window) { return reinterpret_cast<HFONT>(::SendMessageW(window, WM_GETFONT, 0, 0)); }

/// Draws a label as Windows does, but in the middle of what room it has.
LRESULT CALLBACK wrapped(HWND window, UINT message, WPARAM wide, LPARAM data, UINT_PTR id, DWORD_PTR /*unused*/) {
  if (message == WM_NCDESTROY) ::RemoveWindowSubclass(window, wrapped, id);
  if (message != WM_PAINT) {
    const LRESULT result = ::DefSubclassProc(window, message, wide, data);
    // These it has drawn at once.
    if (message == WM_SETTEXT || message == WM_ENABLE) ::InvalidateRect(window, nullptr, TRUE);
    return result;
  }
  const WindowText text(window);
  RECT area{};
  ::GetClientRect(window, &area);
  PAINTSTRUCT paint{};
  const HDC context = ::BeginPaint(window, &paint);
  const HGDIOBJ before = ::SelectObject(context, font_of(window));
  const auto background = reinterpret_cast<HBRUSH>(::SendMessageW(
      ::GetParent(window), WM_CTLCOLORSTATIC, reinterpret_cast<WPARAM>(context), reinterpret_cast<LPARAM>(window)));
  ::FillRect(context, &area, background);
  if (::IsWindowEnabled(window) == 0) ::SetTextColor(context, ::GetSysColor(COLOR_GRAYTEXT));
  area.top += std::max(0L, (area.bottom - height_of(context, text, area.right)) / 2);
  ::DrawTextW(context, text.get().data(), static_cast<int>(text.get().size()), &area, kWrapped);
  ::SelectObject(context, before);
  ::EndPaint(window, &paint);
  return 0;
}

bool apps_are_dark() {
  DWORD light = 1;
  DWORD size = sizeof light;
  ::RegGetValueW(HKEY_CURRENT_USER, LR"(Software\Microsoft\Windows\CurrentVersion\Themes\Personalize)",
                 L"AppsUseLightTheme", RRF_RT_REG_DWORD, nullptr, &light, &size);
  return light == 0;
}

constexpr std::array kIconKinds = {ICON_SMALL, ICON_BIG};

BOOL CALLBACK set_icon(HWND window, LPARAM resource) {
  const UINT dpi = ::GetDpiForWindow(window);
  for (const int kind : kIconKinds) {
    const int width = ::GetSystemMetricsForDpi(kind == ICON_SMALL ? SM_CXSMICON : SM_CXICON, dpi);
    // Shared: never destroyed.
    const HANDLE icon = ::LoadImageW(::GetModuleHandleW(nullptr), reinterpret_cast<const wchar_t*>(resource),
                                     IMAGE_ICON, width, width, LR_SHARED);
    ::SendMessageW(window, WM_SETICON, static_cast<WPARAM>(kind), reinterpret_cast<LPARAM>(icon));
  }
  return TRUE;
}

void take_icon_of_owner(HWND window) {
  const HWND owner = ::GetWindow(window, GW_OWNER);
  if (owner == nullptr || ::SendMessageW(window, WM_GETICON, ICON_SMALL, 0) != 0) return;
  for (const int kind : kIconKinds)
    ::SendMessageW(window, WM_SETICON, static_cast<WPARAM>(kind),
                   ::SendMessageW(owner, WM_GETICON, static_cast<WPARAM>(kind), 0));
}

BOOL CALLBACK set_title_bar(HWND window, LPARAM /*unused*/) {
  const BOOL dark = apps_are_dark() ? TRUE : FALSE;
  constexpr DWORD kImmersiveDarkMode = 20;  // DWMWA_USE_IMMERSIVE_DARK_MODE; refused by Windows before 10 20H1
  ::DwmSetWindowAttribute(window, kImmersiveDarkMode, &dark, sizeof dark);
  return TRUE;
}

LRESULT CALLBACK activated(int code, WPARAM wide, LPARAM data) {
  if (code == HCBT_ACTIVATE) {
    const HWND window = reinterpret_cast<HWND>(wide);
    take_icon_of_owner(window);
    set_title_bar(window, 0);
  }
  return ::CallNextHookEx(nullptr, code, wide, data);
}

}  // namespace

// A mnemonic leads to the control behind its label without more.
void tie_label_to_field(NativeWidget label, NativeWidget field) {
  if (label != nullptr) set_accessible_name(field, spoken(window_of(label)));
}

void set_accessible_name(NativeWidget widget, const std::string& name) {
  annotate(widget, PROPID_ACC_NAME, name, EVENT_OBJECT_NAMECHANGE);
}

void set_accessible_description(NativeWidget widget, const std::string& description) {
  annotate(widget, PROPID_ACC_DESCRIPTION, description, EVENT_OBJECT_DESCRIPTIONCHANGE);
}

void set_accessible_announcement(NativeWidget label) {
  const HWND window = window_of(label);
  if (window == nullptr) return;
  ::SetWindowSubclass(window, annotated, kAnnotated, 0);
  ::SetWindowSubclass(window, announced, kAnnounced, 0);
  Annotations().set(window, kLiveSetting, kPolite);
}

// The program that asks has passed on its right to do so (AllowSetForegroundWindow).
void present_window(NativeWidget window, const std::string& /*token*/) {
  const HWND top = ::GetAncestor(window_of(window), GA_ROOT);
  if (top == nullptr) return;
  if (::IsIconic(top) != 0) ::ShowWindow(top, SW_RESTORE);
  ::BringWindowToTop(top);
  if (::SetForegroundWindow(top) != 0) return;
  FLASHWINFO flash{sizeof flash, top, FLASHW_ALL | FLASHW_TIMERNOFG, 0, 0};
  ::FlashWindowEx(&flash);
}

bool wants_menu_bar() { return false; }
bool has_start_menu() { return true; }
bool cancels_last() { return true; }

void set_look_of_windows(const std::string& icon) {
  const std::wstring resource = to_utf16(icon);
  ::EnumThreadWindows(::GetCurrentThreadId(), set_icon, reinterpret_cast<LPARAM>(resource.c_str()));
  ::EnumThreadWindows(::GetCurrentThreadId(), set_title_bar, 0);
  ::SetWindowsHookExW(WH_CBT, activated, nullptr, ::GetCurrentThreadId());
}

// They are of the class of dialogs.
void set_accessible_dialog(NativeWidget /*window*/) {}

void set_label_wraps(NativeWidget label) {
  if (label != nullptr) ::SetWindowSubclass(window_of(label), wrapped, kWraps, 0);
}

int label_height(NativeWidget label, int width) {
  const HWND window = window_of(label);
  if (window == nullptr) return 0;
  const HDC context = ::GetDC(window);
  const HGDIOBJ before = ::SelectObject(context, font_of(window));
  const int height = height_of(context, WindowText(window), width);
  ::SelectObject(context, before);
  ::ReleaseDC(window, context);
  return height;
}

void set_text_margin(NativeWidget field, int pixels) {
  ::SendMessageW(window_of(field), EM_SETMARGINS, EC_LEFTMARGIN | EC_RIGHTMARGIN, MAKELPARAM(pixels, pixels));
}

Secret secret_of_field(NativeWidget field) { return secret_of(WindowText(window_of(field)).get()); }

// The control keeps its text where the next one is put, which a shorter one does not cover.
void set_secret_of_field(NativeWidget field, const Secret& secret) {
  const HWND window = window_of(field);
  if (window == nullptr) return;
  const int length = ::GetWindowTextLengthW(window);
  if (length > 0) ::SetWindowTextW(window, std::wstring(static_cast<std::size_t>(length), kBullet).c_str());
  std::wstring text = to_utf16(secret.reveal());
  ::SetWindowTextW(window, text.c_str());
  wipe(text.data(), text.size());
  ::SendMessageW(window, EM_EMPTYUNDOBUFFER, 0, 0);
}

bool is_field_empty(NativeWidget field) { return ::GetWindowTextLengthW(window_of(field)) == 0; }

// The clipboard's own copy belongs to whoever put it there.
Secret secret_of_clipboard() {
  if (::OpenClipboard(nullptr) == 0) return {};
  Secret secret;
  const HANDLE data = ::GetClipboardData(CF_UNICODETEXT);
  if (const void* const text = data == nullptr ? nullptr : ::GlobalLock(data)) {
    const auto* const characters = static_cast<const wchar_t*>(text);
    secret = secret_of({characters, ::wcsnlen(characters, ::GlobalSize(data) / sizeof(wchar_t))});
    ::GlobalUnlock(data);
  }
  ::CloseClipboard();
  return secret;
}

void set_hint_of_field(NativeWidget field, const std::string& hint) {
  ::SendMessageW(window_of(field), EM_SETCUEBANNER, TRUE, reinterpret_cast<LPARAM>(to_utf16(hint).c_str()));
}

bool can_show_password() { return true; }

void set_password_visible(NativeWidget field, bool visible) {
  ::SendMessageW(window_of(field), EM_SETPASSWORDCHAR, visible ? 0 : kBullet, 0);
  ::InvalidateRect(window_of(field), nullptr, TRUE);
}

}  // namespace sallyport
