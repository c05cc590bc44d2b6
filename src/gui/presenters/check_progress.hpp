#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sallyport/core/proxy_settings.hpp"
#include "sallyport/core/result.hpp"
#include "sallyport/ports/connection_checker.hpp"

namespace sallyport {

/// What is checked.
struct CheckSubject {
  std::string url;  ///< as typed
  ProxySettings settings;
  std::string system;           ///< SystemProxyConfiguration::summary
  bool unsaved = false;         ///< the settings, or a password, stand in the window only
  bool typed_password = false;  ///< in place of a stored one
};

/// A check of the connection as the window shows it: its stages as they come, and what came of it.
class CheckProgress {
 public:
  enum class State { kReady, kRunning, kPassed, kFailed, kStopped };
  struct Line {
    CheckStage stage = CheckStage::kSettings;
    State state = State::kRunning;
    std::string name;    ///< `Sign-in at the proxy`
    std::string result;  ///< `Passed, 12 ms`
    std::string detail;  ///< a sentence; empty while the stage is under way
    std::string advice;  ///< what to do; may be empty
    bool operator==(const Line&) const = default;
  };

  void begin(CheckSubject subject);
  void stage_began(CheckStage stage);
  /// `typed_refused`: a password that was typed and not saved was refused by the proxy, now or before.
  void stage_ended(const CheckResult& result, bool typed_refused);
  void ended(bool ok);
  /// The check could not begin.
  void failed(Error error);
  void stopped();

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }
  /// What the check is for, is doing, or came to: a sentence.
  [[nodiscard]] std::string summary() const;
  /// What is wrong with the URL; empty when nothing is.
  [[nodiscard]] std::string url_error() const;

  /// All of it as text to hand on: no password, and no part of the URL that may hold a secret. Empty before the first
  /// check.
  [[nodiscard]] std::string report(std::string_view version) const;

 private:
  CheckSubject subject_;
  State state_ = State::kReady;
  std::vector<Line> lines_;
  Error error_;
};

}  // namespace sallyport
