#include "support/git_repository.hpp"

#include <stdexcept>

namespace sallyport {
namespace {

constexpr const char* kMake =
    "git init -q work; cd work; echo text >file; git add file; git -c user.name=a -c user.email=a@example.com "
    "commit -qm one; git clone -q --bare . ../served/repository.git; git -C ../served/repository.git "
    "update-server-info";

void make_repository(const std::string& directory) {
  const Environment environment({{"HOME", directory}, {"PATH", "/usr/bin:/bin"}, {"GIT_CONFIG_NOSYSTEM", "1"}});
  const auto made = HelperProcess::start({"/bin/sh", {"-ec", kMake}, {}, environment, directory}, {},
                                         HelperProcess::Streams::kCaptured)
                        .value()
                        ->finish(std::chrono::seconds(30), {})
                        .value();
  if (made.code != 0) throw std::runtime_error(made.messages);
}

}  // namespace

GitRepository::GitRepository()
    : service_(
          [this](std::uint16_t port) {
            if (!directory_.names().contains("served")) make_repository(directory_.path());
            return ProcessSpec{"/usr/bin/python3",
                               {"-m", "http.server", "--bind", "127.0.0.1", "--directory", directory_ / "served",
                                std::to_string(port)},
                               {},
                               {},
                               {}};
          },
          [] { return "the web server does not start"; }) {}

}  // namespace sallyport
