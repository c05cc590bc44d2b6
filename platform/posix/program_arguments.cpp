#include "platform/program_arguments.hpp"

namespace sallyport {

std::vector<std::string> program_arguments(int argc, char** argv) {
  // A caller may have left out the program's own name.
  return argc > 1 ? std::vector<std::string>(argv + 1, argv + argc) : std::vector<std::string>();
}

}  // namespace sallyport
