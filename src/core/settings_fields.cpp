#include "sallyport/core/settings_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <type_traits>

namespace sallyport {
namespace {

/// The words of each enumeration, in the order of its enumerators.
constexpr std::array<std::string_view, 3> kDeliveryWords = {"auto", "environment", "relay"};
constexpr std::array<std::string_view, 5> kClientKindWords = {"auto", "plain", "chromium", "java", "node"};
constexpr std::array<std::string_view, 2> kAdmissionWords = {"user", "tree"};

template <typename Enum, std::size_t size>
Result<Enum> find_word(const std::array<std::string_view, size>& words, std::string_view text,
                       std::string_view noun = "value") {
  const auto found = std::ranges::find(words, text);
  if (found != words.end()) return static_cast<Enum>(found - words.begin());
  return failure(ErrorCode::kInvalidValue, fmt::format("The {} must be one of: {}.", noun, fmt::join(words, ", ")));
}

Result<ProxyProtocol> parse_word(std::string_view text, ProxyProtocol) { return parse_proxy_protocol(text); }
Result<Delivery> parse_word(std::string_view text, Delivery) { return find_word<Delivery>(kDeliveryWords, text); }
Result<ClientKind> parse_word(std::string_view text, ClientKind) { return parse_client_kind(text); }
Result<Admission> parse_word(std::string_view text, Admission) { return parse_admission(text); }

/// The member that a path of pointers to members leads to.
template <auto First, auto... Rest>
auto& member(auto& owner) {
  if constexpr (sizeof...(Rest) == 0) {
    return owner.*First;
  } else {
    return member<Rest...>(owner.*First);
  }
}

template <typename Owner, auto... Path>
FieldValue get_member(const Owner& owner) {
  const auto& value = member<Path...>(owner);
  if constexpr (std::is_enum_v<std::remove_cvref_t<decltype(value)>>) {
    return std::string(to_string(value));
  } else {
    return value;
  }
}

template <typename Owner, auto... Path>
Result<void> set_member(Owner& owner, const FieldValue& field_value) {
  auto& value = member<Path...>(owner);
  using Value = std::remove_cvref_t<decltype(value)>;
  using Shape = std::conditional_t<std::is_enum_v<Value>, std::string, Value>;
  const auto* shaped = std::get_if<Shape>(&field_value);
  if (shaped == nullptr) return failure(ErrorCode::kInvalidValue, "The value is of another type than the setting.");
  if constexpr (std::is_enum_v<Value>) {
    const auto word = parse_word(*shaped, value);
    if (!word) return tl::unexpected(word.error());
    value = *word;
  } else {
    value = *shaped;
  }
  return {};
}

template <typename Owner, auto... Path>
constexpr Field<Owner> field(std::string_view key, std::string_view help, std::string_view allowed) {
  return {key, help, allowed, &get_member<Owner, Path...>, &set_member<Owner, Path...>};
}

template <auto... Path>
constexpr auto proxy_field = field<ProxySettings, Path...>;
template <auto Member>
constexpr auto client_field = field<Client, Member>;

constexpr auto kSystem = &ProxySettings::system_proxy;
constexpr auto kCustom = &ProxySettings::custom_proxy;
constexpr std::string_view kSwitch = "true or false";
constexpr std::string_view kText = "text";

constexpr auto kProxyFields = std::to_array<Field<ProxySettings>>({
    proxy_field<&ProxySettings::delivery>(
        "delivery", "How apps get the proxy: in their environment, through Sallyport's relay, or as it fits.",
        "auto, environment or relay"),
    proxy_field<&ProxySettings::ca_file>(
        "ca_file",
        "Certificates of your company's authority, for apps to trust as well: a PEM file; or \"system\": those that "
        "the system trusts.",
        "an absolute path, system or nothing"),
    proxy_field<kSystem, &SystemProxySettings::enabled>(
        "system_proxy.enabled", "Use the proxy that the operating system is configured with.", kSwitch),
    proxy_field<kSystem, &SystemProxySettings::respect_environment>(
        "system_proxy.respect_environment",
        "Let inherited HTTP_PROXY, HTTPS_PROXY and NO_PROXY win over the operating system's proxy.", kSwitch),
    proxy_field<kSystem, &SystemProxySettings::authentication>("system_proxy.authentication",
                                                               "The system proxy requires authentication.", kSwitch),
    proxy_field<kSystem, &SystemProxySettings::username>(
        "system_proxy.username", "The user name for the system proxy; the password is in the keychain.",
        "text without a colon"),
    proxy_field<kCustom, &CustomProxySettings::enabled>(
        "custom_proxy.enabled", "Use the custom proxy; it wins over the system proxy.", kSwitch),
    proxy_field<kCustom, &CustomProxySettings::http>("custom_proxy.http", "HTTP requests go through it.", kSwitch),
    proxy_field<kCustom, &CustomProxySettings::https>("custom_proxy.https", "HTTPS requests go through it.", kSwitch),
    proxy_field<kCustom, &CustomProxySettings::protocol>("custom_proxy.protocol", "How the proxy itself is spoken to.",
                                                         "http, https or socks5"),
    proxy_field<kCustom, &CustomProxySettings::host>("custom_proxy.host",
                                                     "The proxy's host name or address, without a protocol in front.",
                                                     "a host name or an IP address"),
    proxy_field<kCustom, &CustomProxySettings::port>("custom_proxy.port", "The proxy's port.",
                                                     "a number from 1 to 65535"),
    proxy_field<kCustom, &CustomProxySettings::authentication>("custom_proxy.authentication",
                                                               "The custom proxy requires authentication.", kSwitch),
    proxy_field<kCustom, &CustomProxySettings::username>(
        "custom_proxy.username", "The user name for the custom proxy; the password is in the keychain.",
        "text without a colon"),
    proxy_field<kCustom, &CustomProxySettings::bypass>("custom_proxy.bypass",
                                                       "Hosts that do not use the proxy, separated by commas.",
                                                       "host names, *.domains, IP addresses, networks, <local> or *"),
    proxy_field<kCustom, &CustomProxySettings::ca_file>(
        "custom_proxy.ca_file", "Certificates to trust beside the system's, for a proxy of the type https: a PEM file.",
        "an absolute path or nothing"),
});

constexpr auto kClientFields = std::to_array<Field<Client>>({
    client_field<&Client::id>("id", "The word that names the app in commands.",
                              "1 to 64 of a-z, 0-9, \".\", \"_\" and \"-\", beginning with a letter or digit"),
    client_field<&Client::name>("name", "What the menu shows.", kText),
    client_field<&Client::command>("command", "The program: a path, or a name looked up in PATH.", kText),
    client_field<&Client::arguments>(
        "arguments", "Its arguments, taken literally; \"{files}\" stands for what is opened.", "a list of texts"),
    client_field<&Client::directory>("directory", "The folder it starts in; empty: the launcher's own.",
                                     "an absolute path or nothing"),
    client_field<&Client::variables>("variables", "The app's own environment variables; they win over Sallyport's.",
                                     "a table of texts"),
    client_field<&Client::kind>("kind", "What the app needs besides the environment.",
                                "auto, plain, chromium, java or node"),
    client_field<&Client::admit>("admit", "Whom the relay serves: all of the user's processes, or the app's own.",
                                 "user or tree"),
    client_field<&Client::menu>("menu", "The app has an entry in the applications menu.", kSwitch),
    client_field<&Client::desktop_id>("desktop_id", "The desktop entry that the app was imported from.", kText),
});

/// The text as a value of the shape that `shape` has.
Result<FieldValue> read_value(const FieldValue& shape, std::string_view text) {
  if (std::holds_alternative<std::string>(shape)) return std::string(text);
  if (std::holds_alternative<bool>(shape) && (text == "true" || text == "false")) return text == "true";
  if (std::holds_alternative<std::int64_t>(shape)) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size()) return number;
  }
  return failure(ErrorCode::kInvalidValue, "The value is of another type than the setting.");
}

