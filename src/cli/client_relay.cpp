#include "cli/client_relay.hpp"

namespace sallyport {

ClientRelay::ClientRelay(const Surroundings& around, Admission admit, ProcessId waiter, RequestObserver& observer,
                         AskUser ask_user)
    : admission_(admit, waiter),
      rejected_(around.paths),
      logins_({around.credentials, rejected_, relay::known_schemes(tls_), std::move(ask_user)}),
      relay_({around.system_proxy, tls_, admission_, logins_, &observer}) {}

}  // namespace sallyport
