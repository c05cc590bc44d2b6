#include "support/terminal.hpp"

#include <fcntl.h>
#include <pty.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

#include "support/wait_for.hpp"

namespace sallyport {

Terminal::Terminal(const std::vector<std::string>& command, const std::map<std::string, std::string>& variables) {
  pid_ = ::forkpty(&master_, nullptr, nullptr, nullptr);
  if (pid_ < 0) throw std::runtime_error("no terminal");
  if (pid_ == 0) become(command, variables);
  ::fcntl(master_, F_SETFL, O_NONBLOCK);
}

Terminal::~Terminal() { ::close(master_); }

void Terminal::type(const std::string& keys) {
  if (::write(master_, keys.data(), keys.size()) != static_cast<ssize_t>(keys.size())) {
    throw std::runtime_error("the terminal takes no keys");
  }
}

void Terminal::listen() {
  std::array<char, 4096> buffer{};
  for (ssize_t count = 0; (count = ::read(master_, buffer.data(), buffer.size())) > 0;) {
    screen_.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

bool Terminal::shows(const std::string& text, std::chrono::milliseconds limit) {
  return wait_for(
      [&] {
        listen();
        const auto found = screen_.find(text);
        if (found == std::string::npos) return false;
        screen_.erase(0, found + text.size());
        return true;
      },
      limit);
}

bool Terminal::echoes() const {
  termios state{};
  ::tcgetattr(master_, &state);
  return (state.c_lflag & ECHO) != 0;
}

}  // namespace sallyport
