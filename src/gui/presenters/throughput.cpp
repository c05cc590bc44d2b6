#include "presenters/throughput.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/request_text.hpp"

namespace sallyport {
namespace {

constexpr double kStepSeconds = std::chrono::duration<double>(Throughput::kStep).count();

double most(const std::vector<double>& steps) { return *std::ranges::max_element(steps); }

}  // namespace

Throughput::Throughput(Time now)
    // Steps stand still in time: a value does not change while it moves along.
    : begin_(Time(std::chrono::floor<std::chrono::milliseconds>(now.time_since_epoch() / kStep * kStep)) + kStep -
             kSpan),
      received_(kSteps),
      sent_(kSteps) {}

void Throughput::add(const RequestRecord& record) {
  spread(received_, record, record.received);
  spread(sent_, record, record.sent);
}

void Throughput::add_under_way(const RequestRecord& record) {
  add(record);
  ++under_way_;
}

void Throughput::spread(std::vector<double>& steps, const RequestRecord& record, std::uint64_t bytes) const {
  // Of no request is known that it took less than a millisecond.
  const double lasted = std::max(1.0, static_cast<double>(record.duration.count()));
  const auto from = static_cast<double>((record.started - begin_).count());
  constexpr double kMilliseconds = kStepSeconds * 1000;
  const double first = std::max(0.0, std::floor(from / kMilliseconds));
  const double last = std::min(static_cast<double>(kSteps), std::ceil((from + lasted) / kMilliseconds));
  for (double step = first; step < last; ++step) {
    const double overlap = std::min(from + lasted, (step + 1) * kMilliseconds) - std::max(from, step * kMilliseconds);
    steps[static_cast<std::size_t>(step)] += static_cast<double>(bytes) * overlap / lasted / kStepSeconds;
  }
}

double Throughput::top() const {
  constexpr double kLeast = 1000;
  const double value = std::max({kLeast, most(received_), most(sent_)});
  const double power = std::pow(10.0, std::floor(std::log10(value)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (factor * power >= value) return factor * power;
  return 10 * power;
}

std::string Throughput::summary() const {
  std::string text = "Nothing was sent or received.";
  if (most(received_) != 0 || most(sent_) != 0)
    text = fmt::format("Received {} at most, sent {} at most.", rate_text(most(received_)), rate_text(most(sent_)));
  if (under_way_ == 0) return text;
  return text +
         (under_way_ == 1 ? " One request is under way." : fmt::format(" {} requests are under way.", under_way_));
}

std::string rate_text(double bytes_a_second) {
  return size_text(static_cast<std::uint64_t>(std::llround(bytes_a_second))) + "/s";
}

}  // namespace sallyport
