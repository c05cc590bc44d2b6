#include "platform/own_process.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "platform/posix/apart_process.hpp"
#include "platform/posix/menu_launch.hpp"

// POSIX has every program declare it.
extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace sallyport {

ProcessId OwnProcess::id() { return ::getpid(); }

Environment OwnProcess::environment() {
  std::vector<std::string> block;
  for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable)
    block.emplace_back(*variable);
  return Environment::from_block(block);
}

bool OwnProcess::is_menu_launch() { return sallyport::is_menu_launch(environment()); }

// A child, and not a sibling as a supervisor starts it: the parent has no reason to wait for what it did not start.
Result<void> OwnProcess::leave_behind(const ProcessSpec& spec) { return start_apart(spec, own_surroundings(), ::fork); }

Error OwnProcess::become(const std::string& program, const std::vector<std::string>& arguments) {
  std::vector<char*> words = {const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  ::execv(program.c_str(), words.data());
  const int error = errno;
  return {error == ENOENT ? ErrorCode::kCommandNotFound : ErrorCode::kCommandNotExecutable,
          fmt::format("{} cannot be started.", program), std::strerror(error)};
}

}  // namespace sallyport
