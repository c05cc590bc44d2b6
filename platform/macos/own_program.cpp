#include "platform/posix/own_program.hpp"

#include <unistd.h>

#include "platform/macos/process_table.hpp"

namespace sallyport {

Result<std::string> own_program() {
  std::string program = program_of(::getpid());
  if (!program.empty()) return program;
  return failure(ErrorCode::kIo, "Sallyport cannot tell where it is installed: proc_pidpath has no answer.");
}

}  // namespace sallyport
