#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/origin_server.hpp"
#include "support/sallyport_sandbox.hpp"
#include "support/wait_for.hpp"

namespace sallyport {

/// The real `sallyport`, and clients that fetch a page from an origin whose name only proxies know.
class RelaySession : public ::testing::Test {
 protected:
  /// A client that fetches the page `times` times and prints each status; before each but the first it waits for a
  /// file named by the number of the fetch. `options` are curl's.
  [[nodiscard]] std::vector<std::string> client(int times, const std::string& options = {}) const {
    const std::string fetch =
        "curl -q -sS --max-time 30 -o \"$HOME/page\" -w '%{http_code}\\n' " + options + " " + url();
    std::string script = fetch;
    for (int i = 2; i <= times; ++i) {
      script += "; while [ ! -e \"$HOME/" + std::to_string(i) + "\" ]; do sleep 0.02; done; " + fetch;
    }
    return {"run", "--", "sh", "-c", script};
  }
  void go_on(int number) const { sallyport.home.write(std::to_string(number), "now"); }
  /// What the client was last sent.
  [[nodiscard]] std::string page() const { return sallyport.home.read("page"); }
  [[nodiscard]] std::string url() const { return "http://origin.test:" + std::to_string(origin.port()) + "/page"; }
  /// What `status` says of the client that runs, once one does.
  nlohmann::json running() {
    nlohmann::json found;
    EXPECT_TRUE(wait_for([&] {
      const nlohmann::json status = sallyport.json({"status", "--json"});
      for (const auto& each : status["clients"]) {
        if (each["state"] == "running") found = each;
      }
      return !found.is_null();
    }));
    return found;
  }
  void set(std::vector<std::string> pairs) {
    pairs.insert(pairs.begin(), {"settings", "set"});
    const auto ended = sallyport(pairs);
    ASSERT_EQ(ended.code, 0) << ended.messages;
  }

  OriginServer origin;
  SallyportSandbox sallyport{SALLYPORT_PROGRAM};
};

}  // namespace sallyport
