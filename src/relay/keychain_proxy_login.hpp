#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>

#include "relay/authentication_scheme.hpp"
#include "relay/credential_source.hpp"
#include "relay/keychain_question.hpp"
#include "relay/keychain_worker.hpp"
#include "relay/proxy_login.hpp"
#include "relay/waiters.hpp"
#include "sallyport/ports/credential_store.hpp"
#include "sallyport/ports/password_needed.hpp"
#include "sallyport/ports/rejected_credentials.hpp"

namespace sallyport::relay {

/// What logins act through; it outlives them.
struct LoginPorts {
  CredentialStore& store;
  RejectedCredentials& rejected;
  AuthenticationSchemes schemes;
  /// Called on the relay's thread: once while no password is stored, and once for each stored one that is refused, by
  /// the relay that was first to meet that or that began later. May be empty.
  AskUser ask_user;
  KeychainTimes times = {};
};

/// Signing in at one proxy with what the keychain holds for it, or with what its address came with. The latter has no
/// item by which other relays could know it: each may try it once.
class KeychainProxyLogin final : public ProxyLogin, public std::enable_shared_from_this<KeychainProxyLogin> {
 public:
  KeychainProxyLogin(Endpoint proxy, CredentialSource source, LoginPorts& ports, KeychainWorker& worker);

  [[nodiscard]] bool knows_what_is_asked(std::string_view authority) const override;
  boost::asio::awaitable<std::unique_ptr<Pass>> before(const RequestLine& request) override;
  boost::asio::awaitable<Verdict> after(std::unique_ptr<Pass> pass, unsigned status,
                                        std::span<const std::string> challenges) override;

  [[nodiscard]] const Endpoint& proxy() const { return proxy_; }
  /// Forgets the credential and what was learnt about it.
  void set_source(CredentialSource source);
  /// Gives up a question that is under way.
  void stop();

 private:
  class Attempt;
  class Sent;
  struct Usable {
    std::shared_ptr<const Credential> credential;
    std::optional<std::chrono::sys_seconds> modified;  ///< of the keychain's item; empty for what was given
    bool proven = false;
    bool presumed = false;  ///< to be accepted, as an attempt with it found no answer for long
    std::chrono::steady_clock::time_point trusted_until{};  ///< when it is looked whether others saw it refused

    [[nodiscard]] bool is_to_be_tried() const { return !proven && !presumed; }
  };

  [[nodiscard]] bool is_socks() const { return proxy_.protocol == ProxyProtocol::kSocks5; }
  [[nodiscard]] bool is_asked_to_sign_in() const { return is_socks() || scheme_; }
  /// Reads the credential when there is none and something may have changed; `now`: without a pause before.
  boost::asio::awaitable<void> obtain(bool now);
  void use_what_was_given();
  void ask(const boost::asio::any_io_executor& executor);
  void answered(KeychainAnswer answer);
  [[nodiscard]] bool another_relay_met_refusal();
  /// Waits until no other relay tries. There may be nothing to try afterwards.
  boost::asio::awaitable<void> begin(Attempt& attempt);
  /// Once the attempt that is under way, here or elsewhere, has had its time.
  void presume_acceptance();
  /// `attempt`: null for a credential that is not to be tried first.
  [[nodiscard]] std::unique_ptr<Sent> sign(const RequestLine& request, std::unique_ptr<Attempt> attempt);
  void passed(const Sent& sent, unsigned status);
  /// What a 407 to a login means; empty: the credential is to be judged by `refuse`.
  [[nodiscard]] std::optional<Verdict> judge(Sent& sent, const AuthenticationChallenge& challenge);
  void refuse(const Sent& sent);
  /// The credential is of no use until it has changed.
  void give_up(std::string reason);
  [[nodiscard]] Verdict again_or_explain();
  void adopt(const AuthenticationChallenge& challenge);

  const Endpoint proxy_;
  CredentialSource source_;
  LoginPorts& ports_;
  KeychainWorker& worker_;

  std::shared_ptr<AuthenticationScheme> scheme_;    ///< null: the proxy has not asked
  std::set<std::string, std::less<>> let_through_;  ///< for whom it did not ask
  int stale_answers_ = 0;                           ///< since a login was accepted

  std::optional<Usable> usable_;
  Lack lack_ = Lack::kNotAsked;
  std::string reason_;
  std::optional<std::chrono::sys_seconds> refused_;
  bool given_is_refused_ = false;
  bool user_was_asked_ = false;  ///< for the password that is lacking now
  std::chrono::steady_clock::time_point ask_again_;

  bool asking_ = false;
  std::uint64_t generation_ = 0;  ///< of the question; an answer to an older one is dropped
  std::stop_source question_;
  bool attempt_under_way_ = false;
  std::chrono::steady_clock::time_point attempt_limit_;  ///< of the one that is under way
  Waiters answers_;
  Waiters attempts_;
};

}  // namespace sallyport::relay
