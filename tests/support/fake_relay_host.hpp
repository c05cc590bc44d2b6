#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <fstream>
#include <string>

#include "platform/posix/file_descriptor.hpp"
#include "sallyport/ports/relay_host.hpp"

namespace sallyport {

/// Listens as a relay does, answers nobody, and notes in a file what it is told: `open HOST`, `rules HOST`, `close`, a
/// line each, where HOST is the custom proxy's.
class FakeRelayHost final : public RelayHost {
 public:
  explicit FakeRelayHost(std::string journal) : journal_(std::move(journal)) {}

  Result<std::uint16_t> open(RelayRules rules, std::uint16_t port) override {
    listener_ = FileDescriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int on = 1;
    ::setsockopt(listener_.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    socklen_t size = sizeof(address);
    auto* const name = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_.get(), name, size) != 0 || ::listen(listener_.get(), 1) != 0 ||
        ::getsockname(listener_.get(), name, &size) != 0) {
      return failure(ErrorCode::kIo, "The relay's port is taken.");
    }
    note("open " + rules.settings.custom_proxy.host);
    return ntohs(address.sin_port);
  }
  void set_rules(RelayRules rules) override { note("rules " + rules.settings.custom_proxy.host); }
  std::string_view admission_method() const override { return "user"; }
  void close() override {
    listener_.reset();
    note("close");
  }

 private:
  void note(const std::string& line) const { std::ofstream(journal_, std::ios::app) << line << "\n"; }

  std::string journal_;
  FileDescriptor listener_;
};

}  // namespace sallyport
