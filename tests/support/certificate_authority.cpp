#include "support/certificate_authority.hpp"

#include <chrono>
#include <stdexcept>
#include <vector>

#include "platform/helper_process.hpp"

namespace sallyport {
namespace {

constexpr const char* kConfiguration = R"([ca]
default_ca = this
[this]
new_certs_dir = .
database = ./index
rand_serial = yes
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
)";

void openssl(const TemporaryDirectory& directory, std::vector<std::string> arguments) {
  ProcessSpec spec;
  spec.program = "/usr/bin/openssl";
  spec.arguments = std::move(arguments);
  spec.directory = directory.path().string();
  auto process = HelperProcess::start(spec, {}, HelperProcess::Streams::kCaptured).value();
  const auto ended = process->finish(std::chrono::seconds(30), {}).value();
  if (ended.code != 0) throw std::runtime_error("openssl: " + ended.messages);
}

}  // namespace

CertificateAuthority::CertificateAuthority(const std::string& name) {
  directory_.write("ca.cnf", kConfiguration);
  directory_.write("index", "");
  openssl(directory_, {"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                       "ca.key", "-out", "ca.pem", "-days", "30", "-subj", "/CN=" + name + "/O=Example Corp"});
}

CertificateAuthority::Issued CertificateAuthority::issue(const std::string& names, int first, int end) const {
  const std::string file = std::to_string(++issued_);
  std::vector<std::string> request = {
      "req",     "-new",        "-newkey", "ec",          "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
      "-keyout", file + ".key", "-out",    file + ".csr", "-subj",    "/CN=proxy.test"};
  if (!names.empty()) request.insert(request.end(), {"-addext", "subjectAltName=" + names});
  openssl(directory_, request);
  openssl(directory_, {"ca", "-batch", "-config", "ca.cnf", "-cert", "ca.pem", "-keyfile", "ca.key", "-notext", "-in",
                       file + ".csr", "-out", file + ".pem", "-startdate", std::to_string(first) + "0101000000Z",
                       "-enddate", std::to_string(end) + "0101000000Z"});
  return {directory_ / (file + ".pem"), directory_ / (file + ".key")};
}

}  // namespace sallyport
