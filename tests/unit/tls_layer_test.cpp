#include "relay/tls_layer.hpp"

#include <gmock/gmock.h>

#include <boost/asio/detached.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "platform/common/openssl_tls.hpp"
#include "support/certificate_authority.hpp"
#include "support/scripted_peer.hpp"

namespace sallyport::relay {
namespace {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
using boost::system::error_code;
using testing::AllOf;
using testing::HasSubstr;

using Connection = ssl::stream<ScriptedPeer::Socket&>;

const CertificateAuthority& authority() {
  static const CertificateAuthority made("Sallyport Test Authority");
  return made;
}

/// A proxy that takes one TLS connection and then follows `script`.
class TlsPeer {
 public:
  TlsPeer(const CertificateAuthority::Issued& issued, std::function<void(Connection&)> script)
      : script_(std::move(script)) {
    context.use_certificate_chain_file(issued.certificate);
    context.use_private_key_file(issued.key, ssl::context::pem);
  }
  explicit TlsPeer(const CertificateAuthority::Issued& issued) : TlsPeer(issued, [](Connection&) {}) {}

  Result<void> start(const std::string& host, const std::string& ca_file) { return start(tls_, host, ca_file); }
  Result<void> start(Tls& tls, const std::string& host, const std::string& ca_file) {
    stream.emplace(peer_.connect(io));
    return run_coroutine(io, start_tls(tls, *stream, host, ca_file));
  }
  /// The sentence of a handshake that must fail.
  std::string refusal(const std::string& host, const std::string& ca_file = authority().file()) {
    const auto started = start(host, ca_file);
    return started ? "no error" : started.error().message;
  }
  /// What comes until the end of the stream, and how it ended.
  std::string read_all(error_code& error) {
    return run_coroutine(io, [](Stream& from, error_code& end) -> asio::awaitable<std::string> {
      std::string text;
      while (!end) {
        std::array<char, 5000> piece{};
        const std::size_t size = co_await from.read_some(asio::buffer(piece), end);
        text.append(piece.data(), size);
      }
      co_return text;
    }(*stream, error));
  }
  error_code write(std::string_view text) {
    error_code error;
    const std::array buffers = {asio::const_buffer(text.data(), text.size())};
    run_coroutine(io, stream->write(buffers, error));
    return error;
  }

  asio::io_context io{1};
  ssl::context context{ssl::context::tls_server};
  std::string greeted_name;  ///< SNI; valid once something was read

 private:
  OpensslTls tls_;
  std::function<void(Connection&)> script_;
  ScriptedPeer peer_{[this](ScriptedPeer::Socket& socket) {
    Connection connection(socket, context);
    connection.handshake(Connection::server);
    const char* name = SSL_get_servername(connection.native_handle(), TLSEXT_NAMETYPE_host_name);
    greeted_name = name == nullptr ? "" : name;
    script_(connection);
  }};

