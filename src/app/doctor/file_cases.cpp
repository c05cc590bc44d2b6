#include "app/doctor/file_cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <utility>

#include "app/doctor/configuration_readers.hpp"
#include "app/doctor/configuration_text.hpp"
#include "app/doctor/file_edit.hpp"
#include "app/doctor/proxy_login.hpp"
#include "sallyport/core/ascii.hpp"
#include "sallyport/core/proxy_variables.hpp"

namespace sallyport {
namespace {

using Kind = ConfigurationSource::Kind;

constexpr std::string_view kTurnedOff = "# Turned off by Sallyport: ";
/// An empty command: a block of a shell cannot be without any.
constexpr std::string_view kTurnedOffInShell = ": # Turned off by Sallyport: ";
constexpr std::string_view kTurnedOffInJson = "// Turned off by Sallyport: ";
constexpr std::uint32_t kReadableByOthers = 044;

/// A password that a setting tells, alone or with others beside it.
struct Login {
  CredentialKey key;
  Secret password;
  const FoundSetting* setting = nullptr;
  std::vector<const FoundSetting*> useless;  ///< what means nothing without it, itself among them
};

class FileExaminer {
 public:
  FileExaminer(const ConfigurationSource& source, const ConfigurationFile& file, const Examination& examination)
      : source_(source),
        file_(file),
        examination_(examination),
        found_(read_settings_of(source.kind, file.text.reveal())) {}

  Cases examine() {
    collect_logins();
    if (sets_variables(source_.kind)) examine_variables();
    for (auto begin = logins_.begin(); begin != logins_.end();) {
      const std::size_t line = begin->setting->line;
      const auto end =
          std::find_if(begin, logins_.end(), [&](const Login& each) { return each.setting->line != line; });
      cases_.push_back(password_case(line, begin, end));
      begin = end;
    }
    return std::move(cases_);
  }

 private:
  using LoginIterator = std::vector<Login>::iterator;

  [[nodiscard]] std::string place(std::size_t line) const { return fmt::format("{}:{}", source_.shown, line); }
  [[nodiscard]] std::string shown(const FoundSetting& setting) const {
    return fmt::format("{}: {}={}", place(setting.line), setting.name,
                       setting.known ? masked_value(setting.value.reveal()) : "…");
  }

  // Variables.

  void examine_variables() {
    std::map<std::size_t, std::vector<std::pair<const FoundSetting*, std::string>>> lines;
    for (const FoundSetting& each : found_) {
      if (!each.in_force || !each.known || !is_proxy_variable(each.name)) continue;
      if (is_bypass_variable(each.name)) {
        examine_bypass(each);
        continue;
      }
      std::string why = contradiction(each.name, each.value.reveal(), examination_.proxy);
      if (!why.empty()) lines[each.line].emplace_back(&each, std::move(why));
    }
    for (const auto& [line, settings] : lines) cases_.push_back(variable_case(line, settings));
  }

  void examine_bypass(const FoundSetting& setting) {
    const ProxyInForce& proxy = examination_.proxy;
    if (proxy.takes_variables || proxy.is_script || (!proxy.http && !proxy.https)) return;
    const std::string difference = other_bypass(setting.value.reveal(), proxy.bypass);
    if (difference.empty()) return;
    const std::string id = "bypass:" + place(setting.line);
    const auto present =
        std::find_if(cases_.begin(), cases_.end(), [&](const Case& each) { return each.finding.id == id; });
    // As a rule both cases of the variable are set alike.
    if (present != cases_.end()) return;
    Case found;
    found.finding = {.id = id,
                     .severity = Severity::kNote,
                     .title = fmt::format("The bypass list in {} differs from the one in the settings.", source_.shown),
                     .evidence = {shown(setting), difference}};
    found.advise("Programs that are started without Sallyport go by the list in the file.");
    cases_.push_back(std::move(found));
  }

