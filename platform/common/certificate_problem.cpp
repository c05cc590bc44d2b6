#include "platform/common/certificate_problem.hpp"

#include <fmt/format.h>

#include <ctime>
#include <string_view>
#include <vector>

#include "platform/common/openssl_pointer.hpp"

namespace sallyport {
namespace {

/// Enough for a name; a hostile certificate can hold megabytes.
constexpr std::size_t kLongestName = 120;
constexpr std::size_t kMostNames = 5;

std::string cut(std::string text) {
  if (text.size() > kLongestName) {
    std::size_t end = kLongestName;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    text.resize(end);
    text += "…";
  }
  return text;
}

std::string content(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

/// `Example Corp CA, Example Corp`: common name and organisation, or the whole name where it has neither.
std::string name_of(const X509_NAME* name) {
  constexpr unsigned long kEscaped = ASN1_STRFLGS_ESC_CTRL | ASN1_STRFLGS_UTF8_CONVERT;
  std::string text;
  for (const int part : {NID_commonName, NID_organizationName}) {
    const int at = X509_NAME_get_index_by_NID(name, part, -1);
    if (at < 0) continue;
    const OpensslPointer<BIO> bio(BIO_new(BIO_s_mem()));
    ASN1_STRING_print_ex(bio.get(), X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)), kEscaped);
    text += (text.empty() ? "" : ", ") + cut(content(bio.get()));
  }
  if (!text.empty()) return text;
  const OpensslPointer<BIO> bio(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_ONELINE & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
  return cut(content(bio.get()));
}

/// `2026-03-31`, in UTC.
std::string day(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return "a date that cannot be read";
  return fmt::format("{:04}-{:02}-{:02}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
}

std::string address(const ASN1_OCTET_STRING* bytes) {
  const unsigned char* data = ASN1_STRING_get0_data(bytes);
  const int size = ASN1_STRING_length(bytes);
  if (size == 4) return fmt::format("{}.{}.{}.{}", data[0], data[1], data[2], data[3]);
  std::string text;
  for (int i = 0; i + 1 < size && i < 16; i += 2)
    text += fmt::format("{}{:x}", i == 0 ? "" : ":", data[i] << 8 | data[i + 1]);
  return text;
}

/// The names that the certificate is for (RFC 9525 §4): `"a.example", "b.example"`.
std::string names_in(const X509* certificate) {
  const OpensslPointer<GENERAL_NAMES> names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  std::vector<std::string> found;
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    if (found.size() == kMostNames) {
      found.emplace_back("…");
      break;
    }
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type == GEN_DNS) {
      const OpensslPointer<BIO> bio(BIO_new(BIO_s_mem()));
      ASN1_STRING_print_ex(bio.get(), name->d.dNSName, ASN1_STRFLGS_ESC_CTRL | ASN1_STRFLGS_ESC_MSB);
      found.push_back(fmt::format("\"{}\"", cut(content(bio.get()))));
    } else if (name->type == GEN_IPADD) {
      found.push_back(fmt::format("\"{}\"", address(name->d.iPAddress)));
    }
  }
  return fmt::format("{}", fmt::join(found, ", "));
}

std::string unknown_issuer(const std::string& subject, const X509* certificate, const TlsPeer& peer) {
  const std::string issuer = name_of(X509_get_issuer_name(certificate));
  if (peer.role == TlsPeer::Role::kProxy) {
    return fmt::format(
        "{} is signed by \"{}\", which this computer does not trust. When that is your company's authority, get its "
        "certificate as a PEM file and name it with `sallyport settings set custom_proxy.ca_file=FILE`; else someone "
        "may be pretending to be the proxy.",
        subject, issuer);
  }
  return fmt::format(
      "{} is signed by \"{}\", which this computer does not trust. Many company proxies open TLS and sign it anew: "
      "when "
      "that is your company's authority, get its certificate as a PEM file and name it with `sallyport settings set "
      "ca_file=FILE`; else someone may be pretending to be the site.",
      subject, issuer);
}

std::string wrong_name(const std::string& subject, const X509* certificate, const TlsPeer& peer) {
  const bool of_proxy = peer.role == TlsPeer::Role::kProxy;
  const std::string names = names_in(certificate);
  if (names.empty()) {
    return fmt::format("{} names no server. Ask the {}'s administrator for one that names \"{}\".", subject,
                       of_proxy ? "proxy" : "site", peer.host);
  }
  return fmt::format("{} is for {}, not for \"{}\". {}", subject, names, peer.host,
                     of_proxy ? "Enter the proxy's server as its certificate names it, or ask its administrator."
                              : "Check the name in the URL; a network that wants a sign-in first also answers so.");
}

}  // namespace

TlsCertificate describe_certificate(const X509* certificate) {
  if (certificate == nullptr) return {};
  return {.issuer = name_of(X509_get_issuer_name(certificate)), .expires = day(X509_get0_notAfter(certificate))};
}

std::string describe_certificate_problem(X509_STORE_CTX* context, const TlsPeer& peer) {
  const X509* certificate = X509_STORE_CTX_get_current_cert(context);
  const int problem = X509_STORE_CTX_get_error(context);
  const bool of_peer = X509_STORE_CTX_get_error_depth(context) == 0;
  const std::string_view role = peer.role == TlsPeer::Role::kProxy ? "the proxy " : "";
  const std::string_view administrator =
      peer.role == TlsPeer::Role::kProxy ? "the proxy's administrator" : "the site's administrator";
  std::string subject = fmt::format("The certificate of {}\"{}\"", role, peer.host);
  if (certificate == nullptr)
    return fmt::format("{} cannot be verified: {}.", subject, X509_verify_cert_error_string(problem));
  switch (problem) {
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
      return unknown_issuer(subject, certificate, peer);
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return wrong_name(subject, certificate, peer);
    default:
      break;
  }
  if (!of_peer) {
    subject = fmt::format("The certificate of \"{}\", which signed that of {}\"{}\",",
                          name_of(X509_get_subject_name(certificate)), role, peer.host);
  }
  if (problem == X509_V_ERR_CERT_HAS_EXPIRED) {
    return fmt::format("{} expired on {}. Check this computer's clock, and ask {} to renew it.", subject,
                       day(X509_get0_notAfter(certificate)), administrator);
  }
  if (problem == X509_V_ERR_CERT_NOT_YET_VALID) {
    return fmt::format("{} is not valid before {}. Check this computer's clock, and ask {}.", subject,
                       day(X509_get0_notBefore(certificate)), administrator);
  }
  return fmt::format("{} cannot be trusted: {}. Ask {}.", subject, X509_verify_cert_error_string(problem),
                     administrator);
}

}  // namespace sallyport
