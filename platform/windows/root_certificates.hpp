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

/// The path of a PEM file in `folder` that holds all of them; empty when there are none, or they cannot be written.
[[nodiscard]] std::string root_certificates_file(const std::string& folder);

}  // namespace sallyport
