#include "platform/throwaway_session.hpp"

namespace sallyport {
namespace {

/// Credential Manager is the user's own whatever the environment says.
class OwnFolders final : public ThrowawaySession {
 public:
  bool keeps_passwords() const override { return true; }
};

}  // namespace

Result<std::unique_ptr<ThrowawaySession>> ThrowawaySession::start(const std::string& home, Environment& environment,
                                                                  ProgramFinder&, const std::stop_token&) {
  environment.set("APPDATA", home);
  environment.set("LOCALAPPDATA", home);
  return std::make_unique<OwnFolders>();
}

}  // namespace sallyport
