#include "presenters/client_form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "presenters/argument_text.hpp"

namespace sallyport {
namespace {

using Variables = std::vector<std::pair<std::string, std::string>>;

Result<Variables> parse_variables(std::string_view text) {
  Variables variables;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos || equals == 0)
      return failure(ErrorCode::kInvalidValue, "Write each variable on a line of its own, as NAME=VALUE.");
    variables.emplace_back(line.substr(0, equals), line.substr(equals + 1));
  }
  return variables;
}

std::string variables_text(const Variables& variables) {
  std::string text;
  for (const auto& [name, value] : variables) text += fmt::format("{}={}\n", name, value);
  if (!text.empty()) text.pop_back();
  return text;
}

ClientForm::Fields fields_of(const Client& client) {
  return {.name = client.name,
          .command = client.command,
          .arguments = join_arguments(client.arguments),
          .directory = client.directory,
          .variables = variables_text(client.variables),
          .kind = client.kind,
          .menu = client.menu,
          .own_processes_only = client.admit == Admission::kTree};
}

}  // namespace

std::optional<ClientKey> parse_client_key(std::string_view key) {
  constexpr std::string_view kClients = "clients.";
  const std::size_t dot = key.rfind('.');
  if (!key.starts_with(kClients) || dot <= kClients.size()) return std::nullopt;
  return ClientKey{std::string(key.substr(kClients.size(), dot - kClients.size())), std::string(key.substr(dot + 1))};
}

ClientForm::ClientForm(std::vector<std::string> taken) : taken_(std::move(taken)) {}

ClientForm::ClientForm(Client original)
    : original_(std::move(original)), shown_(fields_of(original_)), edited_(shown_) {}

std::vector<FieldError> ClientForm::errors() const {
  std::vector<FieldError> errors;
  if (auto arguments = split_arguments(edited_.arguments); !arguments)
    errors.push_back({"arguments", arguments.error().message});
  if (auto variables = parse_variables(edited_.variables); !variables)
    errors.push_back({"variables", variables.error().message});
  for (FieldError& error : validate(client())) {
    // The client's own name for the field stands behind its id, which may hold dots.
    std::string field = error.field.substr(error.field.rfind('.') + 1);
    const auto same = [&](const FieldError& each) { return each.field == field; };
    if (std::ranges::none_of(errors, same)) errors.push_back({std::move(field), std::move(error.message)});
  }
  return errors;
}

Client ClientForm::client() const {
  Client client = original_;
  if (client.id.empty()) client.id = make_client_id(edited_.name, taken_);
  // What was not edited keeps its very bytes, which the text of a field need not be able to show.
  if (edited_.name != shown_.name) client.name = edited_.name;
  if (edited_.command != shown_.command) client.command = edited_.command;
  if (edited_.directory != shown_.directory) client.directory = edited_.directory;
  if (edited_.arguments != shown_.arguments)
    client.arguments = split_arguments(edited_.arguments).value_or(client.arguments);
  if (edited_.variables != shown_.variables)
    client.variables = parse_variables(edited_.variables).value_or(client.variables);
  client.kind = edited_.kind;
  client.menu = edited_.menu;
  client.admit = edited_.own_processes_only ? Admission::kTree : Admission::kUser;
  return client;
}

}  // namespace sallyport
