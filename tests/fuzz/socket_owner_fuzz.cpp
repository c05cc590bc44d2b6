#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string_view>

#include "platform/linux/own_cgroup.hpp"
#include "platform/linux/process_tree.hpp"
#include "platform/linux/socket_owner.hpp"
#include "platform/linux/user_map.hpp"

/// Whatever the kernel's answer and the files of /proc hold: read without a fault, and nobody is found whom no process
/// holds.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  sallyport::SocketAddress near;
  near.address.is_v4 = true;
  near.address.bytes = {127, 0, 0, 1};
  near.port = 0x1f90;
  const auto far = near;
  std::uint32_t sequence = 0;
  constexpr std::size_t kSequenceAt = 8;
  if (size >= kSequenceAt + sizeof(sequence)) std::memcpy(&sequence, data + kSequenceAt, sizeof(sequence));
  const auto answer = sallyport::parse_owner_answer(std::as_bytes(std::span(data, size)), near, far, sequence);
  if ((answer.kind == sallyport::OwnerAnswer::Kind::kFound) != (answer.owner.inode != 0)) std::abort();
  const auto owner = sallyport::find_owner(text, near, far);
  if (owner && owner->inode == 0) std::abort();
  if (const auto path = sallyport::unified_cgroup_path(text); path && !path->starts_with('/')) std::abort();
  if (const auto mount = sallyport::unified_cgroup_mount(text); mount && !mount->starts_with('/')) std::abort();
  static_cast<void>(sallyport::parse_cgroup_members(text));
  static_cast<void>(sallyport::parse_socket_link(text));
  static_cast<void>(sallyport::maps_every_user(text));
  return 0;
}
