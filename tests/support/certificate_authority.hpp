#pragma once

#include <string>

#include "platform/common/openssl_pointer.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {

/// A certificate authority of the test's own, by OpenSSL. Throws when that fails.
class CertificateAuthority {
 public:
  explicit CertificateAuthority(const std::string& name);

  /// A server's certificate with its key, both in PEM files.
  struct Issued {
    std::string certificate;
    std::string key;
  };
  /// `names` as OpenSSL writes them: `DNS:proxy.test,IP:127.0.0.1`; empty: the certificate names no server. Valid in
  /// the years from `first` up to `end`.
  [[nodiscard]] Issued issue(const std::string& names, int first = 2020, int end = 2120) const;

  /// The PEM file with its own certificate.
  [[nodiscard]] std::string file() const { return directory_ / "ca.pem"; }

 private:
  TemporaryDirectory directory_;
  OpensslPointer<EVP_PKEY> key_;
  OpensslPointer<X509> certificate_;
  mutable int issued_ = 0;
};

}  // namespace sallyport
