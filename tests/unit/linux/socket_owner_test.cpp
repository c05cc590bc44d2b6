#include "platform/linux/socket_owner.hpp"

#include <gtest/gtest.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace sallyport {
namespace {

using Kind = OwnerAnswer::Kind;

constexpr std::uint32_t kSequence = 7;
constexpr unsigned kEstablished = 1;
constexpr unsigned kFinWait2 = 5;
constexpr unsigned kTimeWait = 6;
constexpr unsigned kListening = 10;

SocketAddress address(std::string_view text, std::uint16_t port) { return {parse_ip_address(text).value(), port}; }

const SocketAddress kNear = address("127.0.0.1", 40000);
const SocketAddress kFar = address("127.0.0.1", 8080);

template <typename Value>
void append(std::vector<std::byte>& bytes, const Value& value) {
  const auto* first = reinterpret_cast<const std::byte*>(&value);
  bytes.insert(bytes.end(), first, first + sizeof(Value));
}

/// What the kernel says of a socket.
struct Message {
  inet_diag_msg body{};
  std::vector<std::byte> attributes;

  Message() {
    body.idiag_family = AF_INET;
    body.idiag_state = kEstablished;
    body.idiag_uid = 1000;
    body.idiag_inode = 4711;
    body.id.idiag_src[0] = body.id.idiag_dst[0] = htonl(INADDR_LOOPBACK);
    body.id.idiag_sport = htons(kNear.port);
    body.id.idiag_dport = htons(kFar.port);
  }
  void map_into_v6() {
    body.idiag_family = AF_INET6;
    for (auto* words : {&body.id.idiag_src, &body.id.idiag_dst}) {
      (*words)[0] = (*words)[1] = 0;
      (*words)[2] = htonl(0xffff);
      (*words)[3] = htonl(INADDR_LOOPBACK);
    }
  }
  void add_attribute(std::uint16_t type, std::uint64_t value, std::uint16_t length) {
    append(attributes, rtattr{length, type});
    append(attributes, value);
  }
  [[nodiscard]] std::vector<std::byte> bytes(std::uint32_t sequence = kSequence) const {
    nlmsghdr header{};
    header.nlmsg_len = static_cast<std::uint32_t>(sizeof(header) + sizeof(body) + attributes.size());
    header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    header.nlmsg_seq = sequence;
    std::vector<std::byte> all;
    append(all, header);
    append(all, body);
    all.insert(all.end(), attributes.begin(), attributes.end());
    return all;
  }
  [[nodiscard]] OwnerAnswer parsed() const { return parse_owner_answer(bytes(), kNear, kFar, kSequence); }
};

std::vector<std::byte> error_message(int error) {
  nlmsghdr header{};
  header.nlmsg_len = sizeof(header) + sizeof(error);
  header.nlmsg_type = NLMSG_ERROR;
  header.nlmsg_seq = kSequence;
  std::vector<std::byte> all;
  append(all, header);
  append(all, error);
  return all;
}

TEST(SocketOwner, IsReadFromTheKernelsAnswer) {
  const auto answer = Message().parsed();
  EXPECT_EQ(answer.kind, Kind::kFound);
  EXPECT_EQ(answer.owner, (SocketOwner{1000, 4711, 0}));
}

TEST(SocketOwner, HasTheControlGroupThatTheKernelNamesAmongOtherThings) {
  Message message;
  message.add_attribute(INET_DIAG_MARK, 99, sizeof(rtattr) + 8);
  message.add_attribute(INET_DIAG_CGROUP_ID, 25, sizeof(rtattr) + 8);
  EXPECT_EQ(message.parsed().owner.cgroup, 25U);
}

TEST(SocketOwner, HasNoControlGroupWhenTheAttributesAreBroken) {
  for (const std::uint16_t length : {0, 3, 4, 8, 1000}) {
    Message message;
    message.add_attribute(INET_DIAG_CGROUP_ID, 25, length);
    EXPECT_EQ(message.parsed().kind, Kind::kFound) << length;
    EXPECT_EQ(message.parsed().owner.cgroup, 0U) << length;
  }
}

TEST(SocketOwner, IsFoundThroughASocketOfIpv6ThatCarriesIpv4) {
  Message message;
  message.map_into_v6();
  EXPECT_EQ(message.parsed().kind, Kind::kFound);
}

TEST(SocketOwner, IsFoundWhileTheOtherEndStillSends) {
  Message message;
  message.body.idiag_state = kFinWait2;
  EXPECT_EQ(message.parsed().kind, Kind::kFound);
}

TEST(SocketOwner, IsNobodyWhenTheSocketIsNotTheConnectionsOwn) {
  Message listening;
  listening.body.idiag_state = kListening;
  listening.body.id.idiag_dport = 0;
  EXPECT_EQ(listening.parsed().kind, Kind::kNone);
  Message other_port;
  other_port.body.id.idiag_sport = htons(1);
  EXPECT_EQ(other_port.parsed().kind, Kind::kNone);
  Message other_peer;
  other_peer.body.id.idiag_dst[0] = htonl(INADDR_LOOPBACK + 1);
  EXPECT_EQ(other_peer.parsed().kind, Kind::kNone);
}

TEST(SocketOwner, IsNobodyWhenNoProcessHoldsTheSocket) {
  Message orphan;
  orphan.body.idiag_state = kFinWait2;
  orphan.body.idiag_uid = 0;
  orphan.body.idiag_inode = 0;
  EXPECT_EQ(orphan.parsed().kind, Kind::kNone);
  Message ended;
  ended.body.idiag_state = kTimeWait;
  EXPECT_EQ(ended.parsed().kind, Kind::kNone);
}

TEST(SocketOwner, TellsNoSuchSocketFromNoAnswer) {
  EXPECT_EQ(parse_owner_answer(error_message(-ENOENT), kNear, kFar, kSequence).kind, Kind::kNone);
  EXPECT_EQ(parse_owner_answer(error_message(-EPERM), kNear, kFar, kSequence).kind, Kind::kRefused);
}

TEST(SocketOwner, IgnoresTheAnswerToAnotherQuestion) {
  EXPECT_EQ(parse_owner_answer(Message().bytes(kSequence - 1), kNear, kFar, kSequence).kind, Kind::kUnrelated);
}

TEST(SocketOwner, IgnoresWhatIsCutOff) {
  const auto whole = Message().bytes();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(parse_owner_answer(std::span(whole).first(size), kNear, kFar, kSequence).kind, Kind::kUnrelated) << size;
  }
}

