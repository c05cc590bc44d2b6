#pragma once

#include <windows.h>

#include <filesystem>
#include <string>
#include <vector>

#include "platform/windows/handle.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {

/// The folders of a user of their own. Goes with all that it holds.
class UserFolders {
 public:
  [[nodiscard]] std::string roaming() const { return directory_ / "Roaming"; }
  [[nodiscard]] std::string local() const { return directory_ / "Local"; }
  [[nodiscard]] const std::filesystem::path& path() const { return directory_.path(); }
  /// The settings file; empty when there is none.
  [[nodiscard]] std::string settings() const { return directory_.read("Roaming/Sallyport/settings.toml"); }
  void write_settings(const std::string& text) const { directory_.write("Roaming/Sallyport/settings.toml", text); }

 private:
  TemporaryDirectory directory_;
};

enum class ControlKind { kField, kButton, kCheckBox };

/// A control by the name that a screen reader gets (IAccessible: learn.microsoft.com/en-us/windows/win32/winauto/
/// microsoft-active-accessibility).
struct Control {
  HWND window = nullptr;
  ControlKind kind = ControlKind::kField;
  std::string name;
  bool enabled = false;
};

/// `sallyport-settings.exe` as it runs, worked by messages. What is not there is waited for; in vain, the test fails.
/// Ends with this.
class SettingsProgram {
 public:
  explicit SettingsProgram(const UserFolders& folders, const std::vector<std::string>& arguments = {});
  ~SettingsProgram();
  SettingsProgram(const SettingsProgram&) = delete;
  SettingsProgram& operator=(const SettingsProgram&) = delete;

  /// The window with this title: the main one, or a dialog.
  [[nodiscard]] HWND window(const std::string& title = "Sallyport Settings");
  /// Those that are visible.
  [[nodiscard]] static std::vector<Control> all(HWND window, ControlKind kind);
  [[nodiscard]] static Control find(HWND window, ControlKind kind, const std::string& name, std::size_t nth = 0);
  /// Waits for a visible text that the regular expression is found in.
  static void says(HWND window, const std::string& expression);

  static void fill(HWND window, const std::string& field, const std::string& text, std::size_t nth = 0);
  static void press(HWND window, const std::string& button, std::size_t nth = 0);
  static void check(HWND window, const std::string& box, std::size_t nth = 0);
  /// Answers the question that is asked over a window: IDYES, ….
  void answer(HWND window, int button) const;
  /// Presses the Tab key, and waits for the focus to move. The name of where it is then.
  [[nodiscard]] static std::string press_tab(HWND window);
  [[nodiscard]] static HWND focus(HWND window);
  /// Waits for the end of the program.
  [[nodiscard]] bool has_ended();

 private:
  Handle process_;
  DWORD id_ = 0;
};

/// What the window looks like on the screen, as NAME.png in the folder that SALLYPORT_SCREENSHOTS names. How many
/// colours there are.
[[nodiscard]] std::size_t take_picture(HWND window, const std::string& name);

}  // namespace sallyport
