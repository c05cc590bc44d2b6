// What a real origin makes of what the launched relay sends it, through a squid that demands a password.
#include <gmock/gmock.h>

#include <set>
#include <sstream>

#include "relay_session.hpp"
#include "support/nginx.hpp"
#include "support/squid.hpp"

namespace sallyport {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

/// Text that no compression makes nothing of.
std::string text_of_size(std::size_t size) {
  std::string text;
  for (std::uint32_t number = 1; text.size() < size; number = number * 1664525 + 1013904223) {
    text += std::to_string(number) + "\n";
  }
  text.resize(size);
  return text;
}

/// By requests to the proxy, or by tunnels through it.
class RelayToNginx : public RelaySession, public ::testing::WithParamInterface<bool> {
 protected:
  RelayToNginx() { sallyport.use_proxy(squid.port(), "alice", "s3cret-pw"); }

  /// One curl; `$origin` is nginx.
  SallyportSandbox::Ended curl(const std::string& words) {
    return sallyport({"run", "--", "sh", "-c",
                      "cd \"$HOME\"; origin=http://origin.test:" + std::to_string(nginx.port()) +
                          "; exec curl -q -sS --max-time 60 " + (GetParam() ? "--proxytunnel " : "") + words});
  }

  Nginx nginx;
  Squid squid{Squid::Scheme::kBasic, "alice", "s3cret-pw"};
};

INSTANTIATE_TEST_SUITE_P(, RelayToNginx, ::testing::Bool(),
                         [](const auto& test) { return test.param ? "Tunnel" : "Request"; });

TEST_P(RelayToNginx, CarriesALargeFileWhole) {
  const std::string content = text_of_size(std::size_t{16} << 20);
  nginx.serve("large", content);
  const auto ended = curl("-o got -w '%{http_code}' $origin/large");
  EXPECT_EQ(ended.output, "200") << ended.messages;
  EXPECT_TRUE(sallyport.home.read("got") == content);
}

TEST_P(RelayToNginx, CarriesAPartOfAFileAndOnlyItsHead) {
  nginx.serve("file", text_of_size(1000));
  const auto part = curl("-r 10-19 -w ' %{http_code}' $origin/file");
  EXPECT_EQ(part.output, text_of_size(1000).substr(10, 10) + " 206") << part.messages;
  const auto head = curl("-I $origin/file");
  EXPECT_THAT(head.output, AllOf(HasSubstr("HTTP/1.1 200"), HasSubstr("Content-Length: 1000"))) << head.messages;
  EXPECT_EQ(head.output.find(text_of_size(10)), std::string::npos);
}

TEST_P(RelayToNginx, CarriesAnswersWithoutABody) {
  nginx.serve("file", "text");
  const auto unchanged = curl("-z '1 Jan 2100 00:00:00 GMT' -o got -w '%{http_code} %{size_download}' $origin/file");
  EXPECT_EQ(unchanged.output, "304 0") << unchanged.messages;
}

TEST_P(RelayToNginx, CarriesChunksOfUnknownLength) {
  const std::string content = text_of_size(300'000);
  nginx.serve("text", content);
  const auto ended = curl("--compressed -D heads -o got $origin/text");
  EXPECT_THAT(sallyport.home.read("heads"), HasSubstr("Transfer-Encoding: chunked")) << ended.messages;
  EXPECT_TRUE(sallyport.home.read("got") == content);
}

TEST_P(RelayToNginx, CarriesUploadsOfKnownAndOfUnknownSize) {
  const std::string content = text_of_size(std::size_t{3} << 20);
  sallyport.home.write("upload", content);
  const auto sized = curl("-T upload -w '%{http_code}' $origin/sized");
  EXPECT_EQ(sized.output, "201") << sized.messages;
  EXPECT_TRUE(nginx.stored("sized") == content);
  const auto chunked = curl("-T - -w '%{http_code}' $origin/chunked <upload");
  EXPECT_EQ(chunked.output, "201") << chunked.messages;
  EXPECT_TRUE(nginx.stored("chunked") == content);
}

TEST_P(RelayToNginx, KeepsOneConnectionForManyRequests) {
  nginx.serve("file", "text");
  const auto ended = curl(
      "-w '%{http_code}%{num_connects} ' -o /dev/null -o /dev/null -o /dev/null $origin/file "
      "$origin/absent $origin/file");
  EXPECT_EQ(ended.output, "2001 4040 2000 ") << ended.messages;
  std::istringstream log(nginx.log());
  std::set<std::string> connections;
  for (std::string line; std::getline(log, line);) connections.insert(line.substr(line.rfind(' ')));
  EXPECT_EQ(connections.size(), 1U) << nginx.log();
}

}  // namespace
}  // namespace sallyport
