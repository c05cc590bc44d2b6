#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace sallyport {

/// Hands on each certificate (DER) in the store of roots that Windows trusts for this user, in its order
/// (CertOpenSystemStore: learn.microsoft.com/en-us/windows/win32/api/wincrypt/nf-wincrypt-certopensystemstorew).
/// Windows fetches some roots only when its own verification asks for them; those that it has not got yet are missing.
void for_each_root(const std::function<void(std::span<const std::uint8_t> certificate)>& use);

/// All of them as one PEM file; empty when there are none.
[[nodiscard]] std::string root_certificates_pem();

}  // namespace sallyport
