#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "platform/posix/file_descriptor.hpp"

namespace sallyport {

/// A client of a relay, with blocking calls that give up after 30 seconds. What breaks throws std::system_error.
class RelayClient {
 public:
  explicit RelayClient(std::uint16_t relay_port);

  void send(std::string_view text);
  /// `count` bytes, or fewer when the connection ends.
  std::string read(std::size_t count);
  /// Up to and with `end`, or to the end of the connection.
  std::string read_until(std::string_view end);
  /// The status of the answer to a GET, whose body is read; 0 when there is none. Keeps the connection.
  int get(const std::string& url);
  /// The status of the answer to a CONNECT.
  int connect(const std::string& authority);

 private:
  int read_status(std::string& head);

  FileDescriptor socket_;
  std::string buffer_;
};

}  // namespace sallyport
