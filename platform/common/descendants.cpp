#include "platform/common/descendants.hpp"

namespace sallyport {

std::set<ProcessId> descendants_of(ProcessId root, const std::vector<RunningApps::App>& apps) {
  std::set<ProcessId> found{root};
  for (std::size_t before = 0; before != found.size();) {
    before = found.size();
    for (const auto& app : apps) {
      if (found.contains(app.parent)) found.insert(app.pid);
    }
  }
  found.erase(root);
  return found;
}

}  // namespace sallyport
