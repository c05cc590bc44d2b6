#include "app/doctor/file_edit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "app/doctor/configuration_text.hpp"
#include "app/doctor/proxy_login.hpp"

namespace sallyport {
namespace {

std::optional<TextLine> find_line(std::string_view text, std::size_t number) {
  TextLine line;
  for (std::size_t next = 0; next_line(text, next, line);) {
    if (line.number == number) return line;
  }
  return std::nullopt;
}

}  // namespace

void FileEdit::replace(std::size_t begin, std::size_t end, std::string by) {
  parts_.insert_or_assign(begin, Part{end, std::move(by)});
}

void FileEdit::comment_out(std::size_t line, std::string_view prefix) {
  const auto place = find_line(text_, line);
  if (!place) return;
  const std::string_view content = text_.substr(place->begin, place->end - place->begin);
  const auto begin = place->begin + std::min(content.find_first_not_of(" \t"), content.size());
  // What is replaced may begin with the line.
  if (const auto same = parts_.find(begin); same != parts_.end()) {
    same->second.by.insert(0, prefix);
  } else {
    parts_.emplace(begin, Part{begin, std::string(prefix)});
  }
}

void FileEdit::hide(std::size_t begin, std::size_t end, std::string shown) {
  hidden_.insert_or_assign(begin, Part{end, std::move(shown)});
}

FileEdit::Parts FileEdit::shown_parts() const {
  Parts parts = parts_;
  for (const auto& [begin, part] : hidden_) {
    const auto overlaps = [begin = begin, end = part.end](const auto& other) {
      return other.first < end && begin < other.second.end;
    };
    if (std::none_of(parts_.begin(), parts_.end(), overlaps)) parts.emplace(begin, part);
  }
  return parts;
}

void FileEdit::append(std::string line) { appended_.push_back(std::move(line)); }

std::string FileEdit::with(const Parts& parts, std::size_t begin, std::size_t end) const {
  std::string result;
  result.reserve(end - begin + 256);
  for (auto part = parts.lower_bound(begin); part != parts.end() && part->first <= end && part->second.end <= end;
       ++part) {
    if (part->first < begin) continue;  // within the one before, which hides it
    result += text_.substr(begin, part->first - begin);
    result += part->second.by;
    begin = part->second.end;
  }
  result += text_.substr(begin, end - begin);
  return result;
}

std::string_view FileEdit::newline() const {
  const auto first = text_.find('\n');
  return first != std::string_view::npos && first > 0 && text_[first - 1] == '\r' ? "\r\n" : "\n";
}

Secret FileEdit::text() const {
  std::string result = with(parts_, 0, text_.size());
  if (!appended_.empty() && !result.empty() && !result.ends_with('\n')) result += newline();
  for (const std::string& line : appended_) result.append(line).append(newline());
  Secret secret(result);
  wipe_memory(result.data(), result.size());
  return secret;
}

std::string FileEdit::diff(std::string_view place) const {
  std::string result = fmt::format("--- {}\n", place);
  TextLine line;
  std::size_t lines = 0;
  const Parts shown = shown_parts();
  for (std::size_t next = 0; next_line(text_, next, line);) {
    lines = line.number;
    const auto part = parts_.lower_bound(line.begin);
    if (part == parts_.end() || part->first > line.end) continue;
    std::string now = with(shown, line.begin, line.end);
    std::string old = with(hidden_, line.begin, line.end);
    result += fmt::format("@@ line {} @@\n-{}\n+{}\n", line.number, masked_line(old), masked_line(now));
    wipe_memory(now.data(), now.size());
    wipe_memory(old.data(), old.size());
  }
  if (!appended_.empty()) result += fmt::format("@@ after line {} @@\n", lines);
  for (const std::string& each : appended_) result += fmt::format("+{}\n", each);
  return result;
}

}  // namespace sallyport