  Case variable_case(std::size_t line, const std::vector<std::pair<const FoundSetting*, std::string>>& settings) {
    Case found;
    Finding& finding = found.finding;
    finding.id = "variable:" + place(line);
    finding.severity = Severity::kWarning;
    finding.title = fmt::format("{} sets a proxy that contradicts the settings.", source_.shown);
    std::string names;
    bool alone = true;
    for (const auto& [setting, why] : settings) {
      finding.evidence.push_back(fmt::format("{} ({})", shown(*setting), why));
      names += (names.empty() ? "" : ", ") + setting->name;
      alone = alone && setting->alone;
    }
    add_way_to_file(finding);
    if (!may_change(found)) return found;
    if (!alone) {
      found.advise(fmt::format("Line {} does more than set it: change it by hand.", line));
      return found;
    }
    FileEdit edit = new_edit();
    FixPlan plan;
    turn_off(edit, line, plan);
    plan.offer.description = fmt::format(
        "Turns line {} of {} into a comment, after a copy beside the file. From then on {} get no {} from it; what "
        "Sallyport starts gets the proxy of the settings as before.",
        line, source_.shown, readers(), names);
    if (!plan.passwords.empty()) {
      plan.offer.description +=
          fmt::format(" The password of {} goes into the keychain.", description_of(plan.passwords));
    }
    finish(found, edit, std::move(plan));
    return found;
  }

  /// One whose diff shows no password.
  [[nodiscard]] FileEdit new_edit() const {
    FileEdit edit(file_.text.reveal());
    for (const FoundSetting& each : found_) {
      // Also of what no program could read as a URL.
      edit.hide(each.begin, each.end, masked_value(file_.text.reveal().substr(each.begin, each.end - each.begin)));
    }
    for (const Login& each : logins_) {
      if (!proxy_login(*each.setting)) edit.hide(each.setting->begin, each.setting->end, "***");
    }
    return edit;
  }

  /// Makes the line a comment that tells no password; those go into the plan.
  void turn_off(FileEdit& edit, std::size_t line, FixPlan& plan) const {
    for (const FoundSetting& each : found_) {
      if (each.line != line) continue;
      auto url = proxy_login(each);
      if (!url) continue;
      edit.replace(each.begin, each.end, masked_value(each.value.reveal()));
      plan.passwords.push_back({{url->endpoint, url->credential->username}, std::move(url->credential->password)});
    }
    comment_out(edit, line);
  }

  void comment_out(FileEdit& edit, std::size_t line) const {
    edit.comment_out(line, source_.kind == Kind::kCode    ? kTurnedOffInJson
                           : source_.kind == Kind::kShell ? kTurnedOffInShell
                                                          : kTurnedOff);
  }

  // Passwords.

  void collect_logins() {
    for (const FoundSetting& each : found_) {
      if (!each.known) continue;
      if (auto url = proxy_login(each)) {
        // What is filled in from another line has its password there, if that line is about a proxy.
        if (!each.plain && sets_variables(source_.kind) && is_told_elsewhere(each)) continue;
        logins_.push_back(
            {{url->endpoint, url->credential->username}, std::move(url->credential->password), &each, {&each}});
      }
    }
    if (source_.kind == Kind::kCurl) collect_curl_user();
    if (source_.kind == Kind::kWget) collect_wget_password();
    if (source_.kind == Kind::kCode) collect_authorization();
    std::stable_sort(logins_.begin(), logins_.end(),
                     [](const Login& a, const Login& b) { return a.setting->line < b.setting->line; });
  }

  [[nodiscard]] bool is_told_elsewhere(const FoundSetting& setting) const {
    return std::any_of(found_.begin(), found_.end(), [&](const FoundSetting& other) {
      return &other != &setting && other.plain && other.known && other.line < setting.line &&
             other.value.reveal() == setting.value.reveal();
    });
  }

