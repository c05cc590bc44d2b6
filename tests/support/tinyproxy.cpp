#include "support/tinyproxy.hpp"

#include <sstream>

namespace sallyport {

Tinyproxy::Tinyproxy(std::uint16_t origin_port, const std::string& user, const std::string& password)
    : service_(
          [=, this](std::uint16_t port) {
            std::ostringstream configuration;
            configuration << "Port " << port << "\nListen 127.0.0.1\nTimeout 20\nMaxClients 50\nLogLevel Connect\n"
                          << "LogFile \"" << directory_ / "log"
                          << "\"\n"
                          << "upstream http 127.0.0.1:" << origin_port << " \".test\"\n";
            if (!user.empty()) configuration << "BasicAuth " << user << " " << password << "\n";
            directory_.write("tinyproxy.conf", configuration.str());
            return ProcessSpec{"/usr/bin/tinyproxy", {"-d", "-c", directory_ / "tinyproxy.conf"}, {}, {}, {}};
          },
          [this] { return directory_.read("log"); }) {}

int Tinyproxy::requests_for(const std::string& text) const {
  std::istringstream log(directory_.read("log"));
  int count = 0;
  for (std::string line; std::getline(log, line);) {
    if (line.find("Request (file") != std::string::npos && line.find(text) != std::string::npos) ++count;
  }
  return count;
}

}  // namespace sallyport
