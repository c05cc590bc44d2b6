#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>

#include "sallyport/core/endpoint.hpp"
#include "sallyport/core/result.hpp"
#include "sallyport/core/secret.hpp"

namespace sallyport {

/// What a credential belongs to, and the attributes of its keychain item. There is no credential for "any proxy".
struct CredentialKey {
  Endpoint proxy;
  std::string username;

  /// `alice at proxy.example.com:8080`, `alice at socks5://proxy.example.com:1080`, for sentences.
  [[nodiscard]] std::string description() const { return username + " at " + proxy.as_typed(); }
  auto operator<=>(const CredentialKey&) const = default;  // NOLINT(modernize-use-nullptr): the linter misreads it
};

/// A user and a password from outside the keychain, such as one found inside an answer of the OS.
struct Credential {
  std::string username;
  Secret password;

  [[nodiscard]] Credential clone() const { return {username, password.clone()}; }
};

/// What any keychain and any proxy takes: not empty, without a line end or NUL. The error never repeats it.
[[nodiscard]] Result<void> check_password(const Secret& password);

}  // namespace sallyport
