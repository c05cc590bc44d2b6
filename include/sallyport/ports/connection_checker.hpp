#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "sallyport/core/endpoint.hpp"
#include "sallyport/core/request_target.hpp"
#include "sallyport/ports/relay_host.hpp"

namespace sallyport {

/// One step on the way to a URL.
enum class CheckStage {
  kSettings,    ///< which way the settings send it
  kDns,         ///< the name of the proxy, or of the site where there is no proxy
  kConnect,     ///< TCP
  kTlsToProxy,  ///< an HTTPS proxy
  kProxyAuth,   ///< what the proxy asks for, and whether it takes the login
  kTunnel,      ///< CONNECT, or what SOCKS5 has for it
  kTls,         ///< the site's certificate, and whether somebody signs it anew
  kHttp,        ///< what the site answered
};

struct CheckResult {
  CheckStage stage = CheckStage::kSettings;
  bool ok = false;
  std::chrono::milliseconds took{};
  std::string detail;  ///< a sentence: what was found, or what went wrong; without a secret
  std::string advice;  ///< what to do; empty when there is nothing
};

struct CheckReport {
  std::vector<CheckResult> stages;  ///< up to the first that failed
  std::optional<Endpoint> proxy;    ///< empty: direct, or not known

  [[nodiscard]] bool ok() const { return !stages.empty() && stages.back().ok; }
};

struct CheckRequest {
  RelayRules rules;
  RequestTarget target;  ///< of scheme http or https
  std::string path;      ///< origin-form, `/` at least
  std::string ca_file;   ///< a PEM file of authorities that are trusted beside the system's; may be empty
};

/// Goes the way of one request, stage by stage, as the relay would.
class ConnectionChecker {
 public:
  /// How long one stage may take; the keychain has its own time (CredentialCall).
  static constexpr std::chrono::seconds kStageTime{20};

  struct Observer {
    std::function<void(CheckStage)> began;          ///< may be empty
    std::function<void(const CheckResult&)> ended;  ///< may be empty
  };

  virtual ~ConnectionChecker() = default;

  /// Blocks for as long as the stages take; the observer is called on this thread. A stop ends it without a result for
  /// the stage that was under way: at once, but for an answer of the OS (PAC), which is waited for. A login that was
  /// refused is not tried again until it has changed (RejectedCredentials).
  [[nodiscard]] virtual CheckReport check(const CheckRequest& request, const Observer& observer,
                                          const std::stop_token& stop) = 0;
};

}  // namespace sallyport
