#pragma once

#include <string>

#include "sallyport/core/secret.hpp"

namespace sallyport {

/// What wxWidgets cannot say to a native control. A NativeWidget is what wxWindow::GetHandle returns: a GtkWidget*, an
/// HWND, an NSView*. UI thread only; a control of another kind is left alone.
using NativeWidget = void*;

/// Ties a label to its field: the field takes the label's mnemonic and its accessible name.
void tie_label_to_field(NativeWidget label, NativeWidget field);
void set_accessible_name(NativeWidget widget, const std::string& name);
/// What a screen reader says after the name, such as the error that stands under the field.
void set_accessible_description(NativeWidget widget, const std::string& description);
/// Makes a screen reader announce the label when it appears.
void set_accessible_announcement(NativeWidget label);

/// Brings a window in front of the others, also from another workspace. `token` is what the desktop gave the program
/// that asks for it (DESKTOP_STARTUP_ID, XDG_ACTIVATION_TOKEN): without one it may only mark the window.
void present_window(NativeWidget window, const std::string& token);

/// Whether a program's commands are expected in a menu bar, as on macOS.
[[nodiscard]] bool wants_menu_bar();
/// Whether apps stand in a menu called Start.
[[nodiscard]] bool has_start_menu();
/// Whether the button that leaves all as it was stands behind those that act, as on Windows, or before them.
[[nodiscard]] bool cancels_last();

/// Gives every window of this program, those to come too, its icon, by its name in the desktop's theme or in the
/// program's resources, and where windows choose that (Windows) a title bar as dark as the desktop's apps are.
void set_look_of_windows(const std::string& icon);

/// Tells a screen reader that a window is a dialog, which GTK does not know of one that can be resized.
void set_accessible_dialog(NativeWidget window);

/// Lets a label wrap at the width that it is given.
void set_label_wraps(NativeWidget label);
/// How high a wrapping label is at `width`.
[[nodiscard]] int label_height(NativeWidget label, int width);

/// Keeps the text of a field of several lines off its border.
void set_text_margin(NativeWidget field, int pixels);

/// The text of a single-line field without a copy that stays behind.
[[nodiscard]] Secret secret_of_field(NativeWidget field);
void set_secret_of_field(NativeWidget field, const Secret& secret);
[[nodiscard]] bool is_field_empty(NativeWidget field);
/// What an empty field says of what belongs there. It is no text of the field, which the toolkit's own hint may be.
void set_hint_of_field(NativeWidget field, const std::string& hint);
/// The text on the clipboard, likewise; empty when there is none. Handles events while it waits for its owner.
[[nodiscard]] Secret secret_of_clipboard();
/// Whether a password field can show what is typed, and whether it does.
[[nodiscard]] bool can_show_password();
void set_password_visible(NativeWidget field, bool visible);

}  // namespace sallyport
