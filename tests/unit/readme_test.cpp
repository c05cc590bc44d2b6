#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "sallyport/core/settings_fields.hpp"

namespace sallyport {
namespace {

struct DefaultText {
  std::string operator()(bool value) const { return value ? "`true`" : "`false`"; }
  std::string operator()(std::int64_t value) const { return fmt::format("`{}`", value); }
  std::string operator()(const std::string& value) const { return value.empty() ? "" : fmt::format("`{}`", value); }
  std::string operator()(const FieldList& /*value*/) const { return ""; }
  std::string operator()(const FieldTable& /*value*/) const { return ""; }
};

/// Markdown would take `<local>` for a tag.
std::string escape(std::string_view text) {
  std::string escaped;
  for (const char c : text) escaped += c == '<' ? "&lt;" : std::string(1, c);
  return escaped;
}

template <typename Owner>
std::string table(std::string_view heading, std::span<const Field<Owner>> fields) {
  std::string text = fmt::format("| {} | meaning | values | default |\n|---|---|---|---|\n", heading);
  for (const Field<Owner>& field : fields) {
    text += fmt::format("| `{}` | {} | {} | {} |\n", field.key, escape(field.help), escape(field.allowed),
                        std::visit(DefaultText(), field.get(Owner())));
  }
  return text;
}

TEST(Readme, HoldsTheReferenceThatTheFieldTableGives) {
  std::ifstream file(SALLYPORT_SOURCE_DIRECTORY "/README.md");
  std::stringstream readme;
  readme << file.rdbuf();
  const std::string reference =
      table("setting", proxy_fields()) + "\nEach app (`sallyport client`) has:\n\n" + table("app", client_fields());
  EXPECT_NE(readme.str().find(reference), std::string::npos)
      << "README.md must hold this between its settings comments:\n"
      << reference;
}

}  // namespace
}  // namespace sallyport