Result<const Field<ProxySettings>*> find_field(std::string_view key) {
  const auto found = std::ranges::find(kProxyFields, key, &Field<ProxySettings>::key);
  if (found != kProxyFields.end()) return &*found;
  return failure(ErrorCode::kUnknownName,
                 fmt::format("There is no setting \"{}\". `sallyport settings show` lists all of them.", key));
}

}  // namespace

std::span<const Field<ProxySettings>> proxy_fields() { return kProxyFields; }
std::span<const Field<Client>> client_fields() { return kClientFields; }

Result<void> set_field(ProxySettings& settings, std::string_view key, std::string_view text) {
  const auto field = find_field(key);
  if (!field) return tl::unexpected(field.error());
  const auto done = read_value((*field)->get({}), text).and_then([&](const FieldValue& value) {
    return (*field)->set(settings, value);
  });
  if (!done) return failure(ErrorCode::kInvalidValue, fmt::format("{} must be {}.", key, (*field)->allowed));
  return {};
}

Result<std::string> get_field(const ProxySettings& settings, std::string_view key) {
  const auto field = find_field(key);
  if (!field) return tl::unexpected(field.error());
  const FieldValue value = (*field)->get(settings);
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  return std::get<std::string>(value);
}

std::string_view to_string(Delivery delivery) { return kDeliveryWords[static_cast<std::size_t>(delivery)]; }
std::string_view to_string(ClientKind kind) { return kClientKindWords[static_cast<std::size_t>(kind)]; }
std::string_view to_string(Admission admission) { return kAdmissionWords[static_cast<std::size_t>(admission)]; }

Result<ClientKind> parse_client_kind(std::string_view text) {
  return find_word<ClientKind>(kClientKindWords, text, "kind");
}
Result<Admission> parse_admission(std::string_view text) {
  return find_word<Admission>(kAdmissionWords, text, "value of admit");
}

}  // namespace sallyport
