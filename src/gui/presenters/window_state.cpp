#include "presenters/window_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace sallyport {
namespace {

constexpr int kLargest = 32767;

int parse_size(std::string_view text) {
  int size = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && size > 0 && size <= kLargest ? size : 0;
}

constexpr std::array<std::string_view, 4> kPages = {"proxy", "apps", "activity", "diagnostics"};

std::filesystem::path file_in(const std::string& directory) { return std::filesystem::path(directory) / "window"; }

}  // namespace

WindowState WindowState::parse(std::string_view text) {
  WindowState state;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    const std::size_t space = line.find(' ');
    if (space == std::string::npos) continue;
    const std::string key = line.substr(0, space);
    const std::string value = line.substr(space + 1);
    if (key == "width") state.width = parse_size(value);
    if (key == "height") state.height = parse_size(value);
    if (key == "maximised") state.maximised = value == "true";
    if (key == "page" && std::ranges::find(kPages, value) != kPages.end()) state.page = value;
    if (key == "warned") state.warned.insert(value);
  }
  return state;
}

std::string WindowState::text() const {
  std::string text = fmt::format("width {}\nheight {}\nmaximised {}\npage {}\n", width, height, maximised, page);
  for (const std::string& id : warned) text += fmt::format("warned {}\n", id);
  return text;
}

WindowState WindowState::load(const std::string& directory) {
  std::ifstream file(file_in(directory));
  std::ostringstream text;
  text << file.rdbuf();
  return parse(text.str());
}

Result<void> WindowState::save(const std::string& directory) const {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  std::ofstream file(file_in(directory), std::ios::trunc);
  file << text();
  file.close();
  if (error || !file)
    return failure(ErrorCode::kIo, fmt::format("The window's size could not be remembered in {}.", directory),
                   error.message());
  return {};
}

}  // namespace sallyport
