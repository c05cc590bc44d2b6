#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "support/certificate_authority.hpp"
#include "support/loopback_service.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {

/// A real squid on a free loopback port that lets nobody through without a login. `origin.test` is this machine.
class Squid {
 public:
  enum class Scheme { kBasic, kDigest };

  /// Knows one user. `more`: lines for its configuration. With `tls` its port takes TLS.
  Squid(Scheme scheme, const std::string& user, const std::string& password, const std::string& more = {},
        const std::optional<CertificateAuthority::Issued>& tls = {});

  [[nodiscard]] std::uint16_t port() const { return service_.port(); }
  /// The password of the user from now on.
  void set_password(const std::string& password) const;
  /// Ends it; a new one with the same port knows nothing of the nonces of the old.
  void restart();
  void stop() { service_.stop(); }
  void start_again() { service_.start_again(); }
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
  [[nodiscard]] ProcessSpec configure(std::uint16_t port, const std::string& more,
                                      const std::optional<CertificateAuthority::Issued>& tls) const;
  void write(const std::string& name, const std::string& text) const;

  TemporaryDirectory directory_;
  Scheme scheme_;
  std::string user_;
  LoopbackService service_;
};

}  // namespace sallyport
