#include "app/request_record_json.hpp"

#include <limits>
#include <nlohmann/json.hpp>

namespace sallyport {
namespace {

using nlohmann::json;

std::string text_at(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// 0 when there is none, or when it does not fit.
template <typename Number>
Number number_at(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number_unsigned()) return 0;
  const auto number = found->get<std::uint64_t>();
  return number <= static_cast<std::uint64_t>(std::numeric_limits<Number>::max()) ? static_cast<Number>(number) : 0;
}

}  // namespace

json transmitted(const RequestRecord& record) {
  json object = {{"started", record.started.time_since_epoch().count()},
                 {"duration", record.duration.count()},
                 {"host", record.host},
                 {"port", record.port},
                 {"tunnel", record.tunnel},
                 {"rule", record.route.rule},
                 {"reason", record.route.reason},
                 {"status", record.status},
                 {"sent", record.sent},
                 {"received", record.received}};
  if (record.route.proxy) object["proxy"] = record.route.proxy->url();
  return object;
}

RequestRecord read_record(const json& object) {
  RequestRecord record;
  if (!object.is_object()) return record;
  record.started = std::chrono::sys_time<std::chrono::milliseconds>(
      std::chrono::milliseconds(number_at<std::int64_t>(object, "started")));
  record.duration = std::chrono::milliseconds(number_at<std::int64_t>(object, "duration"));
  record.host = text_at(object, "host");
  record.port = number_at<std::uint16_t>(object, "port");
  const auto tunnel = object.find("tunnel");
  record.tunnel = tunnel != object.end() && tunnel->is_boolean() && tunnel->get<bool>();
  if (const auto proxy = parse_endpoint(text_at(object, "proxy"))) record.route.proxy = *proxy;
  record.route.rule = text_at(object, "rule");
  record.route.reason = text_at(object, "reason");
  record.status = number_at<std::uint32_t>(object, "status");
  record.sent = number_at<std::uint64_t>(object, "sent");
  record.received = number_at<std::uint64_t>(object, "received");
  return record;
}

}  // namespace sallyport
