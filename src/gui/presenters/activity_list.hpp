#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/activity_reader.hpp"
#include "presenters/throughput.hpp"
#include "sallyport/core/client.hpp"

namespace sallyport {

/// The requests that the Activity page shows: those of the chosen app, or of all, that match the filter.
class ActivityList {
 public:
  /// Of all apps together; the oldest go first.
  static constexpr std::size_t kMostEntries = 5000;

  /// Folds case for comparing, in whatever way the toolkit knows best.
  using Fold = std::function<std::string(std::string_view)>;
  /// Local time of day, `14:03:27`, in whatever way the toolkit knows best.
  using ClockText = std::function<std::string(Throughput::Time)>;

  /// An app to choose; neither id nor name is all of them, a name without an id a command of `run`.
  struct App {
    std::string id;
    std::string name;  ///< for people
    bool operator==(const App&) const = default;
  };

  struct Row {
    std::string time;
    std::string app;
    std::string host;
    std::string route;
    std::string status;
    std::string received;
    std::string duration;
    bool operator==(const Row&) const = default;
  };

  /// How the rows of before became the rows of now.
  enum class Change { kNone, kAppended, kReplaced };

  ActivityList(Fold fold, ClockText clock_text);

  Change add(std::vector<ActivityEntry> entries);
  /// Those that count for the throughput, and have no row before they have ended.
  void set_under_way(std::vector<ActivityEntry> entries);
  void set_clients(const std::vector<Client>& saved);
  void set_running(std::vector<SupervisorStatus> running);

  /// All, the configured clients in their order, and what else has run, each once.
  [[nodiscard]] std::vector<App> apps() const;
  void choose(App app);
  [[nodiscard]] const App& chosen() const { return chosen_; }
  /// Shown is what has every word of `text` in its app, host, route, rule or status.
  void set_filter(std::string_view text);

  [[nodiscard]] std::size_t size() const { return shown_.size(); }
  [[nodiscard]] Row row(std::size_t index) const;
  /// Names a request for as long as the list knows it, whatever is shown.
  [[nodiscard]] std::uint64_t id(std::size_t index) const { return shown_[index]; }
  [[nodiscard]] std::optional<std::size_t> index_of(std::uint64_t id) const;
  /// Which way the request took and why, how it was answered and what went through: sentences.
  [[nodiscard]] std::string explanation(std::size_t index) const;
  /// Why nothing is shown, and what would change that; empty when something is.
  [[nodiscard]] std::string empty_reason() const;

  /// Of what is shown, and of what will be.
  [[nodiscard]] Throughput throughput(Throughput::Time now) const;

 private:
  struct Entry {
    ActivityEntry it;
    std::string searched;
  };
  [[nodiscard]] Entry searchable(ActivityEntry entry) const;
  [[nodiscard]] const Entry& at(std::uint64_t id) const { return entries_[id - forgotten_]; }
  [[nodiscard]] std::string name_of(const ActivityEntry& entry) const;
  [[nodiscard]] bool is_shown(const Entry& entry) const;
  [[nodiscard]] bool is_of_chosen(const std::string& id, const std::string& name) const;
  void show_again();

  Fold fold_;
  ClockText clock_text_;
  std::deque<Entry> entries_;
  std::vector<Entry> under_way_;
  std::uint64_t forgotten_ = 0;       ///< how many there were before the first
  std::vector<std::uint64_t> shown_;  ///< ids, in order
  std::vector<Client> clients_;
  std::vector<SupervisorStatus> running_;
  App chosen_;
  std::vector<std::string> words_;
};

}  // namespace sallyport
