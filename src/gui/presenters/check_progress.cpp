#include "presenters/check_progress.hpp"

#include <fmt/format.h>

#include <utility>

#include "app/request_text.hpp"
#include "sallyport/core/settings_fields.hpp"

namespace sallyport {
namespace {

using Line = CheckProgress::Line;

std::string name_in_words(CheckStage stage) {
  switch (stage) {
    case CheckStage::kSettings:
      return "Route";
    case CheckStage::kDns:
      return "DNS lookup";
    case CheckStage::kConnect:
      return "Connection";
    case CheckStage::kTlsToProxy:
      return "TLS to the proxy";
    case CheckStage::kProxyAuth:
      return "Sign-in at the proxy";
    case CheckStage::kTunnel:
      return "Tunnel through the proxy";
    case CheckStage::kTls:
      return "Certificate of the site";
    case CheckStage::kHttp:
      break;
  }
  return "Answer of the site";
}

/// Without the user, the query and the fragment.
std::string without_secrets(std::string_view url) {
  const std::size_t end = url.find_first_of("?#");
  const std::string_view rest = end == std::string_view::npos ? "" : url[end] == '?' ? "?…" : "#…";
  url = url.substr(0, end);
  const std::size_t scheme_end = url.find("://");
  const std::size_t host = scheme_end == std::string_view::npos ? 0 : scheme_end + 3;
  const std::string_view authority = url.substr(host, url.find('/', host) - host);
  const std::size_t user = authority.rfind('@');
  const std::size_t skipped = user == std::string_view::npos ? 0 : user + 1;
  return fmt::format("{}{}{}", url.substr(0, host), url.substr(host + skipped), rest);
}

std::string settings_text(const ProxySettings& settings) {
  std::string text;
  for (const Field<ProxySettings>& field : proxy_fields()) {
    if (field.get(settings) == field.get(ProxySettings{})) continue;
    text += fmt::format("  {} = {}\n", field.key, get_field(settings, field.key).value_or(""));
  }
  return text.empty() ? "  the defaults\n" : text;
}

std::string line_text(const Line& line) {
  std::string text = fmt::format("  {}: {}\n", line.name, line.result);
  if (!line.detail.empty()) text += fmt::format("    {}\n", line.detail);
  if (!line.advice.empty()) text += fmt::format("    What to do: {}\n", line.advice);
  return text;
}

}  // namespace

void CheckProgress::begin(CheckSubject subject) {
  subject_ = std::move(subject);
  lines_.clear();
  error_ = {};
  state_ = State::kRunning;
}

void CheckProgress::stage_began(CheckStage stage) {
  lines_.push_back({stage, State::kRunning, name_in_words(stage), "Under way…", "", ""});
}

void CheckProgress::stage_ended(const CheckResult& result, bool typed_refused) {
  if (lines_.empty() || lines_.back().stage != result.stage) return;
  Line& line = lines_.back();
  line.state = result.ok ? State::kPassed : State::kFailed;
  line.result = fmt::format("{}, {}", result.ok ? "Passed" : "Failed", duration_text(result.took));
  line.detail = result.detail;
  line.advice = result.advice;
  if (!result.ok && result.stage == CheckStage::kProxyAuth && typed_refused) {
    line.advice =
        "Type the password anew, or correct the user name, and check again. So that the account is not locked, this "
        "password is not sent again.";
  }
}

void CheckProgress::ended(bool ok) {
  if (state_ == State::kRunning) state_ = ok ? State::kPassed : State::kFailed;
}

void CheckProgress::failed(Error error) {
  if (state_ != State::kRunning) return;
  error_ = std::move(error);
  state_ = State::kFailed;
}

void CheckProgress::stopped() {
  if (state_ != State::kRunning) return;
  state_ = State::kStopped;
  if (!lines_.empty() && lines_.back().state == State::kRunning) {
    lines_.back().state = State::kStopped;
    lines_.back().result = "Stopped";
  }
}

std::string CheckProgress::summary() const {
  switch (state_) {
    case State::kReady:
      return "Goes the way of one request, with the settings as they stand in the window, saved or not.";
    case State::kRunning:
      return "Checking…";
    case State::kPassed:
      return "The request reached the site and was answered.";
    case State::kStopped:
      return "The check was stopped.";
    case State::kFailed:
      break;
  }
  if (!error_.message.empty()) return error_.code == ErrorCode::kInvalidValue ? "Nothing was checked." : error_.message;
  return lines_.empty() ? "The check failed." : fmt::format("It fails at this stage: {}.", lines_.back().name);
}

std::string CheckProgress::url_error() const {
  return state_ == State::kFailed && error_.code == ErrorCode::kInvalidValue ? error_.message : std::string();
}

std::string CheckProgress::report(std::string_view version) const {
  if (state_ == State::kReady) return {};
  std::string text =
      fmt::format("Sallyport {}, check of the connection to {}\n", version, without_secrets(subject_.url));
  text += fmt::format("Result: {}\n", summary());
  if (!url_error().empty()) text += fmt::format("  {}\n", url_error());
  text += fmt::format("Settings{}:\n{}", subject_.unsaved ? " (not saved yet)" : "", settings_text(subject_.settings));
  if (subject_.typed_password) text += "  with a password that was typed and is not saved\n";
  if (!subject_.system.empty()) text += fmt::format("System proxy: {}\n", subject_.system);
  if (!lines_.empty()) text += "Stages:\n";
  for (const Line& line : lines_) text += line_text(line);
  return text;
}

}  // namespace sallyport
