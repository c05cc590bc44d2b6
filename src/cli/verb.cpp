#include "cli/verb.hpp"

#include <CLI/CLI.hpp>
#include <memory>
#include <utility>

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

CLI::App* add_verb(CLI::App& parent, const std::string& name, const std::string& description,
                   const std::string& example) {
  CLI::App* verb = parent.add_subcommand(name, description);
  verb->footer("Example:\n  " + example);
  return verb;
}

void set_usage(CLI::App& verb, const std::string& usage) { verb.formatter(std::make_shared<FixedUsage>(usage)); }

}  // namespace sallyport
