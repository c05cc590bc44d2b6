#include "platform/common/openssl_tls.hpp"

#include <fmt/format.h>
#include <openssl/err.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <utility>

#include "platform/common/certificate_problem.hpp"
#include "platform/common/openssl_pointer.hpp"
#include "platform/common/system_roots.hpp"
#include "sallyport/core/host.hpp"

namespace sallyport {
namespace {

/// RFC 7301 §3.2; without it a proxy may choose HTTP/2.
constexpr std::string_view kProtocols = "\x08http/1.1";

/// The oldest error of this thread, in OpenSSL's words; all of them are taken.
std::string take_error() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  const char* reason = ERR_reason_error_string(code);
  return reason == nullptr ? std::string() : std::string(reason);
}

/// What was fed in and what is to be sent: the two ends of a connection that OpenSSL reads and writes.
struct Wire {
  std::string input;
  std::size_t used = 0;  ///< of the input
  std::string output;
};

int read_wire(BIO* bio, char* into, int size) {
  auto& wire = *static_cast<Wire*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  const std::size_t count = std::min(static_cast<std::size_t>(std::max(size, 0)), wire.input.size() - wire.used);
  if (count == 0) {
    BIO_set_retry_read(bio);
    return -1;
  }
  wire.input.copy(into, count, wire.used);
  wire.used += count;
  if (wire.used == wire.input.size()) {
    wire.input = {};
    wire.used = 0;
  }
  return static_cast<int>(count);
}

int write_wire(BIO* bio, const char* from, int size) {
  static_cast<Wire*>(BIO_get_data(bio))->output.append(from, static_cast<std::size_t>(std::max(size, 0)));
  return size;
}

long control_wire(BIO* /*bio*/, int command, long /*number*/, void* /*pointer*/) {
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

const BIO_METHOD* wire_method() {
  static const OpensslPointer<BIO_METHOD> method = [] {
    OpensslPointer<BIO_METHOD> made(BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "sallyport"));
    BIO_meth_set_read(made.get(), read_wire);
    BIO_meth_set_write(made.get(), write_wire);
    BIO_meth_set_ctrl(made.get(), control_wire);
    return made;
  }();
  return method.get();
}

/// `The proxy "a.example"`, at the head of a sentence.
std::string describe(const TlsPeer& peer) {
  return fmt::format("{}\"{}\"", peer.role == TlsPeer::Role::kProxy ? "The proxy " : "", peer.host);
}

bool leads_to_system_root(STACK_OF(X509) * chain, X509* certificate) {
  const OpensslPointer<X509_STORE> roots(X509_STORE_new());
  const OpensslPointer<X509_STORE_CTX> verification(X509_STORE_CTX_new());
  const bool known = roots && verification && add_system_roots(roots.get()) &&
                     X509_STORE_CTX_init(verification.get(), roots.get(), certificate, chain) == 1 &&
                     X509_verify_cert(verification.get()) == 1;
  ERR_clear_error();
  return known;
}

class OpensslSession final : public TlsSession {
 public:
  OpensslSession(const TlsPeer& peer, SSL_CTX* context)
      : peer_(peer), subject_(describe(peer)), ssl_(SSL_new(context)) {
    SSL* ssl = ssl_.get();
    BIO* bio = BIO_new(wire_method());
    BIO_set_data(bio, &wire_);
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl, bio, bio);
    SSL_set_connect_state(ssl);
    SSL_set_app_data(ssl, this);
    SSL_set_verify(ssl, SSL_VERIFY_PEER, note_problem);
    if (const auto address = parse_ip_address(peer_.host)) {
      X509_VERIFY_PARAM_set1_ip(SSL_get0_param(ssl), address->bytes.data(), address->is_v4 ? 4 : 16);
    } else {
      SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
      SSL_set1_host(ssl, peer_.host.c_str());
      SSL_set_tlsext_host_name(ssl, peer_.host.c_str());
    }
  }

  void feed(std::string_view bytes) override { wire_.input += bytes; }
  std::string take_output() override { return std::exchange(wire_.output, {}); }

  Result<bool> handshake() override {
    ERR_clear_error();
    const int answer = SSL_do_handshake(ssl_.get());
    if (answer == 1) return true;
    if (SSL_get_error(ssl_.get(), answer) == SSL_ERROR_WANT_READ) return false;
    if (!problem_.empty()) return failure(ErrorCode::kFailed, problem_, take_error());
    return failed_handshake();
  }

  TlsCertificate certificate() const override {
    TlsCertificate shown = describe_certificate(SSL_get0_peer_certificate(ssl_.get()));
    shown.known_to_system = peer_.ca_file.empty() || leads_to_system_root(SSL_get_peer_cert_chain(ssl_.get()),
                                                                          SSL_get0_peer_certificate(ssl_.get()));
    return shown;
  }

  Result<Received> receive(std::span<char> into) override {
    ERR_clear_error();
    std::size_t size = 0;
    const int answer = SSL_read_ex(ssl_.get(), into.data(), into.size(), &size);
    if (answer == 1) return Received{.size = size};
    switch (SSL_get_error(ssl_.get(), answer)) {
      case SSL_ERROR_WANT_READ:
        return Received{};
      case SSL_ERROR_ZERO_RETURN:
        return Received{.finished = true};
      default:
        return broken();
    }
  }

  Result<void> send(std::string_view text) override {
    ERR_clear_error();
    std::size_t size = 0;
    if (text.empty() || SSL_write_ex(ssl_.get(), text.data(), text.size(), &size) == 1) return {};
    return broken();
  }

