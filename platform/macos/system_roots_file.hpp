#pragma once

namespace sallyport {

/// The authorities of the system's LibreSSL; those that only the keychain has are not in it.
inline constexpr const char* kSystemRootsFile = "/etc/ssl/cert.pem";

}  // namespace sallyport
