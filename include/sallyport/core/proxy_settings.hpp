#pragma once

#include <cstdint>
#include <string>

#include "sallyport/core/credentials.hpp"
#include "sallyport/core/endpoint.hpp"

namespace sallyport {

/// How clients get the proxy: in their environment, or through the loopback relay.
enum class Delivery { kAuto, kEnvironment, kRelay };

struct SystemProxySettings {
  bool enabled = true;
  bool respect_environment = false;  ///< inherited HTTP_PROXY, HTTPS_PROXY and NO_PROXY win over the OS's proxy
  bool authentication = false;
  std::string username;
  bool operator==(const SystemProxySettings&) const = default;
};

/// Wins over the system proxy when both are enabled. `host` and `bypass` are as the user wrote them; `validate` in
/// settings.hpp says whether they can be read.
struct CustomProxySettings {
  bool enabled = false;
  bool http = true;   ///< http requests go through it
  bool https = true;  ///< https requests go through it
  ProxyProtocol protocol = ProxyProtocol::kHttp;
  std::string host;
  std::int64_t port = 8080;
  bool authentication = false;
  std::string username;
  std::string bypass;
  std::string ca_file;  ///< absolute path of a PEM file; empty: the system's roots alone
  bool operator==(const CustomProxySettings&) const = default;

  /// The server in canonical form; fails on a host or port that `validate` reports.
  [[nodiscard]] Result<Endpoint> endpoint() const;
};

/// The password stands in the keychain, never here.
struct ProxySettings {
  SystemProxySettings system_proxy;
  CustomProxySettings custom_proxy;
  Delivery delivery = Delivery::kAuto;
  /// What apps are to trust beside what they trust by themselves: the absolute path of a PEM file, `system` for what
  /// the system trusts, or nothing (company_authority.hpp).
  std::string ca_file;
  bool operator==(const ProxySettings&) const = default;
};

}  // namespace sallyport
