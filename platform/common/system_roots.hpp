#pragma once

#include <openssl/x509_vfy.h>

namespace sallyport {

/// Adds the roots that the system trusts, and those that `SSL_CERT_FILE` and `SSL_CERT_DIR` name. False when OpenSSL
/// has no memory or no such function; OpenSSL's error queue says why. Reads files.
[[nodiscard]] bool add_system_roots(X509_STORE* store);

}  // namespace sallyport
