#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/save_settings.hpp"
#include "presenters/password_state.hpp"
#include "sallyport/core/company_authority.hpp"
#include "sallyport/core/launch_plan.hpp"
#include "sallyport/core/settings.hpp"

namespace sallyport {

/// Whose password a field is about.
enum class ProxySource { kSystem, kCustom };

/// The proxy page as values: what is saved, what the user has made of it, and what the page says about that. It holds
/// no password, only whether one was typed; the window hands the passwords in when it saves.
///
/// Fields are named by their settings keys; `system_proxy.password` and `custom_proxy.password` name the two password
/// fields.
class ProxyForm {
 public:
  explicit ProxyForm(Environment inherited);

  /// Starts again from what is saved; what was typed or marked is gone.
  void load(const ProxySettings& saved);
  /// What the widgets show now. `port` is text: it may be no number.
  void edit(const ProxySettings& edited, std::string_view port);
  void set_system_configuration(SystemProxyConfiguration configuration);
  /// Whether the widgets say that `ca_file` is to name a file.
  void choose_authority_file(bool chosen) { authority_file_ = chosen; }
  /// What the machine has for `authority_candidates`, as they were when it was asked.
  void set_authority_files(const std::vector<std::string>& candidates, AuthorityFiles files);

  [[nodiscard]] const ProxySettings& saved() const { return saved_; }
  [[nodiscard]] const ProxySettings& edited() const { return edited_; }
  /// True when closing the window now would lose something.
  [[nodiscard]] bool changed() const;
  /// A field that the current switches do not use is disabled, unless it must be corrected.
  [[nodiscard]] bool is_used(std::string_view field) const;

  // Errors. A field shows its error once it was left, and all do once a save was refused.
  [[nodiscard]] std::vector<FieldError> errors() const;
  void field_left(std::string_view field) { left_.emplace(field); }
  void save_refused() { show_all_ = true; }
  /// The sentence to stand under the field; empty when there is none to show.
  [[nodiscard]] std::string error_at(std::string_view field) const;

  // What is in force.
  [[nodiscard]] LaunchPlan plan() const;
  /// What apps started now would get, or what is missing.
  [[nodiscard]] std::string sentence() const;
  /// What the OS is configured with.
  [[nodiscard]] std::string system_summary() const;
  /// The same where the OS's proxy is in force; else empty.
  [[nodiscard]] std::string system_in_force() const;
  /// What is wrong with the OS's configuration beside the summary; may be empty.
  [[nodiscard]] std::string system_note() const;
  /// What programs will misread of the custom proxy's bypass list, a sentence a line.
  [[nodiscard]] std::string bypass_note() const;
  /// The line under "How apps get it".
  [[nodiscard]] std::string delivery_note() const;
  /// The files that what is said of `ca_file` depends on; none where nothing is.
  [[nodiscard]] std::vector<std::string> authority_candidates() const;
  /// What keeps apps from being given what `ca_file` says; may be empty.
  [[nodiscard]] std::string authority_note() const;

  // Passwords.
  /// The keychain items that the source's password field stands for; none while there is no server or no user.
  [[nodiscard]] std::vector<CredentialKey> password_keys(ProxySource source) const;
  /// The keychain's answer for `keys`; dropped when the form has moved on to others.
  void set_password_state(ProxySource source, const std::vector<CredentialKey>& keys, PasswordState state);
  [[nodiscard]] PasswordState password_state(ProxySource source) const;
  void set_password_typed(ProxySource source, bool typed) { password(source).typed = typed; }
  /// Marks the stored password to be forgotten by Save, or takes the mark away.
  void set_forget(ProxySource source, bool forget);
  [[nodiscard]] bool is_forgotten(ProxySource source) const;
  [[nodiscard]] bool can_forget(ProxySource source) const;
  /// What the empty password field shows in grey.
  [[nodiscard]] std::string password_hint(ProxySource source) const;
  /// Whose password it is and whether it is stored: a sentence.
  [[nodiscard]] std::string password_note(ProxySource source) const;
  /// True when the note is something to act on.
  [[nodiscard]] bool password_missing(ProxySource source) const;
  /// What Save does to the keychain; empty secrets mean that nothing was typed.
  [[nodiscard]] std::vector<CredentialEdit> credential_edits(const Secret& system, const Secret& custom) const;
  /// Whether the proxy in force would be signed in to with a password that was typed.
  [[nodiscard]] bool uses_typed_password() const;

 private:
  struct Password {
    bool typed = false;
    std::vector<CredentialKey> forgotten;  ///< marked to be forgotten
    std::vector<CredentialKey> keys;       ///< that `state` is about
    PasswordState state = PasswordState::kNotAsked;
  };
  Password& password(ProxySource source) {
    return source == ProxySource::kSystem ? system_password_ : custom_password_;
  }
  [[nodiscard]] const Password& password(ProxySource source) const {
    return source == ProxySource::kSystem ? system_password_ : custom_password_;
  }
  /// Whether a launch under the form would need the source's password.
  [[nodiscard]] bool wants_password(ProxySource source) const;
  [[nodiscard]] std::string no_server_for_password() const;

  Environment inherited_;
  SystemProxyConfiguration system_;
  bool system_known_ = false;
  ProxySettings saved_;
  ProxySettings edited_;
  bool port_changed_ = false;
  bool authority_file_ = false;
  std::vector<std::string> asked_authorities_;
  std::optional<AuthorityFiles> authorities_;  ///< of these
  Password system_password_;
  Password custom_password_;
  std::set<std::string, std::less<>> left_;
  bool show_all_ = false;
};

}  // namespace sallyport