  [[nodiscard]] std::vector<const FoundSetting*> all_named(std::initializer_list<std::string_view> names) const {
    std::vector<const FoundSetting*> all;
    for (const FoundSetting& each : found_) {
      if (std::find(names.begin(), names.end(), each.name) != names.end()) all.push_back(&each);
    }
    return all;
  }

  [[nodiscard]] static std::optional<Endpoint> server_of(const std::vector<const FoundSetting*>& settings) {
    for (const FoundSetting* each : settings) {
      if (auto url = parse_proxy_url(each->value.reveal())) return url->endpoint;
    }
    return std::nullopt;
  }

  /// `proxy-user = "alice:secret"` beside `proxy = …`.
  void collect_curl_user() {
    const auto servers = all_named({"proxy", "preproxy"});
    for (const FoundSetting* each : all_named({"proxy-user"})) {
      const std::string_view value = each->value.reveal();
      const auto colon = value.find(':');
      if (colon == std::string_view::npos || colon == 0 || colon + 1 == value.size()) continue;
      Login login{{server_of(servers).value_or(Endpoint{}), std::string(value.substr(0, colon))},
                  Secret(value.substr(colon + 1)),
                  each,
                  servers};
      login.useless.push_back(each);
      logins_.push_back(std::move(login));
    }
  }

  /// `proxy_password = secret` beside `proxy_user` and `https_proxy`.
  void collect_wget_password() {
    const auto servers = all_named({"https_proxy", "http_proxy"});
    const auto users = all_named({"proxy_user"});
    for (const FoundSetting* each : all_named({"proxy_password", "proxy_passwd"})) {
      if (each->value.empty()) continue;
      Login login{
          {server_of(servers).value_or(Endpoint{}), users.empty() ? "" : std::string(users.front()->value.reveal())},
          each->value.clone(),
          each,
          servers};
      login.useless.insert(login.useless.end(), users.begin(), users.end());
      login.useless.push_back(each);
      logins_.push_back(std::move(login));
    }
  }

  /// `http.proxyAuthorization`, a whole header.
  void collect_authorization() {
    for (const FoundSetting* each : all_named({"http.proxyAuthorization"})) {
      if (!each->value.empty()) logins_.push_back({{}, each->value.clone(), each, {each}});
    }
  }

  Case password_case(std::size_t line, LoginIterator begin, LoginIterator end) {
    Case found;
    Finding& finding = found.finding;
    finding.id = "password:" + place(line);
    finding.severity = Severity::kProblem;
    std::vector<FixPlan::KeptPassword> passwords;
    for (auto each = begin; each != end; ++each) {
      const bool in_url = proxy_login(*each->setting).has_value();
      finding.evidence.push_back(in_url ? shown(*each->setting)
                                        : fmt::format("{}: {}=***", place(line), each->setting->name));
      if (!each->key.username.empty() && each->key.proxy.port != 0) {
        passwords.push_back({each->key, each->password.clone()});
      }
    }
    finding.title = passwords.empty() ? fmt::format("{} has a proxy password in plain text.", source_.shown)
                                      : fmt::format("{} has the password of {} in plain text.", source_.shown,
                                                    description_of(passwords));
    finding.evidence.push_back(fmt::format("Read by: {}", readers()));
    if ((file_.mode & kReadableByOthers) != 0) {
      finding.evidence.push_back(fmt::format("The file's mode, {:o}, lets other users read it.", file_.mode & 0777));
    }
    add_way_to_file(finding);
    if (std::distance(begin, end) != std::ssize(passwords)) {
      found.advise("Sallyport cannot tell which user at which proxy it belongs to: take it out by hand.");
      return found;
    }
    if (!can_serve(found, passwords) || !may_change(found)) return found;
    FileEdit edit = new_edit();
    FixPlan plan;
    plan.passwords = std::move(passwords);
    if (!take_out(found, edit, begin, end)) return found;
    plan.offer.description = fmt::format(
        "Moves the password of {} into the keychain and takes it out of line {} of {}, after a copy beside the file. "
        "{}",
        description_of(plan.passwords), line, source_.shown, consequence());
    add_git_helper(edit, begin->key.proxy);
    finish(found, edit, std::move(plan));
    return found;
  }

