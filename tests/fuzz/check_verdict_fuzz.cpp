#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "relay/check_verdict.hpp"
#include "sallyport/core/text.hpp"

namespace {

using namespace sallyport;
using namespace sallyport::relay;

void require(bool condition) {
  if (!condition) std::abort();
}

/// What is shown to a person is short, and holds nothing that drives a terminal.
void require_fit_to_show(const CheckVerdict& verdict) {
  require(!verdict.detail.empty() && (verdict.ok || !verdict.advice.empty()));
  for (const std::string* text : {&verdict.detail, &verdict.advice}) {
    require(text->size() < 1000 && is_utf8(*text) && !has_control_character(*text));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string answer(reinterpret_cast<const char*>(data), size);
  const Endpoint proxy{ProxyProtocol::kHttp, "proxy.test", 8080};
  ProxyRequest asked;
  asked.target = parse_request_target("http://site.test/").value();
  asked.authority = "site.test:80";

  require_fit_to_show(judge_odd_answer(answer, proxy));
  const auto [what, to_do] = split_message(answer);
  require(what.size() + to_do.size() <= answer.size());
  const auto end = answer.find("\r\n\r\n");
  if (end == std::string::npos) return 0;
  const std::string head = answer.substr(0, end + 4);
  ResponseParser response;
  if (!parse_head(response, head)) return 0;
  require_fit_to_show(judge_tunnel(response, asked, proxy));
  for (const Endpoint* forwarder : {&proxy, static_cast<const Endpoint*>(nullptr)}) {
    require_fit_to_show(judge_response(response, asked.target, forwarder, std::chrono::sys_seconds{}));
  }
  const auto challenges = challenges_of(response);
  require(!has_control_character(offered_schemes(challenges)));
  return 0;
}
