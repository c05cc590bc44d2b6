#include "app/launch_preparation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/load_settings.hpp"
#include "sallyport/core/credential_command.hpp"

namespace sallyport {
namespace {

constexpr std::chrono::seconds kStatusTime{2};

/// The client of a request, whether it is configured or made up for `run`.
Result<Client> client_of(const LaunchRequest& request, const Settings& settings) {
  if (!request.client_id.empty()) {
    if (const Client* client = settings.find_client(request.client_id)) return *client;
    return tl::unexpected(unknown_client(request.client_id));
  }
  Client client;
  client.kind = request.kind.value_or(ClientKind::kAuto);
  if (request.command.empty()) return client;
  client.name = request.command.front();
  client.command = request.command.front();
  client.arguments.assign(request.command.begin() + 1, request.command.end());
  return client;
}

Error missing_password_error(const CredentialKey& key, InForce in_force) {
  return {ErrorCode::kCredentialNotStored,
          fmt::format("No password is stored for {}; enter it in the settings window, or with `{}`.", key.description(),
                      credential_command(in_force, key.proxy))};
}

}  // namespace

void PreparedLaunch::set_relay_port(std::uint16_t port) {
  plan.set_relay_port(port);
  for (const EnvironmentChange& change : plan.changes) {
    if (!change.names_relay) continue;
    process.environment.set(change.name, change.secret_value ? change.secret_value->reveal() : change.value);
  }
  // The plan's come first.
  std::copy(plan.arguments.begin(), plan.arguments.end(), process.arguments.begin());
}

bool LaunchPreparation::Inputs::through_relay(const LaunchRequest& request) const {
  return behind_relay ||
         choose_delivery(settings.proxy, system, request.inherited, request.direct).delivery == Delivery::kRelay;
}

LaunchPreparation::LaunchPreparation(SettingsStorage& storage, CredentialStore& credentials, SystemProxy& system_proxy,
                                     ProgramFinder& programs, AuthorityBundles& bundles)
    : storage_(storage),
      credentials_(credentials),
      system_proxy_(system_proxy),
      programs_(programs),
      bundles_(bundles) {}

Result<LaunchPreparation::Inputs> LaunchPreparation::gather(const LaunchRequest& request) {
  Inputs inputs;
  // `run --direct` depends on no setting, so that it works whatever state the file is in.
  if (!request.direct || !request.client_id.empty()) {
    auto settings = load_settings(storage_);
    if (!settings) return tl::unexpected(settings.error());
    inputs.settings = *std::move(settings);
    if (request.delivery) inputs.settings.proxy.delivery = *request.delivery;
  }
  auto client = client_of(request, inputs.settings);
  if (!client) return tl::unexpected(client.error());
  inputs.client = *std::move(client);
  const std::string& directory = inputs.client.directory.empty() ? request.directory : inputs.client.directory;
  inputs.program = programs_.find(inputs.client.command, request.inherited, directory);
  if (inputs.client.kind == ClientKind::kAuto) {
    inputs.client.kind = inputs.program ? programs_.recognise(*inputs.program) : ClientKind::kPlain;
  }
  auto system = system_in_force(inputs.settings.proxy, request);
  if (!system) return tl::unexpected(system.error());
  inputs.system = *std::move(system);
  if (const std::string& ca_file = inputs.settings.proxy.ca_file; !ca_file.empty()) {
    const PlanClient planned{inputs.client.kind, inputs.client.variables};
    inputs.authorities = bundles_.files(authority_candidates(
        ca_file, [&](std::string_view name) { return planned.own_value(name, request.inherited); }));
  }
  inputs.needed = credentials_needed(inputs.settings.proxy, inputs.system, request.inherited, request.direct);
  return inputs;
}

Result<SystemProxyConfiguration> LaunchPreparation::system_in_force(const ProxySettings& settings,
                                                                    const LaunchRequest& request) {
  if (source_in_force(settings, request.inherited, request.direct) != InForce::kSystem) return {};
  return system_proxy_.configuration();
}

Result<RelayRules> LaunchPreparation::relay_rules(const LaunchRequest& request) {
  auto settings = load_settings(storage_);
  if (!settings) return tl::unexpected(settings.error());
  auto system = system_in_force(settings->proxy, request);
  if (!system) return tl::unexpected(system.error());
  return RelayRules{std::move(settings->proxy), *std::move(system), request.inherited};
}

std::unique_ptr<SystemProxy::Watch> LaunchPreparation::watch_system_proxy(std::function<void()> changed) {
  return system_proxy_.watch_on_own_thread(std::move(changed));
}

PreparedLaunch LaunchPreparation::assemble(const LaunchRequest& request, const Inputs& inputs,
                                           std::span<const KnownCredential> known) {
  const Client& client = inputs.client;
  PreparedLaunch prepared;
  prepared.name = client.name;
  prepared.plan =
      plan_launch(inputs.settings.proxy, {client.kind, client.variables, inputs.behind_relay, inputs.authorities},
                  inputs.system, request.inherited, known, request.direct);
  prepared.fingerprint = prepared.plan.fingerprint();
  prepared.admit = client.admit;
  if (prepared.plan.delivery == Delivery::kRelay) {
    prepared.relay = RelayRules{inputs.settings.proxy, inputs.system.clone(), request.inherited};
  }
  prepared.process.program = inputs.program.value_or("");
  prepared.process.argv0 = client.command;
  prepared.process.arguments = prepared.plan.arguments;
  const auto own = expand_arguments(client.arguments, request.opened);
  prepared.process.arguments.insert(prepared.process.arguments.end(), own.begin(), own.end());
  prepared.process.environment = prepared.plan.apply(request.inherited);
  prepared.process.directory = client.directory.empty() ? request.directory : client.directory;
  return prepared;
}

PreparedLaunch LaunchPreparation::assemble_unasked(const LaunchRequest& request, const Inputs& inputs) {
  std::vector<KnownCredential> known;
  for (const NeededCredential& needed : inputs.needed) {
    if (needed.required) known.push_back({needed.key, nullptr});
  }
  return assemble(request, inputs, known);
}

Result<PreparedLaunch> LaunchPreparation::assemble_with_passwords(const LaunchRequest& request, const Inputs& inputs,
                                                                  const CredentialCall& call) {
  std::vector<StoredCredential> stored;
  stored.reserve(inputs.needed.size());  // `known` points into it
  std::vector<KnownCredential> known;
  std::vector<std::pair<CredentialKey, std::optional<std::chrono::sys_seconds>>> asked;
  for (const NeededCredential& needed : inputs.needed) {
    auto found = credentials_.find(needed.key, call);
    if (found) {
      stored.push_back(*std::move(found));
      known.push_back({needed.key, &stored.back().password});
      asked.emplace_back(needed.key, stored.back().modified);
    } else if (found.error().code != ErrorCode::kCredentialNotStored) {
      return tl::unexpected(found.error());
    } else if (needed.required) {
      const InForce in_force = source_in_force(inputs.settings.proxy, request.inherited, request.direct);
      return tl::unexpected(missing_password_error(needed.key, in_force));
    } else {
      asked.emplace_back(needed.key, std::nullopt);
    }
  }
  PreparedLaunch prepared = assemble(request, inputs, known);
  prepared.credentials = std::move(asked);
  return prepared;
}

Result<PreparedLaunch> LaunchPreparation::prepare(const LaunchRequest& request, const CredentialCall& call) {
  if (request.client_id.empty() && request.command.empty()) return tl::unexpected(unknown_client(""));
  auto inputs = gather(request);
  if (!inputs) return tl::unexpected(inputs.error());
  if (!inputs->program) return tl::unexpected(inputs->program.error());
  auto prepared = inputs->through_relay(request) ? assemble_unasked(request, *inputs)
                                                 : assemble_with_passwords(request, *inputs, call);
  if (!prepared) return prepared;
  if (auto made = make_bundles(prepared->plan); !made) return tl::unexpected(std::move(made.error()));
  return prepared;
}

Result<void> LaunchPreparation::make_bundles(const LaunchPlan& plan) {
  for (const AuthorityBundle& bundle : plan.bundles) {
    if (auto made = bundles_.make(bundle); !made) return made;
  }
  return {};
}

Result<PreparedLaunch> LaunchPreparation::preview(const LaunchRequest& request) {
  auto inputs = gather(request);
  if (!inputs) return tl::unexpected(inputs.error());
  return assemble_unasked(request, *inputs);
}

Result<PreparedLaunch> LaunchPreparation::reveal(const LaunchRequest& request, const CredentialCall& call) {
  auto inputs = gather(request);
  if (!inputs) return tl::unexpected(inputs.error());
  if (inputs->through_relay(request)) return assemble_unasked(request, *inputs);
  return assemble_with_passwords(request, *inputs, call);
}

std::optional<PasswordNeeded> LaunchPreparation::missing_password(const LaunchRequest& request) {
  const auto inputs = gather(request);
  if (!inputs) return std::nullopt;
  for (const NeededCredential& needed : inputs->needed) {
    if (!needed.required) continue;
    const auto status = credentials_.status(needed.key, {kStatusTime, {}});
    if (!status || status->stored != CredentialStatus::Stored::kNo) continue;
    const InForce in_force = source_in_force(inputs->settings.proxy, request.inherited, request.direct);
    return PasswordNeeded{needed.key, std::nullopt, missing_password_error(needed.key, in_force).message};
  }
  return std::nullopt;
}

bool LaunchPreparation::is_stale(const LaunchRequest& request, const PreparedLaunch& launched) {
  auto inputs = gather(request);
  if (!inputs) return true;
  inputs->behind_relay =
      launched.plan.delivery == Delivery::kRelay && inputs->settings.proxy.delivery != Delivery::kEnvironment;
  if (inputs->through_relay(request)) return assemble_unasked(request, *inputs).fingerprint != launched.fingerprint;
  std::vector<KnownCredential> known;
  for (const NeededCredential& needed : inputs->needed) {
    const auto then = std::find_if(launched.credentials.begin(), launched.credentials.end(),
                                   [&](const auto& credential) { return credential.first == needed.key; });
    if (then == launched.credentials.end()) return true;
    const auto now = credentials_.status(needed.key, {kStatusTime, {}});
    // A keychain that does not answer says nothing about the credential: the plan alone decides.
    const bool told = now && (now->modified || now->stored == CredentialStatus::Stored::kNo);
    if (told && now->modified != then->second) return true;
    if (then->second) known.push_back({needed.key, nullptr});
  }
  return assemble(request, *inputs, known).fingerprint != launched.fingerprint;
}

}  // namespace sallyport
