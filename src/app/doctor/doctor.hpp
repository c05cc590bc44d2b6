#pragma once

#include <stop_token>
#include <string_view>
#include <vector>

#include "app/doctor/finding.hpp"
#include "app/doctor/fix_plan.hpp"
#include "sallyport/core/environment.hpp"
#include "sallyport/core/result.hpp"
#include "sallyport/ports/configuration_files.hpp"
#include "sallyport/ports/connection_checker.hpp"
#include "sallyport/ports/credential_store.hpp"
#include "sallyport/ports/desktop_session.hpp"
#include "sallyport/ports/menu_entries.hpp"
#include "sallyport/ports/program_finder.hpp"
#include "sallyport/ports/running_apps.hpp"
#include "sallyport/ports/settings_storage.hpp"
#include "sallyport/ports/supervisors.hpp"
#include "sallyport/ports/system_proxy.hpp"

namespace sallyport {

/// What a diagnosis looks at. Not owned.
struct DoctorPorts {
  SettingsStorage& storage;
  CredentialStore& credentials;
  SystemProxy& system_proxy;
  ProgramFinder& programs;
  RunningApps& running_apps;
  Supervisors& supervisors;
  MenuEntries& menu;
  ConnectionChecker& checker;
  ConfigurationFiles& files;
  DesktopSession& session;
};

/// Finds what on this machine disagrees with the settings as they are saved, and fixes what the user asks it to. Holds
/// no state: each call looks anew. Every call blocks; a window calls it from a worker thread.
class Doctor {
 public:
  /// `environment` is the program's own: it says where the home is, and where commands are looked up.
  Doctor(const DoctorPorts& ports, Environment environment);

  /// Every finding, the gravest first. Files, desktop and keychain take milliseconds (each that hangs, its own time-out
  /// of some seconds); then the way to the proxy is tried, where one is in force, for up to
  /// ConnectionChecker::kStageTime a stage. `stop` ends it early, with what was found so far. Never prompts and changes
  /// nothing. Fails only when the settings cannot be used (kIo, kInvalidSettings).
  [[nodiscard]] Result<std::vector<Finding>> diagnose(const std::stop_token& stop);

  /// The fix of one finding, to look at. Changes nothing, and does not try the way to the proxy. kUnknownName: there is
  /// no such finding (any more); kUnsupported: it has no fix, and the message says what to do in its place.
  [[nodiscard]] Result<FixPlan> preview_fix(std::string_view id);

  /// Does what the plan shows: passwords go into the keychain first (may prompt to unlock), then the file is replaced,
  /// after a backup beside it. What fails up to there leaves all as it was before, the keychain too. A login that the
  /// settings do not take then is told in the report. kIo when the file was changed since the plan was made.
  [[nodiscard]] Result<FixReport> apply_fix(const FixPlan& plan, const CredentialCall& call);

 private:
  DoctorPorts ports_;
  Environment environment_;
};

}  // namespace sallyport
