#include "cli/verb.hpp"

#include <CLI/CLI.hpp>
#include <memory>
#include <utility>

#include "cli/exit_code.hpp"

namespace sallyport {
namespace {

class FixedUsage final : public CLI::Formatter {
 public:
  explicit FixedUsage(std::string usage) : usage_(std::move(usage)) {}
  std::string make_usage(const CLI::App* /*verb*/, std::string /*name*/) const override {
    return "Usage: " + usage_ + "\n";
  }

 private:
  std::string usage_;
};

}  // namespace

int fail(Session& session, const Error& error) {
  session.output.error(error);
  return exit_code(error.code);
}

CLI::App* add_verb(CLI::App& parent, const std::string& name, const std::string& description,
                   const std::string& example) {
  CLI::App* verb = parent.add_subcommand(name, description);
  verb->footer("Example:\n  " + example);
  return verb;
}

std::string refuse_empty(const std::string& value) { return value.empty() ? "The value is empty" : ""; }

void set_usage(CLI::App& verb, const std::string& usage) { verb.formatter(std::make_shared<FixedUsage>(usage)); }

}  // namespace sallyport
