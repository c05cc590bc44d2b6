#include "platform/path_program_finder.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

namespace sallyport {
namespace {

namespace fs = std::filesystem;

// confstr(_CS_PATH) where PATH is absent, as execvp(3) has it.
constexpr std::string_view kDefaultPath = "/bin:/usr/bin";

/// Files that every Chromium or Electron is shipped with; no other kind of program has any of them beside it.
constexpr std::array kChromiumFiles = {
    "chrome_100_percent.pak", "v8_context_snapshot.bin", "chrome-sandbox", "resources/app.asar",
    // In a Mac's bundle, as the program's folder is.
    "Frameworks/Electron Framework.framework", "Frameworks/Google Chrome Framework.framework",
    "Frameworks/Chromium Framework.framework", "Frameworks/Microsoft Edge Framework.framework",
    "Frameworks/Brave Browser Framework.framework"};
/// Other programs have one of these; Chromium has both.
constexpr std::array kChromiumPair = {"resources.pak", "icudtl.dat"};

enum class Found { kNothing, kNotExecutable, kExecutable };

Found look_at(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    return Found::kNothing;
  }
  return S_ISREG(status.st_mode) && ::access(path.c_str(), X_OK) == 0 ? Found::kExecutable : Found::kNotExecutable;
}

std::string absolute(std::string_view path, std::string_view directory) {
  std::error_code ignored;  // a current directory that is gone leaves the path relative, which finds nothing
  const fs::path base = directory.empty() ? fs::current_path(ignored) : fs::path(directory);
  return (base / fs::path(path)).lexically_normal().string();
}

bool holds_chromium(const fs::path& directory) {
  const auto holds = [&](const char* name) {
    std::error_code ignored;
    return fs::exists(directory / name, ignored);
  };
  for (const char* name : kChromiumFiles) {
    if (holds(name)) {
      return true;
    }
  }
  return holds(kChromiumPair[0]) && holds(kChromiumPair[1]);
}

/// Every app's files may be below these; they say nothing about one program.
bool is_shared(const fs::path& directory) {
  static constexpr std::array kShared = {"/",          "/bin",     "/usr", "/usr/bin", "/usr/local", "/usr/local/bin",
                                         "/usr/games", "/usr/lib", "/opt", "/snap/bin"};
  for (const char* shared : kShared) {
    if (directory == shared) {
      return true;
    }
  }
  return false;
}

bool is_script(const std::string& program) {
  std::ifstream file(program, std::ios::binary);
  return file.get() == '#' && file.get() == '!';
}

}  // namespace

Result<std::string> PathProgramFinder::find(std::string_view command, const Environment& environment,
                                            std::string_view directory) {
  if (command.find('/') != std::string_view::npos) {
    auto path = absolute(command, directory);
    switch (look_at(path)) {
      case Found::kExecutable:
        return path;
      case Found::kNotExecutable:
        return failure(ErrorCode::kCommandNotExecutable,
                       fmt::format("{} cannot be executed. It must be a file that you may execute.", path));
      case Found::kNothing:
        break;
    }
    return failure(ErrorCode::kCommandNotFound, fmt::format("There is no program {}. Check the path.", path));
  }

  const std::string* value = environment.find("PATH");
  std::string_view rest = value == nullptr ? kDefaultPath : std::string_view(*value);
  std::string not_executable;
  std::error_code ignored;
  while (!command.empty()) {
    const auto colon = rest.find(':');
    // An empty element is the current directory.
    auto path = absolute((fs::path(rest.substr(0, colon)) / command).string(), directory);
    const Found found = look_at(path);
    if (found == Found::kExecutable) {
      return path;
    }
    if (found == Found::kNotExecutable && not_executable.empty() && !fs::is_directory(path, ignored)) {
      not_executable = std::move(path);
    }
    if (colon == std::string_view::npos) {
      break;
    }
    rest.remove_prefix(colon + 1);
  }
  if (!not_executable.empty()) {
    return failure(ErrorCode::kCommandNotExecutable,
                   fmt::format("{} cannot be executed. It must be a file that you may execute.", not_executable));
  }
  return failure(ErrorCode::kCommandNotFound,
                 fmt::format("There is no program \"{}\" in PATH. Install it, or give its whole path.", command));
}

std::string PathProgramFinder::without_links(const std::string& program) {
  std::error_code error;
  const fs::path real = fs::canonical(program, error);
  return error ? program : real.string();
}

ProgramPaths PathProgramFinder::paths() const { return ProgramPaths::kExact; }

ClientKind PathProgramFinder::recognise(const std::string& program) {
  std::error_code ignored;
  const fs::path given(program);
  const fs::path real = fs::weakly_canonical(given, ignored);
  for (const fs::path& path : {given, real}) {
    for (const fs::path& directory : {path.parent_path(), path.parent_path().parent_path()}) {
      if (!is_shared(directory) && holds_chromium(directory)) {
        return ClientKind::kChromium;
      }
    }
  }
  if (is_script(real.string())) {
    for (const char* parent : {"/usr/lib", "/usr/share", "/opt"}) {
      if (holds_chromium(fs::path(installation_root_ + parent) / given.filename())) {
        return ClientKind::kChromium;
      }
    }
  }
  return ClientKind::kPlain;
}

}  // namespace sallyport