TEST(SocketOwner, IsAskedForByTheWholeConnection) {
  const auto question = owner_question(address("::1", 1), address("::1", 2), kSequence);
  inet_diag_req_v2 request{};
  ASSERT_EQ(question.size(), sizeof(nlmsghdr) + sizeof(request));
  std::memcpy(&request, question.data() + sizeof(nlmsghdr), sizeof(request));
  EXPECT_EQ(request.sdiag_family, AF_INET6);
  EXPECT_EQ(ntohs(request.id.idiag_sport), 1);
  EXPECT_EQ(ntohs(request.id.idiag_dport), 2);
  EXPECT_EQ(request.id.idiag_src[3], htonl(1));
}

constexpr std::string_view kHead =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

std::string row(std::string_view near, std::string_view far, std::string_view state, int user, int inode) {
  return "   1: " + std::string(near) + " " + std::string(far) + " " + std::string(state) +
         " 00000000:00000000 00:00000000 00000000 " + std::to_string(user) + "        0 " + std::to_string(inode) +
         " 1 00000000a5bba2fe 20 4 30 10 -1\n";
}

std::string hex(std::uint32_t network_order, std::uint16_t port) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%08X:%04X", network_order, port);
  return text.data();
}

TEST(SocketTable, FindsTheRowOfTheConnection) {
  const auto near = hex(htonl(INADDR_LOOPBACK), kNear.port);
  const auto far = hex(htonl(INADDR_LOOPBACK), kFar.port);
  const auto any = hex(0, 0);
  const auto table = std::string(kHead) + row(near, any, "0A", 1, 11) + row(far, near, "01", 2, 12) +
                     row(near, far, "01", 1000, 4711) + row(near, far, "01", 3, 13);
  EXPECT_EQ(find_owner(table, kNear, kFar), (SocketOwner{1000, 4711, 0}));
}

TEST(SocketTable, ReadsIpv4InTheTableOfIpv6) {
  const auto mapped = "0000000000000000" + hex(htonl(0xffff), 0).substr(0, 8);
  const auto table = row(mapped + hex(htonl(INADDR_LOOPBACK), kNear.port),
                         mapped + hex(htonl(INADDR_LOOPBACK), kFar.port), "01", 1000, 4711);
  EXPECT_EQ(find_owner(table, kNear, kFar), (SocketOwner{1000, 4711, 0}));
}

TEST(SocketTable, LeavesOutWhatNobodyHolds) {
  const auto near = hex(htonl(INADDR_LOOPBACK), kNear.port);
  const auto far = hex(htonl(INADDR_LOOPBACK), kFar.port);
  EXPECT_FALSE(find_owner(row(near, far, "06", 0, 4711), kNear, kFar).has_value());
  EXPECT_FALSE(find_owner(row(near, far, "05", 0, 0), kNear, kFar).has_value());
}

TEST(SocketTable, FindsNothingInWhatIsNoTable) {
  const auto whole = row(hex(htonl(INADDR_LOOPBACK), kNear.port), hex(htonl(INADDR_LOOPBACK), kFar.port), "01", 1, 11);
  ASSERT_TRUE(find_owner(whole, kNear, kFar).has_value());
  const auto inode = whole.find(" 11 ");
  for (std::size_t size = 0; size <= inode; ++size) {
    EXPECT_FALSE(find_owner(whole.substr(0, size), kNear, kFar).has_value()) << size;
  }
  for (const char* text :
       {"", "\n\n", "1: : : 01", "1: 0100007F:9C40 0100007F 01", "1: -100007F:9C40 x 01 0 0 0 0 0 1"}) {
    EXPECT_FALSE(find_owner(text, kNear, kFar).has_value()) << text;
  }
}

}  // namespace
}  // namespace sallyport