  /// Whether Sallyport gives the password to what reads this file; else the advice says what to do.
  bool can_serve(Case& found, const std::vector<FixPlan::KeptPassword>& passwords) const {
    if (source_.kind == Kind::kApt || source_.kind == Kind::kDocker) {
      found.advise(
          source_.kind == Kind::kApt
              ? "Sallyport cannot give apt its password. Keep the file from others' eyes: sudo chmod 600 FILE."
              : "Sallyport cannot give Docker its password: containers get it in their environment. Use a proxy "
                "that wants none for them.");
      return false;
    }
    if (source_.kind == Kind::kCode && !launches_editor()) {
      found.advise(
          fmt::format("Sallyport gives {} the proxy when it starts it: add it in the window or by `sallyport client "
                      "import`, and run the doctor again.",
                      source_.reader));
      return false;
    }
    for (const auto& [key, password] : passwords) {
      const std::string user = other_user(examination_.settings, examination_.proxy, key);
      if (user.empty()) continue;
      found.advise(fmt::format(
          "The settings sign in to this proxy as {}: change the user there, or take it out by hand.", user));
      return false;
    }
    const bool of_environment = examination_.proxy.takes_variables && sets_variables(source_.kind);
    const bool all_in_force = std::all_of(passwords.begin(), passwords.end(),
                                          [&](const auto& each) { return examination_.proxy.names(each.key.proxy); });
    if (all_in_force || of_environment) return true;
    const std::string variable = "variable:" + found.finding.id.substr(found.finding.id.find(':') + 1);
    const bool is_fixed_there = std::any_of(cases_.begin(), cases_.end(), [&](const Case& each) {
      return each.finding.id == variable && each.finding.fix.has_value();
    });
    if (is_fixed_there) {
      found.advise(fmt::format("The fix of {} takes it out of the file and keeps it.", variable));
      return false;
    }
    found.advise(fmt::format(
        "Sallyport can keep this password when its settings name this proxy: now they say {}. Set it as the custom "
        "proxy and run the doctor again.",
        examination_.proxy.words));
    return false;
  }

  [[nodiscard]] bool launches_editor() const {
    const auto& clients = examination_.settings.clients;
    return std::any_of(clients.begin(), clients.end(), [](const Client& client) {
      const std::string_view command = client.command;
      const std::string program = ascii_lower(command.substr(command.rfind('/') + 1));
      return program.starts_with("code") || program.starts_with("codium") || program.starts_with("vscodium");
    });
  }

  /// Changes the lines so that the password is gone and the rest is still right; false when that is for the user to do.
  bool take_out(Case& found, FileEdit& edit, LoginIterator begin, LoginIterator end) const {
    const bool stays = sets_variables(source_.kind) || source_.kind == Kind::kGit;
    for (auto login = begin; login != end; ++login) {
      const FoundSetting& setting = *login->setting;
      if (stays && !setting.plain) {
        found.advise(
            fmt::format("Line {} does not spell it out in one piece: take the password out by hand.", setting.line));
        return false;
      }
      if (stays) {
        const auto [first, last] = userinfo_span(setting.value.reveal());
        // git asks its helpers for the password of the user that the URL names; other programs would send that name
        // with an empty password.
        const auto colon = setting.value.reveal().find(':', first);
        const std::size_t from = source_.kind == Kind::kGit ? colon : first;
        const std::size_t to = source_.kind == Kind::kGit ? last - 1 : last;
        edit.replace(setting.begin + from, setting.begin + to, "");
        continue;
      }
      for (const FoundSetting* each : login->useless) {
        if (!each->alone) {
          found.advise(fmt::format("Line {} has more than that, or only a part of it: take the password out by hand.",
                                   each->line));
          return false;
        }
        const bool is_url = proxy_login(*each).has_value();
        if (is_url || each == &setting) {
          edit.replace(each->begin, each->end, is_url ? masked_value(each->value.reveal()) : "***");
        }
        comment_out(edit, each->line);
      }
    }
    return true;
  }

