#include "relay/socks5.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <utility>

#include "relay/socks5_message.hpp"
#include "sallyport/core/endpoint.hpp"

namespace sallyport::relay {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

Socks5Answer failed(std::string reason) { return {Socks5Outcome::kFailed, std::move(reason)}; }

/// Reads exactly `size` bytes more into `bytes`. kFailed: the proxy ended the connection.
asio::awaitable<Result<void>> read_more(Stream& stream, std::string& bytes, std::size_t size, std::string_view step) {
  const std::size_t end = bytes.size() + size;
  while (bytes.size() < end) {
    std::array<char, kLongestSocks5Text + 2> piece{};
    error_code error;
    const std::size_t count = co_await stream.read_some(asio::buffer(piece.data(), end - bytes.size()), error);
    if (error) {
      const bool ended = error == asio::error::eof || error == asio::error::connection_reset;
      co_return failure(
          ended ? ErrorCode::kFailed : ErrorCode::kIo,
          fmt::format("The SOCKS5 proxy ended the connection {}. Check its port and type, or look into its log.", step),
          error.message());
    }
    bytes.append(piece.data(), count);
  }
  co_return Result<void>();
}

asio::awaitable<Result<void>> write(Stream& stream, std::string_view bytes) {
  error_code error;
  const std::array buffers = {asio::const_buffer(bytes.data(), bytes.size())};
  co_await stream.write(buffers, error);
  if (!error) co_return Result<void>();
  co_return failure(ErrorCode::kIo, "The connection to the SOCKS5 proxy broke. Try again.", error.message());
}

/// Holds a password until it is sent.
struct LoginMessage {
  std::array<char, 3 + 2 * kLongestSocks5Text> bytes{};

  LoginMessage() = default;
  LoginMessage(const LoginMessage&) = delete;
  LoginMessage& operator=(const LoginMessage&) = delete;
  ~LoginMessage() { wipe_memory(bytes.data(), bytes.size()); }
};

/// RFC 1929 §2.
asio::awaitable<Result<void>> send_login(Stream& stream, const Credential& credential) {
  const std::string_view password = credential.password.reveal();
  const std::string& user = credential.username;
  LoginMessage message;
  char* end = message.bytes.data();
  *end++ = 1;
  *end++ = static_cast<char>(user.size());
  end += user.copy(end, kLongestSocks5Text);
  *end++ = static_cast<char>(password.size());
  end += password.copy(end, kLongestSocks5Text);
  co_return co_await write(stream, {message.bytes.data(), end});
}

bool fits(std::size_t size) { return size > 0 && size <= kLongestSocks5Text; }

asio::awaitable<Socks5Answer> sign_in(Stream& stream, const Credential* credential) {
  if (credential != nullptr && (!fits(credential->username.size()) || !fits(credential->password.reveal().size())))
    co_return failed("SOCKS5 carries a user name and a password of 1 to 255 bytes each. Enter others in the settings.");
  if (auto sent = co_await write(stream, socks5_greeting(credential != nullptr)); !sent)
    co_return failed(std::move(sent.error().message));
  std::string bytes;
  if (auto read = co_await read_more(stream, bytes, 2, "before it answered"); !read)
    co_return failed(std::move(read.error().message));
  const auto method = parse_socks5_choice(bytes);
  if (!method) co_return failed(method.error().message);
  if (*method == Socks5Method::kNone) co_return Socks5Answer{Socks5Outcome::kConnected, {}};
  if (credential == nullptr) {
    if (*method == Socks5Method::kNoneAcceptable)
      co_return Socks5Answer{Socks5Outcome::kLoginWanted,
                             "The SOCKS5 proxy wants a login. Turn on \"This proxy requires authentication\" in the "
                             "settings, and enter user name and password."};
    co_return failed("The SOCKS5 proxy asks for a login that it was not offered. Ask its administrator.");
  }
  if (*method == Socks5Method::kNoneAcceptable)
    co_return failed(
        "The SOCKS5 proxy wants a login of another kind than user name and password. Ask its administrator.");
  if (auto sent = co_await send_login(stream, *credential); !sent) co_return failed(std::move(sent.error().message));
  bytes.clear();
  if (auto read = co_await read_more(stream, bytes, 2, "instead of answering the login"); !read) {
    const bool ended = read.error().code == ErrorCode::kFailed;
    co_return Socks5Answer{ended ? Socks5Outcome::kLoginUnanswered : Socks5Outcome::kFailed,
                           std::move(read.error().message)};
  }
  const auto accepted = parse_socks5_login_answer(bytes);
  if (!accepted) co_return failed(accepted.error().message);
  if (*accepted) co_return Socks5Answer{Socks5Outcome::kConnected, {}};
  co_return Socks5Answer{Socks5Outcome::kLoginRejected,
                         fmt::format("The SOCKS5 proxy refused the password of \"{}\". Enter it again in the settings.",
                                     credential->username)};
}

}  // namespace

asio::awaitable<Socks5Answer> connect_through_socks5(Stream& stream, const Host& host, std::uint16_t port,
                                                     const Credential* credential) {
  const auto request = socks5_request(host, port);
  if (!request) co_return failed(request.error().message);
  Socks5Answer answer = co_await sign_in(stream, credential);
  if (answer.outcome != Socks5Outcome::kConnected) co_return answer;
  if (auto sent = co_await write(stream, *request); !sent) co_return failed(std::move(sent.error().message));
  std::string reply;
  for (;;) {
    const auto missing = socks5_reply_missing(reply);
    if (!missing) co_return failed(missing.error().message);
    if (*missing == 0) break;
    if (auto read = co_await read_more(stream, reply, *missing, "before it answered the request"); !read)
      co_return failed(std::move(read.error().message));
  }
  const std::uint8_t code = socks5_reply_code(reply);
  if (code == 0) co_return answer;
  const Endpoint target{.host = host.to_string(), .port = port};
  co_return Socks5Answer{Socks5Outcome::kTargetRefused, describe_socks5_refusal(code, target.host_and_port())};
}

bool is_login_refused(Socks5Outcome outcome, const ProxyLogin::Pass& pass) {
  if (outcome == Socks5Outcome::kLoginUnanswered) return !pass.is_proven();
  return outcome == Socks5Outcome::kLoginRejected || outcome == Socks5Outcome::kLoginWanted;
}

}  // namespace sallyport::relay
