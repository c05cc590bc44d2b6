#pragma once

#include <gio/gio.h>

#include <memory>

namespace sallyport {

struct GLibDeleter {
  void operator()(GError* error) const { g_error_free(error); }
  void operator()(GHashTable* table) const { g_hash_table_unref(table); }
  void operator()(GVariant* value) const { g_variant_unref(value); }
  void operator()(GMainContext* context) const { g_main_context_unref(context); }
  void operator()(char* text) const { g_free(text); }
  void operator()(char** strings) const { g_strfreev(strings); }
};

/// Owns a GLib value that is no GObject.
template <typename T>
using GLibPointer = std::unique_ptr<T, GLibDeleter>;
using GLibStrings = std::unique_ptr<char*, GLibDeleter>;

struct GObjectDeleter {
  void operator()(gpointer object) const { g_object_unref(object); }
};

/// Owns one reference of a GObject.
template <typename T>
using GObjectPointer = std::unique_ptr<T, GObjectDeleter>;

/// The `GError**` of one call.
class GErrorSlot {
 public:
  GErrorSlot() = default;
  ~GErrorSlot() { g_clear_error(&error_); }
  GErrorSlot(const GErrorSlot&) = delete;
  GErrorSlot& operator=(const GErrorSlot&) = delete;

  [[nodiscard]] GError** out() { return &error_; }
  [[nodiscard]] const GError* get() const { return error_; }
  explicit operator bool() const { return error_ != nullptr; }

 private:
  GError* error_ = nullptr;
};

}  // namespace sallyport
