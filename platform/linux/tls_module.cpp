#include "platform/linux/tls_module.hpp"

#include <utility>

#include "platform/posix/module_entries.hpp"
#include "platform/posix/module_file.hpp"

namespace sallyport {

TlsModule::TlsModule() : TlsModule(module_paths("sallyport-tls.so")) {}

TlsModule::TlsModule(std::vector<std::string> paths) : paths_(std::move(paths)) {}

Result<std::unique_ptr<TlsSession>> TlsModule::connect(const TlsPeer& peer) {
  return load().and_then([&](TlsAdapters* adapters) { return adapters->tls().connect(peer); });
}

Result<Secret> TlsModule::hex(Algorithm algorithm, std::span<const std::string_view> parts) {
  return load().and_then([&](TlsAdapters* adapters) { return adapters->digest_hash().hex(algorithm, parts); });
}

Result<TlsAdapters*> TlsModule::load() {
  if (adapters_) return adapters_.get();
  const ModuleFile file(paths_, "Sallyport's TLS", ErrorCode::kUnsupported);
  const auto factory = file.load(kTlsAdaptersFactoryName);
  if (!factory) return tl::unexpected(factory.error());
  adapters_.reset(reinterpret_cast<TlsAdaptersFactory*>(*factory)(SALLYPORT_VERSION));
  if (!adapters_) return file.of_another_version();
  return adapters_.get();
}

}  // namespace sallyport
