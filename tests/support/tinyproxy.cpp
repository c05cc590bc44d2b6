#include "support/tinyproxy.hpp"

#include <sstream>
#include <stdexcept>

#include "support/origin_server.hpp"
#include "support/wait_for.hpp"

namespace sallyport {

Tinyproxy::Tinyproxy(std::uint16_t origin_port, const std::string& user, const std::string& password) {
  // Another program may take a free port first: then with the next one.
  for (int attempt = 0; attempt < 5; ++attempt) {
    port_ = free_port();
    std::ostringstream configuration;
    configuration << "Port " << port_ << "\nListen 127.0.0.1\nTimeout 20\nMaxClients 50\nLogLevel Connect\n"
                  << "LogFile \"" << directory_ / "log"
                  << "\"\n"
                  << "upstream http 127.0.0.1:" << origin_port << " \".test\"\n";
    if (!user.empty()) configuration << "BasicAuth " << user << " " << password << "\n";
    directory_.write("tinyproxy.conf", configuration.str());
    process_ = HelperProcess::start({"/usr/bin/tinyproxy", {"-d", "-c", directory_ / "tinyproxy.conf"}, {}, {}, {}}, {},
                                    HelperProcess::Streams::kDiscarded)
                   .value();
    if (wait_for([&] { return listens(port_); }, std::chrono::seconds(5))) return;
  }
  throw std::runtime_error("tinyproxy does not start");
}

int Tinyproxy::requests_for(const std::string& text) const {
  std::istringstream log(directory_.read("log"));
  int count = 0;
  for (std::string line; std::getline(log, line);) {
    if (line.find("Request (file") != std::string::npos && line.find(text) != std::string::npos) ++count;
  }
  return count;
}

}  // namespace sallyport
