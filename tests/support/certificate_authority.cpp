#include "support/certificate_authority.hpp"

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>

#include <stdexcept>
#include <string_view>

namespace sallyport {
namespace {

template <typename Answer>
Answer check(Answer answer) {
  if (answer) return answer;
  throw std::runtime_error(std::string("OpenSSL: ") + ERR_error_string(ERR_get_error(), nullptr));
}

OpensslPointer<EVP_PKEY> make_key() { return OpensslPointer<EVP_PKEY>(check(EVP_EC_gen("P-256"))); }

void name(X509_NAME* subject, const char* part, const std::string& text) {
  check(X509_NAME_add_entry_by_txt(subject, part, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text.c_str()),
                                   -1, -1, 0));
}

/// A certificate of version 3 without extensions, not yet signed.
OpensslPointer<X509> make_certificate(EVP_PKEY* key, const std::string& common_name, int first, int end) {
  OpensslPointer<X509> made(check(X509_new()));
  std::uint64_t serial = 0;
  check(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof(serial)));
  const auto of_year = [](int year) { return std::to_string(year) + "0101000000Z"; };
  check(X509_set_version(made.get(), X509_VERSION_3));
  check(ASN1_INTEGER_set_uint64(X509_get_serialNumber(made.get()), serial >> 1U));
  check(ASN1_TIME_set_string_X509(X509_getm_notBefore(made.get()), of_year(first).c_str()));
  check(ASN1_TIME_set_string_X509(X509_getm_notAfter(made.get()), of_year(end).c_str()));
  check(X509_set_pubkey(made.get(), key));
  name(X509_get_subject_name(made.get()), "CN", common_name);
  return made;
}

void extend(X509* certificate, X509* issuer, int extension, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* made = check(X509V3_EXT_conf_nid(nullptr, &context, extension, value.c_str()));
  const int added = X509_add_ext(certificate, made, -1);
  X509_EXTENSION_free(made);
  check(added);
}

/// What `write` writes, in PEM.
template <typename Write>
void save(const TemporaryDirectory& directory, const std::string& file, Write write) {
  const OpensslPointer<BIO> memory(check(BIO_new(BIO_s_mem())));
  check(write(memory.get()));
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &text);
  directory.write(file, std::string_view(text, static_cast<std::size_t>(size)));
}

void save(const TemporaryDirectory& directory, const std::string& file, X509* certificate) {
  save(directory, file, [&](BIO* into) { return PEM_write_bio_X509(into, certificate); });
}

}  // namespace

CertificateAuthority::CertificateAuthority(const std::string& name)
    : key_(make_key()), certificate_(make_certificate(key_.get(), name, 2020, 2120)) {
  X509* own = certificate_.get();
  sallyport::name(X509_get_subject_name(own), "O", "Example Corp");
  check(X509_set_issuer_name(own, X509_get_subject_name(own)));
  extend(own, own, NID_basic_constraints, "critical,CA:TRUE");
  extend(own, own, NID_subject_key_identifier, "hash");
  check(X509_sign(own, key_.get(), EVP_sha256()));
  save(directory_, "ca.pem", own);
}

CertificateAuthority::Issued CertificateAuthority::issue(const std::string& names, int first, int end) const {
  const OpensslPointer<EVP_PKEY> key = make_key();
  const OpensslPointer<X509> made = make_certificate(key.get(), "proxy.test", first, end);
  check(X509_set_issuer_name(made.get(), X509_get_subject_name(certificate_.get())));
  if (!names.empty()) extend(made.get(), certificate_.get(), NID_subject_alt_name, names);
  extend(made.get(), certificate_.get(), NID_authority_key_identifier, "keyid");
  check(X509_sign(made.get(), key_.get(), EVP_sha256()));
  const std::string file = std::to_string(++issued_);
  save(directory_, file + ".pem", made.get());
  save(directory_, file + ".key",
       [&](BIO* into) { return PEM_write_bio_PrivateKey(into, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
  return {directory_ / (file + ".pem"), directory_ / (file + ".key")};
}

}  // namespace sallyport
