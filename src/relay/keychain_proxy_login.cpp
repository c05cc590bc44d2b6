#include "relay/keychain_proxy_login.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "relay/login_explanation.hpp"

namespace sallyport::relay {

namespace asio = boost::asio;

namespace {

/// A proxy that calls every nonce stale is asked this often. An attempt that is not proven might be counted by it.
constexpr int kMostStaleAnswers = 100;
constexpr int kMostStaleAnswersUnproven = 3;
/// How many hosts are remembered that the proxy lets anyone reach.
constexpr std::size_t kMostLetThrough = 1000;
constexpr std::chrono::milliseconds kAttemptPause{50};

/// Whether the proxy must have accepted the login to let a response with this status come. What it may have answered
/// itself, before it looked at the login, proves nothing.
bool is_proof(unsigned status) { return status < 400 || status == 401 || status == 404; }

bool is_same(const std::shared_ptr<const Credential>& a, const std::shared_ptr<const Credential>& b) {
  return a && b && a->username == b->username && a->password.equals(b->password);
}

}  // namespace

/// The one attempt with a credential that is not proven, of this relay and, once it has begun, of all.
class KeychainProxyLogin::Attempt {
 public:
  explicit Attempt(std::shared_ptr<KeychainProxyLogin> login) : login_(std::move(login)) {
    login_->attempt_under_way_ = true;
    login_->attempt_limit_ = std::chrono::steady_clock::now() + login_->ports_.times.attempt;
  }
  ~Attempt() {
    right_.reset();
    login_->attempt_under_way_ = false;
    login_->attempts_.wake_one();
  }
  Attempt(const Attempt&) = delete;
  Attempt& operator=(const Attempt&) = delete;

  /// Whether no other relay tries this credential.
  bool begin(const CredentialKey& key) {
    right_ = login_->ports_.rejected.begin_attempt(key);
    return right_ != nullptr;
  }

 private:
  std::shared_ptr<KeychainProxyLogin> login_;
  RejectedCredentials::Attempt right_;
};

class KeychainProxyLogin::Sent final : public Pass {
 public:
  [[nodiscard]] std::string_view authorization() const override { return value_.reveal(); }
  [[nodiscard]] const Credential* credential() const override { return exchange_ ? nullptr : usable_.credential.get(); }

  [[nodiscard]] bool is_proven() const override { return usable_.proven; }

  [[nodiscard]] bool signs_in() const { return usable_.credential != nullptr; }

