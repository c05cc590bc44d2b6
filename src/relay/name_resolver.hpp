#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sallyport/core/result.hpp"

namespace sallyport::relay {

/// Looks names up on threads of their own, as getaddrinfo(3) blocks for as long as a server is silent and cannot be
/// called off: one such name keeps no other waiting. What was given up goes on alone until the system lets go of it.
/// One thread: the relay's. Outlives who waits for it.
class NameResolver {
 public:
  /// How long one look-up may take once it has its turn.
  static constexpr std::chrono::seconds kTime{15};
  /// How many are under way at a time.
  static constexpr std::size_t kMost = 32;

  NameResolver();
  ~NameResolver();
  NameResolver(const NameResolver&) = delete;
  NameResolver& operator=(const NameResolver&) = delete;

  /// The addresses of `host` (a name, or an address without brackets) in the order in which they are to be tried: IPv6
  /// and IPv4 in turn (RFC 8305 §4); there is one at least. kIo, with the cause and what to do.
  boost::asio::awaitable<Result<std::vector<boost::asio::ip::tcp::endpoint>>> resolve(const std::string& host,
                                                                                      std::uint16_t port);
  /// No answer comes any more: to be called before the io_context goes on which requests wait.
  void stop();

 private:
  struct Lookups;
  std::shared_ptr<Lookups> lookups_;  ///< shared with the threads
};

}  // namespace sallyport::relay
