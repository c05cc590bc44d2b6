#include "relay/message_io.hpp"

#include <array>
#include <vector>

namespace sallyport::relay {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using Code = boost::system::error_code;

constexpr std::size_t kHeadRead = std::size_t{8} * 1024;
constexpr std::size_t kBodyRead = std::size_t{64} * 1024;

asio::awaitable<Code> read_more(Stream& from, beast::flat_buffer& buffer, std::size_t size) {
  Code error;
  buffer.commit(co_await from.read_some(buffer.prepare(size), error));
  co_return error;
}

}  // namespace

asio::awaitable<bool> write_text(Stream& to, std::string_view text, std::string_view more) {
  const std::array<asio::const_buffer, 2> buffers{asio::const_buffer(text.data(), text.size()),
                                                  asio::const_buffer(more.data(), more.size())};
  Code error;
  co_await to.write(buffers, error);
  co_return !error;
}

void read_what_is_there(asio::ip::tcp::socket& from, beast::flat_buffer& buffer) {
  Code nothing;
  buffer.commit(from.read_some(buffer.prepare(kHeadRead), nothing));
  if (buffer.size() == 0) buffer.shrink_to_fit();
}

asio::awaitable<HeadEnd> read_head(Stream& from, beast::flat_buffer& buffer, std::string& head) {
  std::size_t looked_at = 0;
  for (;;) {
    // An empty line before a message is left over from the one before (RFC 9112 §2.2).
    while (looked_at == 0 && text_of(buffer).starts_with("\r\n")) buffer.consume(2);
    const std::string_view text = text_of(buffer);
    for (auto end = text.find('\n', looked_at); end != std::string_view::npos; end = text.find('\n', end + 1)) {
      if (end == 0 || text[end - 1] != '\r') co_return HeadEnd::kBadLines;
      if (end < 3 || text[end - 2] != '\n') continue;
      if (end >= kHeadLimit) co_return HeadEnd::kTooLong;
      head.assign(text.substr(0, end + 1));
      buffer.consume(end + 1);
      co_return HeadEnd::kComplete;
    }
    looked_at = text.size();
    if (looked_at >= kHeadLimit) co_return HeadEnd::kTooLong;
    if (co_await read_more(from, buffer, kHeadRead)) co_return looked_at == 0 ? HeadEnd::kClosed : HeadEnd::kBroken;
  }
}

template <bool is_request>
asio::awaitable<BodyEnd> pass_body(MessageParser<is_request>& parser, Stream& from, beast::flat_buffer& buffer,
                                   Stream& to, std::string_view prefix, BodyForm form, Deadline& deadline,
                                   std::uint64_t& count) {
  std::vector<asio::const_buffer> out;
  for (;;) {
    std::size_t taken = 0;
    if (!take_body(parser, text_of(buffer), taken)) co_return BodyEnd::kSourceBroke;
    out.clear();
    if (!prefix.empty()) out.emplace_back(prefix.data(), prefix.size());
    prefix = {};
    for (const std::string_view piece : parser.body_pieces()) {
      count += piece.size();
      if (form == BodyForm::kWithoutChunks) out.emplace_back(piece.data(), piece.size());
    }
    if (form == BodyForm::kAsItCame && taken > 0) out.emplace_back(buffer.data().data(), taken);
    if (!out.empty()) {
      Code error;
      deadline.set(kStallTime);
      co_await to.write(out, error);
      if (error) co_return BodyEnd::kTargetBroke;
    }
    buffer.consume(taken);
    if (parser.is_done()) co_return BodyEnd::kComplete;
    // A line of framing that does not end.
    if (buffer.size() >= kHeadLimit) co_return BodyEnd::kSourceBroke;
    deadline.set(kStallTime);
    if (const Code error = co_await read_more(from, buffer, kBodyRead)) {
      Code incomplete = error;
      if (error == asio::error::eof) parser.put_eof(incomplete);
      co_return incomplete ? BodyEnd::kSourceBroke : BodyEnd::kComplete;
    }
  }
}

template <bool is_request>
asio::awaitable<bool> read_body(MessageParser<is_request>& parser, Stream& from, beast::flat_buffer& buffer,
                                std::size_t limit, Deadline& deadline, std::string& body) {
  for (;;) {
    std::size_t taken = 0;
    if (!take_body(parser, text_of(buffer), taken)) co_return false;
    body.append(text_of(buffer).substr(0, taken));
    buffer.consume(taken);
    if (parser.is_done()) co_return true;
    if (body.size() > limit || buffer.size() >= kHeadLimit) co_return false;
    deadline.set(kStallTime);
    if (co_await read_more(from, buffer, kHeadRead)) co_return false;
  }
}

template asio::awaitable<BodyEnd> pass_body<true>(RequestParser&, Stream&, beast::flat_buffer&, Stream&,
                                                  std::string_view, BodyForm, Deadline&, std::uint64_t&);
template asio::awaitable<BodyEnd> pass_body<false>(ResponseParser&, Stream&, beast::flat_buffer&, Stream&,
                                                   std::string_view, BodyForm, Deadline&, std::uint64_t&);
template asio::awaitable<bool> read_body<true>(RequestParser&, Stream&, beast::flat_buffer&, std::size_t, Deadline&,
                                               std::string&);
template asio::awaitable<bool> read_body<false>(ResponseParser&, Stream&, beast::flat_buffer&, std::size_t, Deadline&,
                                                std::string&);

}  // namespace sallyport::relay
