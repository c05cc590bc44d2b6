#include "relay/keychain_question.hpp"

#include "relay/login_explanation.hpp"

namespace sallyport::relay {
namespace {

/// Whether the item is worth to be read after it was refused or could not be read.
bool has_changed(CredentialStore& store, const KeychainQuestion& question, const CredentialCall& call) {
  const auto status = store.status(*question.source.stored, call);
  if (!status) return false;
  if (status->stored == CredentialStatus::Stored::kNo) return true;
  if (question.lack == Lack::kUnanswered) return status->stored == CredentialStatus::Stored::kYes;
  return status->modified && status->modified != question.refused;
}

}  // namespace

KeychainAnswer ask_keychain(CredentialStore& store, RejectedCredentials& rejected, const KeychainQuestion& question,
                            const KeychainTimes& times, const std::stop_token& stop) {
  const CredentialKey& key = *question.source.stored;
  const bool again = question.lack == Lack::kRefused || question.lack == Lack::kUnanswered;
  if (again && !has_changed(store, question, {times.status, stop})) {
    return {nullptr, question.refused, question.lack, question.reason};
  }
  auto found = store.find(key, {times.find, stop});
  if (!found && found.error().code == ErrorCode::kCredentialNotStored) {
    const auto& given = question.source.given;
    if (given && !question.given_is_refused) return {given, std::nullopt, Lack::kNotAsked, {}};
    if (given) {
      return {nullptr, std::nullopt, Lack::kNotStored, explain_refused(question.proxy, question.source, false)};
    }
    return {nullptr, std::nullopt, Lack::kNotStored, explain_not_stored(question.source)};
  }
  if (!found) return {nullptr, std::nullopt, Lack::kUnanswered, explain_keychain(key, found.error())};
  if (rejected.contains(key, found->modified)) {
    return {nullptr, found->modified, Lack::kRefused, explain_refused(question.proxy, question.source, true)};
  }
  return {std::make_shared<const Credential>(Credential{key.username, std::move(found->password)}),
          found->modified,
          Lack::kNotAsked,
          {}};
}

}  // namespace sallyport::relay
