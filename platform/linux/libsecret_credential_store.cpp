#include "platform/linux/libsecret_credential_store.hpp"

#include <fmt/format.h>
// The calls by object path, which libsecret has kept stable since 0.10 and still files under this word.
#define SECRET_API_SUBJECT_TO_CHANGE
#include <libsecret/secret.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "platform/common/keychain_call.hpp"
#include "platform/linux/bounded_call.hpp"
#include "platform/linux/glib_pointer.hpp"
#include "platform/linux/session_bus.hpp"

namespace sallyport {
namespace {

const SecretSchema& schema() {
  static const SecretSchema proxy_schema = {"io.github.sallyport.Proxy",
                                            SECRET_SCHEMA_NONE,
                                            {{"protocol", SECRET_SCHEMA_ATTRIBUTE_STRING},
                                             {"server", SECRET_SCHEMA_ATTRIBUTE_STRING},
                                             {"port", SECRET_SCHEMA_ATTRIBUTE_INTEGER},
                                             {"user", SECRET_SCHEMA_ATTRIBUTE_STRING},
                                             {nullptr, SECRET_SCHEMA_ATTRIBUTE_STRING}},
                                            0,
                                            nullptr,
                                            nullptr,
                                            nullptr,
                                            nullptr,
                                            nullptr,
                                            nullptr,
                                            nullptr};
  return proxy_schema;
}

GLibPointer<GHashTable> attributes_of(const CredentialKey& key) {
  return GLibPointer<GHashTable>(secret_attributes_build(
      &schema(), "protocol", std::string(to_string(key.proxy.protocol)).c_str(), "server", key.proxy.host.c_str(),
      "port", static_cast<gint>(key.proxy.port), "user", key.username.c_str(), nullptr));
}

/// What the user wanted, for the sentence about its failure.
struct Purpose {
  std::string_view verb;  ///< `read`, `store`, …
  std::string credential;
};

tl::unexpected<Error> absent(const Purpose& purpose, std::string detail) {
  return failure(ErrorCode::kKeychainAbsent,
                 fmt::format("Could not {} the password of {}: no keychain service answers in this session. Start one, "
                             "such as GNOME Keyring, KWallet or KeePassXC, and try again.",
                             purpose.verb, purpose.credential),
                 std::move(detail));
}

tl::unexpected<Error> locked(const Purpose& purpose, std::string detail = {}) {
  return failure(ErrorCode::kKeychainLocked,
                 fmt::format("Could not {} the password of {}: the keychain is locked, or its dialog was dismissed. "
                             "Unlock it and try again.",
                             purpose.verb, purpose.credential),
                 std::move(detail));
}

tl::unexpected<Error> failed(const Purpose& purpose, std::string detail) {
  return failure(ErrorCode::kKeychainFailed,
                 fmt::format("Could not {} the password of {}: the keychain answered with an error. Try again, or look "
                             "at the keychain with its own program.",
                             purpose.verb, purpose.credential),
                 std::move(detail));
}

bool is_absence(const GError& error) {
  if (error.domain != G_DBUS_ERROR) return false;
  switch (error.code) {
    case G_DBUS_ERROR_SERVICE_UNKNOWN:
    case G_DBUS_ERROR_NAME_HAS_NO_OWNER:
    case G_DBUS_ERROR_SPAWN_EXEC_FAILED:
    case G_DBUS_ERROR_SPAWN_FORK_FAILED:
    case G_DBUS_ERROR_SPAWN_CHILD_EXITED:
    case G_DBUS_ERROR_SPAWN_CHILD_SIGNALED:
    case G_DBUS_ERROR_SPAWN_FAILED:
    case G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND:
    case G_DBUS_ERROR_SPAWN_SERVICE_INVALID:
      return true;
    default:
      return false;
  }
}

tl::unexpected<Error> failed(const Purpose& purpose, const GErrorSlot& slot) {
  if (!slot) return failed(purpose, std::string("the library gave no reason"));
  const GError& error = *slot.get();
  if (is_absence(error)) return absent(purpose, error.message);
  if (g_error_matches(&error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED)) return locked(purpose, error.message);
  return failed(purpose, std::string(error.message));
}

/// A conversation with the service. The bus connection is closed with the last reference, and with it the session.
struct Service {
  GObjectPointer<GDBusConnection> bus;
  GObjectPointer<SecretService> service;
};

Result<Service> open_service(const Purpose& purpose, GCancellable* cancellable) {
  GErrorSlot error;
  Service opened;
  opened.bus = connect_session_bus(error.out());
  if (!opened.bus) return absent(purpose, error.get()->message);
  // Neither the collections nor the encrypted session are needed to learn that nothing is stored.
  opened.service.reset(
      secret_service_open_sync(SECRET_TYPE_SERVICE, nullptr, SECRET_SERVICE_NONE, cancellable, error.out()));
  if (!opened.service) return failed(purpose, error);
  return opened;
}

/// The object paths of matching items. Paths, not SecretItem proxies: each proxy costs three more questions to the bus.
struct Items {
  GLibStrings unlocked;
  GLibStrings locked;
};

/// An answer on its way to the thread's own context. It has to come before this is gone.
class Answer {
 public:
  Answer() = default;
  ~Answer() { wait(); }
  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;

