#include "app/activity_reader.hpp"

#include <algorithm>
#include <utility>

namespace sallyport {

Activity ActivityReader::read_new(std::span<const SupervisorStatus> running) {
  Activity activity;
  for (const SupervisorStatus& status : running) {
    auto& cursor = cursors_[status.supervisor_pid];
    for (;;) {
      auto page = supervisors_.activity(status.supervisor_pid, cursor);
      if (!page) break;
      if (page->next == cursor) {
        for (auto& record : page->under_way)
          activity.under_way.push_back({status.client_id, status.name, std::move(record)});
        break;
      }
      // Its log is shorter than what was read: the process number is another supervisor's by now.
      const bool is_another = page->next < cursor;
      cursor = is_another ? 0 : page->next;
      for (auto& record : page->records) activity.ended.push_back({status.client_id, status.name, std::move(record)});
    }
  }
  std::ranges::stable_sort(activity.ended, {}, [](const ActivityEntry& entry) { return entry.record.started; });
  return activity;
}

}  // namespace sallyport