  void finish() override {
    SSL_shutdown(ssl_.get());
    ERR_clear_error();
  }

 private:
  /// While OpenSSL verifies: the first problem is the one that is reported.
  static int note_problem(int good, X509_STORE_CTX* context) {
    if (good == 1) return good;
    const auto* ssl =
        static_cast<const SSL*>(X509_STORE_CTX_get_ex_data(context, SSL_get_ex_data_X509_STORE_CTX_idx()));
    auto& session = *static_cast<OpensslSession*>(SSL_get_app_data(ssl));
    session.problem_ = describe_certificate_problem(context, session.peer_);
    return good;
  }

  tl::unexpected<Error> failed_handshake() {
    const int reason = ERR_GET_REASON(ERR_peek_error());
    std::string detail = take_error();
    const auto explain = [&](std::string_view what) {
      return failure(ErrorCode::kFailed, fmt::format("{} {}", subject_, what), std::move(detail));
    };
    switch (reason) {
      case SSL_R_WRONG_VERSION_NUMBER:
      case SSL_R_HTTP_REQUEST:
        return explain(is_proxy() ? "does not speak TLS at this port. Check the port, or choose another type of proxy."
                                  : "does not speak TLS at this port. Check the port, or ask for http:// instead.");
      case SSL_R_UNSUPPORTED_PROTOCOL:
      case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
        return explain("offers no TLS version that is safe: it needs at least 1.2. Ask its administrator.");
      case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
      case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
        return explain("wants a certificate of its client, and Sallyport has none to show. Ask its administrator.");
      default:
        return explain(fmt::format("and Sallyport cannot agree on how to use TLS{}{}. Ask its administrator.",
                                   detail.empty() ? "" : ": ", detail));
    }
  }

  tl::unexpected<Error> broken() {
    return failure(ErrorCode::kIo, fmt::format("{} broke the TLS connection.", subject_), take_error());
  }

  [[nodiscard]] bool is_proxy() const { return peer_.role == TlsPeer::Role::kProxy; }

  TlsPeer peer_;
  std::string subject_;
  Wire wire_;
  std::string problem_;
  OpensslPointer<SSL> ssl_;
};

tl::unexpected<Error> no_tls() {
  return failure(ErrorCode::kUnsupported, "TLS cannot be used: OpenSSL did not start. Install it again.", take_error());
}

/// Tells a CA file from what it was before.
using FileState = std::pair<std::filesystem::file_time_type, std::uintmax_t>;

FileState state_of(const std::string& path) {
  std::error_code ignored;
  return {std::filesystem::last_write_time(path, ignored), std::filesystem::file_size(path, ignored)};
}

Result<OpensslPointer<SSL_CTX>> make_context(const std::string& ca_file) {
  ERR_clear_error();
  OpensslPointer<SSL_CTX> context(SSL_CTX_new(TLS_client_method()));
  if (!context) return no_tls();
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_protos(context.get(), reinterpret_cast<const unsigned char*>(kProtocols.data()),
                          static_cast<unsigned>(kProtocols.size()));
  // Who names the certificate of a proxy, or of what signed it, need not have the root as well.
  X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context.get()), X509_V_FLAG_PARTIAL_CHAIN);
  if (!add_system_roots(SSL_CTX_get_cert_store(context.get()))) return no_tls();
  if (ca_file.empty()) return context;
  std::error_code error;
  // Anything but a file could make OpenSSL wait for ever.
  if (!std::filesystem::is_regular_file(ca_file, error)) {
    return failure(
        ErrorCode::kInvalidValue,
        fmt::format("The CA file \"{}\" does not exist or is no file. Choose another in the settings.", ca_file),
        error.message());
  }
  if (SSL_CTX_load_verify_file(context.get(), ca_file.c_str()) != 1) {
    return failure(
        ErrorCode::kInvalidValue,
        fmt::format("The CA file \"{}\" cannot be read, or holds no certificate in PEM form. Choose another in the "
                    "settings.",
                    ca_file),
        take_error());
  }
  return context;
}

}  // namespace

/// By CA file.
class OpensslTls::Contexts {
 public:
  Result<std::unique_ptr<TlsSession>> connect(const TlsPeer& peer) {
    const std::lock_guard lock(mutex_);
    Entry& entry = entries_[peer.ca_file];
    const auto now = std::chrono::steady_clock::now();
    const FileState state = peer.ca_file.empty() ? FileState() : state_of(peer.ca_file);
    if (!entry.context || now >= entry.until || state != entry.state) {
      auto made = make_context(peer.ca_file);
      if (!made) return tl::unexpected(std::move(made.error()));
      entry = {*std::move(made), state, now + kTime};
    }
    return std::make_unique<OpensslSession>(peer, entry.context.get());
  }

 private:
  static constexpr std::chrono::minutes kTime{1};
  struct Entry {
    OpensslPointer<SSL_CTX> context;  ///< sessions have their share in it
    FileState state;
    std::chrono::steady_clock::time_point until;
  };

  std::mutex mutex_;
  std::map<std::string, Entry> entries_;
};

OpensslTls::OpensslTls() : contexts_(std::make_unique<Contexts>()) {}
OpensslTls::~OpensslTls() = default;

Result<std::unique_ptr<TlsSession>> OpensslTls::connect(const TlsPeer& peer) { return contexts_->connect(peer); }

}  // namespace sallyport
