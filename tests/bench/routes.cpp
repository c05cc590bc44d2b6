// Route decisions in one thread. A decision includes the sentence that says why.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <string>
#include <vector>

#include "sallyport/core/bypass_warnings.hpp"
#include "sallyport/core/route.hpp"

namespace sallyport {
namespace {

enum class Mix { kUsual, kNetworks };

/// kUsual: names, subdomains, addresses, networks and ports, as lists have them.
std::string list_of(std::int64_t entries, Mix mix) {
  std::string text;
  for (std::int64_t i = 0; i < entries; ++i) {
    const std::string network = fmt::format("10.{}.{}.0/24, ", i / 256 % 256, i % 256);
    const std::string name = fmt::format("host{}.corp{}.example", i, i % 17);
    if (mix == Mix::kNetworks || i % 5 == 3) {
      text += network;
    } else if (i % 5 == 4) {
      text += fmt::format("192.0.{}.{}, ", i / 256 % 256, i % 256);
    } else {
      text += (i % 5 == 1 ? "*." : "") + name + (i % 5 == 2 ? ":8080, " : ", ");
    }
  }
  return text + "last.example, 172.16.0.0/12";
}

RouteRules rules_of(std::int64_t entries, Mix mix) {
  ProxySettings settings;
  settings.custom_proxy.enabled = true;
  settings.custom_proxy.host = "proxy.example.com";
  settings.custom_proxy.bypass = list_of(entries - 2, mix);
  return {settings, {}, {}};
}

void decide(benchmark::State& state, Mix mix, const std::vector<std::string_view>& urls) {
  const RouteRules rules = rules_of(state.range(0), mix);
  std::vector<RequestTarget> targets;
  for (const std::string_view url : urls) targets.push_back(parse_request_target(url).value());
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(rules.decide(targets[next], std::nullopt));
    next = (next + 1) % targets.size();
  }
  state.counters["decisions/s"] = benchmark::Counter(1, benchmark::Counter::kIsIterationInvariantRate);
  state.counters["x 1,000,000/s"] = benchmark::Counter(1e-6, benchmark::Counter::kIsIterationInvariantRate);
  state.SetComplexityN(state.range(0));
}

const std::vector<std::string_view> kNames = {"https://www.example.com/", "http://a.last.example/",
                                              "https://api.service.example.net:8443/", "http://host6.corp6.example/"};
const std::vector<std::string_view> kAddresses = {"http://203.0.113.7/", "https://172.16.9.9/",
                                                  "http://[2001:db8::1]/"};

void names(benchmark::State& state) { decide(state, Mix::kUsual, kNames); }
void addresses(benchmark::State& state) { decide(state, Mix::kUsual, kAddresses); }
void addresses_among_networks(benchmark::State& state) { decide(state, Mix::kNetworks, kAddresses); }

/// With the URL read first, as `sallyport route` does.
void urls(benchmark::State& state) {
  const RouteRules rules = rules_of(state.range(0), Mix::kUsual);
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(rules.decide(*parse_request_target(kNames[next]), std::nullopt));
    next = (next + 1) % kNames.size();
  }
  state.counters["decisions/s"] = benchmark::Counter(1, benchmark::Counter::kIsIterationInvariantRate);
}

/// What the window works out while the list is typed.
void warnings(benchmark::State& state) {
  const auto list = BypassList::parse(list_of(state.range(0) - 2, Mix::kUsual), nullptr);
  for (auto _ : state) benchmark::DoNotOptimize(bypass_warnings(list, no_proxy_readers()));
  state.SetComplexityN(state.range(0));
}

BENCHMARK(names)->Arg(200)->Arg(1000)->Arg(5000)->Arg(10000)->Complexity();
BENCHMARK(addresses)->Arg(200)->Arg(1000)->Arg(5000)->Arg(10000)->Complexity();
BENCHMARK(addresses_among_networks)->Arg(200)->Arg(1000)->Arg(5000)->Arg(10000)->Complexity();
BENCHMARK(urls)->Arg(200);
BENCHMARK(warnings)->Arg(5)->Arg(50)->Arg(200)->Unit(benchmark::kMillisecond)->Complexity();

}  // namespace
}  // namespace sallyport
