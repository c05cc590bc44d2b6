#include "support/dante.hpp"

#include <unistd.h>

#include <sstream>
#include <vector>

namespace sallyport {
namespace {

constexpr const char* kProgram = "/usr/sbin/danted";

HelperProcess::Ended run(const ProcessSpec& spec, std::string_view input) {
  return HelperProcess::start(spec, input, HelperProcess::Streams::kCaptured)
      .value()
      ->finish(std::chrono::seconds(10), {})
      .value();
}

/// Runs `command` where mounting is allowed.
ProcessSpec with_private_mounts(std::vector<std::string> command) {
  std::vector<std::string> arguments = {"--mount"};
  if (::geteuid() != 0) arguments.insert(arguments.end(), {"--user", "--map-root-user"});
  arguments.insert(arguments.end(), command.begin(), command.end());
  ProcessSpec spec;
  spec.program = "/usr/bin/unshare";
  spec.arguments = std::move(arguments);
  spec.environment.set("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
  return spec;
}

}  // namespace

std::string Dante::obstacle() {
  if (::access(kProgram, X_OK) != 0) return "dante-server is not installed";
  const auto tried = run(with_private_mounts({"true"}), {});
  return tried.code == 0 ? "" : "no own view of the file systems: " + tried.messages;
}

Dante::Dante(const std::string& user, const std::string& password)
    : service_([=, this](std::uint16_t port) { return configure(port, user, password); },
               [this] { return directory_.read("log"); }) {}

ProcessSpec Dante::configure(std::uint16_t port, const std::string& user, const std::string& password) const {
  ProcessSpec hashing;
  hashing.program = "/usr/bin/openssl";
  hashing.arguments = {"passwd", "-6", "-stdin"};
  std::string hash = run(hashing, password).output;
  hash.erase(hash.find_last_not_of('\n') + 1);
  directory_.write("hosts", "127.0.0.1 localhost origin.test\n");
  directory_.write("passwd", "root:x:0:0::/root:/bin/sh\n" + user + ":x:23456:23456::/:/bin/false\n");
  directory_.write("shadow", "root:*:19000:0:99999:7:::\n" + user + ":" + hash + ":19000:0:99999:7:::\n");
  constexpr const char* kScript =
      "mount --bind \"$0/hosts\" /etc/hosts && "
      "mount --bind \"$0/passwd\" /etc/passwd && mount --bind \"$0/shadow\" /etc/shadow && "
      "exec /usr/sbin/danted -p \"$0/pid\" -f \"$0/danted.conf\"";
  std::ostringstream configuration;
  configuration << "logoutput: " << directory_ / "log"
                << "\ninternal: 127.0.0.1 port = " << port
                << "\nexternal: 127.0.0.1\nuser.privileged: root\nuser.unprivileged: root\n"
                   "clientmethod: none\nsocksmethod: username\n"
                   "client pass {\n from: 127.0.0.0/8 to: 0.0.0.0/0\n}\n"
                   "socks block {\n from: 127.0.0.0/8 to: 127.0.0.9/32\n}\n"
                   "socks pass {\n from: 127.0.0.0/8 to: 127.0.0.0/8\n command: connect\n}\n";
  directory_.write("danted.conf", configuration.str());
  return with_private_mounts({"sh", "-c", kScript, directory_.path()});
}

}  // namespace sallyport
