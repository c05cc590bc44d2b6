#pragma once

#include <wx/utils.h>

#include <string>
#include <vector>

#include "window/text.hpp"

namespace sallyport {

/// Starts a program, of which `process` hears when it ends. Words are passed as they are, without a shell. Returns 0
/// when it could not be started.
inline long execute(const std::vector<std::string>& command, wxProcess* process = nullptr) {
  if (command.empty()) return 0;
  std::vector<wxWCharBuffer> words;
  for (const std::string& word : command) words.push_back(to_wx(word).wc_str());
  std::vector<const wchar_t*> argv;
  for (const wxWCharBuffer& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  return wxExecute(argv.data(), wxEXEC_ASYNC, process);
}

}  // namespace sallyport
