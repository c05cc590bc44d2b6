#include "support/squid.hpp"

#include <algorithm>
#include <filesystem>
#include <sstream>

namespace sallyport {

Squid::Squid(Scheme scheme, const std::string& user, const std::string& password, const std::string& more,
             const std::optional<CertificateAuthority::Issued>& tls)
    : scheme_(scheme),
      user_(user),
      service_(
          [=, this](std::uint16_t port) {
            if (directory_.read("passwords").empty()) set_password(password);
            return configure(port, more, tls);
          },
          [this] { return directory_.read("log"); }) {}

ProcessSpec Squid::configure(std::uint16_t port, const std::string& more,
                             const std::optional<CertificateAuthority::Issued>& tls) const {
  const std::string folder = directory_.path();
  std::filesystem::permissions(folder, std::filesystem::perms::all);
  write("hosts", "127.0.0.1 origin.test\n");
  std::ostringstream text;
  text << (tls ? "https" : "http") << "_port 127.0.0.1:" << port;
  if (tls) text << " tls-cert=" << tls->certificate << " tls-key=" << tls->key;
  text << "\npid_filename none\npinger_enable off\ncache deny all\n"
       << "memory_cache_shared off\nshutdown_lifetime 0 seconds\nbuffered_logs off\n"
       << "coredump_dir " << folder << "\nhosts_file " << folder << "/hosts\ncache_log " << folder << "/log\n"
       << "logformat seen %>Hs %rm %'{Proxy-Authorization}>h\naccess_log stdio:" << folder << "/seen seen\n";
  if (scheme_ == Scheme::kBasic) {
    text << "auth_param basic program /usr/lib/squid/basic_ncsa_auth " << folder << "/passwords\n"
         << "auth_param basic children 2\nauth_param basic realm Squid\nauth_param basic credentialsttl 1 second\n";
  } else {
    text << "auth_param digest program /usr/lib/squid/digest_file_auth " << folder << "/passwords\n"
         << "auth_param digest children 2\nauth_param digest realm Squid\n";
  }
  text << more << "acl known proxy_auth REQUIRED\nhttp_access allow known\nhttp_access deny all\n";
  write("squid.conf", text.str());
  // The name keeps its shared memory apart from that of others.
  return {
      "/usr/sbin/squid", {"-N", "-n", "sallyport" + std::to_string(port), "-f", directory_ / "squid.conf"}, {}, {}, {}};
}

void Squid::restart() {
  stop();
  start_again();
}

void Squid::set_password(const std::string& password) const {
  if (scheme_ == Scheme::kDigest) {
    write("passwords", user_ + ":" + password + "\n");
    return;
  }
  const auto hashed = HelperProcess::start({"/usr/bin/htpasswd", {"-nbm", user_, password}, {}, {}, {}}, {},
                                           HelperProcess::Streams::kCaptured)
                          .value()
                          ->finish(std::chrono::seconds(10), {})
                          .value();
  write("passwords", hashed.output);
}

void Squid::write(const std::string& name, const std::string& text) const {
  directory_.write(name, text);
  // Started by root, it works as another user.
  std::filesystem::permissions(directory_ / name, std::filesystem::perms(0644));
}

std::vector<Squid::Seen> Squid::seen() const {
  std::istringstream log(directory_.read("seen"));
  std::vector<Seen> all;
  for (std::string line; std::getline(log, line);) {
    std::istringstream words(line);
    Seen one;
    words >> one.status >> one.method;
    std::getline(words >> std::ws, one.authorization);
    // Who closed before a request had come made none.
    if (one.method != "-") all.push_back(one);
  }
  return all;
}

std::vector<Squid::Seen> Squid::logins() const {
  std::vector<Seen> all = seen();
  std::erase_if(all, [](const Seen& one) { return one.authorization == "-"; });
  return all;
}

}  // namespace sallyport
