#include <gtk/gtk.h>
#ifdef GDK_WINDOWING_WAYLAND
#include <gdk/gdkwayland.h>
#endif

#include "platform/native_widget.hpp"

namespace sallyport {
namespace {

constexpr int kNarrowestColumn = 20;  // characters

/// wx hands out the outermost widget; what a person works with may be inside (the tree of a scrolled window).
GtkWidget* focusable(NativeWidget native) {
  auto* widget = static_cast<GtkWidget*>(native);
  if (widget != nullptr && GTK_IS_SCROLLED_WINDOW(widget)) return gtk_bin_get_child(GTK_BIN(widget));
  return widget;
}

GtkEntry* entry(NativeWidget native) {
  auto* widget = static_cast<GtkWidget*>(native);
  return widget != nullptr && GTK_IS_ENTRY(widget) ? GTK_ENTRY(widget) : nullptr;
}

GtkLabel* as_label(NativeWidget native) {
  auto* widget = static_cast<GtkWidget*>(native);
  return widget != nullptr && GTK_IS_LABEL(widget) ? GTK_LABEL(widget) : nullptr;
}

void name_button(GtkWidget* child, gpointer name) {
  if (GTK_IS_BUTTON(child)) atk_object_set_name(gtk_widget_get_accessible(child), static_cast<const char*>(name));
  if (GTK_IS_CONTAINER(child)) gtk_container_forall(GTK_CONTAINER(child), name_button, name);
}

}  // namespace

void tie_label_to_field(NativeWidget label, NativeWidget field) {
  GtkLabel* const text = as_label(label);
  GtkWidget* const target = focusable(field);
  if (text == nullptr || target == nullptr) return;
  gtk_label_set_mnemonic_widget(text, target);
  set_accessible_name(field, gtk_label_get_text(text));
}

void set_accessible_name(NativeWidget widget, const std::string& name) {
  GtkWidget* const target = focusable(widget);
  if (target == nullptr) return;
  atk_object_set_name(gtk_widget_get_accessible(target), name.c_str());
  // The focus stands on a button inside a combo box.
  if (GTK_IS_COMBO_BOX(target))
    gtk_container_forall(GTK_CONTAINER(target), name_button, const_cast<char*>(name.c_str()));
}

void set_accessible_description(NativeWidget widget, const std::string& description) {
  if (GtkWidget* const target = focusable(widget))
    atk_object_set_description(gtk_widget_get_accessible(target), description.c_str());
}

void set_accessible_announcement(NativeWidget label) {
  if (GtkLabel* const text = as_label(label))
    atk_object_set_role(gtk_widget_get_accessible(GTK_WIDGET(text)), ATK_ROLE_NOTIFICATION);
}

void present_window(NativeWidget window, const std::string& token) {
  auto* const widget = static_cast<GtkWidget*>(window);
  if (widget == nullptr || !GTK_IS_WINDOW(widget)) return;
#ifdef GDK_WINDOWING_WAYLAND
  GdkDisplay* const display = gtk_widget_get_display(widget);
  if (GDK_IS_WAYLAND_DISPLAY(display) && !token.empty())
    gdk_wayland_display_set_startup_notification_id(display, token.c_str());
#endif
  if (!token.empty()) gtk_window_set_startup_id(GTK_WINDOW(widget), token.c_str());
  gtk_window_present(GTK_WINDOW(widget));
}

bool wants_menu_bar() { return false; }
bool has_start_menu() { return false; }
bool cancels_last() { return false; }

void set_look_of_windows(const std::string& icon) { gtk_window_set_default_icon_name(icon.c_str()); }

void set_accessible_dialog(NativeWidget window) {
  if (window != nullptr)
    atk_object_set_role(gtk_widget_get_accessible(static_cast<GtkWidget*>(window)), ATK_ROLE_DIALOG);
}

void set_label_wraps(NativeWidget label) {
  GtkLabel* const text = as_label(label);
  if (text == nullptr) return;
  gtk_label_set_line_wrap(text, TRUE);
  gtk_label_set_line_wrap_mode(text, PANGO_WRAP_WORD_CHAR);
  // Otherwise every measurement also sets the sentence in the narrowest column that there is, letter below letter.
  gtk_label_set_width_chars(text, kNarrowestColumn);
  gtk_label_set_xalign(text, 0);
  gtk_label_set_yalign(text, 0.5F);
}

int label_height(NativeWidget label, int width) {
  GtkLabel* const text = as_label(label);
  if (text == nullptr) return 0;
  // Not the widget's own answer: a hidden widget has none, and the wrapped height is wanted before it is shown.
  PangoLayout* const layout = gtk_widget_create_pango_layout(GTK_WIDGET(text), gtk_label_get_text(text));
  pango_layout_set_attributes(layout, gtk_label_get_attributes(text));
  pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width(layout, width * PANGO_SCALE);
  int height = 0;
  pango_layout_get_pixel_size(layout, nullptr, &height);
  g_object_unref(layout);
  return height;
}

void set_text_margin(NativeWidget field, int pixels) {
  GtkWidget* const target = focusable(field);
  if (target == nullptr || !GTK_IS_TEXT_VIEW(target)) return;
  GtkTextView* const text = GTK_TEXT_VIEW(target);
  gtk_text_view_set_left_margin(text, pixels);
  gtk_text_view_set_right_margin(text, pixels);
  gtk_text_view_set_top_margin(text, pixels);
  gtk_text_view_set_bottom_margin(text, pixels);
}

Secret secret_of_field(NativeWidget field) {
  GtkEntry* const text = entry(field);
  return text == nullptr ? Secret() : Secret(gtk_entry_get_text(text));
}

void set_secret_of_field(NativeWidget field, const Secret& secret) {
  GtkEntry* const text = entry(field);
  if (text == nullptr) return;
  std::string terminated(secret.reveal());
  gtk_entry_set_text(text, terminated.c_str());
  wipe_memory(terminated.data(), terminated.size());
}

// The toolkit keeps what the owner sent until it frees that, unwiped.
Secret secret_of_clipboard() {
  gchar* const text = gtk_clipboard_wait_for_text(gtk_clipboard_get(GDK_SELECTION_CLIPBOARD));
  if (text == nullptr) return {};
  Secret secret{std::string_view(text)};
  wipe_memory(text, secret.reveal().size());
  g_free(text);
  return secret;
}

bool is_field_empty(NativeWidget field) {
  GtkEntry* const text = entry(field);
  return text == nullptr || gtk_entry_get_text_length(text) == 0;
}

void set_hint_of_field(NativeWidget field, const std::string& hint) {
  if (GtkEntry* const text = entry(field)) gtk_entry_set_placeholder_text(text, hint.c_str());
}

bool can_show_password() { return true; }

void set_password_visible(NativeWidget field, bool visible) {
  if (GtkEntry* const text = entry(field)) gtk_entry_set_visibility(text, visible ? TRUE : FALSE);
}

}  // namespace sallyport
