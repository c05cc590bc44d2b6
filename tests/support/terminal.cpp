#include "support/terminal.hpp"

#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

#include "support/wait_for.hpp"

namespace sallyport {

Terminal::Terminal(const std::vector<std::string>& command, const std::map<std::string, std::string>& variables) {
  pid_ = ::forkpty(&master_, nullptr, nullptr, nullptr);
  if (pid_ < 0) throw std::runtime_error("no terminal");
  if (pid_ == 0) {
    for (const auto& [name, value] : variables) ::setenv(name.c_str(), value.c_str(), 1);
    std::vector<char*> words;
    for (const auto& word : command) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    ::execvp(words[0], words.data());
    ::_exit(127);
  }
  ::fcntl(master_, F_SETFL, O_NONBLOCK);
}

Terminal::~Terminal() {
  // Hangs the terminal up, as closing its window does.
  ::close(master_);
  if (!code_) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
}

void Terminal::type(const std::string& keys) {
  if (::write(master_, keys.data(), keys.size()) != static_cast<ssize_t>(keys.size())) {
    throw std::runtime_error("the terminal takes no keys");
  }
}

void Terminal::read_what_is_there() {
  std::array<char, 4096> buffer{};
  for (ssize_t count = 0; (count = ::read(master_, buffer.data(), buffer.size())) > 0;) {
    screen_.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

bool Terminal::shows(const std::string& text, std::chrono::milliseconds limit) {
  return wait_for(
      [&] {
        read_what_is_there();
        const auto found = screen_.find(text);
        if (found == std::string::npos) return false;
        screen_.erase(0, found + text.size());
        return true;
      },
      limit);
}

std::optional<int> Terminal::wait(std::chrono::milliseconds limit) {
  const auto has_ended = [&] {
    read_what_is_there();
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) {
      code_ = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    }
    return code_.has_value();
  };
  if (!code_ && !wait_for(has_ended, limit)) return std::nullopt;
  return code_;
}

}  // namespace sallyport