  /// The callback of the call, whose user data this is.
  static void arrived(GObject*, GAsyncResult* result, gpointer answer) {
    static_cast<Answer*>(answer)->result_.reset(static_cast<GAsyncResult*>(g_object_ref(result)));
  }
  GAsyncResult* wait() {
    while (!result_) g_main_context_iteration(g_main_context_get_thread_default(), TRUE);
    return result_.get();
  }

 private:
  GObjectPointer<GAsyncResult> result_;
};

/// The search, on its way to the service.
class Search {
 public:
  Search(SecretService* service, const CredentialKey& key, GCancellable* cancellable) : service_(service) {
    const auto attributes = attributes_of(key);
    secret_service_search_for_dbus_paths(service, &schema(), attributes.get(), cancellable, Answer::arrived, &answer_);
  }

  [[nodiscard]] Result<Items> items(const Purpose& purpose) {
    char** unlocked = nullptr;
    char** locked_paths = nullptr;
    GErrorSlot error;
    const bool searched =
        secret_service_search_for_dbus_paths_finish(service_, answer_.wait(), &unlocked, &locked_paths, error.out());
    Items items{GLibStrings(unlocked), GLibStrings(locked_paths)};
    if (!searched) return failed(purpose, error);
    return items;
  }

 private:
  SecretService* service_;
  Answer answer_;
};

/// The encrypted session, of which each side computes its part. What fails is met again by the call that needs it.
class Session {
 public:
  Session(SecretService* service, GCancellable* cancellable) : service_(service) {
    secret_service_ensure_session(service, cancellable, Answer::arrived, &answer_);
  }
  void wait() { secret_service_ensure_session_finish(service_, answer_.wait(), nullptr); }

 private:
  SecretService* service_;
  Answer answer_;
};

/// Null for none.
const char* first(const GLibStrings& paths) { return paths ? *paths : nullptr; }

/// Asks for the item to be unlocked; may prompt. What a dismissed prompt leaves locked says so when it is used.
/// Runs in the thread's own context: the library's synchronous call drops its context before the prompt is freed.
Result<void> unlock(SecretService* service, const char* path, const Purpose& purpose, GCancellable* cancellable) {
  const char* paths[] = {path, nullptr};
  Answer answer;
  secret_service_unlock_dbus_paths(service, paths, cancellable, Answer::arrived, &answer);
  GErrorSlot error;
  secret_service_unlock_dbus_paths_finish(service, answer.wait(), nullptr, error.out());
  if (error) return failed(purpose, error);
  return {};
}

/// The question when an item was last changed, on its way to the service while other questions are asked.
class ModifiedTime {
 public:
  ModifiedTime(const Service& opened, const char* path, GCancellable* cancellable) : bus_(opened.bus.get()) {
    g_dbus_connection_call(bus_, g_dbus_proxy_get_name(G_DBUS_PROXY(opened.service.get())), path,
                           "org.freedesktop.DBus.Properties", "Get",
                           g_variant_new("(ss)", "org.freedesktop.Secret.Item", "Modified"), G_VARIANT_TYPE("(v)"),
                           G_DBUS_CALL_FLAGS_NONE, -1, cancellable, Answer::arrived, &answer_);
  }

