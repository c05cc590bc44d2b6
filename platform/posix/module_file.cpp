#include "platform/posix/module_file.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "platform/posix/own_program.hpp"

namespace sallyport {

std::vector<std::string> module_paths(std::string_view file) {
  const std::filesystem::path program = own_program().value_or("");
  const auto prefix = program.parent_path().parent_path();
  return {prefix / "lib" / "sallyport" / file, prefix / SALLYPORT_INSTALL_LIBDIR / "sallyport" / file};
}

ModuleFile::ModuleFile(std::vector<std::string> paths, std::string_view module, ErrorCode error_code)
    : what(module), code(error_code) {
  std::error_code ignored;
  for (std::string& candidate : paths) {
    const bool exists = std::filesystem::exists(candidate, ignored);
    if (path.empty() || exists) path = std::move(candidate);
    if (exists) break;
  }
}

Result<void*> ModuleFile::load(const char* symbol) const {
  // What the modules link cannot be unloaded: GLib's types and threads, and Apple's frameworks, stay. Lazy binding
  // saves half a millisecond of a launch.
  void* const module = dlopen(path.c_str(), RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);
  void* const found = module == nullptr ? nullptr : dlsym(module, symbol);
  if (found != nullptr) return found;
  const char* const reason = dlerror();
  return failure(code, fmt::format("{}, {}, cannot be loaded. Install Sallyport again.", what, path),
                 reason == nullptr ? std::string() : std::string(reason));
}

tl::unexpected<Error> ModuleFile::of_another_version() const {
  return failure(code, fmt::format("{} belongs to another version of Sallyport, which was updated while this program "
                                   "was running. Start it again.",
                                   path));
}

}  // namespace sallyport
