#include "platform/linux/desktop_entry.hpp"

#include <cstdint>
#include <cstdlib>

#include "platform/linux/client_entry.hpp"
#include "platform/linux/exec_line.hpp"

/// Whatever an entry holds: what was parsed is parsed alike again once it is rendered, values keep their meaning, and
/// the entry that stands in for it is known again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sallyport;
  const std::string_view text(reinterpret_cast<const char*>(data), size);

  if (const auto entry = DesktopEntry::parse(text)) {
    const auto again = DesktopEntry::parse(entry->render());
    if (!again || *again != *entry) std::abort();
    Client client;
    client.id = client.name = "app";
    const EntrySeal seal = read_entry_seal(seal_entry(make_client_entry(client, &*entry, {"/opt/run"}, ""), client.id));
    if (seal.client_id != client.id || !seal.unchanged) std::abort();
  }
  if (unescape_entry_string(escape_entry_string(text)) != text) std::abort();
  if (escape_entry_string(text).find_first_of("\n\t\r") != std::string::npos) std::abort();
  const auto elements = split_entry_list(text);
  if (split_entry_list(join_entry_list(elements)) != elements && (text.empty() || text.back() != '\\')) std::abort();
  if (const auto arguments = parse_exec_line(text)) {
    const auto again = parse_exec_line(render_exec_line(*arguments));
    if (!again || *again != *arguments) std::abort();
  }
  return 0;
}
