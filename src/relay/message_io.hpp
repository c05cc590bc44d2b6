#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "relay/deadline.hpp"
#include "relay/message_parser.hpp"
#include "relay/stream.hpp"

namespace sallyport::relay {

[[nodiscard]] inline std::string_view text_of(const boost::beast::flat_buffer& buffer) {
  return {static_cast<const char*>(buffer.data().data()), buffer.size()};
}

/// How long a body, or the reader of one, may stand still.
inline constexpr std::chrono::seconds kStallTime{300};

enum class HeadEnd {
  kComplete,
  kClosed,   ///< before a byte of it came
  kBroken,   ///< closed within it
  kTooLong,  ///< over kHeadLimit
  kBadLines  ///< a line that does not end in CR LF (RFC 9112 §2.2)
};

/// False when `to` breaks.
boost::asio::awaitable<bool> write_text(Stream& to, std::string_view text, std::string_view more = {});

/// Reads what has come already, if anything, without waiting.
void read_what_is_there(boost::asio::ip::tcp::socket& from, boost::beast::flat_buffer& buffer);

/// Takes the head of the next message, its empty line included, out of `buffer`, reading as far as it has to.
boost::asio::awaitable<HeadEnd> read_head(Stream& from, boost::beast::flat_buffer& buffer, std::string& head);

enum class BodyEnd { kComplete, kSourceBroke, kTargetBroke };
enum class BodyForm { kAsItCame, kWithoutChunks };

/// Sends `prefix` and then the body of the message whose head was parsed, as it comes. Holds one read of it.
template <bool is_request>
boost::asio::awaitable<BodyEnd> pass_body(MessageParser<is_request>& parser, Stream& from,
                                          boost::beast::flat_buffer& buffer, Stream& to, std::string_view prefix,
                                          BodyForm form, Deadline& deadline, std::uint64_t& count);

/// Reads the body to its end into `body`, framing included; false when it breaks or is longer than `limit`.
template <bool is_request>
boost::asio::awaitable<bool> read_body(MessageParser<is_request>& parser, Stream& from,
                                       boost::beast::flat_buffer& buffer, std::size_t limit, Deadline& deadline,
                                       std::string& body);

}  // namespace sallyport::relay
