#pragma once

#include <openssl/x509_vfy.h>

#include <string>

#include "sallyport/ports/tls.hpp"

namespace sallyport {

/// Its issuer and its last day.
[[nodiscard]] TlsCertificate describe_certificate(const X509* certificate);

/// What is wrong with the certificate that verification of `context` stopped at, and what to do: sentences about
/// `peer`. Text from the certificate is escaped and cut.
[[nodiscard]] std::string describe_certificate_problem(X509_STORE_CTX* context, const TlsPeer& peer);

}  // namespace sallyport
