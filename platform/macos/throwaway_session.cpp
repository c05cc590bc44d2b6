#include "platform/throwaway_session.hpp"

namespace sallyport {
namespace {

/// The login keychain is found without the environment.
class OwnFolders final : public ThrowawaySession {
 public:
  bool keeps_passwords() const override { return true; }
};

}  // namespace

Result<std::unique_ptr<ThrowawaySession>> ThrowawaySession::start(const std::string& home, Environment& environment,
                                                                  ProgramFinder&, const std::stop_token&) {
  environment.set("HOME", home);
  return std::make_unique<OwnFolders>();
}

}  // namespace sallyport
