#include "app/request_text.hpp"

#include <fmt/format.h>

namespace sallyport {

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

std::string route_text(const RequestRecord& record) {
  return record.route.proxy ? record.route.proxy->host_and_port() : "direct";
}

std::string status_text(const RequestRecord& record) {
  return record.status == 0 ? "-" : std::to_string(record.status);
}

}  // namespace sallyport
