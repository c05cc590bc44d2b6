#include <fmt/chrono.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "app/load_settings.hpp"
#include "cli/exit_code.hpp"
#include "cli/verb.hpp"
#include "sallyport/ports/paths.hpp"
#include "sallyport/ports/supervisors.hpp"

namespace sallyport {
namespace {

/// How long `--follow` waits before it asks again.
constexpr std::chrono::milliseconds kPause{250};

struct Options {
  std::string client;
  bool follow = false;
  bool json = false;
};

struct Entry {
  std::string client;  ///< its id, or the command of `run`
  RequestRecord record;
};

using Cursors = std::map<ProcessId, std::uint64_t>;

std::string time_text(const RequestRecord& record) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(record.started);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)),
                     (record.started - seconds).count());
}

std::string size_text(std::uint64_t bytes) {
  constexpr std::uint64_t kStep = 1000;
  if (bytes < kStep) return fmt::format("{} B", bytes);
  auto size = static_cast<double>(bytes);
  const char* unit = "";
  for (const char* next : {"kB", "MB", "GB", "TB"}) {
    if (size < kStep) break;
    size /= kStep;
    unit = next;
  }
  return fmt::format("{:.1f} {}", size, unit);
}

std::string duration_text(std::chrono::milliseconds duration) {
  if (duration < std::chrono::seconds(1)) return fmt::format("{} ms", duration.count());
  return fmt::format("{:.1f} s", std::chrono::duration<double>(duration).count());
}

std::string host_text(const RequestRecord& record) {
  const bool is_v6 = record.host.find(':') != std::string::npos;
  return fmt::format(fmt::runtime(is_v6 ? "[{}]:{}" : "{}:{}"), record.host, record.port);
}

const std::vector<std::string> kHeading = {"TIME",   "CLIENT", "HOST",     "ROUTE", "RULE",
                                           "STATUS", "SENT",   "RECEIVED", "TOOK"};

std::vector<std::string> row_of(const Entry& entry) {
  const auto& record = entry.record;
  return {time_text(record),
          entry.client,
          host_text(record),
          record.route.proxy ? record.route.proxy->host_and_port() : "direct",
          record.route.rule,
          record.status == 0 ? "-" : std::to_string(record.status),
          size_text(record.sent),
          size_text(record.received),
          duration_text(record.duration)};
}

std::string json_line(const Entry& entry) {
  const auto& record = entry.record;
  nlohmann::ordered_json object = {{"version", 1},
                                   {"time", time_text(record)},
                                   {"client", entry.client},
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

/// What is new since `cursors`, by time.
std::vector<Entry> read_new(Session& session, const std::vector<SupervisorStatus>& running, Cursors& cursors) {
  std::vector<Entry> entries;
  for (const SupervisorStatus& status : running) {
    auto& cursor = cursors[status.supervisor_pid];
    for (;;) {
      auto page = session.ports.supervisors.activity(status.supervisor_pid, cursor);
      // One that has ended meanwhile took its log along.
      if (!page || page->records.empty() || page->next == cursor) break;
      cursor = page->next;
      const auto& name = status.client_id.empty() ? status.name : status.client_id;
      for (auto& record : page->records) entries.push_back({name, std::move(record)});
    }
  }
  std::ranges::stable_sort(entries, {}, [](const Entry& entry) { return entry.record.started; });
  return entries;
}

void print(Session& session, const std::vector<Entry>& entries, const Options& options) {
  if (options.json) {
    for (const Entry& entry : entries) session.output.line(json_line(entry));
    return;
  }
  std::vector<std::vector<std::string>> rows;
  for (const Entry& entry : entries) rows.push_back(row_of(entry));
  if (options.follow) return print_rows(session, rows);
  rows.insert(rows.begin(), kHeading);
  session.output.table(rows);
}

int show_activity(Session& session, const Options& options) {
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
  Cursors cursors;
  auto entries = read_new(session, supervisors, cursors);
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
    entries = read_new(session, supervisors, cursors);
  }
  return kExitDone;
}

}  // namespace

void add_activity_verb(CLI::App& program, Invocation& invocation) {
  auto options = std::make_shared<Options>();
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
