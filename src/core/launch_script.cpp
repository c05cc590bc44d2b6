#include "sallyport/core/launch_script.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "sallyport/core/proxy_variables.hpp"
#include "sallyport/core/windows_quoting.hpp"

namespace sallyport {
namespace {

/// Text that may hold a password, built without leaving copies behind when it grows.
class SecretText {
 public:
  ~SecretText() { wipe_memory(text_.data(), text_.size()); }

  SecretText& operator<<(std::string_view more) {
    if (text_.size() + more.size() > text_.capacity()) {
      std::string larger;
      larger.reserve(2 * (text_.size() + more.size()));
      larger = text_;
      wipe_memory(text_.data(), text_.size());
      text_.swap(larger);
    }
    text_ += more;
    return *this;
  }
  Secret take() const { return Secret(text_); }

 private:
  std::string text_;
};

bool is_plain_name(std::string_view name) {
  const auto is_name_character = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && !(name.front() >= '0' && name.front() <= '9') &&
         std::all_of(name.begin(), name.end(), is_name_character);
}

/// Inside `set "N=V"` only `%` is special, and `"` ends nothing as long as the quotes pair up for `&` and `|`.
std::string escape_bat_value(std::string_view value) {
  std::string escaped;
  for (const char c : value) {
    if (c == '%') escaped += '%';
    escaped += c;
  }
  return escaped;
}

Result<void> check_bat(std::string_view what, std::string_view value) {
  if (value.find_first_of("\r\n") != std::string_view::npos) {
    return failure(ErrorCode::kInvalidValue,
                   fmt::format("A bat file cannot carry a line break in {}; use --format sh.", what));
  }
  if (value.find('"') != std::string_view::npos) {
    return failure(ErrorCode::kInvalidValue,
                   fmt::format("A bat file cannot carry a double quote in {} safely; use --format sh.", what));
  }
  return {};
}

void quote_dotenv(SecretText& text, std::string_view value) {
  text << "\"";
  for (const char c : value) {
    switch (c) {
      case '\n':
        text << "\\n";
        break;
      case '\r':
        text << "\\r";
        break;
      case '"':
      case '\\':
      case '$':
      case '`':
        text << "\\" << std::string_view(&c, 1);
        break;
      default:
        text << std::string_view(&c, 1);
    }
  }
  text << "\"";
}

std::string_view real_value(const EnvironmentChange& change) {
  return change.secret_value ? change.secret_value->reveal() : std::string_view(change.value);
}

Result<void> append_changes(SecretText& text, const LaunchPlan& plan, ScriptFormat format) {
  for (const EnvironmentChange& change : plan.changes) {
    const bool sets = change.op == EnvironmentChange::Op::kSet;
    if (format != ScriptFormat::kBat && !is_plain_name(change.name)) {
      if (!sets) continue;  // no shell can have exported it
      return failure(ErrorCode::kInvalidValue,
                     fmt::format("The variable name \"{}\" cannot be written in a shell script.", change.name));
    }
    switch (format) {
      case ScriptFormat::kSh:
        if (sets) {
          std::string quoted = quote_sh(real_value(change));
          text << "export " << change.name << "=" << quoted << "\n";
          wipe_memory(quoted.data(), quoted.size());
        } else {
          text << "unset " << change.name << "\n";
        }
        break;
      case ScriptFormat::kBat: {
        if (auto checked = check_bat(change.name, real_value(change)); !checked) return checked;
        std::string value = sets ? escape_bat_value(real_value(change)) : std::string();
        text << "set \"" << change.name << "=" << value << "\"\r\n";
        wipe_memory(value.data(), value.size());
        break;
      }
      case ScriptFormat::kDotenv:
        if (!sets) break;
        text << change.name << "=";
        quote_dotenv(text, real_value(change));
        text << "\n";
        break;
    }
  }
  return {};
}

/// The plan names the usual two spellings of each variable; the shell that runs the script may have others.
void append_removal_of_any_spelling(SecretText& text) {
  const auto names = proxy_variable_names();
  text << fmt::format(
      "for sallyport_name in $(env | grep -iE '^({})=' | cut -d= -f1); do unset \"$sallyport_name\"; done\n",
      fmt::join(names.begin(), names.end(), "|"));
}

}  // namespace

std::string quote_sh(std::string_view word) {
  static constexpr std::string_view kHarmless =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:,@+=";
  if (!word.empty() && word.find_first_not_of(kHarmless) == std::string_view::npos) return std::string(word);
  std::string quoted;
  quoted.reserve(4 * word.size() + 2);
  quoted += '\'';
  for (const char c : word) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted += c;
    }
  }
  return quoted += '\'';
}

std::string quote_bat(std::string_view word) {
  static constexpr std::string_view kHarmless =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./\\:@+";
  if (!word.empty() && word.find_first_not_of(kHarmless) == std::string_view::npos) return std::string(word);
  std::string quoted;
  for (const char c : quote_windows(word)) {
    if (c == '%') quoted += '%';
    quoted += c;
  }
  return quoted;
}

Result<Secret> render_changes(const LaunchPlan& plan, ScriptFormat format) {
  SecretText text;
  if (auto appended = append_changes(text, plan, format); !appended) return tl::unexpected(appended.error());
  return text.take();
}

Result<Secret> render_script(const LaunchPlan& plan, ScriptFormat format, const std::string& command,
                             const std::vector<std::string>& arguments, const std::string& directory) {
  SecretText text;
  if (format == ScriptFormat::kDotenv) {
    return failure(ErrorCode::kInvalidValue, "A dotenv file cannot launch an app; use the format sh or bat.");
  }
  const bool bat = format == ScriptFormat::kBat;
  if (bat) {
    text << "@echo off\r\nsetlocal DisableDelayedExpansion\r\nchcp 65001 >nul\r\n";
    for (const std::string* word : {&command, &directory}) {
      if (auto checked = check_bat("the command", *word); !checked) return tl::unexpected(checked.error());
    }
    for (const std::string& argument : arguments) {
      if (auto checked = check_bat("an argument", argument); !checked) return tl::unexpected(checked.error());
    }
  } else {
    text << "#!/bin/sh\n";
    append_removal_of_any_spelling(text);
  }
  if (auto appended = append_changes(text, plan, format); !appended) return tl::unexpected(appended.error());
  const auto quote = [bat](std::string_view word) { return bat ? quote_bat(word) : quote_sh(word); };
  // `cd --` keeps a directory that begins with a dash from being read as an option.
  if (!directory.empty())
    text << (bat ? "cd /d " : "cd -- ") << quote(directory) << (bat ? " || exit /b 125\r\n" : " || exit 125\n");
  text << (bat ? "" : "exec ") << quote(command);
  for (const std::string& argument : arguments) text << " " << quote(argument);
  text << (bat ? " %*\r\n" : " \"$@\"\n");
  return text.take();
}

}  // namespace sallyport
