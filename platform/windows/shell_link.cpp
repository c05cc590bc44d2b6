#include "platform/windows/shell_link.hpp"

#include <fmt/format.h>
#include <windows.h>

// After windows.h, which they need.
#include <propsys.h>
#include <shlobj.h>

#include <memory>
#include <utility>

#include "platform/own_file.hpp"
#include "platform/windows/com_thread.hpp"
#include "platform/windows/icon_location.hpp"
#include "platform/windows/last_error.hpp"
#include "platform/windows/utf16.hpp"

namespace sallyport {
namespace {

constexpr std::size_t kLargestFile = std::size_t{1024} * 1024;

struct ReleaseInterface {
  void operator()(IUnknown* object) const { object->Release(); }
};
template <typename Interface>
using ComPointer = std::unique_ptr<Interface, ReleaseInterface>;

// propkey.h declares it, and no library that can be counted on defines it.
constexpr PROPERTYKEY kAppUserModelId = {{0x9F4C2855, 0x9F79, 0x4B39, {0xA8, 0xD0, 0xE1, 0xD4, 0x2D, 0xE1, 0xD5, 0xF3}},
                                         5};

tl::unexpected<Error> shell_failed(HRESULT result) {
  return failure(ErrorCode::kFailed, "Windows' shell does not make or read links. Sign in again, and try again.",
                 describe_windows_error(static_cast<DWORD>(result)));
}

template <typename Interface>
ComPointer<Interface> interface_of(IUnknown& object) {
  void* found = nullptr;
  (void)object.QueryInterface(__uuidof(Interface), &found);
  return ComPointer<Interface>(static_cast<Interface*>(found));
}

Result<ComPointer<IShellLinkW>> make_link() {
  void* made = nullptr;
  const HRESULT result =
      ::CoCreateInstance(CLSID_ShellLink, nullptr, CLSCTX_INPROC_SERVER, __uuidof(IShellLinkW), &made);
  if (FAILED(result)) return shell_failed(result);
  return ComPointer<IShellLinkW>(static_cast<IShellLinkW*>(made));
}

ComPointer<IStream> make_stream() {
  IStream* made = nullptr;
  (void)::CreateStreamOnHGlobal(nullptr, TRUE, &made);
  return ComPointer<IStream>(made);
}

/// Without the property a link starts its app all the same.
void set_app_id(IShellLinkW& link, const std::string& app_id) {
  const auto properties = interface_of<IPropertyStore>(link);
  if (!properties || app_id.empty()) return;
  std::wstring text = to_utf16(app_id);
  PROPVARIANT value{};
  value.vt = VT_LPWSTR;
  value.pwszVal = text.data();
  if (SUCCEEDED(properties->SetValue(kAppUserModelId, value))) (void)properties->Commit();
}

HRESULT set_all(IShellLinkW& link, const ShellLink& values) {
  const auto [icon, index] = parse_icon_location(values.icon);
  HRESULT result = link.SetPath(to_utf16(values.target).c_str());
  if (SUCCEEDED(result)) result = link.SetArguments(to_utf16(values.arguments).c_str());
  if (SUCCEEDED(result)) result = link.SetWorkingDirectory(to_utf16(values.directory).c_str());
  if (SUCCEEDED(result)) result = link.SetDescription(to_utf16(values.description).c_str());
  if (SUCCEEDED(result)) result = link.SetHotkey(static_cast<WORD>(values.hotkey));
  if (SUCCEEDED(result)) result = link.SetShowCmd(values.show_command);
  if (SUCCEEDED(result) && !icon.empty()) result = link.SetIconLocation(icon.c_str(), index);
  set_app_id(link, values.app_id);
  return result;
}

}  // namespace

Result<ShellLink> parse_shell_link(std::string_view content) {
  const ComThread com;
  const auto link = make_link();
  if (!link) return tl::unexpected(link.error());
  const auto stream = make_stream();
  const auto persistence = interface_of<IPersistStream>(**link);
  if (!stream || !persistence) return shell_failed(E_OUTOFMEMORY);
  (void)stream->Write(content.data(), static_cast<ULONG>(content.size()), nullptr);
  (void)stream->Seek({}, STREAM_SEEK_SET, nullptr);
  if (const HRESULT result = persistence->Load(stream.get()); FAILED(result)) {
    return failure(ErrorCode::kInvalidValue, "It is no link that Windows' shell can read.",
                   describe_windows_error(static_cast<DWORD>(result)));
  }
  constexpr int kLongestPath = 32768;
  std::wstring buffer(kLongestPath, L'\0');
  const auto text = [&](HRESULT result) { return result == S_OK ? to_utf8(buffer.c_str()) : std::string(); };
  ShellLink values;
  values.target = text((*link)->GetPath(buffer.data(), kLongestPath, nullptr, 0));
  values.arguments = text((*link)->GetArguments(buffer.data(), kLongestPath));
  values.directory = text((*link)->GetWorkingDirectory(buffer.data(), kLongestPath));
  values.description = text((*link)->GetDescription(buffer.data(), kLongestPath));
  int index = 0;
  values.icon = text((*link)->GetIconLocation(buffer.data(), kLongestPath, &index));
  if (!values.icon.empty()) values.icon += "," + std::to_string(index);
  WORD hotkey = 0;
  (void)(*link)->GetHotkey(&hotkey);
  values.hotkey = hotkey;
  (void)(*link)->GetShowCmd(&values.show_command);
  return values;
}

Result<ShellLink> read_shell_link(const std::string& path) {
  auto content = read_file(path, kLargestFile);
  if (!content) return tl::unexpected(std::move(content.error()));
  auto link = parse_shell_link(content->value_or(""));
  if (link) return link;
  return failure(link.error().code, fmt::format("The link {} cannot be read: {}", path, link.error().message),
                 link.error().detail);
}

Result<std::string> render_shell_link(const ShellLink& link) {
  const ComThread com;
  const auto made = make_link();
  if (!made) return tl::unexpected(made.error());
  if (const HRESULT result = set_all(**made, link); FAILED(result)) return shell_failed(result);
  const auto stream = make_stream();
  const auto persistence = interface_of<IPersistStream>(**made);
  if (!stream || !persistence) return shell_failed(E_OUTOFMEMORY);
  if (const HRESULT result = persistence->Save(stream.get(), TRUE); FAILED(result)) return shell_failed(result);
  ULARGE_INTEGER size{};
  (void)stream->Seek({}, STREAM_SEEK_CUR, &size);
  (void)stream->Seek({}, STREAM_SEEK_SET, nullptr);
  std::string content(static_cast<std::size_t>(size.QuadPart), '\0');
  ULONG count = 0;
  (void)stream->Read(content.data(), static_cast<ULONG>(content.size()), &count);
  content.resize(count);
  return content;
}

}  // namespace sallyport
