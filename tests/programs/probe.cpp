// Writes what it was started with to a file, as JSON: arguments, environment, working directory, open descriptors,
// blocked and ignored signals, umask, process group.
//   probe FILE [ARG…]
#include <dirent.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

int main(int argc, char** argv) {
  if (argc < 2) {
    return 2;
  }
  nlohmann::json dump;
  // The descriptors first: whatever is opened later is our own.
  dump["descriptors"] = nlohmann::json::array();
  DIR* directory = ::opendir("/proc/self/fd");
  while (const dirent* entry = ::readdir(directory)) {
    const int descriptor = std::atoi(entry->d_name);
    if (entry->d_name[0] != '.' && descriptor != ::dirfd(directory)) {
      dump["descriptors"].push_back(descriptor);
    }
  }
  ::closedir(directory);

  dump["arguments"] = std::vector<std::string>(argv, argv + argc);
  dump["environment"] = nlohmann::json::array();
  for (char** variable = environ; *variable != nullptr; ++variable) {
    dump["environment"].push_back(*variable);
  }
  dump["directory"] = std::filesystem::current_path().string();

  sigset_t mask;
  ::sigprocmask(SIG_SETMASK, nullptr, &mask);
  dump["blocked"] = nlohmann::json::array();
  dump["ignored"] = nlohmann::json::array();
  for (int number = 1; number < NSIG; ++number) {
    struct sigaction action {};
    if (::sigismember(&mask, number) == 1) {
      dump["blocked"].push_back(number);
    }
    if (::sigaction(number, nullptr, &action) == 0 && action.sa_handler == SIG_IGN) {
      dump["ignored"].push_back(number);
    }
  }
  const mode_t mode = ::umask(0);
  dump["umask"] = mode;
  dump["pid"] = ::getpid();
  dump["group"] = ::getpgrp();

  const std::string part = std::string(argv[1]) + ".part";
  std::ofstream(part) << dump.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return std::rename(part.c_str(), argv[1]) == 0 ? 0 : 1;
}
