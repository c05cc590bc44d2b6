#include "platform/macos/cfnetwork_system_proxy.hpp"

#include <CFNetwork/CFNetwork.h>
#include <SystemConfiguration/SystemConfiguration.h>
#include <dispatch/dispatch.h>
#include <fmt/format.h>

#include <mutex>
#include <utility>

#include "platform/macos/cf_pointer.hpp"
#include "platform/macos/cfnetwork_proxy.hpp"
#include "platform/posix/bounded_work.hpp"
#include "sallyport/core/shown_url.hpp"

namespace sallyport {
namespace {

using Clock = std::chrono::steady_clock;
using Entries = std::vector<CfNetworkProxyEntry>;

bool is_on(CFDictionaryRef settings, CFStringRef key) { return number_of(CFDictionaryGetValue(settings, key)) != 0; }

std::string text_at(CFDictionaryRef dictionary, CFStringRef key) {
  return text_of(CFDictionaryGetValue(dictionary, key));
}

CfNetworkProxyValues::Server server_at(CFDictionaryRef settings, CFStringRef enable, CFStringRef host,
                                       CFStringRef port) {
  return {is_on(settings, enable), text_at(settings, host), number_of(CFDictionaryGetValue(settings, port))};
}

CfNetworkProxyValues read_values(CFDictionaryRef settings) {
  CfNetworkProxyValues values;
  values.http = server_at(settings, kCFNetworkProxiesHTTPEnable, kCFNetworkProxiesHTTPProxy, kCFNetworkProxiesHTTPPort);
  values.https =
      server_at(settings, kCFNetworkProxiesHTTPSEnable, kCFNetworkProxiesHTTPSProxy, kCFNetworkProxiesHTTPSPort);
  values.socks =
      server_at(settings, kCFNetworkProxiesSOCKSEnable, kCFNetworkProxiesSOCKSProxy, kCFNetworkProxiesSOCKSPort);
  values.ftp = server_at(settings, kCFNetworkProxiesFTPEnable, kCFNetworkProxiesFTPProxy, kCFNetworkProxiesFTPPort);
  values.auto_config_enabled = is_on(settings, kCFNetworkProxiesProxyAutoConfigEnable);
  values.auto_config_url = text_at(settings, kCFNetworkProxiesProxyAutoConfigURLString);
  values.has_inline_script = !text_at(settings, kCFNetworkProxiesProxyAutoConfigJavaScript).empty();
  values.auto_discovery_enabled = is_on(settings, kCFNetworkProxiesProxyAutoDiscoveryEnable);
  values.exclude_simple_hostnames = is_on(settings, kCFNetworkProxiesExcludeSimpleHostnames);
  const void* const list = CFDictionaryGetValue(settings, kCFNetworkProxiesExceptionsList);
  if (list != nullptr && CFGetTypeID(list) == CFArrayGetTypeID()) {
    const auto exceptions = static_cast<CFArrayRef>(list);
    for (CFIndex i = 0; i < CFArrayGetCount(exceptions); ++i) {
      values.exceptions.push_back(text_of(CFArrayGetValueAtIndex(exceptions, i)));
    }
  }
  return values;
}

CfPointer<CFURLRef> make_url(std::string_view text) {
  return CfPointer<CFURLRef>(CFURLCreateWithBytes(nullptr, reinterpret_cast<const UInt8*>(text.data()),
                                                  static_cast<CFIndex>(text.size()), kCFStringEncodingUTF8, nullptr));
}

CfNetworkProxyEntry::Type type_of(CFDictionaryRef entry) {
  using Type = CfNetworkProxyEntry::Type;
  const void* const type = CFDictionaryGetValue(entry, kCFProxyTypeKey);
  if (type == nullptr) return Type::kOther;
  const std::pair<CFStringRef, Type> known[] = {{kCFProxyTypeNone, Type::kNone},
                                                {kCFProxyTypeHTTP, Type::kHttp},
                                                {kCFProxyTypeHTTPS, Type::kHttps},
                                                {kCFProxyTypeSOCKS, Type::kSocks},
                                                {kCFProxyTypeFTP, Type::kFtp},
                                                {kCFProxyTypeAutoConfigurationURL, Type::kScript},
                                                {kCFProxyTypeAutoConfigurationJavaScript, Type::kScript}};
  for (const auto& [name, value] : known) {
    if (CFEqual(type, name)) return value;
  }
  return Type::kOther;
}

CfNetworkProxyEntry read_entry(CFDictionaryRef entry) {
  std::string password = text_at(entry, kCFProxyPasswordKey);
  CfNetworkProxyEntry read;
  read.type = type_of(entry);
  read.host = text_at(entry, kCFProxyHostNameKey);
  read.port = number_of(CFDictionaryGetValue(entry, kCFProxyPortNumberKey));
  read.username = text_at(entry, kCFProxyUsernameKey);
  read.password = Secret(password);
  wipe_memory(password.data(), password.size());
  return read;
}

/// Not its description, which may repeat the address with a login in it.
std::string name_of(CFErrorRef error) {
  return fmt::format("{} {}", text_of(CFErrorGetDomain(error)), CFErrorGetCode(error));
}

/// What a script answered.
struct ScriptAnswer {
  CfPointer<CFArrayRef> proxies;
  std::string problem;
  bool is_there = false;
};

void take_answer(void* client, CFArrayRef proxies, CFErrorRef error) {
  auto& answer = *static_cast<ScriptAnswer*>(client);
  answer.is_there = true;
  if (proxies != nullptr) {
    answer.proxies.reset(static_cast<CFArrayRef>(CFRetain(proxies)));
  } else if (error != nullptr) {
    answer.problem = name_of(error);
  }
}

tl::unexpected<Error> script_failed(const std::string& script, const std::string& problem) {
  return failure(ErrorCode::kFailed,
                 fmt::format("The system's proxy script (PAC){} cannot be loaded or run. Check its address in the "
                             "network settings, ask whoever wrote it, or use a custom proxy.",
                             script.empty() ? script : fmt::format(" \"{}\"", shown_url(script))),
                 problem);
}

tl::unexpected<Error> script_is_silent() {
  return failure(ErrorCode::kTimedOut,
                 "The system's proxy script (PAC) gave no answer in time. Check its address in the network settings, "
                 "and whether its server answers.");
}

Result<CfPointer<CFArrayRef>> run_script_at(CFURLRef script, CFURLRef url, Clock::time_point deadline) {
  static std::timed_mutex one_at_a_time;
  const std::unique_lock lock(one_at_a_time, deadline);
  if (!lock) return script_is_silent();
  ScriptAnswer answer;
  CFStreamClientContext context{0, &answer, nullptr, nullptr, nullptr};
  const CfPointer<CFRunLoopSourceRef> source(
      CFNetworkExecuteProxyAutoConfigurationURL(script, url, take_answer, &context));
  const std::string address = text_of(CFURLGetString(script));
  if (!source) return script_failed(address, "");
  // A mode of its own: nothing else runs meanwhile.
  const CFStringRef mode = CFSTR("io.github.sallyport.script");
  CFRunLoopAddSource(CFRunLoopGetCurrent(), source.get(), mode);
  while (!answer.is_there && Clock::now() < deadline) {
    const std::chrono::duration<double> left = deadline - Clock::now();
    CFRunLoopRunInMode(mode, left.count(), true);
  }
  CFRunLoopSourceInvalidate(source.get());
  if (!answer.is_there) return script_is_silent();
  if (!answer.proxies) return script_failed(address, answer.problem);
  return std::move(answer.proxies);
}

Result<CfPointer<CFArrayRef>> run_inline_script(CFStringRef script, CFURLRef url) {
  CFErrorRef error = nullptr;
  CfPointer<CFArrayRef> proxies(CFNetworkCopyProxiesForAutoConfigurationScript(script, url, &error));
  const CfPointer<CFErrorRef> owned(error);
  if (proxies) return proxies;
  return script_failed("", error == nullptr ? std::string() : name_of(error));
}

/// The entries of `list`; those that are scripts are run, and their answers stand in their place.
Result<Entries> read_list(CFArrayRef list, CFURLRef url, Clock::time_point deadline) {
  Entries entries;
  for (CFIndex i = 0; i < CFArrayGetCount(list); ++i) {
    const auto entry = static_cast<CFDictionaryRef>(CFArrayGetValueAtIndex(list, i));
    CfNetworkProxyEntry read = read_entry(entry);
    if (read.type != CfNetworkProxyEntry::Type::kScript) {
      entries.push_back(std::move(read));
      continue;
    }
    const void* const script_url = CFDictionaryGetValue(entry, kCFProxyAutoConfigurationURLKey);
    const void* const script = CFDictionaryGetValue(entry, kCFProxyAutoConfigurationJavaScriptKey);
    if (script_url == nullptr && script == nullptr) continue;
    const auto answer = script_url != nullptr ? run_script_at(static_cast<CFURLRef>(script_url), url, deadline)
                                              : run_inline_script(static_cast<CFStringRef>(script), url);
    if (!answer) return tl::unexpected(answer.error());
    // "No entry may be of type kCFProxyTypeAutoConfigurationURL" there: none is run again.
    for (CFIndex j = 0; j < CFArrayGetCount(answer->get()); ++j) {
      entries.push_back(read_entry(static_cast<CFDictionaryRef>(CFArrayGetValueAtIndex(answer->get(), j))));
    }
  }
  return entries;
}

Result<std::vector<std::optional<SystemProxyServer>>> resolve_now(const std::string& text, Clock::time_point deadline) {
  const auto url = make_url(text);
  if (!url) return failure(ErrorCode::kInvalidValue, "macOS cannot read this URL. Check it.");
  const CfPointer<CFDictionaryRef> settings(CFNetworkCopySystemProxySettings());
  if (!settings) return std::vector<std::optional<SystemProxyServer>>(1);
  const CfPointer<CFArrayRef> list(CFNetworkCopyProxiesForURL(url.get(), settings.get()));
  if (!list) return failure(ErrorCode::kFailed, "The system's proxy settings gave no answer for this URL.");
  return read_list(list.get(), url.get(), deadline).and_then([](const Entries& entries) {
    return read_proxy_entries(entries);
  });
}

/// The proxies' key in the dynamic store, watched.
class StoreWatch final : public SystemProxy::Watch {
 public:
  enum class Thread { kRunLoop, kOwn };