  /// git asks a helper that is named for the proxy's URL.
  void add_git_helper(FileEdit& edit, const Endpoint& proxy) const {
    if (source_.kind != Kind::kGit || git_asks_sallyport(file_.text.reveal(), proxy)) return;
    edit.append(fmt::format("[credential \"{}://{}\"]", to_string(proxy.protocol), proxy.host_and_port()));
    edit.append("    helper = !sallyport git-credential");
  }

  // What both have.

  [[nodiscard]] std::string readers() const {
    switch (source_.kind) {
      case Kind::kShell:
      case Kind::kFish:
        return "programs that are started from a shell";
      case Kind::kEnvironment:
        return "programs of the sessions that begin";
      default:
        return std::string(source_.reader);
    }
  }

  /// What stops working once the password is gone.
  [[nodiscard]] std::string consequence() const {
    switch (source_.kind) {
      case Kind::kGit:
        return "git then asks `sallyport git-credential` for it. Where Sallyport is not in the PATH, or the keychain "
               "is locked, git asks at the terminal.";
      case Kind::kShell:
      case Kind::kFish:
      case Kind::kEnvironment:
        return "Programs that are started without Sallyport then no longer sign in to the proxy: start them by "
               "`sallyport run -- PROGRAM`, or as clients.";
      case Kind::kCode:
        return fmt::format(
            "{} then takes the proxy that Sallyport starts it with; started without Sallyport, it has none.",
            source_.reader);
      default:
        return fmt::format(
            "{0} then takes the proxy that Sallyport starts it with, as in `sallyport run -- {0}`; started "
            "without Sallyport, it has none.",
            source_.reader);
    }
  }

  void add_way_to_file(Finding& finding) const {
    if (!source_.included_by.empty()) {
      finding.evidence.push_back(fmt::format("{} is included by {}.", source_.shown, source_.included_by));
    }
    if (file_.is_link()) finding.evidence.push_back(fmt::format("{} is a link to {}.", source_.shown, file_.target));
  }

  bool may_change(Case& found) const {
    if (file_.owner.empty()) return true;
    found.advise(
        fmt::format("The file belongs to {}, so Sallyport does not change it: change it as that user.", file_.owner));
    return false;
  }

  void finish(Case& found, const FileEdit& edit, FixPlan plan) const {
    if (file_.is_link()) {
      plan.offer.description +=
          fmt::format(" {} is a link: the file that it leads to, {}, is changed.", source_.shown, file_.target);
    }
    plan.offer.diff = edit.diff(source_.shown);
    add_missing_login(plan, examination_);
    plan.file = FixPlan::FileChange{file_.clone(), edit.text()};
    found.offer(examination_, std::move(plan));
  }

  const ConfigurationSource& source_;
  const ConfigurationFile& file_;
  const Examination& examination_;
  FoundSettings found_;
  std::vector<Login> logins_;
  Cases cases_;
};

}  // namespace

Cases examine_file(const ConfigurationSource& source, const ConfigurationFile& file, const Examination& examination) {
  if (file.text.reveal().find('\0') != std::string_view::npos) {
    Cases cases;
    cases.push_back(unread_file(source, "It is not text: it holds NUL bytes."));
    return cases;
  }
  return FileExaminer(source, file, examination).examine();
}

Case unread_file(const ConfigurationSource& source, std::string_view reason) {
  Case found;
  found.finding = {.id = "file:" + source.shown,
                   .severity = Severity::kNote,
                   .title = fmt::format("{} was not looked at.", source.shown),
                   .evidence = {std::string(reason)}};
  return found;
}

}  // namespace sallyport
