#include "presenters/activity_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <utility>

#include "app/request_text.hpp"

namespace sallyport {

ActivityList::ActivityList(Fold fold, ClockText clock_text)
    : fold_(std::move(fold)), clock_text_(std::move(clock_text)) {}

ActivityList::Change ActivityList::add(std::vector<ActivityEntry> entries) {
  const std::size_t before = shown_.size();
  for (ActivityEntry& entry : entries) {
    entries_.push_back(searchable(std::move(entry)));
    if (is_shown(entries_.back())) shown_.push_back(forgotten_ + entries_.size() - 1);
  }
  const std::uint64_t first = shown_.empty() ? 0 : shown_.front();
  while (entries_.size() > kMostEntries) {
    entries_.pop_front();
    ++forgotten_;
  }
  if (!shown_.empty() && first < forgotten_) {
    std::erase_if(shown_, [this](std::uint64_t id) { return id < forgotten_; });
    return Change::kReplaced;
  }
  return shown_.size() == before ? Change::kNone : Change::kAppended;
}

void ActivityList::set_under_way(std::vector<ActivityEntry> entries) {
  under_way_.clear();
  for (ActivityEntry& entry : entries) under_way_.push_back(searchable(std::move(entry)));
}

void ActivityList::set_clients(const std::vector<Client>& saved) { clients_ = saved; }

void ActivityList::set_running(std::vector<SupervisorStatus> running) { running_ = std::move(running); }

std::vector<ActivityList::App> ActivityList::apps() const {
  std::vector<App> apps{{}};
  for (const Client& client : clients_) apps.push_back({client.id, client.name});
  const auto add = [&](const std::string& id, const std::string& name) {
    const auto same = [&](const App& app) { return id.empty() ? app.id.empty() && app.name == name : app.id == id; };
    if (std::ranges::none_of(apps, same)) apps.push_back({id, name});
  };
  for (const SupervisorStatus& each : running_) add(each.client_id, each.name);
  for (const Entry& entry : entries_) add(entry.it.client, entry.it.name);
  return apps;
}

void ActivityList::choose(App app) {
  chosen_ = std::move(app);
  show_again();
}

void ActivityList::set_filter(std::string_view text) {
  std::istringstream words(fold_(text));
  words_.clear();
  for (std::string word; words >> word;) words_.push_back(word);
  show_again();
}

ActivityList::Row ActivityList::row(std::size_t index) const {
  const ActivityEntry& entry = at(id(index)).it;
  const RequestRecord& record = entry.record;
  return {.time = clock_text_(record.started),
          .app = name_of(entry),
          .host = host_text(record),
          .route = route_text(record),
          .status = status_text(record),
          .received = size_text(record.received),
          .duration = duration_text(record.duration)};
}

std::optional<std::size_t> ActivityList::index_of(std::uint64_t id) const {
  const auto found = std::ranges::lower_bound(shown_, id);
  if (found == shown_.end() || *found != id) return std::nullopt;
  return static_cast<std::size_t>(found - shown_.begin());
}

std::string ActivityList::explanation(std::size_t index) const {
  const RequestRecord& record = at(id(index)).it.record;
  std::string text = fmt::format("{} went {}. {}", host_text(record),
                                 record.route.proxy ? "through " + route_text(record) : "direct, without a proxy",
                                 record.route.reason);
  if (record.status == 0) {
    text += fmt::format(" The app was not answered; it was over after {}.", duration_text(record.duration));
  } else if (record.tunnel) {
    text += fmt::format(" Answered {}; the tunnel was open for {}.", record.status, duration_text(record.duration));
  } else {
    text += fmt::format(" Answered {} within {}.", record.status, duration_text(record.duration));
  }
  return text + fmt::format(" Sent {}, received {}.", size_text(record.sent), size_text(record.received));
}

std::string ActivityList::empty_reason() const {
  if (!shown_.empty()) return {};
  const auto of_chosen = [this](const Entry& entry) { return is_of_chosen(entry.it.client, entry.it.name); };
  if (std::ranges::any_of(entries_, of_chosen)) return "No request matches the filter.";
  bool runs = false;
  for (const SupervisorStatus& each : running_) {
    if (!is_of_chosen(each.client_id, each.name)) continue;
    if (each.relay_port != 0)
      return std::ranges::any_of(under_way_, of_chosen) ? "No request has ended yet." : "No request yet.";
    runs = true;
  }
  const bool all = chosen_ == App{};
  if (!runs) {
    return all ? "No app is running. The requests of apps that run through Sallyport are shown here."
               : fmt::format("{} is not running. Its requests are shown here when it runs through Sallyport.",
                             chosen_.name);
  }
  return fmt::format(
      "{} not through Sallyport, so {} requests are not seen. On the page Proxy, \"How apps get it\" decides that.",
      all ? "The apps that are running get their proxy" : chosen_.name + " gets its proxy", all ? "their" : "its");
}

Throughput ActivityList::throughput(Throughput::Time now) const {
  Throughput throughput(now);
  for (const std::uint64_t id : shown_) throughput.add(at(id).it.record);
  for (const Entry& entry : under_way_)
    if (is_shown(entry)) throughput.add_under_way(entry.it.record);
  return throughput;
}

ActivityList::Entry ActivityList::searchable(ActivityEntry entry) const {
  const RequestRecord& record = entry.record;
  std::string searched = fold_(fmt::format("{}\n{}\n{}\n{}\n{}", name_of(entry), host_text(record), route_text(record),
                                           record.route.rule, status_text(record)));
  return {std::move(entry), std::move(searched)};
}

std::string ActivityList::name_of(const ActivityEntry& entry) const {
  const auto client = std::ranges::find(clients_, entry.client, &Client::id);
  return client == clients_.end() || entry.client.empty() ? entry.name : client->name;
}

bool ActivityList::is_shown(const Entry& entry) const {
  const auto has = [&](const std::string& word) { return entry.searched.find(word) != std::string::npos; };
  return is_of_chosen(entry.it.client, entry.it.name) && std::ranges::all_of(words_, has);
}

bool ActivityList::is_of_chosen(const std::string& id, const std::string& name) const {
  if (chosen_ == App{}) return true;
  return chosen_.id.empty() ? id.empty() && name == chosen_.name : id == chosen_.id;
}

void ActivityList::show_again() {
  shown_.clear();
  for (std::size_t i = 0; i < entries_.size(); ++i)
    if (is_shown(entries_[i])) shown_.push_back(forgotten_ + i);
}

}  // namespace sallyport
