#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "platform/posix/helper_process.hpp"
#include "support/certificate_authority.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {

/// A real squid on a free loopback port that lets nobody through without a login. `origin.test` is this machine.
class Squid {
 public:
  enum class Scheme { kBasic, kDigest };

  /// Knows one user. `more`: lines for its configuration. With `tls` its port takes TLS.
  Squid(Scheme scheme, const std::string& user, const std::string& password, const std::string& more = {},
        const std::optional<CertificateAuthority::Issued>& tls = {});

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// The password of the user from now on.
  void set_password(const std::string& password) const;
  /// Ends it; a new one with the same port knows nothing of the nonces of the old.
  void restart();
  struct Seen {
    int status = 0;
    std::string method;
    std::string authorization;  ///< `-`: none
  };
  /// Every request so far that has been answered.
  [[nodiscard]] std::vector<Seen> seen() const;
  /// Those that carried a login.
  [[nodiscard]] std::vector<Seen> logins() const;

 private:
  bool start();
  void write(const std::string& name, const std::string& text) const;

  TemporaryDirectory directory_;
  Scheme scheme_;
  std::string user_;
  std::uint16_t port_ = 0;
  std::unique_ptr<HelperProcess> process_;
};

}  // namespace sallyport
