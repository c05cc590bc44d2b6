#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "relay/stream.hpp"
#include "sallyport/core/result.hpp"
#include "sallyport/ports/tls.hpp"

namespace sallyport::relay {

/// One request to a site over whatever leads there: a connection, a tunnel, TLS to a proxy; with TLS of its own where
/// the site has it.
class SiteConnection {
 public:
  explicit SiteConnection(Stream& stream) : stream_(stream) {}

  /// Errors: those of Tls::connect and of TlsSession::handshake; kIo: the connection ended.
  boost::asio::awaitable<Result<TlsCertificate>> start_tls(Tls& tls, const TlsPeer& peer);
  boost::asio::awaitable<Result<void>> send(std::string_view text);
  /// The head of the response, its empty line included, and no more than 64 KiB of it; what comes after is lost, and so
  /// are the interim responses (1xx) before it. Of an answer that is no HTTP what came first.
  boost::asio::awaitable<Result<std::string>> read_head();

 private:
  boost::asio::awaitable<Result<void>> flush();
  /// What has come, at least one byte.
  boost::asio::awaitable<Result<std::string>> read_some();

  Stream& stream_;
  std::unique_ptr<TlsSession> session_;
};

}  // namespace sallyport::relay