  std::string authority_;                         ///< of the request, where it does not sign in
  std::unique_ptr<Attempt> attempt_;              ///< while the credential is not proven
  Usable usable_;                                 ///< what it signs in with; without a credential it does not
  std::shared_ptr<AuthenticationScheme> scheme_;  ///< by which it does
  std::unique_ptr<AuthenticationExchange> exchange_;
  Secret value_;
};

KeychainProxyLogin::KeychainProxyLogin(Endpoint proxy, CredentialSource source, LoginPorts& ports,
                                       KeychainWorker& worker)
    : proxy_(std::move(proxy)), source_(std::move(source)), ports_(ports), worker_(worker) {}

bool KeychainProxyLogin::knows_what_is_asked(std::string_view authority) const {
  return is_asked_to_sign_in() || let_through_.contains(authority);
}

asio::awaitable<std::unique_ptr<ProxyLogin::Pass>> KeychainProxyLogin::before(const RequestLine& request) {
  const auto self = shared_from_this();
  for (;;) {
    if (is_asked_to_sign_in()) co_await obtain(false);
    if (!is_asked_to_sign_in() || !usable_) {
      auto unsigned_one = std::make_unique<Sent>();
      unsigned_one->authority_ = request.authority;
      co_return unsigned_one;
    }
    std::unique_ptr<Attempt> attempt;
    if (usable_->is_to_be_tried()) {
      if (attempt_under_way_) {
        co_await attempts_.wait(attempt_limit_);
        presume_acceptance();
        continue;
      }
      attempt = std::make_unique<Attempt>(self);
      co_await begin(*attempt);
      if (!usable_ || !usable_->is_to_be_tried()) continue;
    }
    if (another_relay_met_refusal()) {
      user_was_asked_ = true;  // by that one
      give_up(explain_refused(proxy_, source_, true));
      attempt.reset();
      co_await obtain(true);
      continue;
    }
    co_return sign(request, std::move(attempt));
  }
}

asio::awaitable<void> KeychainProxyLogin::begin(Attempt& attempt) {
  asio::steady_timer pause(co_await asio::this_coro::executor);
  while (usable_ && usable_->is_to_be_tried() && !attempt.begin({proxy_, usable_->credential->username})) {
    pause.expires_after(kAttemptPause);
    co_await pause.async_wait(asio::use_awaitable);
    presume_acceptance();
  }
}

void KeychainProxyLogin::presume_acceptance() {
  if (usable_ && attempt_under_way_ && std::chrono::steady_clock::now() >= attempt_limit_) usable_->presumed = true;
}

asio::awaitable<ProxyLogin::Verdict> KeychainProxyLogin::after(std::unique_ptr<Pass> pass, unsigned status,
                                                               std::span<const std::string> challenges) {
  const auto self = shared_from_this();
  const std::unique_ptr<Sent> sent(static_cast<Sent*>(pass.release()));
  if (status != 407) {
    passed(*sent, status);
    co_return Verdict{};
  }
  if (!is_socks()) {
    const auto parsed = parse_challenges(challenges);
    const SchemeOffer offer = ports_.schemes.judge(parsed);
    if (offer.strongest == nullptr) {
      scheme_.reset();
      // However the proxy puts it, the login got nobody in.
      if (sent->signs_in() && !sent->usable_.proven) refuse(*sent);
      attempts_.wake_all();
      co_return Verdict{Next::kExplain, explain_offer(proxy_, offer.unknown)};
    }
    if (sent->signs_in()) {
      if (auto verdict = judge(*sent, *offer.strongest)) co_return std::move(*verdict);
    } else {
      adopt(*offer.strongest);
    }
  }
  if (!sent->signs_in()) {
    co_await obtain(false);
    co_return again_or_explain();
  }
  refuse(*sent);
  sent->attempt_.reset();
  // It may be an old password that was refused, and the new one is stored already.
  co_await obtain(true);
  co_return again_or_explain();
}

std::optional<ProxyLogin::Verdict> KeychainProxyLogin::judge(Sent& sent, const AuthenticationChallenge& challenge) {
  if (!sent.scheme_->is_continued_by(challenge)) {
    const bool is_news = sent.scheme_ == scheme_;
    adopt(challenge);
    // Only who was let in before has met a proxy that was set up anew; for anyone else it would be a second attempt.
    if (!sent.usable_.proven) return std::nullopt;
    if (is_news && usable_) usable_->proven = false;
    return Verdict{Next::kAgain, {}};
  }
  const auto outcome = sent.exchange_->challenged(challenge);
  adopt(challenge);
  switch (outcome) {
    case AuthenticationExchange::Outcome::kRefused:
      return std::nullopt;
    case AuthenticationExchange::Outcome::kStale:
      if (++stale_answers_ <= (sent.usable_.proven ? kMostStaleAnswers : kMostStaleAnswersUnproven)) {
        return Verdict{Next::kAgain, {}};
      }
      return Verdict{Next::kExplain, explain_always_stale(proxy_)};
    case AuthenticationExchange::Outcome::kNextLeg:
      break;
  }
  auto value = sent.exchange_->authorization({});
  if (!value) return Verdict{Next::kExplain, value.error().message};
  auto next = std::make_unique<Sent>();
  next->attempt_ = std::move(sent.attempt_);
  next->usable_ = sent.usable_;
  next->scheme_ = std::move(sent.scheme_);
  next->exchange_ = std::move(sent.exchange_);
  next->value_ = *std::move(value);
  return Verdict{Next::kAgain, {}, std::move(next)};
}

std::unique_ptr<KeychainProxyLogin::Sent> KeychainProxyLogin::sign(const RequestLine& request,
                                                                   std::unique_ptr<Attempt> attempt) {
  auto sent = std::make_unique<Sent>();
  if (!is_socks()) {
    auto exchange = scheme_->begin(usable_->credential);
    auto value = exchange->authorization(request);
    if (!value) {
      give_up(std::move(value.error().message));
      return sent;
    }
    sent->scheme_ = scheme_;
    sent->exchange_ = std::move(exchange);
    sent->value_ = *std::move(value);
  }
  sent->usable_ = *usable_;
  sent->attempt_ = std::move(attempt);
  return sent;
}

void KeychainProxyLogin::passed(const Sent& sent, unsigned status) {
  if (!sent.signs_in()) {
    if (let_through_.size() >= kMostLetThrough) let_through_.clear();
    let_through_.insert(sent.authority_);
    return;
  }
  stale_answers_ = 0;
  if (!usable_ || usable_->credential != sent.usable_.credential || usable_->proven || !is_proof(status)) return;
  usable_->proven = true;
  attempts_.wake_all();
}

void KeychainProxyLogin::refuse(const Sent& sent) {
  const auto& modified = sent.usable_.modified;
  bool is_news = false;
  if (modified) is_news = ports_.rejected.mark({proxy_, sent.usable_.credential->username}, *modified);
  if (!usable_ || usable_->credential != sent.usable_.credential) return;
  if (modified) user_was_asked_ = !is_news;
  give_up(explain_refused(proxy_, source_, modified.has_value()));
}

void KeychainProxyLogin::give_up(std::string reason) {
  lack_ = usable_->modified ? Lack::kRefused : Lack::kNotStored;
  if (!usable_->modified) given_is_refused_ = true;
  refused_ = usable_->modified;
  reason_ = std::move(reason);
  ask_again_ = std::chrono::steady_clock::now() + ports_.times.pause;
  usable_.reset();
  attempts_.wake_all();
}

ProxyLogin::Verdict KeychainProxyLogin::again_or_explain() {
  if (usable_) return {Next::kAgain, {}};
  const bool can_be_entered = source_.stored && (lack_ == Lack::kNotStored || lack_ == Lack::kRefused);
  if (can_be_entered && ports_.ask_user && !std::exchange(user_was_asked_, true)) {
    ports_.ask_user({*source_.stored, lack_ == Lack::kRefused ? refused_ : std::nullopt, reason_});
  }
  return {Next::kExplain, reason_, nullptr, lack_ == Lack::kUnanswered ? 503U : 407U};
}

void KeychainProxyLogin::adopt(const AuthenticationChallenge& challenge) {
  if (scheme_ && scheme_->is_continued_by(challenge)) {
    scheme_->hear(challenge);
  } else {
    scheme_ = ports_.schemes.make(challenge);
  }
}

bool KeychainProxyLogin::another_relay_met_refusal() {
  const auto now = std::chrono::steady_clock::now();
  if (!usable_->modified || (usable_->proven && now < usable_->trusted_until)) return false;
  usable_->trusted_until = now + ports_.times.trust;
  return ports_.rejected.contains({proxy_, usable_->credential->username}, *usable_->modified);
}

asio::awaitable<void> KeychainProxyLogin::obtain(bool now) {
  do {
    if (!asking_) {
      if (usable_) co_return;
      if (!source_.stored) {
        use_what_was_given();
        co_return;
      }
      if (lack_ != Lack::kNotAsked && !now && std::chrono::steady_clock::now() < ask_again_) co_return;
      ask(co_await asio::this_coro::executor);
    }
    co_await answers_.wait();
  } while (asking_ || (!usable_ && lack_ == Lack::kNotAsked));  // the rules may have changed meanwhile
}

void KeychainProxyLogin::use_what_was_given() {
  if (!source_.given) {
    reason_ = explain_no_login(proxy_);
  } else if (given_is_refused_) {
    reason_ = explain_refused(proxy_, source_, false);
  } else {
    usable_ = Usable{source_.given, std::nullopt};
  }
}

void KeychainProxyLogin::ask(const asio::any_io_executor& executor) {
  asking_ = true;
  question_ = std::stop_source();
  worker_.ask(
      executor,
      [&ports = ports_, question = KeychainQuestion{proxy_, source_, lack_, refused_, reason_, given_is_refused_},
       stop = question_.get_token()] { return ask_keychain(ports.store, ports.rejected, question, ports.times, stop); },
      [weak = weak_from_this(), generation = generation_](KeychainAnswer answer) {
        const auto self = weak.lock();
        if (self && self->generation_ == generation) self->answered(std::move(answer));
      });
}

void KeychainProxyLogin::answered(KeychainAnswer answer) {
  asking_ = false;
  if (answer.credential) {
    usable_ = Usable{std::move(answer.credential), answer.modified};
    user_was_asked_ = false;
  }
  lack_ = answer.lack;
  refused_ = answer.modified;
  reason_ = std::move(answer.reason);
  ask_again_ = std::chrono::steady_clock::now() + ports_.times.pause;
  answers_.wake_all();
}

void KeychainProxyLogin::set_source(CredentialSource source) {
  const bool still_refused = given_is_refused_ && is_same(source.given, source_.given);
  stop();
  given_is_refused_ = still_refused;
  if (source.stored != source_.stored) user_was_asked_ = false;
  source_ = std::move(source);
  answers_.wake_all();
  attempts_.wake_all();
}

void KeychainProxyLogin::stop() {
  ++generation_;
  question_.request_stop();
  asking_ = false;
  usable_.reset();
  lack_ = Lack::kNotAsked;
  reason_.clear();
  refused_.reset();
  given_is_refused_ = false;
  stale_answers_ = 0;
}

}  // namespace sallyport::relay
