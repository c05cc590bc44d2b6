#include "platform/path_program_finder.hpp"

#include <fmt/format.h>
#include <windows.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <vector>

#include "platform/windows/final_path.hpp"
#include "platform/windows/utf16.hpp"
#include "sallyport/core/ascii.hpp"

namespace sallyport {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDefaultEndings = ".COM;.EXE;.BAT;.CMD";

/// Files that every Chromium or Electron is shipped with; no other kind of program has any of them beside it.
constexpr std::array kChromiumFiles = {L"chrome_100_percent.pak", L"v8_context_snapshot.bin", L"resources\\app.asar"};
/// Other programs have one of these; Chromium has both.
constexpr std::array kChromiumPair = {L"resources.pak", L"icudtl.dat"};

/// The parts of a list between `;`, without quotation marks and empty ones.
std::vector<std::string> parts_of(std::string_view list) {
  std::vector<std::string> parts(1);
  bool quoted = false;
  for (const char c : list) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ';' && !quoted) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  std::erase(parts, "");
  return parts;
}

std::string text_of(const fs::path& path) { return to_utf8(path.wstring()); }

bool is_file(const fs::path& path) {
  const DWORD attributes = ::GetFileAttributesW(path.c_str());
  return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) == 0;
}

/// What may stand for a program of this name.
class Candidates {
 public:
  explicit Candidates(const Environment& environment) {
    const std::string* value = environment.find("PATHEXT");
    for (const std::string& ending : parts_of(value == nullptr ? kDefaultEndings : *value)) {
      endings_.push_back(ascii_lower(ending));
    }
  }

  /// The executable that `path` names, with or without its ending; empty when there is none.
  [[nodiscard]] fs::path executable(const fs::path& path) const {
    if (has_ending(path) && is_file(path)) return path;
    for (const std::string& ending : endings_) {
      const fs::path candidate = path.wstring() + to_utf16(ending);
      if (is_file(candidate)) return candidate;
    }
    return {};
  }

 private:
  [[nodiscard]] bool has_ending(const fs::path& path) const {
    return std::find(endings_.begin(), endings_.end(), ascii_lower(text_of(path.extension()))) != endings_.end();
  }

  std::vector<std::string> endings_;
};

tl::unexpected<Error> not_executable(const fs::path& path) {
  return failure(ErrorCode::kCommandNotExecutable,
                 fmt::format("{} cannot be executed. It must be a program, such as an .exe file.", text_of(path)));
}

bool holds_chromium(const fs::path& directory) {
  return std::any_of(kChromiumFiles.begin(), kChromiumFiles.end(),
                     [&](const wchar_t* name) { return is_file(directory / name); }) ||
         (is_file(directory / kChromiumPair[0]) && is_file(directory / kChromiumPair[1]));
}

bool is_of_a_version(const fs::path& directory) {
  const std::string name = ascii_lower(text_of(directory.filename()));
  return name.starts_with("app-") || (!name.empty() && name.front() >= '0' && name.front() <= '9');
}

}  // namespace

Result<std::string> PathProgramFinder::find(std::string_view command, const Environment& environment,
                                            std::string_view directory) {
  const Candidates candidates(environment);
  if (command.find_first_of("\\/:") != std::string_view::npos) {
    std::error_code ignored;  // a current directory that is gone leaves the path relative, which finds nothing
    const fs::path base = directory.empty() ? fs::current_path(ignored) : fs::path(to_utf16(directory));
    const fs::path path = (base / to_utf16(command)).lexically_normal();
    if (const fs::path found = candidates.executable(path); !found.empty()) return text_of(found);
    if (is_file(path)) return not_executable(path);
    return failure(ErrorCode::kCommandNotFound, fmt::format("There is no program {}. Check the path.", text_of(path)));
  }
  const std::string* list = environment.find("PATH");
  fs::path other;
  for (const std::string& part : parts_of(list == nullptr ? std::string_view() : *list)) {
    const fs::path folder = to_utf16(part);
    if (command.empty() || !folder.is_absolute()) continue;
    const fs::path path = (folder / to_utf16(command)).lexically_normal();
    if (const fs::path found = candidates.executable(path); !found.empty()) return text_of(found);
    if (other.empty() && is_file(path)) other = path;
  }
  if (!other.empty()) return not_executable(other);
  return failure(ErrorCode::kCommandNotFound,
                 fmt::format("There is no program \"{}\" in PATH. Install it, or give its whole path.", command));
}

std::string PathProgramFinder::without_links(const std::string& program) {
  return to_utf8(final_path(to_utf16(program)));
}

ProgramPaths PathProgramFinder::paths() const { return ProgramPaths::kIgnoringCase; }

ClientKind PathProgramFinder::recognise(const std::string& program) {
  const fs::path given = to_utf16(program);
  const fs::path real = final_path(given.wstring());
  for (const fs::path& directory : {given.parent_path(), real.parent_path()}) {
    // Every program's files may be in the root of a drive.
    if (directory.empty() || directory == directory.root_path()) continue;
    if (holds_chromium(directory)) return ClientKind::kChromium;
    std::error_code error;
    for (fs::directory_iterator entry(directory, error), end; !error && entry != end; entry.increment(error)) {
      if (is_of_a_version(entry->path()) && holds_chromium(entry->path())) return ClientKind::kChromium;
    }
  }
  return ClientKind::kPlain;
}

}  // namespace sallyport
