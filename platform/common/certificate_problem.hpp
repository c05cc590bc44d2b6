#pragma once

#include <openssl/x509_vfy.h>

#include <string>

namespace sallyport {

/// What is wrong with the certificate that verification of `context` stopped at, and what to do: sentences about the
/// proxy `host`. Text from the certificate is escaped and cut.
[[nodiscard]] std::string describe_certificate_problem(X509_STORE_CTX* context, const std::string& host);

}  // namespace sallyport
