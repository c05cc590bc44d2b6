#pragma once

#include <string>
#include <vector>

namespace sallyport {

/// The program's arguments, divided into what is ours and what is passed on verbatim.
///
/// | arguments                     | verb     | head                      | tail              |
/// |-------------------------------|----------|---------------------------|-------------------|
/// | `run --direct curl -s URL`    | `run`    | `run --direct`            | `curl -s URL`     |
/// | `run -- --odd-name`           | `run`    | `run`                     | `--odd-name`      |
/// | `launch app -- --flag`        | `launch` | `launch app`              | `--flag`          |
/// | `client add --name N -- cmd`  | `client` | `client add --name N`     | `cmd`             |
/// | `stop -- app`                 | `stop`   | `stop -- app`             |                   |
struct Arguments {
  std::vector<std::string> head;
  bool tail_given = false;  ///< a command, or `--`, was there
  std::vector<std::string> tail;
  std::string verb;  ///< empty when there is none

  [[nodiscard]] static Arguments divide(const std::vector<std::string>& arguments);
};

}  // namespace sallyport
