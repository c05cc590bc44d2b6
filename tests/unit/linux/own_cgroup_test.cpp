#include "platform/linux/own_cgroup.hpp"

#include <gmock/gmock.h>

#include "platform/linux/process_tree.hpp"
#include "platform/linux/user_map.hpp"

namespace sallyport {
namespace {

TEST(OwnCgroup, IsInTheLineOfVersion2) {
  EXPECT_EQ(unified_cgroup_path("4:memory:/a\n0::/user.slice/app.scope\n"), "/user.slice/app.scope");
  EXPECT_EQ(unified_cgroup_path("0::/"), "/");
  EXPECT_EQ(unified_cgroup_path("4:memory:/a\n"), std::nullopt);
  EXPECT_EQ(unified_cgroup_path(""), std::nullopt);
}

TEST(OwnCgroup, IsUnknownOutsideTheNamespace) {
  EXPECT_EQ(unified_cgroup_path("0::/../app.scope\n"), std::nullopt);
  EXPECT_EQ(unified_cgroup_path("0::app.scope\n"), std::nullopt);
}

TEST(OwnCgroup, IsFoundWhereTheWholeHierarchyIsMounted) {
  const std::string other = "31 1 0:25 / /proc rw shared:2 - proc proc rw\n";
  EXPECT_EQ(
      unified_cgroup_mount(other + "41 31 0:38 / /sys/fs/cgroup rw,relatime shared:4 master:1 - cgroup2 cgroup2 rw\n"),
      "/sys/fs/cgroup");
  EXPECT_EQ(unified_cgroup_mount("41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 x rw"), "/sys/fs/cgroup/unified");
  EXPECT_EQ(unified_cgroup_mount("41 31 0:38 /part /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n"), std::nullopt);
  EXPECT_EQ(unified_cgroup_mount("41 31 0:38 / /a\\040b rw - cgroup2 cgroup2 rw\n"), std::nullopt);
  EXPECT_EQ(unified_cgroup_mount("41 31 0:38 / /sys/fs/cgroup/cpu rw - cgroup cgroup2 rw\n"), std::nullopt);
  EXPECT_EQ(unified_cgroup_mount(other), std::nullopt);
  EXPECT_EQ(unified_cgroup_mount("41"), std::nullopt);
}

TEST(OwnCgroup, ListsItsMembers) {
  using testing::ElementsAre;
  EXPECT_THAT(parse_cgroup_members("12\n0\n4711\n").value(), ElementsAre(12, 0, 4711));
  EXPECT_THAT(parse_cgroup_members("").value(), ElementsAre());
  EXPECT_FALSE(parse_cgroup_members("12\nx\n").has_value());
  EXPECT_FALSE(parse_cgroup_members("-1\n").has_value());
}

TEST(SocketLink, NamesTheInode) {
  EXPECT_EQ(parse_socket_link("socket:[4711]"), 4711U);
  for (const char* text : {"", "socket:[", "socket:[]", "socket:[x]", "socket:[1", "pipe:[4711]", "/socket:[1]"}) {
    EXPECT_EQ(parse_socket_link(text), std::nullopt) << text;
  }
}

TEST(UserMap, IsWholeOutsideContainers) {
  EXPECT_TRUE(maps_every_user("         0          0 4294967295\n"));
  for (const char* text :
       {"", "0 1000 1\n", "0 0 4294967294\n", "1 0 4294967295\n", "0 0 4294967295\n1 2 3\n", "0\n"}) {
    EXPECT_FALSE(maps_every_user(text)) << text;
  }
}

}  // namespace
}  // namespace sallyport
