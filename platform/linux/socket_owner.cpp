#include "platform/linux/socket_owner.hpp"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>

namespace sallyport {
namespace {

/// <netinet/tcp.h>, whose names the kernel's header has too.
enum State : std::uint8_t { kEstablished = 1, kFinWait1 = 4, kFinWait2 = 5 };

/// Half-closed by its own end is still connected.
bool is_connected(unsigned state) { return state == kEstablished || state == kFinWait1 || state == kFinWait2; }

/// From `size` bytes in network order, an IPv4-mapped address as IPv4.
IpAddress address_from(const std::uint8_t* bytes, bool is_v4) {
  constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  IpAddress address;
  address.is_v4 = is_v4 || std::equal(kMapped.begin(), kMapped.end(), bytes);
  if (!is_v4 && address.is_v4) bytes += kMapped.size();
  std::copy_n(bytes, address.is_v4 ? 4 : 16, address.bytes.begin());
  return address;
}

/// The object at the front of `bytes`, which are not aligned; false when they are too few.
template <typename Value>
bool read_front(std::span<const std::byte> bytes, Value& value) {
  if (bytes.size() < sizeof(Value)) return false;
  std::memcpy(&value, bytes.data(), sizeof(Value));
  return true;
}

template <typename Value>
void append(std::vector<std::byte>& bytes, const Value& value) {
  const auto* first = reinterpret_cast<const std::byte*>(&value);
  bytes.insert(bytes.end(), first, first + sizeof(Value));
}

bool is_same(const SocketAddress& left, const SocketAddress& right) {
  return left.port == right.port && left.address == right.address;
}

/// The value of INET_DIAG_CGROUP_ID, or 0.
std::uint64_t cgroup_in(std::span<const std::byte> attributes) {
  rtattr attribute{};
  while (read_front(attributes, attribute) && attribute.rta_len >= sizeof(attribute) &&
         attribute.rta_len <= attributes.size()) {
    std::uint64_t id = 0;
    const auto value = attributes.subspan(sizeof(attribute), attribute.rta_len - sizeof(attribute));
    if (attribute.rta_type == INET_DIAG_CGROUP_ID && read_front(value, id)) return id;
    attributes = attributes.subspan(std::min<std::size_t>(RTA_ALIGN(attribute.rta_len), attributes.size()));
  }
  return 0;
}

OwnerAnswer parse_message(const inet_diag_msg& message, std::span<const std::byte> attributes,
                          const SocketAddress& near, const SocketAddress& far) {
  const bool is_v4 = message.idiag_family == AF_INET;
  const auto end = [&](const __be32(&address)[4], __be16 port) {
    std::array<std::uint8_t, 16> bytes{};
    std::memcpy(bytes.data(), &address[0], bytes.size());
    return SocketAddress{address_from(bytes.data(), is_v4), ntohs(port)};
  };
  if (!is_connected(message.idiag_state) || message.idiag_inode == 0 ||
      !is_same(end(message.id.idiag_src, message.id.idiag_sport), near) ||
      !is_same(end(message.id.idiag_dst, message.id.idiag_dport), far)) {
    return {OwnerAnswer::Kind::kNone, {}};
  }
  return {OwnerAnswer::Kind::kFound, {message.idiag_uid, message.idiag_inode, cgroup_in(attributes)}};
}

std::string_view next_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  const auto word = line.substr(0, line.find(' '));
  line.remove_prefix(word.size());
  return word;
}

template <typename Value>
bool read_number(std::string_view text, Value& value, int base) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  return error == std::errc() && end == text.data() + text.size();
}

