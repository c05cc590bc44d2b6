#include "sallyport/core/client.hpp"

#include <algorithm>

namespace sallyport {
namespace {

constexpr std::size_t kMaxIdLength = 64;

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

std::string slug(std::string_view name) {
  std::string result;
  for (char c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (is_letter_or_digit(c)) {
      result += c;
    } else if (!result.empty() && result.back() != '-') {
      result += '-';
    }
  }
  return result;
}

/// At most `length` characters, and no `-` at the end.
std::string shorten(std::string text, std::size_t length) {
  text.resize(std::min(text.size(), length));
  while (text.ends_with('-')) text.pop_back();
  return text;
}

}  // namespace

bool is_client_id(std::string_view text) {
  return !text.empty() && text.size() <= kMaxIdLength && is_letter_or_digit(text.front()) &&
         std::ranges::all_of(text, [](char c) { return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-'; });
}

std::string make_client_id(std::string_view name, std::span<const std::string> taken) {
  const auto is_taken = [&](const std::string& id) { return std::ranges::find(taken, id) != taken.end(); };
  std::string base = shorten(slug(name), kMaxIdLength);
  if (base.empty()) base = "client";
  std::string id = base;
  for (int number = 2; is_taken(id); ++number) {
    const std::string suffix = "-" + std::to_string(number);
    id = shorten(base, kMaxIdLength - suffix.size()) + suffix;
  }
  return id;
}

std::vector<std::string> expand_arguments(const std::vector<std::string>& arguments,
                                          const std::vector<std::string>& opened) {
  std::vector<std::string> expanded;
  for (const auto& argument : arguments) {
    if (argument == kFilesArgument) {
      expanded.insert(expanded.end(), opened.begin(), opened.end());
    } else {
      expanded.push_back(argument);
    }
  }
  if (std::ranges::find(arguments, kFilesArgument) == arguments.end()) {
    expanded.insert(expanded.end(), opened.begin(), opened.end());
  }
  return expanded;
}

}  // namespace sallyport
