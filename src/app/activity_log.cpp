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

void cut(RequestRecord& record) {
  for (auto* text : {&record.host, &record.route.rule, &record.route.reason}) cut(*text);
  if (record.route.proxy) cut(record.route.proxy->host);
}

}  // namespace

void ActivityLog::request_ended(RequestRecord record) {
  cut(record);
  const std::scoped_lock lock(mutex_);
  std::erase_if(under_way_, [&](const RequestRecord& each) {
    return each.started == record.started && each.host == record.host && each.port == record.port;
  });
  records_.push_back(std::move(record));
  if (records_.size() > kMostRecords) {
    records_.pop_front();
    ++forgotten_;
  }
}

bool ActivityLog::watches() const {
  const std::scoped_lock lock(mutex_);
  return was_asked();
}

void ActivityLog::under_way(std::vector<RequestRecord> records) {
  for (RequestRecord& record : records) cut(record);
  const std::scoped_lock lock(mutex_);
  under_way_ = std::move(records);
}

ActivityPage ActivityLog::page(std::uint64_t begin) {
  constexpr std::size_t kAround = 200;
  const std::scoped_lock lock(mutex_);
  if (!was_asked()) under_way_.clear();  // nobody kept it up to date
  asked_ = now_();
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
  for (const auto& record : under_way_) {
    size += transmitted_size(record);
    if (size > kControlReplyLimit) break;
    page.under_way.push_back(record);
  }
  return page;
}

}  // namespace sallyport