/// `0100007F:1F90`: words of 32 bits in the machine's order, then the port.
std::optional<SocketAddress> parse_end(std::string_view text) {
  constexpr std::size_t kWord = 8;
  const auto colon = text.find(':');
  if (colon != kWord && colon != 4 * kWord) return std::nullopt;
  std::array<std::uint8_t, 16> bytes{};
  for (std::size_t word = 0; word * kWord < colon; ++word) {
    std::uint32_t value = 0;
    if (!read_number(text.substr(word * kWord, kWord), value, 16)) return std::nullopt;
    std::memcpy(bytes.data() + 4 * word, &value, sizeof(value));
  }
  SocketAddress end{address_from(bytes.data(), colon == kWord), 0};
  if (!read_number(text.substr(colon + 1), end.port, 16)) return std::nullopt;
  return end;
}

std::optional<SocketOwner> parse_line(std::string_view line, const SocketAddress& near, const SocketAddress& far) {
  next_word(line);  // the number of the line
  const auto local = parse_end(next_word(line));
  if (!local || !is_same(*local, near)) return std::nullopt;
  const auto remote = parse_end(next_word(line));
  unsigned state = 0;
  if (!remote || !is_same(*remote, far) || !read_number(next_word(line), state, 16) || !is_connected(state)) {
    return std::nullopt;
  }
  for (int queue_timer_retransmits = 0; queue_timer_retransmits < 3; ++queue_timer_retransmits) next_word(line);
  SocketOwner owner;
  if (!read_number(next_word(line), owner.user, 10)) return std::nullopt;
  next_word(line);  // time-outs
  if (!read_number(next_word(line), owner.inode, 10) || owner.inode == 0) return std::nullopt;
  return owner;
}

}  // namespace

std::vector<std::byte> owner_question(const SocketAddress& near, const SocketAddress& far, std::uint32_t sequence) {
  inet_diag_req_v2 request{};
  request.sdiag_family = near.address.is_v4 ? AF_INET : AF_INET6;
  request.sdiag_protocol = IPPROTO_TCP;
  request.idiag_states = ~0U;
  request.id.idiag_sport = htons(near.port);
  request.id.idiag_dport = htons(far.port);
  std::memcpy(&request.id.idiag_src[0], near.address.bytes.data(), near.address.bytes.size());
  std::memcpy(&request.id.idiag_dst[0], far.address.bytes.data(), far.address.bytes.size());
  request.id.idiag_cookie[0] = request.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;

  nlmsghdr header{};
  header.nlmsg_len = sizeof(header) + sizeof(request);
  header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  header.nlmsg_flags = NLM_F_REQUEST;
  header.nlmsg_seq = sequence;
  std::vector<std::byte> bytes;
  bytes.reserve(header.nlmsg_len);
  append(bytes, header);
  append(bytes, request);
  return bytes;
}

OwnerAnswer parse_owner_answer(std::span<const std::byte> datagram, const SocketAddress& near, const SocketAddress& far,
                               std::uint32_t sequence) {
  nlmsghdr header{};
  if (!read_front(datagram, header) || header.nlmsg_seq != sequence || header.nlmsg_len < sizeof(header) ||
      header.nlmsg_len > datagram.size()) {
    return {};
  }
  const auto payload = datagram.subspan(sizeof(header), header.nlmsg_len - sizeof(header));
  if (header.nlmsg_type == NLMSG_ERROR) {
    int error = 0;
    if (!read_front(payload, error)) return {};
    return {error == -ENOENT ? OwnerAnswer::Kind::kNone : OwnerAnswer::Kind::kRefused, {}};
  }
  inet_diag_msg message{};
  if (header.nlmsg_type != SOCK_DIAG_BY_FAMILY || !read_front(payload, message)) return {};
  return parse_message(message, payload.subspan(sizeof(message)), near, far);
}

std::optional<SocketOwner> find_owner(std::string_view table, const SocketAddress& near, const SocketAddress& far) {
  while (!table.empty()) {
    const auto line = table.substr(0, table.find('\n'));
    if (const auto owner = parse_line(line, near, far)) return owner;
    table.remove_prefix(std::min(line.size() + 1, table.size()));
  }
  return std::nullopt;
}

}  // namespace sallyport
