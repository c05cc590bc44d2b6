#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <stop_token>
#include <thread>
#include <utility>

#include "cli/demo_network.hpp"
#include "cli/demo_probe.hpp"
#include "cli/demo_session.hpp"
#include "cli/exit_code.hpp"
#include "cli/verb.hpp"
#include "platform/ending_signals.hpp"
#include "sallyport/core/proxy_variables.hpp"
#include "sallyport/ports/paths.hpp"
#include "sallyport/ports/settings_storage.hpp"
#include "sallyport/ports/this_process.hpp"

namespace sallyport {
namespace {

constexpr const char* kUser = "demo";
/// With the characters that break proxy URLs made by hand.
constexpr const char* kPassword = "50% @ home: a/b?c#d";
constexpr const char* kClient = "demo-client";

/// Turns Ctrl-C and its like into a request to stop, so that the demo can clean up behind itself.
class Interruption {
 public:
  Interruption() {
    for (const int number : ending_signals()) signals_.add(number);
    signals_.async_wait([this](const boost::system::error_code& error, int) {
      if (!error) stop_.request_stop();
    });
    // Not earlier: a context without anything to wait for ends.
    thread_ = std::thread([this] { context_.run(); });
  }
  ~Interruption() {
    context_.stop();
    thread_.join();
  }
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  [[nodiscard]] std::stop_token token() const { return stop_.get_token(); }

 private:
  std::stop_source stop_;
  boost::asio::io_context context_{1};
  boost::asio::signal_set signals_{context_};
  std::thread thread_;
};

class Demo {
 public:
  Demo(Session& session, std::stop_token stop) : session_(session), stop_(std::move(stop)) {}

  int run() {
    const std::vector<std::pair<std::string, Result<std::string> (Demo::*)()>> steps = {
        {"A proxy that wants a password listens", &Demo::start_network},
        {"A session to throw away is there", &Demo::start_session},
        {"The proxy is in the settings, and a client is added", &Demo::configure},
        {"Launched without a password, the client is refused", &Demo::launch_without_password},
        {"The password goes into the keychain, and into no file", &Demo::store_password},
        {"Launched through Sallyport, the client is let through", &Demo::launch_with_password},
        {"Launched without a proxy, the client goes direct", &Demo::launch_direct},
        {"Launched without a proxy, no proxy variable is left", &Demo::inspect_direct},
    };
    for (const auto& [title, step] : steps) {
      const Result<std::string> seen = (this->*step)();
      Output& output = session_.output;
      if (!seen) {
        output.line(fmt::format("{} {}", output.styled(Output::Style::kBad, "✗"), title));
        output.error(seen.error());
        return seen.error().code == ErrorCode::kKeychainAbsent ? kExitCredential : kExitFailed;
      }
      output.line(fmt::format("{} {}: {}", output.styled(Output::Style::kGood, "✓"), title,
                              output.styled(Output::Style::kDim, *seen)));
    }
    demo_.reset();
    network_.reset();
    session_.output.line("Sallyport works on this machine. Nothing of the demo is left behind.");
    return kExitDone;
  }

 private:
  Result<std::string> start_network() {
    Result<std::unique_ptr<DemoNetwork>> network = DemoNetwork::start(kUser, Secret(kPassword));
    if (!network) return tl::unexpected(network.error());
    network_ = std::move(*network);
    url_ = fmt::format("http://{}:{}/", DemoNetwork::kHost, network_->origin_port());
    return fmt::format("127.0.0.1:{}", network_->proxy_port());
  }

  Result<std::string> start_session() {
    const Result<std::string> launcher = session_.ports.paths.launcher_program();
    if (!launcher) return tl::unexpected(launcher.error());
    launcher_ = *launcher;
    environment_ = session_.ports.process.environment();
    Result<std::unique_ptr<DemoSession>> demo =
        DemoSession::start(environment_, launcher_, session_.ports.programs, stop_);
    if (!demo) return tl::unexpected(demo.error());
    demo_ = std::move(*demo);
    return "your settings and passwords stay as they are";
  }

  Result<std::string> configure() {
    if (auto done = sallyport({"settings", "set", "custom_proxy.enabled=true", "custom_proxy.host=127.0.0.1",
                               fmt::format("custom_proxy.port={}", network_->proxy_port()),
                               "custom_proxy.authentication=false", fmt::format("custom_proxy.username={}", kUser)});
        !done) {
      return tl::unexpected(done.error());
    }
    std::vector<std::string> add = {"client", "add", "--id", kClient, "--name", "Demo client", "--"};
    const Result<std::string> curl = session_.ports.programs.find("curl", environment_, {});
    if (curl) {
      const std::string there = fmt::format("{}:{}:127.0.0.1", DemoNetwork::kHost, network_->origin_port());
      add.insert(add.end(), {*curl, "-q", "-sS", "--max-time", "10", "-o", demo_->scratch_file(), "-w", "%{http_code}",
                             "--resolve", there, url_});
    } else {
      add.insert(add.end(), {launcher_, "demo-probe", url_});
    }
    if (auto done = sallyport(add); !done) return tl::unexpected(done.error());
    return curl ? std::string("curl") : std::string("a client of the demo's own, as curl is not installed");
  }

  Result<std::string> launch_without_password() {
    const Result<std::string> status = sallyport({"launch", kClient});
    if (!status) return status;
    if (*status != "407" || network_->visits().refused == 0) return unexpected_answer(*status);
    return "407, the proxy wants a password";
  }

