#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sallyport/core/client.hpp"
#include "sallyport/core/settings.hpp"

namespace sallyport {

/// Where an error about a client belongs: `clients.ID.FIELD`, whose id may hold dots.
struct ClientKey {
  std::string id;
  std::string field;
};
[[nodiscard]] std::optional<ClientKey> parse_client_key(std::string_view key);

/// The dialog that adds or edits a client, as values: text fields on one side, a Client on the other.
class ClientForm {
 public:
  struct Fields {
    std::string name;
    std::string command;
    std::string arguments;  ///< as `argument_text.hpp` reads them
    std::string directory;
    std::string variables;  ///< one `NAME=VALUE` to a line
    ClientKind kind = ClientKind::kAuto;
    bool menu = true;
    bool own_processes_only = false;  ///< whom the relay serves
  };

  /// A new client; its id will be none of `taken`.
  explicit ClientForm(std::vector<std::string> taken);
  /// An existing one, which keeps its id.
  explicit ClientForm(Client original);

  [[nodiscard]] const Fields& shown() const { return shown_; }
  void edit(Fields fields) { edited_ = std::move(fields); }
  /// Errors by field: `name`, `command`, `arguments`, `directory`, `variables`.
  [[nodiscard]] std::vector<FieldError> errors() const;
  /// The client that the fields say; meaningful while there are no errors. What was not edited is as it was.
  [[nodiscard]] Client client() const;

 private:
  Client original_;
  std::vector<std::string> taken_;
  Fields shown_;
  Fields edited_;
};

}  // namespace sallyport
