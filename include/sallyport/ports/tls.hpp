#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "sallyport/core/result.hpp"

namespace sallyport {

/// Of the certificate that the other end showed; text from it is escaped and cut.
struct TlsCertificate {
  std::string issuer;            ///< who signed it: common name and organisation
  std::string expires;           ///< `2026-03-31`, UTC
  bool known_to_system = false;  ///< it leads to one of the system's roots, and not only to one of the CA file
};

/// The client's end of one TLS connection, at least 1.2 (RFC 8446, RFC 5246), without a socket: what comes from the
/// network is fed in, what is to be sent is taken out. Nothing blocks; one thread.
class TlsSession {
 public:
  virtual ~TlsSession() = default;

  /// Bytes from the network; held until they are used.
  virtual void feed(std::string_view bytes) = 0;
  /// What the other calls left to be sent, failed ones too. Empty: nothing.
  [[nodiscard]] virtual std::string take_output() = 0;

  /// True when the connection stands and the other end is who it should be; false when more bytes are needed. An error
  /// says what was wrong, with the certificate for one, and what to do.
  [[nodiscard]] virtual Result<bool> handshake() = 0;

  /// After a handshake.
  [[nodiscard]] virtual TlsCertificate certificate() const = 0;

  struct Received {
    std::size_t size = 0;   ///< 0 without `finished`: more bytes are needed
    bool finished = false;  ///< the other end said that nothing more comes
  };
  [[nodiscard]] virtual Result<Received> receive(std::span<char> into) = 0;
  [[nodiscard]] virtual Result<void> send(std::string_view text) = 0;
  /// Says that nothing more will be sent (close_notify).
  virtual void finish() = 0;
};

/// Who the other end should be.
struct TlsPeer {
  enum class Role { kProxy, kSite };  ///< for the words of errors
  Role role = Role::kProxy;
  std::string host{};     ///< a name, or an address without brackets
  std::string ca_file{};  ///< a PEM file of authorities that are trusted beside the system's; may be empty
};

class Tls {
 public:
  virtual ~Tls() = default;
  /// A connection to a peer whose certificate must name it (RFC 9525) and lead to one of the system's roots or of those
  /// in the CA file. Reads files. kInvalidValue: the CA file cannot be used. kUnsupported: this installation has no
  /// TLS.
  [[nodiscard]] virtual Result<std::unique_ptr<TlsSession>> connect(const TlsPeer& peer) = 0;
};

}  // namespace sallyport
