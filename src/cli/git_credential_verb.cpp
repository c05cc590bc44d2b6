#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "app/git_credential_helper.hpp"
#include "app/load_settings.hpp"
#include "cli/exit_code.hpp"
#include "cli/save.hpp"
#include "cli/verb.hpp"
#include "sallyport/ports/console.hpp"

namespace sallyport {
namespace {

int get(Session& session, GitCredentialHelper& helper, const GitCredential& asked) {
  const auto answer = helper.get(asked, {});
  if (!answer) return fail(session, answer.error());
  if (!answer->refused.empty()) session.output.message(answer->refused);
  if (!answer->credential) return kExitDone;
  const auto lines = format_git_credential(*answer->credential);
  if (!lines) return fail(session, lines.error());
  session.output.raw(lines->reveal());
  return kExitDone;
}

int store(Session& session, GitCredentialHelper& helper, const GitCredential& told) {
  const auto stored = helper.store(told, {});
  if (!stored) return fail(session, stored.error());
  if (!*stored) return kExitDone;
  reload_running_clients(session);
  session.output.message(fmt::format("Stored the password of {} in the keychain.", (*stored)->description()));
  return kExitDone;
}

int erase(Session& session, GitCredentialHelper& helper, const GitCredential& told) {
  const auto erased = helper.erase(told, {});
  if (!erased) return fail(session, erased.error());
  if (!*erased) return kExitDone;
  reload_running_clients(session);
  session.output.message(fmt::format(
      "The proxy refused the password of {}, so it was removed from the keychain. Enter it when git asks for it, or "
      "store it: sallyport credential set.",
      (*erased)->description()));
  return kExitDone;
}

using Operation = int (*)(Session&, GitCredentialHelper&, const GitCredential&);

/// Null for what future versions of git may ask: gitcredentials(7) wants that to be ignored.
Operation operation_of(const std::string& word) {
  if (word == "get") return get;
  if (word == "store") return store;
  if (word == "erase") return erase;
  return nullptr;
}

int serve(Session& session, const std::string& word) {
  const Operation operation = operation_of(word);
  if (operation == nullptr) return kExitDone;
  const auto text = session.ports.console.read_input("\n\n", kLongestGitCredential);
  if (!text) return fail(session, text.error());
  const auto credential = parse_git_credential(text->reveal());
  if (!credential) return fail(session, credential.error());
  const auto settings = load_settings(session.ports.settings);
  if (!settings) return fail(session, settings.error());
  GitCredentialHelper helper(settings->proxy, session.ports.system_proxy, session.ports.credentials,
                             session.ports.rejected);
  return operation(session, helper, *credential);
}

}  // namespace

void add_git_credential_verb(CLI::App& program, Invocation& invocation) {
  auto operation = std::make_shared<std::string>();
  CLI::App* verb =
      add_verb(program, "git-credential", "Give git the proxy's password, as one of its credential helpers",
               "sallyport git-credential get, as git calls it after\n"
               "  git config --global http.proxy http://alice@proxy.example.com:3128\n"
               "  git config --global credential.http://proxy.example.com:3128.helper "
               "'!sallyport git-credential'\n\n"
               "git asks for http.proxy with a user name only. The proxy and its user are those of the\n"
               "settings; for anything else, a site's login among it, the answer is empty and the exit\n"
               "code 0, so that git goes on to its next helper. A password that the proxy let git through\n"
               "with is stored; one that it refused is removed.");
  verb->add_option("OPERATION", *operation, "get, store or erase; git's lines follow on standard input")->required();
  verb->callback([operation, &invocation] {
    invocation.action = [operation](Session& session) { return serve(session, *operation); };
  });
}

}  // namespace sallyport
