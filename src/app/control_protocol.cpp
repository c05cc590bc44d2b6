#include "app/control_protocol.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/request_record_json.hpp"

namespace sallyport {
namespace {

using nlohmann::json;
using Verb = ControlRequest::Verb;

constexpr std::array<std::pair<Verb, std::string_view>, 5> kVerbs = {{
    {Verb::kStatus, "status"},
    {Verb::kRestart, "restart"},
    {Verb::kStop, "stop"},
    {Verb::kReload, "reload"},
    {Verb::kActivity, "activity"},
}};

constexpr std::array<std::pair<ErrorCode, std::string_view>, 17> kCodes = {{
    {ErrorCode::kInvalidValue, "invalid-value"},
    {ErrorCode::kInvalidSettings, "invalid-settings"},
    {ErrorCode::kUnknownName, "unknown-name"},
    {ErrorCode::kCredentialNotStored, "credential-not-stored"},
    {ErrorCode::kKeychainLocked, "keychain-locked"},
    {ErrorCode::kKeychainAbsent, "keychain-absent"},
    {ErrorCode::kKeychainFailed, "keychain-failed"},
    {ErrorCode::kCommandNotFound, "command-not-found"},
    {ErrorCode::kCommandNotExecutable, "command-not-executable"},
    {ErrorCode::kUnsupported, "unsupported"},
    {ErrorCode::kNotRunning, "not-running"},
    {ErrorCode::kDidNotQuit, "did-not-quit"},
    {ErrorCode::kTimedOut, "timed-out"},
    {ErrorCode::kCancelled, "cancelled"},
    {ErrorCode::kAlreadyExists, "already-exists"},
    {ErrorCode::kIo, "io"},
    {ErrorCode::kFailed, "failed"},
}};

constexpr std::array<std::pair<EnvironmentState, std::string_view>, 3> kStates = {{
    {EnvironmentState::kCurrent, to_string(EnvironmentState::kCurrent)},
    {EnvironmentState::kStale, to_string(EnvironmentState::kStale)},
    {EnvironmentState::kUnknown, to_string(EnvironmentState::kUnknown)},
}};

constexpr std::array<std::pair<Delivery, std::string_view>, 3> kDeliveries = {{
    {Delivery::kAuto, "auto"},
    {Delivery::kEnvironment, "environment"},
    {Delivery::kRelay, "relay"},
}};

template <typename Value, std::size_t Size>
std::string word_of(const std::array<std::pair<Value, std::string_view>, Size>& table, Value value) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const auto& row) { return row.first == value; });
  return std::string(found == table.end() ? table.back().second : found->second);
}

template <typename Value, std::size_t Size>
std::optional<Value> value_of(const std::array<std::pair<Value, std::string_view>, Size>& table,
                              std::string_view word) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const auto& row) { return row.second == word; });
  return found == table.end() ? std::nullopt : std::optional(found->first);
}

std::string line_of(const json& object) { return object.dump(-1, ' ', false, json::error_handler_t::replace) + "\n"; }

/// An object of our version, or a reason in words why it is none.
tl::expected<json, std::string_view> parse_object(std::string_view line, std::size_t limit) {
  if (line.size() > limit) return tl::unexpected(std::string_view("it is too long"));
  auto object = json::parse(line, nullptr, false);
  if (!object.is_object()) return tl::unexpected(std::string_view("it is not a JSON object"));
  const auto version = object.find("version");
  if (version == object.end() || *version != kControlVersion)
    return tl::unexpected(std::string_view("it is of another version"));
  return object;
}

