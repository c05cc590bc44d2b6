#include "support/stunnel.hpp"

#include <sstream>
#include <stdexcept>

#include "support/origin_server.hpp"
#include "support/wait_for.hpp"

namespace sallyport {

Stunnel::Stunnel(std::uint16_t inner_port, const CertificateAuthority::Issued& issued) {
  // Another program may take a free port first: then with the next one.
  for (int attempt = 0; attempt < 5; ++attempt) {
    port_ = free_port();
    std::ostringstream configuration;
    configuration << "foreground = yes\npid =\noutput = " << directory_ / "log"
                  << "\n[proxy]\naccept = 127.0.0.1:" << port_ << "\nconnect = 127.0.0.1:" << inner_port
                  << "\ncert = " << issued.certificate << "\nkey = " << issued.key << "\n";
    directory_.write("stunnel.conf", configuration.str());
    process_ = HelperProcess::start({"/usr/bin/stunnel4", {directory_ / "stunnel.conf"}, {}, {}, {}}, {},
                                    HelperProcess::Streams::kDiscarded)
                   .value();
    if (wait_for([&] { return listens(port_); }, std::chrono::seconds(5))) return;
  }
  throw std::runtime_error("stunnel does not start: " + directory_.read("log"));
}

}  // namespace sallyport
