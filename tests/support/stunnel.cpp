#include "support/stunnel.hpp"

#include <sstream>

namespace sallyport {

Stunnel::Stunnel(std::uint16_t inner_port, const CertificateAuthority::Issued& issued)
    : service_(
          [=, this](std::uint16_t port) {
            std::ostringstream configuration;
            configuration << "foreground = yes\npid =\noutput = " << directory_ / "log"
                          << "\n[proxy]\naccept = 127.0.0.1:" << port << "\nconnect = 127.0.0.1:" << inner_port
                          << "\ncert = " << issued.certificate << "\nkey = " << issued.key << "\n";
            directory_.write("stunnel.conf", configuration.str());
            return ProcessSpec{"/usr/bin/stunnel4", {directory_ / "stunnel.conf"}, {}, {}, {}};
          },
          [this] { return directory_.read("log"); }) {}

}  // namespace sallyport
