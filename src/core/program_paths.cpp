#include "sallyport/core/program_paths.hpp"

#include "sallyport/core/ascii.hpp"

namespace sallyport {

bool is_same_program(std::string_view left, std::string_view right, ProgramPaths paths) {
  return paths == ProgramPaths::kExact ? left == right : equal_without_case(left, right);
}

std::string program_name(std::string_view path) {
  std::string name = ascii_lower(path.substr(path.find_last_of("/\\") + 1));
  if (name.ends_with(".exe")) name.resize(name.size() - 4);
  return name;
}

}  // namespace sallyport
