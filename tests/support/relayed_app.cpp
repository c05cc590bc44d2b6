#include "support/relayed_app.hpp"

#include <stdexcept>

#include "support/wait_for.hpp"

namespace sallyport {

RelayedApp::RelayedApp(SallyportSandbox& sallyport, const std::vector<std::string>& command,
                       const std::string& limits) {
  std::vector<std::string> arguments = {"-c", limits + "; exec \"$0\" run -- \"$@\"", sallyport.program()};
  arguments.insert(arguments.end(), command.begin(), command.end());
  launch_ = HelperProcess::start({"/bin/sh", std::move(arguments), {}, sallyport.environment, {}}, {},
                                 HelperProcess::Streams::kCaptured)
                .value();
  const bool runs = wait_for(
      [&] {
        const nlohmann::json status = sallyport.json({"status", "--json"});
        for (const auto& each : status["clients"]) {
          if (each["state"] != "running") continue;
          port_ = each["relay_port"].get<std::uint16_t>();
          pid_ = each["pid"].get<pid_t>();
          supervisor_ = each["supervisor_pid"].get<pid_t>();
        }
        return pid_ != 0;
      },
      std::chrono::seconds(30));
  if (!runs) throw std::runtime_error("the client does not run");
}

HelperProcess::Ended RelayedApp::finish() { return launch_->finish(std::chrono::seconds(60), {}).value(); }

}  // namespace sallyport
