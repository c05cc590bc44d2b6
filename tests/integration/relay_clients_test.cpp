// Real clients behind the launched relay, at a squid that demands a password; none of them knows the origin's name.
#include <gmock/gmock.h>

#include <optional>

#include "relay_session.hpp"
#include "support/certificate_authority.hpp"
#include "support/git_repository.hpp"
#include "support/squid.hpp"
#include "support/stunnel.hpp"

namespace sallyport {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// A shell command that prints what it fetches from the URL in `$url`.
struct FetchingClient {
  std::string name;
  std::string command;
  std::string kind = "plain";
};

constexpr const char* kUrllib =
    "/usr/bin/python3 -c 'import sys, urllib.request; "
    "print(urllib.request.urlopen(sys.argv[1], timeout=30).read().decode())' \"$url\"";
constexpr const char* kRequests =
    "/usr/bin/python3 -c 'import sys, requests; print(requests.get(sys.argv[1], timeout=30).text)' \"$url\"";
/// Node before 24 has no fetch that looks at the variables: an agent of its own does, as packages for it do.
constexpr const char* kNode = R"(node -e '
const url = new URL(process.argv[1]), proxy = new URL(process.env.http_proxy), http = require("http");
const show = (response) => response.pipe(process.stdout);
if (process.env.NODE_USE_ENV_PROXY != "1") throw "not told of the proxy";
if (parseInt(process.versions.node) >= 24) {
  fetch(url).then((response) => response.text()).then(console.log);
} else if (url.protocol == "http:") {
  http.get({host: proxy.hostname, port: proxy.port, path: url.href, headers: {Host: url.host}}, show);
} else {
  http.request({host: proxy.hostname, port: proxy.port, method: "CONNECT", path: url.host}).on("connect",
    (_, socket) => require("https").get(url, {createConnection: () =>
      require("tls").connect({socket, servername: url.hostname})}, show)).end();
}' "$url")";
constexpr const char* kJava =
    R"(java -Djavax.net.ssl.trustStore="$HOME/trust" -Djavax.net.ssl.trustStorePassword=changeit "$HOME/Fetch.java" "$url")";
constexpr const char* kFetchJava = R"(import java.net.URI;
import java.net.http.*;
public class Fetch {
  public static void main(String[] a) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(a[0])).build();
    System.out.println(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
  }
}
)";

class ClientsBehindRelay : public RelaySession, public ::testing::WithParamInterface<FetchingClient> {
 protected:
  ClientsBehindRelay() {
    sallyport.use_proxy(squid.port(), "alice", "s3cret-pw");
    for (const char* name : {"CURL_CA_BUNDLE", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"}) {
      sallyport.environment.set(name, authority.file());
    }
    sallyport.home.write("Fetch.java", kFetchJava);
  }

  /// By the two URLs in turn, in one launch.
  SallyportSandbox::Ended fetch_both(const std::vector<std::string>& how) {
    std::vector<std::string> words = {"run", "--kind", GetParam().kind};
    words.insert(words.end(), how.begin(), how.end());
    words.insert(words.end(), {"--", "sh", "-c", "for url; do " + GetParam().command + "; done", "sh", url(),
                               "https://origin.test:" + std::to_string(tls_origin.port()) + "/secure"});
    return sallyport(words);
  }

  CertificateAuthority authority{"Sallyport Test Authority"};
  Stunnel tls_origin{origin.port(), authority.issue("DNS:origin.test")};
  Squid squid{Squid::Scheme::kDigest, "alice", "s3cret-pw"};
};

TEST_P(ClientsBehindRelay, FetchOverHttpAndHttps) {
  if (GetParam().kind == "java") {
    const auto made =
        sallyport.run("/usr/bin/keytool", {"-importcert", "-noprompt", "-alias", "test", "-storepass", "changeit",
                                           "-file", authority.file(), "-keystore", sallyport.home / "trust"});
    ASSERT_EQ(made.code, 0) << made.output << made.messages;
  }
  const auto direct = fetch_both({"--direct"});
  EXPECT_THAT(direct.output, Not(HasSubstr("hello from the origin"))) << "it gets there without a proxy";
  EXPECT_THAT(origin.requests(), IsEmpty());

  const auto ended = fetch_both({});
  EXPECT_THAT(ended.output, ContainsRegex("hello from the origin(.|\n)*hello from the origin")) << ended.messages;
  ASSERT_EQ(origin.requests().size(), 2U);
  EXPECT_THAT(origin.requests()[0], AllOf(HasSubstr("get /page "), ContainsRegex("via: .*squid")));
  EXPECT_THAT(origin.requests()[1], AllOf(HasSubstr("get /secure "), Not(HasSubstr("via: "))));
  EXPECT_THAT(origin.requests(), Each(Not(HasSubstr("proxy-authorization"))));
  // squid writes of a tunnel once it has ended.
  EXPECT_TRUE(wait_for([&] {
    const auto logins = squid.logins();
    return !logins.empty() && logins.back().method == "CONNECT";
  }));
}

INSTANTIATE_TEST_SUITE_P(
    Real, ClientsBehindRelay,
    ::testing::Values(FetchingClient{"Curl", "curl -q -sS --max-time 30 \"$url\""},
                      FetchingClient{"Wget",
                                     "wget --no-config -q -O - --tries=1 --timeout=30 --ca-certificate="
                                     "\"$SSL_CERT_FILE\" \"$url\""},
                      FetchingClient{"Urllib", kUrllib}, FetchingClient{"Requests", kRequests},
                      FetchingClient{"Node", kNode, "node"}, FetchingClient{"JavaHttpClient", kJava, "java"}),
    [](const auto& each) { return each.param.name; });

TEST(GitBehindRelay, ClonesOverHttp) {
  SallyportSandbox sallyport(SALLYPORT_PROGRAM);
  const Squid squid(Squid::Scheme::kBasic, "alice", "s3cret-pw");
  sallyport.use_proxy(squid.port(), "alice", "s3cret-pw");
  const GitRepository repository;
  const auto clone = [&](const std::string& mode) {
    std::vector<std::string> words = {"run"};
    if (!mode.empty()) words.push_back(mode);
    words.insert(words.end(), {"--", "git", "clone", "-q",
                               "http://origin.test:" + std::to_string(repository.port()) + "/repository.git",
                               sallyport.home / "cloned"});
    return sallyport(words);
  };
  EXPECT_NE(clone("--direct").code, 0) << "it gets there without a proxy";
  const auto ended = clone("");
  EXPECT_EQ(ended.code, 0) << ended.messages;
  EXPECT_EQ(sallyport.home.read("cloned/file"), "text\n");
  EXPECT_GT(squid.logins().size(), 2U);
}

}  // namespace
}  // namespace sallyport
