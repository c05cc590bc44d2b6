#include "platform/common/launch_note.hpp"

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace sallyport {
namespace {

constexpr std::size_t kLongestText = std::size_t{32} * 1024;

/// What stands before a note's texts.
struct Header {
  LaunchNote::Kind kind = LaunchNote::Kind::kWarning;
  int number = 0;
  std::uint32_t text_size = 0;
  std::uint32_t detail_size = 0;
};

}  // namespace

int exit_code_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kCommandNotFound:
      return 127;
    case ErrorCode::kCommandNotExecutable:
      return 126;
    default:
      return kOwnFailure;
  }
}

LaunchNote failure_note(const Error& error) {
  return {.kind = LaunchNote::Kind::kFailed,
          .number = static_cast<int>(error.code),
          .text = error.message,
          .detail = error.detail};
}

std::string pack(const LaunchNote& note) {
  const std::string_view text = std::string_view(note.text).substr(0, kLongestText);
  const std::string_view detail = std::string_view(note.detail).substr(0, kLongestText);
  const Header header{note.kind, note.number, static_cast<std::uint32_t>(text.size()),
                      static_cast<std::uint32_t>(detail.size())};
  std::string packet(sizeof(header), '\0');
  std::memcpy(packet.data(), &header, sizeof(header));
  return packet.append(text).append(detail);
}

std::optional<LaunchNote> unpack_note(const std::function<bool(char*, std::size_t)>& receive) {
  std::array<char, sizeof(Header)> bytes{};
  if (!receive(bytes.data(), bytes.size())) return std::nullopt;
  Header header;
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (header.text_size > kLongestText || header.detail_size > kLongestText) return std::nullopt;
  LaunchNote note{header.kind, header.number, std::string(header.text_size, '\0'),
                  std::string(header.detail_size, '\0')};
  if (!receive(note.text.data(), note.text.size()) || !receive(note.detail.data(), note.detail.size())) {
    return std::nullopt;
  }
  return note;
}

}  // namespace sallyport