std::string text_at(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::int64_t number_at(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

bool flag_at(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

json to_json(const SupervisorStatus& status) {
  return {{"supervisor_pid", status.supervisor_pid},
          {"pid", status.pid},
          {"client", status.client_id},
          {"name", status.name},
          {"program", status.program},
          {"settings_file", status.settings_file},
          {"since", status.since.time_since_epoch().count()},
          {"direct", status.direct},
          {"delivery", word_of(kDeliveries, status.delivery)},
          {"relay_port", status.relay_port},
          {"admission", status.admission},
          {"environment", word_of(kStates, status.environment)}};
}

SupervisorStatus status_from(const json& object) {
  SupervisorStatus status;
  status.supervisor_pid = number_at(object, "supervisor_pid");
  status.pid = number_at(object, "pid");
  status.client_id = text_at(object, "client");
  status.name = text_at(object, "name");
  status.program = text_at(object, "program");
  status.settings_file = text_at(object, "settings_file");
  status.since = std::chrono::sys_seconds(std::chrono::seconds(number_at(object, "since")));
  status.direct = flag_at(object, "direct");
  status.delivery = value_of(kDeliveries, text_at(object, "delivery")).value_or(Delivery::kEnvironment);
  const auto port = number_at(object, "relay_port");
  status.relay_port = port > 0 && port <= 65535 ? static_cast<std::uint16_t>(port) : std::uint16_t{0};
  status.admission = text_at(object, "admission");
  status.environment = value_of(kStates, text_at(object, "environment")).value_or(EnvironmentState::kUnknown);
  return status;
}

json to_json(const RestartOutcome& outcome) {
  return {{"pid", outcome.pid},
          {"environment", word_of(kStates, outcome.environment)},
          {"handed_over", outcome.handed_over},
          {"message", outcome.message}};
}

RestartOutcome outcome_from(const json& object) {
  RestartOutcome outcome;
  outcome.pid = number_at(object, "pid");
  outcome.environment = value_of(kStates, text_at(object, "environment")).value_or(EnvironmentState::kUnknown);
  outcome.handed_over = flag_at(object, "handed_over");
  outcome.message = text_at(object, "message");
  return outcome;
}

json to_json(const std::vector<RequestRecord>& records) {
  json array = json::array();
  for (const auto& record : records) array.push_back(transmitted(record));
  return array;
}

std::vector<RequestRecord> records_at(const json& object, const char* key) {
  std::vector<RequestRecord> records;
  if (const auto array = object.find(key); array != object.end() && array->is_array())
    for (const auto& record : *array) records.push_back(read_record(record));
  return records;
}

json to_json(const ActivityPage& page) {
  return {{"next", page.next}, {"records", to_json(page.records)}, {"under_way", to_json(page.under_way)}};
}

ActivityPage page_from(const json& object) {
  ActivityPage page;
  if (const auto next = object.find("next"); next != object.end() && next->is_number_unsigned()) {
    page.next = next->get<std::uint64_t>();
  }
  page.records = records_at(object, "records");
  page.under_way = records_at(object, "under_way");
  return page;
}

}  // namespace

std::string format_request(const ControlRequest& request) {
  json object = {{"version", kControlVersion}, {"request", word_of(kVerbs, request.verb)}};
  if (request.force_after) object["force_after"] = request.force_after->count();
  if (request.begin != 0) object["begin"] = request.begin;
  return line_of(object);
}

Result<ControlRequest> parse_request(std::string_view line) {
  const auto refused = [](std::string_view why) {
    return failure(ErrorCode::kInvalidValue, "The supervisor does not understand the request: " + std::string(why) +
                                                 ". Both ends must be of the same version of Sallyport.");
  };
  const auto object = parse_object(line, kControlRequestLimit);
  if (!object) return refused(object.error());
  const auto verb = value_of(kVerbs, text_at(*object, "request"));
  if (!verb) return refused("it asks for something unknown");
  ControlRequest request{*verb};
  if (const auto seconds = object->find("force_after"); seconds != object->end()) {
    if (!seconds->is_number_unsigned() ||
        seconds->get<std::uint64_t>() > static_cast<std::uint64_t>(QuitRequest::kLongestWait.count())) {
      return refused("force_after is not a number of seconds up to a day");
    }
    request.force_after = std::chrono::seconds(seconds->get<std::int64_t>());
  }
  if (const auto begin = object->find("begin"); begin != object->end()) {
    if (!begin->is_number_unsigned()) return refused("begin is not a number from 0 on");
    request.begin = begin->get<std::uint64_t>();
  }
  return request;
}

std::string format_reply(const Result<ControlAnswer>& reply) {
  json object = {{"version", kControlVersion}};
  if (!reply) {
    object["error"] = {{"code", word_of(kCodes, reply.error().code)},
                       {"message", reply.error().message},
                       {"detail", reply.error().detail}};
  } else if (const auto* status = std::get_if<SupervisorStatus>(&*reply)) {
    object["status"] = to_json(*status);
  } else if (const auto* outcome = std::get_if<RestartOutcome>(&*reply)) {
    object["restarted"] = to_json(*outcome);
  } else if (const auto* page = std::get_if<ActivityPage>(&*reply)) {
    object["activity"] = to_json(*page);
  } else {
    object["done"] = true;
  }
  return line_of(object);
}

Result<ControlAnswer> parse_reply(std::string_view line) {
  const auto object = parse_object(line, kControlReplyLimit);
  if (!object) {
    return failure(ErrorCode::kFailed, "The supervisor's answer cannot be understood: " + std::string(object.error()) +
                                           ". Both ends must be of the same version of Sallyport.");
  }
  if (const auto error = object->find("error"); error != object->end() && error->is_object()) {
    return failure(value_of(kCodes, text_at(*error, "code")).value_or(ErrorCode::kFailed), text_at(*error, "message"),
                   text_at(*error, "detail"));
  }
  if (const auto status = object->find("status"); status != object->end() && status->is_object()) {
    return status_from(*status);
  }
  if (const auto outcome = object->find("restarted"); outcome != object->end() && outcome->is_object()) {
    return outcome_from(*outcome);
  }
  if (const auto page = object->find("activity"); page != object->end() && page->is_object()) {
    return page_from(*page);
  }
  if (flag_at(*object, "done")) return std::monostate();
  return failure(ErrorCode::kFailed, "The supervisor's answer cannot be understood: it says nothing.");
}

std::string as_transmitted(std::string_view text) {
  const auto dumped = json(text).dump(-1, ' ', false, json::error_handler_t::replace);
  return json::parse(dumped, nullptr, false).get<std::string>();
}

}  // namespace sallyport
