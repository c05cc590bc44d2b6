#include "app/doctor/shell_file.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "app/doctor/file_edit.hpp"
#include "tests/fuzz/require_setting.hpp"

namespace {

/// A line that stands alone is gone once it is a comment, and takes no other with it.
void require_comment(std::string_view text, const sallyport::FoundSetting& setting,
                     sallyport::FoundSettings (*read)(std::string_view), bool is_posix) {
  sallyport::FileEdit edit(text);
  edit.comment_out(setting.line, is_posix ? ": # off: " : "# off: ");
  const sallyport::Secret after = edit.text();
  if (std::count(text.begin(), text.end(), '\n') != std::count(after.reveal().begin(), after.reveal().end(), '\n')) {
    std::abort();
  }
  for (const auto& each : read(after.reveal())) {
    if (each.line == setting.line) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const bool is_posix : {true, false}) {
    const auto read = is_posix ? sallyport::read_shell_file : sallyport::read_fish_file;
    const auto found = read(text);
    sallyport::require_places(found, text);
    for (const auto& each : found) {
      if (each.alone && each.in_force) require_comment(text, each, read, is_posix);
    }
  }
  return 0;
}