  StoreWatch(std::function<void()> changed, Thread thread) : changed_(std::move(changed)) {
    SCDynamicStoreContext context{0, this, nullptr, nullptr, nullptr};
    store_.reset(SCDynamicStoreCreate(nullptr, CFSTR("io.github.sallyport.Sallyport"), on_changed, &context));
    const CfPointer<CFStringRef> key(SCDynamicStoreKeyCreateProxies(nullptr));
    if (!store_ || !key) return;
    const void* keys[] = {key.get()};
    const CfPointer<CFArrayRef> list(CFArrayCreate(nullptr, keys, 1, &kCFTypeArrayCallBacks));
    if (!SCDynamicStoreSetNotificationKeys(store_.get(), list.get(), nullptr)) return;
    if (thread == Thread::kRunLoop) {
      source_.reset(SCDynamicStoreCreateRunLoopSource(nullptr, store_.get(), 0));
      if (source_) CFRunLoopAddSource(CFRunLoopGetCurrent(), source_.get(), kCFRunLoopCommonModes);
      works_ = source_ != nullptr;
    } else {
      queue_ = dispatch_queue_create("io.github.sallyport.proxies", nullptr);
      works_ = SCDynamicStoreSetDispatchQueue(store_.get(), queue_);
    }
  }
  ~StoreWatch() override {
    if (source_) CFRunLoopSourceInvalidate(source_.get());
    if (queue_ == nullptr) return;
    if (works_) SCDynamicStoreSetDispatchQueue(store_.get(), nullptr);
    // A call that is under way ends first.
    dispatch_sync_f(queue_, nullptr, [](void*) {});
    dispatch_release(queue_);
  }
  StoreWatch(const StoreWatch&) = delete;
  StoreWatch& operator=(const StoreWatch&) = delete;