 public:
  std::optional<Stream> stream;
};

TEST(TlsLayer, CarriesBytesToAProxyThatItTrusts) {
  TlsPeer peer(authority().issue("DNS:proxy.test"), [](Connection& connection) {
    std::string text(5, ' ');
    asio::read(connection, asio::buffer(text));
    asio::write(connection, asio::buffer(text + " yourself"));
    connection.shutdown();
  });
  const auto started = peer.start("proxy.test", authority().file());
  ASSERT_TRUE(started) << started.error().message << started.error().detail;
  EXPECT_FALSE(peer.write("hello"));
  error_code end;
  EXPECT_EQ(peer.read_all(end), "hello yourself");
  EXPECT_EQ(end, asio::error::eof);
  EXPECT_EQ(peer.greeted_name, "proxy.test");
}

TEST(TlsLayer, ReadsWhileItWrites) {
  constexpr std::size_t kSize = 1'000'000;
  TlsPeer peer(authority().issue("IP:127.0.0.1"), [](Connection& connection) {
    std::vector<char> piece(30'000);
    for (std::size_t echoed = 0; echoed < kSize;) {
      const std::size_t size = connection.read_some(asio::buffer(piece));
      asio::write(connection, asio::buffer(piece, size));
      echoed += size;
    }
    connection.shutdown();
  });
  ASSERT_TRUE(peer.start("127.0.0.1", authority().file()));
  std::string sent(kSize, ' ');
  for (std::size_t i = 0; i < sent.size(); ++i) sent[i] = static_cast<char>('a' + i % 23);
  error_code writing;
  const std::array buffers = {asio::const_buffer(sent.data(), 10), asio::const_buffer(sent.data() + 10, kSize - 10)};
  asio::co_spawn(peer.io, peer.stream->write(buffers, writing), asio::detached);
  error_code reading;
  EXPECT_EQ(peer.read_all(reading), sent);
  EXPECT_EQ(reading, asio::error::eof);
  EXPECT_FALSE(writing);
  EXPECT_EQ(peer.greeted_name, "") << "RFC 6066 §3: an address is no name";
}

TEST(TlsLayer, SaysThatItSendsNoMore) {
  error_code seen;
  TlsPeer peer(authority().issue("DNS:proxy.test"), [&](Connection& connection) {
    char byte = 0;
    asio::read(connection, asio::buffer(&byte, 1), seen);
    asio::write(connection, asio::buffer("still here", 10));
    connection.shutdown();
  });
  ASSERT_TRUE(peer.start("proxy.test", authority().file()));
  run_coroutine(peer.io, peer.stream->finish_sending());
  error_code end;
  EXPECT_EQ(peer.read_all(end), "still here");
  EXPECT_EQ(end, asio::error::eof);
  EXPECT_EQ(seen, asio::error::eof) << "close_notify, not a connection that was cut";
}

TEST(TlsLayer, TellsACutConnectionFromItsEnd) {
  TlsPeer peer(authority().issue("DNS:proxy.test"), [](Connection& connection) {
    asio::write(connection, asio::buffer("half an ans", 11));
    connection.next_layer().close();
  });
  ASSERT_TRUE(peer.start("proxy.test", authority().file()));
  error_code end;
  EXPECT_EQ(peer.read_all(end), "half an ans");
  EXPECT_EQ(end, asio::error::connection_reset);
}

TEST(TlsLayer, SaysWhenTheCertificateExpired) {
  TlsPeer peer(authority().issue("DNS:proxy.test", 2019, 2021));
  EXPECT_THAT(peer.refusal("proxy.test"), AllOf(HasSubstr("\"proxy.test\" expired on 2021-01-01"), HasSubstr("clock")));
}

TEST(TlsLayer, SaysWhenTheCertificateIsNotValidYet) {
  TlsPeer peer(authority().issue("DNS:proxy.test", 2119, 2120));
  EXPECT_THAT(peer.refusal("proxy.test"), AllOf(HasSubstr("not valid before 2119-01-01"), HasSubstr("clock")));
}

TEST(TlsLayer, NamesTheIssuerThatIsNotTrusted) {
  TlsPeer peer(authority().issue("DNS:proxy.test"));
  EXPECT_THAT(peer.refusal("proxy.test", ""), AllOf(HasSubstr("\"Sallyport Test Authority, Example Corp\""),
                                                    HasSubstr("sallyport settings set custom_proxy.ca_file=FILE")));
}

TEST(TlsLayer, TrustsNoOtherAuthority) {
  const CertificateAuthority other("Other Authority");
  TlsPeer peer(other.issue("DNS:proxy.test"));
  EXPECT_THAT(peer.refusal("proxy.test"), HasSubstr("\"Other Authority, Example Corp\""));
}

struct Naming {
  const char* names;
  const char* host;
  bool fits;
};
class TlsNames : public testing::TestWithParam<Naming> {};

TEST_P(TlsNames, AreComparedWithTheProxy) {
  const auto& [names, host, fits] = GetParam();
  TlsPeer peer(authority().issue(names));
  const std::string refusal = peer.refusal(host);
  if (fits) {
    EXPECT_EQ(refusal, "no error");
  } else {
    EXPECT_THAT(refusal, AllOf(HasSubstr(host), HasSubstr("administrator")));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Certificates, TlsNames,
    testing::Values(Naming{"DNS:proxy.test", "proxy.test", true}, Naming{"DNS:*.corp.test", "proxy.corp.test", true},
                    Naming{"DNS:PROXY.test", "proxy.test", true}, Naming{"IP:127.0.0.1", "127.0.0.1", true},
                    Naming{"IP:2001:db8::1", "2001:db8::1", true}, Naming{"DNS:other.test", "proxy.test", false},
                    Naming{"DNS:*.corp.test", "a.b.corp.test", false}, Naming{"DNS:*.test", "proxy.test", false},
                    Naming{"DNS:p*.test", "proxy.test", false}, Naming{"DNS:test", "proxy.test", false},
                    Naming{"IP:127.0.0.2", "127.0.0.1", false}, Naming{"DNS:127.0.0.1", "127.0.0.1", false},
                    Naming{"", "proxy.test", false}));

TEST(TlsLayer, ListsTheNamesThatTheCertificateIsFor) {
  TlsPeer peer(authority().issue("DNS:a.test,DNS:b.test,IP:10.0.0.1,IP:2001:db8::1"));
  EXPECT_THAT(peer.refusal("c.test"),
              HasSubstr("is for \"a.test\", \"b.test\", \"10.0.0.1\", \"2001:db8:0:0:0:0:0:1\", not for \"c.test\""));
}

TEST(TlsLayer, RefusesTlsBefore12) {
  TlsPeer peer(authority().issue("DNS:proxy.test"));
  SSL_CTX_set_cipher_list(peer.context.native_handle(), "DEFAULT:@SECLEVEL=0");
  SSL_CTX_set_min_proto_version(peer.context.native_handle(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(peer.context.native_handle(), TLS1_1_VERSION);
  EXPECT_THAT(peer.refusal("proxy.test"), HasSubstr("at least 1.2"));
}

/// A peer without TLS.
std::string refusal_of(std::function<void(ScriptedPeer::Socket&)> script, const std::string& ca_file = {}) {
  ScriptedPeer peer(std::move(script));
  asio::io_context io(1);
  OpensslTls tls;
  Stream stream(peer.connect(io));
  const auto started = run_coroutine(io, start_tls(tls, stream, "proxy.test", ca_file));
  EXPECT_EQ(stream.layer(), nullptr);
  return started ? "no error" : started.error().message;
}

TEST(TlsLayer, SaysThatAPortDoesNotSpeakTls) {
  EXPECT_THAT(refusal_of([](auto& socket) {
                asio::write(socket, asio::buffer("HTTP/1.1 400 Bad Request\r\n\r\n", 28));
                char byte = 0;
                asio::read(socket, asio::buffer(&byte, 1));
              }),
              HasSubstr("does not speak TLS at this port"));
}

TEST(TlsLayer, SaysThatTheProxyHungUp) {
  EXPECT_THAT(refusal_of([](auto& socket) { socket.close(); }), HasSubstr("ended the connection while TLS"));
}

TEST(TlsLayer, ReadsACaFileAgainThatHasChanged) {
  const CertificateAuthority other("Authority");  // of another size: a file's time may count whole seconds
  const TemporaryDirectory directory;
  const std::string ca_file = directory / "ca.pem";
  const auto use = [&](const CertificateAuthority& used) {
    std::filesystem::remove(ca_file);  // libstdc++ copies over no file on Windows
    std::filesystem::copy_file(used.file(), ca_file);
  };
  OpensslTls tls;
  use(authority());
  EXPECT_TRUE(TlsPeer(authority().issue("DNS:proxy.test")).start(tls, "proxy.test", ca_file));
  EXPECT_FALSE(TlsPeer(other.issue("DNS:proxy.test")).start(tls, "proxy.test", ca_file));
  use(other);
  EXPECT_TRUE(TlsPeer(other.issue("DNS:proxy.test")).start(tls, "proxy.test", ca_file));
  EXPECT_FALSE(TlsPeer(authority().issue("DNS:proxy.test")).start(tls, "proxy.test", ca_file));
}

TEST(TlsLayer, NamesTheCaFileThatCannotBeUsed) {
  EXPECT_THAT(refusal_of([](auto&) {}, "/nonexistent/ca.pem"), HasSubstr("\"/nonexistent/ca.pem\" does not exist"));
  EXPECT_THAT(refusal_of([](auto&) {}, "/dev/zero"), HasSubstr("is no file"));
  EXPECT_THAT(refusal_of([](auto&) {}, "/proc/self/status"), HasSubstr("holds no certificate in PEM form"));
}

}  // namespace
}  // namespace sallyport::relay