  Result<std::string> store_password() {
    if (const Result<void> ready = demo_->wait_for_keychain(); !ready) return tl::unexpected(ready.error());
    if (auto done = sallyport({"credential", "set", "custom"}, kPassword); !done) return done;
    if (auto done = sallyport({"settings", "set", "custom_proxy.authentication=true"}); !done) return done;
    const Result<std::string> path = sallyport({"settings", "path"});
    if (!path) return path;
    const std::unique_ptr<SettingsStorage> storage =
        session_.composition.storage_of(path->substr(0, path->find_last_not_of('\n') + 1));
    const Result<std::optional<std::string>> text = storage->read();
    if (!text) return tl::unexpected(text.error());
    if (!*text || (*text)->find(kPassword) != std::string::npos) {
      return failure(ErrorCode::kFailed, "The settings file is missing, or it holds the password.");
    }
    return fmt::format("stored for {} at 127.0.0.1:{}", kUser, network_->proxy_port());
  }

  Result<std::string> launch_with_password() {
    const Result<std::string> status = sallyport({"launch", kClient});
    if (!status) return status;
    const DemoNetwork::Visits visits = network_->visits();
    if (*status != "200" || visits.users != std::vector<std::string>{kUser} || visits.direct != 0) {
      return unexpected_answer(*status);
    }
    if (visits.password_leaked) return failure(ErrorCode::kFailed, "The proxy's password reached the server.");
    return fmt::format("200, and the proxy saw the user {}", kUser);
  }

  /// What a shell that was set up for the proxy would hand down.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> polluted() const {
    const std::string proxy = fmt::format("http://127.0.0.1:{}", network_->proxy_port());
    return {{"http_proxy", proxy}, {"HTTP_PROXY", proxy}, {"https_proxy", proxy},
            {"Http_Proxy", proxy}, {"ALL_PROXY", proxy},  {"no_proxy", "none"}};
  }

  Result<std::string> launch_direct() {
    const Result<std::string> status = sallyport({"launch", "--direct", kClient}, {}, polluted());
    if (!status) return status;
    const DemoNetwork::Visits visits = network_->visits();
    if (*status != "200" || visits.direct != 1 || visits.users.size() != 1) return unexpected_answer(*status);
    return "200, past the proxy, although the shell's variables name it";
  }

  Result<std::string> inspect_direct() {
    const Result<std::string> text =
        sallyport({"run", "--direct", "--", launcher_, "demo-environment"}, {}, polluted());
    if (!text) return text;
    std::vector<std::string> block;
    for (std::size_t start = 0, end = 0; (end = text->find('\0', start)) != std::string::npos; start = end + 1) {
      block.push_back(text->substr(start, end - start));
    }
    const Environment seen = Environment::from_block(block);
    for (const auto& [name, value] : seen.variables()) {
      if (is_proxy_variable(name)) return failure(ErrorCode::kFailed, fmt::format("{} is still set.", name));
    }
    if (seen.variables().empty()) return failure(ErrorCode::kFailed, "The client's environment is not whole.");
    return fmt::format("none of {} spellings, and {} other variables", polluted().size(), seen.variables().size());
  }

  /// What `sallyport ARGUMENTS…` printed; an error when it failed.
  Result<std::string> sallyport(const std::vector<std::string>& arguments, std::string_view input = {},
                                const std::vector<std::pair<std::string, std::string>>& more = {}) {
    const Result<HelperProcess::Ended> ended = demo_->sallyport(arguments, input, more);
    if (!ended) return tl::unexpected(ended.error());
    if (ended->code == 0) return ended->output;
    return failure(ErrorCode::kFailed, fmt::format("`sallyport {} …` ended with {}.", arguments.front(), ended->code),
                   ended->messages);
  }

  [[nodiscard]] Result<std::string> unexpected_answer(const std::string& status) const {
    const DemoNetwork::Visits visits = network_->visits();
    return failure(
        ErrorCode::kFailed,
        fmt::format("The client got \"{}\"; the proxy refused {} and passed on {} requests, and {} went past it.",
                    printable(status), visits.refused, visits.users.size(), visits.direct));
  }

  Session& session_;
  std::stop_token stop_;
  Environment environment_;
  std::string launcher_;
  std::string url_;
  std::unique_ptr<DemoNetwork> network_;
  std::unique_ptr<DemoSession> demo_;
};

int demonstrate(Session& session) {
  const Interruption interruption;
  return Demo(session, interruption.token()).run();
}

int probe_once(Session& session, const std::string& url) {
  const Result<int> status = probe(url, session.ports.process.environment());
  if (!status) {
    session.output.error(status.error());
    return kExitFailed;
  }
  session.output.raw(std::to_string(*status));
  return kExitDone;
}

/// As `env -0` does, which not every system has.
int print_environment(Session& session) {
  const Environment own = session.ports.process.environment();
  for (const auto& [name, value] : own.variables()) {
    session.output.raw(name + "=" + value + std::string(1, '\0'));
  }
  return kExitDone;
}

}  // namespace

void add_demo_verb(CLI::App& program, Invocation& invocation) {
  CLI::App* verb =
      add_verb(program, "demo",
               "Show the main job on this machine without set-up: a proxy that wants a password, its password in a "
               "keyring, a client launched through it and one launched without it",
               "sallyport demo");
  verb->callback([&invocation] { invocation.action = demonstrate; });

  auto url = std::make_shared<std::string>();
  verb = add_verb(program, "demo-probe", "The demo's client", "sallyport demo-probe http://HOST:PORT/");
  verb->group("");
  verb->add_option("URL", *url, "Where to go")->required();
  verb->callback(
      [url, &invocation] { invocation.action = [url](Session& session) { return probe_once(session, *url); }; });

  verb = add_verb(program, "demo-environment", "What the demo's client is given", "sallyport demo-environment");
  verb->group("");
  verb->callback([&invocation] { invocation.action = print_environment; });
}

}  // namespace sallyport
