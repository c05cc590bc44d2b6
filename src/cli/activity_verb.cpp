#include <fmt/chrono.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "app/activity_reader.hpp"
#include "app/load_settings.hpp"
#include "app/request_text.hpp"
#include "cli/exit_code.hpp"
#include "cli/verb.hpp"
#include "sallyport/ports/paths.hpp"
#include "sallyport/ports/supervisors.hpp"

namespace sallyport {
namespace {

/// How long `--follow` waits before it asks again.
constexpr std::chrono::milliseconds kPause{250};

struct ActivityOptions {
  std::string client;
  bool follow = false;
  bool json = false;
};

std::string time_text(const RequestRecord& record) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(record.started);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)),
                     (record.started - seconds).count());
}

const std::vector<std::string> kHeading = {"TIME",   "CLIENT", "HOST",     "ROUTE", "RULE",
                                           "STATUS", "SENT",   "RECEIVED", "TOOK"};

std::vector<std::string> row_of(const ActivityEntry& entry) {
  const auto& record = entry.record;
  return {time_text(record),
          entry.word(),
          host_text(record),
          route_text(record),
          record.route.rule,
          status_text(record),
          size_text(record.sent),
          size_text(record.received),
          duration_text(record.duration)};
}

std::string json_line(const ActivityEntry& entry) {
  const auto& record = entry.record;
  nlohmann::ordered_json object = {{"version", 1},
                                   {"time", time_text(record)},
                                   {"client", entry.word()},
                                   {"host", record.host},
                                   {"port", record.port},
                                   {"tunnel", record.tunnel},
                                   {"route", record.route.proxy ? "proxy" : "direct"},
                                   {"proxy", nullptr},
                                   {"rule", record.route.rule},
                                   {"reason", record.route.reason},
                                   {"status", nullptr},
                                   {"sent", record.sent},
                                   {"received", record.received},
                                   {"ms", record.duration.count()}};
  if (record.route.proxy) object["proxy"] = record.route.proxy->url();
  if (record.status != 0) object["status"] = record.status;
  return object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// Prints as it comes, in columns that fit what there mostly is.
void print_rows(Session& session, const std::vector<std::vector<std::string>>& rows) {
  for (const auto& row : rows) {
    std::string text;
    constexpr std::array<int, 9> kWidths = {24, 12, 32, 24, 16, 6, 9, 9, 0};
    for (std::size_t i = 0; i < row.size(); ++i) {
      text += fmt::format("{:<{}}", printable(row[i]), kWidths.at(i));
      if (i + 1 < row.size()) text += "  ";
    }
    session.output.line(text);
  }
}

void print(Session& session, const std::vector<ActivityEntry>& entries, const ActivityOptions& options) {
  if (options.json) {
    for (const ActivityEntry& entry : entries) session.output.line(json_line(entry));
    return;
  }
  std::vector<std::vector<std::string>> rows;
  for (const ActivityEntry& entry : entries) rows.push_back(row_of(entry));
  if (options.follow) return print_rows(session, rows);
  rows.insert(rows.begin(), kHeading);
  session.output.table(rows);
}

int show_activity(Session& session, const ActivityOptions& options) {
  if (const auto sockets = session.ports.paths.runtime_directory(); !sockets) return fail(session, sockets.error());
  const auto running = [&] {
    auto found = session.ports.supervisors.list(session.ports.settings.path());
    std::erase_if(found, [&](const SupervisorStatus& status) {
      return !options.client.empty() && status.client_id != options.client;
    });
    return found;
  };
  auto supervisors = running();
  if (supervisors.empty() && !options.client.empty()) {
    const Result<Settings> settings = load_settings(session.ports.settings);
    if (!settings) return fail(session, settings.error());
    if (settings->find_client(options.client) == nullptr) return fail(session, unknown_client(options.client));
  }
  if (supervisors.empty()) {
    session.output.message("No client is running; what its relay carried is forgotten when a client ends.");
    return kExitDone;
  }
  ActivityReader reader(session.ports.supervisors);
  auto entries = reader.read_new(supervisors).ended;
  if (!options.follow) {
    if (entries.empty() && !options.json) {
      session.output.message("No relay has carried a request yet. Only clients with delivery \"relay\" have one.");
    } else {
      print(session, entries, options);
    }
    return kExitDone;
  }
  if (!options.json) print_rows(session, {kHeading});
  // Until the last client has ended, or Ctrl-C.
  while (!supervisors.empty()) {
    print(session, entries, options);
    if (entries.empty()) std::this_thread::sleep_for(kPause);
    supervisors = running();
    entries = reader.read_new(supervisors).ended;
  }
  return kExitDone;
}

}  // namespace

void add_activity_verb(CLI::App& program, Invocation& invocation) {
  auto options = std::make_shared<ActivityOptions>();
  CLI::App* verb =
      add_verb(program, "activity", "The requests that the relays of running clients carried, the last 1,000 of each",
               "sallyport activity postman --follow");
  verb->add_option("CLIENT", options->client, "The client's id; without one, all");
  verb->add_flag("--follow", options->follow, "Wait for more, until the clients have ended");
  verb->add_flag("--json", options->json, "One JSON object a line");
  verb->callback([options, &invocation] {
    invocation.action = [options](Session& session) { return show_activity(session, *options); };
  });
}

}  // namespace sallyport
