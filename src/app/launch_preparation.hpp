#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sallyport/core/client.hpp"
#include "sallyport/core/launch_plan.hpp"
#include "sallyport/core/settings.hpp"
#include "sallyport/ports/authority_bundles.hpp"
#include "sallyport/ports/credential_store.hpp"
#include "sallyport/ports/password_needed.hpp"
#include "sallyport/ports/process_launcher.hpp"
#include "sallyport/ports/program_finder.hpp"
#include "sallyport/ports/relay_host.hpp"
#include "sallyport/ports/settings_storage.hpp"
#include "sallyport/ports/system_proxy.hpp"

namespace sallyport {

/// What the user asked to launch. Kept by the supervisor, so that a restart repeats the same launch.
struct LaunchRequest {
  std::string client_id;             ///< empty: `command` is run once without being configured
  std::vector<std::string> command;  ///< for `run`: the command and its arguments
  std::vector<std::string> opened;   ///< for a client: what comes after `--`
  std::optional<ClientKind> kind;    ///< for `run`
  std::optional<Delivery> delivery;  ///< in place of the setting's, where no relay stands beside what is launched
  bool direct = false;
  std::string directory;  ///< for a client without its own; empty: the current one
  Environment inherited;  ///< the supervisor's own, passed through
};

/// A launch that is ready to start.
struct PreparedLaunch {
  ProcessSpec process;
  LaunchPlan plan;
  std::string name;                 ///< of the client, or the command, for messages
  std::string fingerprint;          ///< the plan's, from before the relay's port was known
  std::optional<RelayRules> relay;  ///< with delivery relay: its rules at the start
  Admission admit = Admission::kUser;
  /// Each credential asked for and when it was last changed; `nullopt` for one that is not stored. For "stale".
  std::vector<std::pair<CredentialKey, std::optional<std::chrono::sys_seconds>>> credentials;

  /// Completes a plan whose variables and arguments name the relay.
  void set_relay_port(std::uint16_t port);
};

/// Turns a request into a process to start. Reads the settings file anew each time; asks the OS for its proxy and the
/// keychain for passwords only when the plan puts them into the environment: with delivery relay, the relay asks.
/// Blocks as CredentialStore does.
class LaunchPreparation {
 public:
  LaunchPreparation(SettingsStorage& storage, CredentialStore& credentials, SystemProxy& system_proxy,
                    ProgramFinder& programs, AuthorityBundles& bundles);

  /// Fails with kUnknownName (no such client), kCredentialNotStored and the keychain's other answers, kCommandNotFound,
  /// …
  [[nodiscard]] Result<PreparedLaunch> prepare(const LaunchRequest& request, const CredentialCall& call);
  /// Makes the files that the plan's variables name, as `prepare` does. kIo.
  [[nodiscard]] Result<void> make_bundles(const LaunchPlan& plan);
  /// The same plan to look at: the keychain is not asked, passwords read `***`. A request without client and command
  /// gives the plan of a plain app; a program that is not there leaves `process.program` empty.
  [[nodiscard]] Result<PreparedLaunch> preview(const LaunchRequest& request);
  /// A preview with the passwords in place.
  [[nodiscard]] Result<PreparedLaunch> reveal(const LaunchRequest& request, const CredentialCall& call);
  /// What `prepare` would give now compared with `launched`; never unlocks a keychain. A client behind the relay is not
  /// stale for another proxy, login or bypass list, which the relay takes over.
  [[nodiscard]] bool is_stale(const LaunchRequest& request, const PreparedLaunch& launched);
  /// A required password that is not stored, where the keychain says so without a question to its user: for a launch
  /// through the relay, which does without it until the proxy asks.
  [[nodiscard]] std::optional<PasswordNeeded> missing_password(const LaunchRequest& request);
  /// What the relay of a client that runs decides by now.
  [[nodiscard]] Result<RelayRules> relay_rules(const LaunchRequest& request);
  /// See SystemProxy::watch_on_own_thread.
  [[nodiscard]] std::unique_ptr<SystemProxy::Watch> watch_system_proxy(std::function<void()> changed);

 private:
  /// What a plan is made of, read at one moment.
  struct Inputs {
    Settings settings;
    Client client;  ///< of kind decided
    Result<std::string> program;
    SystemProxyConfiguration system;
    std::vector<NeededCredential> needed;
    AuthorityFiles authorities;
    bool behind_relay = false;  ///< the client runs already, behind the relay

    [[nodiscard]] bool through_relay(const LaunchRequest& request) const;
  };

  [[nodiscard]] Result<Inputs> gather(const LaunchRequest& request);
  /// The OS is asked only where its proxy decides.
  [[nodiscard]] Result<SystemProxyConfiguration> system_in_force(const ProxySettings& settings,
                                                                 const LaunchRequest& request);
  [[nodiscard]] static PreparedLaunch assemble(const LaunchRequest& request, const Inputs& inputs,
                                               std::span<const KnownCredential> known);
  /// As if each required password were stored; nobody is asked.
  [[nodiscard]] static PreparedLaunch assemble_unasked(const LaunchRequest& request, const Inputs& inputs);
  [[nodiscard]] Result<PreparedLaunch> assemble_with_passwords(const LaunchRequest& request, const Inputs& inputs,
                                                               const CredentialCall& call);

  SettingsStorage& storage_;
  CredentialStore& credentials_;
  SystemProxy& system_proxy_;
  ProgramFinder& programs_;
  AuthorityBundles& bundles_;
};

}  // namespace sallyport
