#include "cli/client_relay.hpp"

#include "platform/descriptor_limit.hpp"
#include "platform/listener_options.hpp"

namespace sallyport {
namespace {

/// Beside those of the connections: the supervisor's own, idle upstreams, several attempts at one name.
constexpr std::size_t kOtherDescriptors = 256;

/// Each connection of the client needs another one upstream.
std::size_t connections_within(std::size_t descriptors) {
  return descriptors > 2 * kOtherDescriptors ? (descriptors - kOtherDescriptors) / 2 : descriptors / 4;
}

}  // namespace

ClientRelay::ClientRelay(const Surroundings& around, Admission admit, ProcessId waiter, RequestObserver& observer,
                         AskUser ask_user)
    : admission_(make_peer_admission(admit, waiter)),
      rejected_(around.paths),
      logins_({around.credentials, rejected_, relay::known_schemes(tls_->digest_hash()), std::move(ask_user)}),
      relay_({.system_proxy = around.system_proxy,
              .tls = tls_->tls(),
              .admission = *admission_,
              .logins = logins_,
              .observer = &observer,
              .prepare_listener = set_listener_options},
             connections_within(raise_descriptor_limit())) {}

}  // namespace sallyport
