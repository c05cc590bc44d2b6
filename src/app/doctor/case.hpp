#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/doctor/finding.hpp"
#include "app/doctor/fix_plan.hpp"
#include "app/doctor/proxy_in_force.hpp"
#include "sallyport/core/settings.hpp"

namespace sallyport {

/// What the parts of a diagnosis are told.
struct Examination {
  const Settings& settings;
  const ProxyInForce& proxy;
  std::string_view wanted;  ///< the finding whose plan is kept; all others have only their offer
};

/// A finding, and how it would be fixed.
struct Case {
  Finding finding;
  std::optional<FixPlan> plan;

  void offer(const Examination& examination, FixPlan fix) {
    fix.id = finding.id;
    finding.fix = fix.offer;
    if (finding.id == examination.wanted) plan = std::move(fix);
  }
  void advise(std::string_view sentence) {
    if (!finding.advice.empty()) finding.advice += ' ';
    finding.advice += sentence;
  }
};
using Cases = std::vector<Case>;

/// `alice at proxy.example.com:3128 and bob at …`, for sentences.
[[nodiscard]] std::string description_of(const std::vector<FixPlan::KeptPassword>& passwords);
/// The user that they sign in as where that is not the key's; else empty.
[[nodiscard]] std::string other_user(const Settings& settings, const ProxyInForce& proxy, const CredentialKey& key);
/// Has a fix tell the settings of a login, and says so in its offer.
void add_login(FixPlan& plan, FixPlan::SettingsLogin login);
/// The same where the proxy in force wants one of the plan's passwords, and the settings do not know of it.
void add_missing_login(FixPlan& plan, const Examination& examination);

}  // namespace sallyport