  [[nodiscard]] bool works() const { return works_; }

 private:
  static void on_changed(SCDynamicStoreRef, CFArrayRef, void* self) { static_cast<StoreWatch*>(self)->changed_(); }

  std::function<void()> changed_;
  CfPointer<SCDynamicStoreRef> store_;
  CfPointer<CFRunLoopSourceRef> source_;
  dispatch_queue_t queue_ = nullptr;
  bool works_ = false;
};

std::unique_ptr<SystemProxy::Watch> make_watch(std::function<void()> changed, StoreWatch::Thread thread) {
  auto watch = std::make_unique<StoreWatch>(std::move(changed), thread);
  if (!watch->works()) return nullptr;
  return watch;
}

}  // namespace

Result<SystemProxyConfiguration> CfNetworkSystemProxy::configuration() {
  const CfPointer<CFDictionaryRef> settings(CFNetworkCopySystemProxySettings());
  return cfnetwork_configuration(settings ? read_values(settings.get()) : CfNetworkProxyValues());
}

Result<std::vector<std::optional<SystemProxyServer>>> CfNetworkSystemProxy::resolve(const std::string& url,
                                                                                    std::chrono::milliseconds timeout,
                                                                                    const std::stop_token& stop) {
  const auto deadline = Clock::now() + timeout;
  return run_bounded_work<std::vector<std::optional<SystemProxyServer>>>(
      timeout, stop, [url, deadline] { return resolve_now(url, deadline); });
}

std::unique_ptr<SystemProxy::Watch> CfNetworkSystemProxy::watch(std::function<void()> changed) {
  return make_watch(std::move(changed), StoreWatch::Thread::kRunLoop);
}

std::unique_ptr<SystemProxy::Watch> CfNetworkSystemProxy::watch_on_own_thread(std::function<void()> changed) {
  return make_watch(std::move(changed), StoreWatch::Thread::kOwn);
}

std::vector<std::string> CfNetworkSystemProxy::settings_command() {
  return {"/usr/bin/open", "x-apple.systempreferences:com.apple.Network-Settings.extension"};
}

}  // namespace sallyport
