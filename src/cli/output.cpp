#include "cli/output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "sallyport/core/text.hpp"

namespace sallyport {
namespace {

constexpr std::string_view kReset = "\x1b[0m";

std::string_view escape_code(Output::Style style) {
  switch (style) {
    case Output::Style::kBold:
      return "\x1b[1m";
    case Output::Style::kDim:
      return "\x1b[2m";
    case Output::Style::kGood:
      return "\x1b[32m";
    case Output::Style::kBad:
      return "\x1b[31m";
    case Output::Style::kWarning:
      return "\x1b[33m";
    case Output::Style::kPlain:
      break;
  }
  return "";
}

std::string paint(Output::Style style, std::string_view text, bool colour) {
  const std::string_view code = escape_code(style);
  return colour && !code.empty() ? fmt::format("{}{}{}", code, text, kReset) : std::string(text);
}

/// JSON lets DEL and the C1 characters stand in its strings, by which some terminals are driven.
std::string without_high_controls(std::string_view json) {
  std::string shown;
  shown.reserve(json.size());
  for (std::size_t i = 0; i < json.size(); ++i) {
    const std::string_view rest = json.substr(i, 2);
    if (rest[0] == '\x7f') {
      shown += "\\u007f";
    } else if (rest[0] == '\xc2' && has_control_character(rest)) {
      shown += fmt::format("\\u{:04x}", static_cast<unsigned char>(rest[1]));
      ++i;
    } else {
      shown += json[i];
    }
  }
  return shown;
}

/// Code points, which is what most terminals give one column each.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

Output::Output(std::ostream& results, std::ostream& messages, bool colour_results, bool colour_messages)
    : results_(results), messages_(messages), colour_results_(colour_results), colour_messages_(colour_messages) {}

void Output::raw(std::string_view text) {
  results_.write(text.data(), static_cast<std::streamsize>(text.size()));
  results_.flush();
}

void Output::line(std::string_view text) { results_ << text << '\n' << std::flush; }

void Output::json(const nlohmann::ordered_json& document) {
  line(without_high_controls(document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace)));
}

void Output::table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::vector<std::string>> shown;
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    auto& cells = shown.emplace_back();
    for (std::size_t i = 0; i < row.size(); ++i) {
      cells.push_back(printable(row[i]));
      if (i >= widths.size()) widths.push_back(0);
      widths[i] = std::max(widths[i], width(cells.back()));
    }
  }
  for (std::size_t r = 0; r < shown.size(); ++r) {
    std::string text;
    for (std::size_t i = 0; i < shown[r].size(); ++i) {
      text += shown[r][i];
      if (i + 1 < shown[r].size()) text.append(widths[i] - width(shown[r][i]) + 2, ' ');
    }
    text.erase(text.find_last_not_of(' ') + 1);
    line(styled(r == 0 ? Style::kBold : Style::kPlain, text));
  }
}

void Output::message(std::string_view text) {
  messages_ << paint(Style::kBold, "sallyport:", colour_messages_) << ' ' << printable(text) << '\n' << std::flush;
}

void Output::error(const Error& error) {
  // A list of what is wrong has a line for each.
  const std::string_view text = error.message;
  const auto first_end = std::min(text.find('\n'), text.size());
  const bool has_detail = !error.detail.empty() && text.find(error.detail) == text.npos;
  message(has_detail ? fmt::format("{} ({})", text.substr(0, first_end), error.detail) : text.substr(0, first_end));
  for (auto end = first_end; end < text.size();) {
    const auto start = end + 1;
    end = std::min(text.find('\n', start), text.size());
    messages_ << printable(text.substr(start, end - start)) << '\n' << std::flush;
  }
}

void Output::errors(const std::vector<FieldError>& errors) {
  for (const FieldError& error : errors) message(fmt::format("{}: {}", error.field, error.message));
}

std::string Output::styled(Style style, std::string_view text) const { return paint(style, text, colour_results_); }

std::string printable(std::string_view text) {
  std::string shown;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::size_t length = byte < 0x80U ? 1 : byte < 0xe0U ? 2 : byte < 0xf0U ? 3 : 4;
    const std::string_view character = text.substr(i, length);
    if (is_utf8(character) && !has_control_character(character)) {
      shown += character;
      i += length - 1;
    } else if (byte == '\n') {
      shown += "\\n";
    } else if (byte == '\t') {
      shown += "\\t";
    } else {
      shown += fmt::format("\\x{:02x}", byte);
    }
  }
  return shown;
}

}  // namespace sallyport
