#include "gui/windows/settings_program.hpp"

#include <commctrl.h>
#include <gtest/gtest.h>
#include <oleacc.h>

#include <optional>
#include <regex>
#include <utility>

#include "platform/own_process.hpp"
#include "platform/windows/new_process.hpp"
#include "platform/windows/utf16.hpp"
#include "support/wait_for.hpp"

namespace sallyport {
namespace {

constexpr UINT kPatience = 10000;  // milliseconds

std::string program() {
  std::wstring self(MAX_PATH, L'\0');
  self.resize(::GetModuleFileNameW(nullptr, self.data(), MAX_PATH));
  return to_utf8((std::filesystem::path(self).parent_path() / "sallyport-settings.exe").wstring());
}

LRESULT send(HWND window, UINT message, WPARAM wide, LPARAM data) {
  DWORD_PTR result = 0;
  ::SendMessageTimeoutW(window, message, wide, data, SMTO_NORMAL, kPatience, &result);
  return static_cast<LRESULT>(result);
}

std::string text_of(HWND window) {
  std::wstring text(static_cast<std::size_t>(send(window, WM_GETTEXTLENGTH, 0, 0)) + 1, L'\0');
  const auto size = send(window, WM_GETTEXT, text.size(), reinterpret_cast<LPARAM>(text.data()));
  return to_utf8(text.substr(0, static_cast<std::size_t>(size)));
}

BOOL CALLBACK collect(HWND window, LPARAM list) {
  reinterpret_cast<std::vector<HWND>*>(list)->push_back(window);
  return TRUE;
}

std::vector<HWND> visible_children(HWND window) {
  std::vector<HWND> children;
  ::EnumChildWindows(window, collect, reinterpret_cast<LPARAM>(&children));
  std::erase_if(children, [](HWND child) { return ::IsWindowVisible(child) == 0; });
  return children;
}

std::wstring class_of(HWND window) {
  std::wstring name(64, L'\0');
  name.resize(static_cast<std::size_t>(::GetClassNameW(window, name.data(), static_cast<int>(name.size()))));
  return name;
}

std::optional<ControlKind> kind_of(HWND window) {
  const std::wstring name = class_of(window);
  if (name == WC_EDITW) return ControlKind::kField;
  if (name != WC_BUTTONW) return std::nullopt;
  switch (::GetWindowLongPtrW(window, GWL_STYLE) & BS_TYPEMASK) {
    case BS_CHECKBOX:
    case BS_AUTOCHECKBOX:
      return ControlKind::kCheckBox;
    default:
      return ControlKind::kButton;
  }
}

std::string name_of(HWND window) {
  IAccessible* object = nullptr;
  if (::AccessibleObjectFromWindow(window, static_cast<DWORD>(OBJID_CLIENT), IID_IAccessible,
                                   reinterpret_cast<void**>(&object)) != S_OK)
    return {};
  VARIANT self{};
  self.vt = VT_I4;
  self.lVal = CHILDID_SELF;
  BSTR name = nullptr;
  std::string result;
  if (object->get_accName(self, &name) == S_OK && name != nullptr) result = to_utf8(name);
  ::SysFreeString(name);
  object->Release();
  return result;
}

struct Wanted {
  DWORD process;
  std::string title;
  HWND found = nullptr;
};

BOOL CALLBACK match(HWND window, LPARAM data) {
  auto* wanted = reinterpret_cast<Wanted*>(data);
  DWORD process = 0;
  ::GetWindowThreadProcessId(window, &process);
  if (process != wanted->process || ::IsWindowVisible(window) == 0 || text_of(window) != wanted->title) return TRUE;
  wanted->found = window;
  return FALSE;
}

}  // namespace

SettingsProgram::SettingsProgram(const UserFolders& folders, const std::vector<std::string>& arguments) {
  ProcessSpec spec;
  spec.program = program();
  spec.arguments = arguments;
  spec.environment = OwnProcess().environment();
  spec.environment.set("APPDATA", folders.roaming());
  spec.environment.set("LOCALAPPDATA", folders.local());
  Result<NewProcess> started = create_process(spec, {}, 0);
  if (!started) {
    ADD_FAILURE() << started.error().message;
    return;
  }
  process_ = std::move(started->process);
  id_ = started->id;
}

SettingsProgram::~SettingsProgram() {
  if (!process_) return;
  ::TerminateProcess(process_.get(), 1);
  ::WaitForSingleObject(process_.get(), kPatience);
}

HWND SettingsProgram::window(const std::string& title) {
  Wanted wanted{id_, title};
  const bool found = wait_for([&] {
    ::EnumWindows(match, reinterpret_cast<LPARAM>(&wanted));
    return wanted.found != nullptr;
  });
  EXPECT_TRUE(found) << "no window " << title;
  return wanted.found;
}

std::vector<Control> SettingsProgram::all(HWND window, ControlKind kind) {
  std::vector<Control> controls;
  for (const HWND child : visible_children(window))
    if (kind_of(child) == kind) controls.push_back({child, kind, name_of(child), ::IsWindowEnabled(child) != 0});
  return controls;
}

Control SettingsProgram::find(HWND window, ControlKind kind, const std::string& name, std::size_t nth) {
  Control found;
  const bool there = wait_for([&] {
    std::size_t seen = 0;
    for (const Control& control : all(window, kind)) {
      if (control.name != name || seen++ != nth) continue;
      found = control;
      return true;
    }
    return false;
  });
  EXPECT_TRUE(there) << "no control " << name;
  return found;
}

void SettingsProgram::says(HWND window, const std::string& expression) {
  const std::regex wanted(expression);
  std::string seen;
  const bool said = wait_for([&] {
    seen.clear();
    for (const HWND child : visible_children(window)) {
      const std::string text = text_of(child);
      if (std::regex_search(text, wanted)) return true;
      seen += text + "\n";
    }
    return false;
  });
  EXPECT_TRUE(said) << "not said: " << expression << "\nbut:\n" << seen;
}

void SettingsProgram::fill(HWND window, const std::string& field, const std::string& text, std::size_t nth) {
  const Control control = find(window, ControlKind::kField, field, nth);
  EXPECT_TRUE(control.enabled) << field;
  send(control.window, WM_SETTEXT, 0, reinterpret_cast<LPARAM>(to_utf16(text).c_str()));
}

void SettingsProgram::press(HWND window, const std::string& button, std::size_t nth) {
  const Control control = find(window, ControlKind::kButton, button, nth);
  EXPECT_TRUE(wait_for([&] { return ::IsWindowEnabled(control.window) != 0; })) << button;
  // Posted: what it opens must not be waited for.
  ::PostMessageW(control.window, BM_CLICK, 0, 0);
}

void SettingsProgram::check(HWND window, const std::string& box, std::size_t nth) {
  const Control control = find(window, ControlKind::kCheckBox, box, nth);
  EXPECT_TRUE(control.enabled) << box;
  send(control.window, BM_CLICK, 0, 0);
}

void SettingsProgram::answer(HWND window, int button) const {
  const auto question = [&] {
    HWND found = nullptr;
    while ((found = ::FindWindowExW(nullptr, found, WC_DIALOG, nullptr)) != nullptr) {
      DWORD process = 0;
      ::GetWindowThreadProcessId(found, &process);
      if (process == id_ && ::GetWindow(found, GW_OWNER) == window && ::IsWindowVisible(found) != 0) break;
    }
    return found;
  };
  HWND asked = nullptr;
  ASSERT_TRUE(wait_for([&] { return (asked = question()) != nullptr; })) << "nothing is asked";
  ::PostMessageW(asked, TDM_CLICK_BUTTON, static_cast<WPARAM>(button), 0);
}

HWND SettingsProgram::focus(HWND window) {
  GUITHREADINFO info{};
  info.cbSize = sizeof info;
  return ::GetGUIThreadInfo(::GetWindowThreadProcessId(window, nullptr), &info) != 0 ? info.hwndFocus : nullptr;
}

std::string SettingsProgram::press_tab(HWND window) {
  const HWND before = focus(window);
  ::PostMessageW(before, WM_KEYDOWN, VK_TAB, 0);
  HWND now = nullptr;
  EXPECT_TRUE(wait_for([&] {
    now = focus(window);
    return now != nullptr && now != before;
  })) << "the focus stays at "
      << name_of(before);
  return kind_of(now) ? name_of(now) : to_utf8(class_of(now));
}

bool SettingsProgram::has_ended() { return ::WaitForSingleObject(process_.get(), kPatience) == WAIT_OBJECT_0; }

}  // namespace sallyport
