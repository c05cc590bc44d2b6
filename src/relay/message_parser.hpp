#pragma once

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/field.hpp>
#include <cstdint>
#include <string_view>
#include <vector>

namespace sallyport::relay {

/// A header field; the views are into the buffer that was parsed.
struct Field {
  boost::beast::http::field known;
  std::string_view name;
  std::string_view value;
};

/// How long one head may be; a longer one is refused with 431.
inline constexpr std::size_t kHeadLimit = std::size_t{64} * 1024;
/// How many fields it may have: each is compared with those that a Connection field names.
inline constexpr std::size_t kFieldLimit = 1000;

/// Takes the head of one HTTP/1.1 message apart and finds the end of its body, so that the body itself can be passed on
/// as it came (RFC 9112). The head is parsed in one piece, which the views that it leaves are into.
template <bool is_request>
class MessageParser : public boost::beast::http::basic_parser<is_request> {
 public:
  MessageParser() {
    this->header_limit(kHeadLimit);
    this->body_limit(boost::none);
    fields_.reserve(24);
  }

  [[nodiscard]] std::string_view method() const { return method_; }
  [[nodiscard]] std::string_view target() const { return target_; }
  [[nodiscard]] unsigned status() const { return status_; }
  [[nodiscard]] std::string_view reason() const { return reason_; }
  [[nodiscard]] bool is_http_1_1() const { return version_ >= 11; }
  [[nodiscard]] const std::vector<Field>& fields() const { return fields_; }
  /// Pieces of the body proper, without the framing of chunks, that the last `put` came by.
  [[nodiscard]] const std::vector<std::string_view>& body_pieces() const { return pieces_; }
  void forget_body_pieces() { pieces_.clear(); }
  /// The last `put` found a line of framing without its end.
  bool is_within_line = false;

 private:
  using Code = boost::beast::error_code;
  using View = boost::beast::string_view;

  void on_request_impl(boost::beast::http::verb, View method, View target, int version, Code&) override {
    method_ = {method.data(), method.size()};
    target_ = {target.data(), target.size()};
    version_ = version;
  }
  void on_response_impl(int status, View reason, int version, Code&) override {
    status_ = static_cast<unsigned>(status);
    reason_ = {reason.data(), reason.size()};
    version_ = version;
  }
  void on_field_impl(boost::beast::http::field known, View name, View value, Code& error) override {
    if (this->is_header_done()) return;  // a trailer: passed on as it came
    if (fields_.size() == kFieldLimit) error = boost::beast::http::error::header_limit;
    fields_.push_back({known, {name.data(), name.size()}, {value.data(), value.size()}});
  }
  void on_header_impl(Code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) override {}
  std::size_t on_body_impl(View body, Code&) override {
    pieces_.emplace_back(body.data(), body.size());
    return body.size();
  }
  void on_chunk_header_impl(std::uint64_t, View extension, Code& error) override {
    // Beast lets a quoted line feed through, at which other readers end the line.
    const auto is_control = [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; };
    if (std::any_of(extension.begin(), extension.end(), is_control)) {
      error = boost::beast::http::error::bad_chunk_extension;
    }
  }
  std::size_t on_chunk_body_impl(std::uint64_t, View body, Code&) override {
    pieces_.emplace_back(body.data(), body.size());
    return body.size();
  }
  void on_finish_impl(Code&) override {}

  std::string_view method_;
  std::string_view target_;
  std::string_view reason_;
  unsigned status_ = 0;
  int version_ = 11;
  std::vector<Field> fields_;
  std::vector<std::string_view> pieces_;
};

using RequestParser = MessageParser<true>;
using ResponseParser = MessageParser<false>;

/// `head` is a whole head, and outlives what the parser shows of it. False also for a line that goes on in the next:
/// nobody sends one but to be read in two ways (RFC 9112 §5.2).
template <bool is_request>
[[nodiscard]] bool parse_head(MessageParser<is_request>& parser, std::string_view head) {
  if (head.find("\r\n ") != std::string_view::npos || head.find("\r\n\t") != std::string_view::npos) return false;
  boost::beast::error_code error;
  parser.put(boost::asio::const_buffer(head.data(), head.size()), error);
  return !error && parser.is_header_done();
}

/// Takes what of the body is in `text`, after the head; `taken` says how many bytes that is, framing included. False
/// for a body that breaks its rules.
template <bool is_request>
[[nodiscard]] bool take_body(MessageParser<is_request>& parser, std::string_view text, std::size_t& taken) {
  parser.forget_body_pieces();
  parser.eager(true);
  for (taken = 0; !parser.is_done() && taken < text.size();) {
    const std::string_view rest = text.substr(taken);
    // Beast asserts that there are five bytes when it goes on with the last chunk.
    if (parser.is_within_line && rest.size() < 5 && rest.starts_with("0\r\n")) break;
    boost::beast::error_code error;
    const std::size_t size = parser.put(boost::asio::const_buffer(rest.data(), rest.size()), error);
    taken += size;
    parser.is_within_line = error == boost::beast::http::error::need_more;
    if (parser.is_within_line) break;
    if (error) return false;
    if (size == 0) break;
  }
  return true;
}

}  // namespace sallyport::relay
