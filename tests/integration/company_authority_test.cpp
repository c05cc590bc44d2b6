// Each runtime trusts a company's authority that only Sallyport's settings name.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/certificate_authority.hpp"
#include "support/origin_server.hpp"
#include "support/sallyport_sandbox.hpp"
#include "support/stunnel.hpp"

namespace sallyport {
namespace {

using ::testing::HasSubstr;

struct Runtime {
  const char* name;
  std::vector<std::string> command;  ///< `URL` stands for the site
};

class CompanyAuthorityOf : public ::testing::TestWithParam<Runtime> {
 protected:
  CompanyAuthorityOf() { sandbox({"settings", "set", "system_proxy.enabled=false"}); }

  int run() {
    std::vector<std::string> arguments = {"run", "--"};
    for (std::string word : GetParam().command) {
      if (const auto at = word.find("URL"); at != std::string::npos) {
        word.replace(at, 3, "https://localhost:" + std::to_string(site.port()) + "/");
      }
      arguments.push_back(std::move(word));
    }
    const auto ended = sandbox(arguments);
    said = ended.output + ended.messages;
    return ended.code;
  }

  OriginServer origin;
  CertificateAuthority authority{"Example Corp Authority"};
  Stunnel site{origin.port(), authority.issue("DNS:localhost")};
  SallyportSandbox sandbox{SALLYPORT_PROGRAM};
  std::string said;
};

INSTANTIATE_TEST_SUITE_P(
    Runtimes, CompanyAuthorityOf,
    ::testing::Values(
        Runtime{"Curl", {"curl", "-sS", "-f", "URL"}},
        Runtime{"Node", {"node", "-e", "fetch('URL').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"}},
        Runtime{"PythonUrllib", {"/usr/bin/python3", "-c", "import urllib.request as u; u.urlopen('URL').read()"}},
        Runtime{"PythonRequests",
                {"/usr/bin/python3", "-c", "import requests; requests.get('URL').raise_for_status()"}},
        // The server is none of git's; what counts is that it was reached.
        Runtime{"Git", {"sh", "-c", "git ls-remote URL 2>&1 | grep -q 'not found\\|not valid'"}}),
    [](const auto& test) { return test.param.name; });

TEST_P(CompanyAuthorityOf, IsTrustedOnceItIsSet) {
  EXPECT_NE(run(), 0) << "trusted without being named: " << said;
  ASSERT_EQ(sandbox({"settings", "set", "ca_file=" + authority.file()}).code, 0);
  EXPECT_EQ(run(), 0) << said;
}

TEST_P(CompanyAuthorityOf, IsTrustedBesideAFileOfTheClientsOwn) {
  const CertificateAuthority other("Another Authority");
  for (const char* name :
       {"CURL_CA_BUNDLE", "GIT_SSL_CAINFO", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"}) {
    sandbox.environment.set(name, other.file());
  }
  ASSERT_EQ(sandbox({"settings", "set", "ca_file=" + authority.file()}).code, 0);
  EXPECT_EQ(run(), 0) << said;
}

TEST_P(CompanyAuthorityOf, ThatIsGoneIsSaidAndStopsNoLaunch) {
  ASSERT_EQ(sandbox({"settings", "set", "ca_file=/no/such/file.pem"}).code, 0);
  EXPECT_NE(run(), 0);
  EXPECT_THAT(said, HasSubstr("\"/no/such/file.pem\" cannot be read"));
}

}  // namespace
}  // namespace sallyport