  [[nodiscard]] std::optional<std::chrono::sys_seconds> get() {
    const GLibPointer<GVariant> reply(g_dbus_connection_call_finish(bus_, answer_.wait(), nullptr));
    if (!reply) return std::nullopt;
    GVariant* boxed = nullptr;
    g_variant_get(reply.get(), "(v)", &boxed);
    const GLibPointer<GVariant> value(boxed);
    if (!g_variant_is_of_type(value.get(), G_VARIANT_TYPE_UINT64) || g_variant_get_uint64(value.get()) == 0) {
      return std::nullopt;
    }
    return std::chrono::sys_seconds(std::chrono::seconds(g_variant_get_uint64(value.get())));
  }

 private:
  GDBusConnection* bus_;
  Answer answer_;
};

/// Null without an error for an item that is locked. The library's own function keeps more than a kilobyte of every
/// answer (libsecret 0.20.5), which a supervisor that restarts its client for months would notice.
SecretValue* get_secret(SecretService* service, const char* path, GCancellable* cancellable, GError** error) {
  if (secret_service_ensure_session_sync(service, cancellable, error) == FALSE) return nullptr;
  const char* paths[] = {path, nullptr};
  const GLibPointer<GVariant> reply(
      g_dbus_proxy_call_sync(G_DBUS_PROXY(service), "GetSecrets",
                             g_variant_new("(^aoo)", paths, secret_service_get_session_dbus_path(service)),
                             G_DBUS_CALL_FLAGS_NONE, -1, cancellable, error));
  if (!reply || g_variant_is_of_type(reply.get(), G_VARIANT_TYPE("(a{o(oayays)})")) == FALSE) return nullptr;
  const GLibPointer<GVariant> secrets(g_variant_get_child_value(reply.get(), 0));
  if (g_variant_n_children(secrets.get()) == 0) return nullptr;
  const GLibPointer<GVariant> entry(g_variant_get_child_value(secrets.get(), 0));
  const GLibPointer<GVariant> secret(g_variant_get_child_value(entry.get(), 1));
  return secret_service_decode_dbus_secret(service, secret.get());
}

Result<StoredCredential> find_now(const CredentialKey& key, GCancellable* cancellable) {
  const Purpose purpose{"read", key.description()};
  const auto opened = open_service(purpose, cancellable);
  if (!opened) return tl::unexpected(opened.error());
  SecretService* service = opened->service.get();
  Search search(service, key, cancellable);
  Session session(service, cancellable);  // most of the time that this takes: computed while the service searches
  const auto items = search.items(purpose);
  if (!items) return tl::unexpected(items.error());

  const char* path = first(items->unlocked);
  if (path == nullptr) {
    path = first(items->locked);
    if (path == nullptr) {
      return failure(ErrorCode::kCredentialNotStored,
                     fmt::format("No password is stored for {}. Enter it in Sallyport's settings, or with `sallyport "
                                 "credential set`.",
                                 purpose.credential));
    }
    if (const auto unlocked = unlock(service, path, purpose, cancellable); !unlocked) {
      return tl::unexpected(unlocked.error());
    }
  }
  ModifiedTime modified(*opened, path, cancellable);
  session.wait();
  GErrorSlot error;
  SecretValue* value = get_secret(service, path, cancellable, error.out());
  if (value == nullptr) {
    if (error) return failed(purpose, error);
    return locked(purpose);
  }
  gsize size = 0;
  const gchar* text = secret_value_get(value, &size);
  StoredCredential found{Secret(std::string_view(text, size)), {}};
  secret_value_unref(value);
  found.modified = modified.get().value_or(std::chrono::sys_seconds());
  return found;
}

Result<void> store_now(const CredentialKey& key, const Secret& password, GCancellable* cancellable) {
  const Purpose purpose{"store", key.description()};
  const auto opened = open_service(purpose, cancellable);
  if (!opened) return tl::unexpected(opened.error());
  const auto attributes = attributes_of(key);
  const std::string label = "Sallyport: " + key.description();
  SecretValue* value =
      secret_value_new(password.reveal().data(), static_cast<gssize>(password.reveal().size()), "text/plain");
  GErrorSlot error;
  const bool stored =
      secret_service_store_sync(opened->service.get(), &schema(), attributes.get(), SECRET_COLLECTION_DEFAULT,
                                label.c_str(), value, cancellable, error.out());
  secret_value_unref(value);
  if (stored) return {};
  // Without an error a prompt was dismissed: to unlock the collection, or to make the first one.
  if (!error) return locked(purpose);
  return failed(purpose, error);
}

Result<void> forget_now(const CredentialKey& key, GCancellable* cancellable) {
  const Purpose purpose{"remove", key.description()};
  const auto opened = open_service(purpose, cancellable);
  if (!opened) return tl::unexpected(opened.error());
  SecretService* service = opened->service.get();
  const auto items = Search(service, key, cancellable).items(purpose);
  if (!items) return tl::unexpected(items.error());

  const auto remove = [&](const char* path) -> Result<void> {
    GErrorSlot error;
    if (secret_service_delete_item_dbus_path_sync(service, path, cancellable, error.out())) return {};
    if (!error) return locked(purpose);
    if (g_error_matches(error.get(), SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT)) return {};
    return failed(purpose, error);
  };
  for (char** path = items->unlocked.get(); path != nullptr && *path != nullptr; ++path) {
    if (auto removed = remove(*path); !removed) return removed;
  }
  for (char** path = items->locked.get(); path != nullptr && *path != nullptr; ++path) {
    auto removed = unlock(service, *path, purpose, cancellable).and_then([&] { return remove(*path); });
    if (!removed) return removed;
  }
  return {};
}

Result<CredentialStatus> status_now(const CredentialKey& key, GCancellable* cancellable) {
  const Purpose purpose{"look for", key.description()};
  const auto opened = open_service(purpose, cancellable);
  if (!opened) return tl::unexpected(opened.error());
  const auto items = Search(opened->service.get(), key, cancellable).items(purpose);
  if (!items) return tl::unexpected(items.error());

  CredentialStatus status;
  const char* path = first(items->unlocked);
  if (path != nullptr) {
    status.stored = CredentialStatus::Stored::kYes;
  } else {
    path = first(items->locked);
    if (path == nullptr) return status;
    status.stored = CredentialStatus::Stored::kLocked;
  }
  status.modified = ModifiedTime(*opened, path, cancellable).get();
  return status;
}

/// Runs `work(key, cancellable)` within the limits of `call`, for a key that can stand on the bus.
template <typename T, typename Work>
Result<T> ask(std::string_view verb, const CredentialKey& key, const CredentialCall& call, Work work) {
  if (auto usable = check_keychain_text(key); !usable) return tl::unexpected(std::move(usable.error()));
  return run_bounded<T>(call.timeout, call.stop,
                        [key, work = std::move(work)](GCancellable* cancellable) mutable -> Result<T> {
                          return work(key, cancellable);
                        })
      .map_error([&](Error error) { return explain_keychain_wait(std::move(error), verb, key); });
}

}  // namespace

Result<StoredCredential> LibsecretCredentialStore::find(const CredentialKey& key, const CredentialCall& call) {
  return ask<StoredCredential>("read", key, call, find_now);
}

Result<void> LibsecretCredentialStore::store(const CredentialKey& key, const Secret& password,
                                             const CredentialCall& call) {
  return ask<void>("store", key, call,
                   [secret = password.clone()](const CredentialKey& owned_key, GCancellable* cancellable) {
                     wait_for_another_second(status_now(owned_key, cancellable));
                     return store_now(owned_key, secret, cancellable);
                   });
}

Result<void> LibsecretCredentialStore::forget(const CredentialKey& key, const CredentialCall& call) {
  return ask<void>("remove", key, call, forget_now);
}

Result<CredentialStatus> LibsecretCredentialStore::status(const CredentialKey& key, const CredentialCall& call) {
  return ask<CredentialStatus>("look for", key, call, status_now);
}

}  // namespace sallyport
