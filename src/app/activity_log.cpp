#include "app/activity_log.hpp"

#include <algorithm>

#include "app/control_protocol.hpp"

namespace sallyport {
namespace {

/// No less than `record` takes in a reply: each byte of a text is written as six at most.
std::size_t transmitted_size(const RequestRecord& record) {
  constexpr std::size_t kWithoutTexts = 400;
  const std::size_t proxy = record.route.proxy ? record.route.proxy->host.size() : 0;
  return kWithoutTexts + 6 * (record.host.size() + record.route.rule.size() + record.route.reason.size() + proxy);
}

void cut(std::string& text) { text.resize(std::min(text.size(), ActivityLog::kLongestText)); }

}  // namespace

void ActivityLog::request_ended(RequestRecord record) {
  for (auto* text : {&record.host, &record.route.rule, &record.route.reason}) cut(*text);
  if (record.route.proxy) cut(record.route.proxy->host);
  const std::scoped_lock lock(mutex_);
  records_.push_back(std::move(record));
  if (records_.size() > kMostRecords) {
    records_.pop_front();
    ++forgotten_;
  }
}

ActivityPage ActivityLog::page(std::uint64_t begin) const {
  constexpr std::size_t kAround = 200;
  const std::scoped_lock lock(mutex_);
  ActivityPage page;
  page.next = std::clamp(begin, forgotten_, forgotten_ + records_.size());
  std::size_t size = kAround;
  for (auto index = page.next - forgotten_; index < records_.size(); ++index) {
    const auto& record = records_[index];
    size += transmitted_size(record);
    if (size > kControlReplyLimit) break;
    page.records.push_back(record);
    ++page.next;
  }
  return page;
}

}  // namespace sallyport
