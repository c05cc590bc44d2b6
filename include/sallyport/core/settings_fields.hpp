#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sallyport/core/settings.hpp"

namespace sallyport {

using FieldList = std::vector<std::string>;
using FieldTable = std::vector<std::pair<std::string, std::string>>;
/// A setting's value in the shapes that TOML and JSON share.
using FieldValue = std::variant<bool, std::int64_t, std::string, FieldList, FieldTable>;

/// One row of the table from which defaults, help comments, load, save, `settings get|set|show` and the README's
/// reference all come. `Owner` is ProxySettings or Client.
template <typename Owner>
struct Field {
  std::string_view key;   ///< `custom_proxy.port`; for a client `name`
  std::string_view help;  ///< one line, a sentence
  std::string_view
      allowed;  ///< `true or false`, `1 to 65535`, `auto, environment or relay`: for errors and the reference
  FieldValue (*get)(const Owner&);
  /// Refuses a value of another shape or word; rules across fields are `validate`'s.
  Result<void> (*set)(Owner&, const FieldValue&);
};

/// In the order of the file.
[[nodiscard]] std::span<const Field<ProxySettings>> proxy_fields();
[[nodiscard]] std::span<const Field<Client>> client_fields();

/// `text` in the shape of the field's default (`true`, `8080`, words); lists and tables are not written this way.
[[nodiscard]] Result<void> set_field(ProxySettings& settings, std::string_view key, std::string_view text);
/// The value as `settings get` prints it. kUnknownName for an unknown key.
[[nodiscard]] Result<std::string> get_field(const ProxySettings& settings, std::string_view key);

[[nodiscard]] std::string_view to_string(Delivery delivery);
[[nodiscard]] std::string_view to_string(ClientKind kind);
[[nodiscard]] std::string_view to_string(Admission admission);
[[nodiscard]] Result<ClientKind> parse_client_kind(std::string_view text);
[[nodiscard]] Result<Admission> parse_admission(std::string_view text);

}  // namespace sallyport
