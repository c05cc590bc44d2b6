#include "window/client_start.hpp"

#include <wx/intl.h>
#include <wx/stream.h>

#include <array>
#include <utility>

#include "window/execute.hpp"
#include "window/text.hpp"

namespace sallyport {
namespace {

std::string read_all(wxInputStream* stream) {
  std::string text;
  std::array<char, 4096> part{};
  while (stream != nullptr && stream->CanRead()) {
    stream->Read(part.data(), part.size());
    if (stream->LastRead() == 0) break;
    text.append(part.data(), stream->LastRead());
  }
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

}  // namespace

ClientStart::ClientStart(Done done) : done_(std::move(done)) { Redirect(); }

ClientStart* ClientStart::run(const std::vector<std::string>& command, Done done) {
  auto* start = new ClientStart(std::move(done));
  if (execute(command, start) != 0) return start;
  start->done_(from_wx(_("The launcher could not be started. Install Sallyport again.")));
  delete start;
  return nullptr;
}

void ClientStart::OnTerminate(int /*pid*/, int status) {
  std::string error;
  if (status != 0) {
    error = read_all(GetErrorStream());
    if (error.empty())
      error = from_wx(wxString::Format(_("The launcher ended with code %d and said nothing."), status));
  }
  if (done_) done_(error);
  delete this;
}

}  // namespace sallyport
