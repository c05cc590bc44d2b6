#include "sallyport/core/no_proxy_reader.hpp"

#include <fmt/format.h>

#include <array>

#include "core/no_proxy/readers.hpp"

namespace sallyport {
namespace {

using no_proxy::Verdict;
using no_proxy::WrittenUrl;

struct Program {
  NoProxyReader reader;
  std::string_view word;
  std::string_view name;
  Verdict (*read)(std::string_view list, const WrittenUrl& url);
};

/// In the order of the enumerators.
constexpr std::array kPrograms = {
    Program{NoProxyReader::kCurl, "curl", "curl", no_proxy::read_as_curl},
    Program{NoProxyReader::kWget, "wget", "wget", no_proxy::read_as_wget},
    Program{NoProxyReader::kPython, "python", "urllib (Python)", no_proxy::read_as_python},
    Program{NoProxyReader::kRequests, "requests", "requests (Python)", no_proxy::read_as_requests},
    Program{NoProxyReader::kNode, "node", "undici (Node.js)", no_proxy::read_as_undici},
    Program{NoProxyReader::kProxyFromEnv, "proxy-from-env", "proxy-from-env (Node.js)",
            no_proxy::read_as_proxy_from_env},
    Program{NoProxyReader::kGo, "go", "Go", no_proxy::read_as_go},
    Program{NoProxyReader::kChromium, "chromium", "Chromium", no_proxy::read_as_chromium},
    Program{NoProxyReader::kChromiumFlag, "chromium-flag", "Chromium's flag", no_proxy::read_as_chromium_flag},
    Program{NoProxyReader::kJava, "java", "Java", no_proxy::read_as_java},
};

constexpr auto kReaders = [] {
  std::array<NoProxyReader, kPrograms.size()> readers{};
  for (std::size_t i = 0; i < readers.size(); ++i) readers[i] = kPrograms[i].reader;
  return readers;
}();

const Program& program(NoProxyReader reader) { return kPrograms[static_cast<std::size_t>(reader)]; }

}  // namespace

std::span<const NoProxyReader> no_proxy_readers() { return kReaders; }

std::string_view to_string(NoProxyReader reader) { return program(reader).word; }

std::string_view display_name(NoProxyReader reader) { return program(reader).name; }

std::optional<NoProxyReader> parse_no_proxy_reader(std::string_view word) {
  for (const Program& candidate : kPrograms) {
    if (candidate.word == word) return candidate.reader;
  }
  return std::nullopt;
}

no_proxy::Verdict no_proxy::read_as(NoProxyReader reader, std::string_view list, const WrittenUrl& url) {
  return program(reader).read(list, url);
}

Result<NoProxyVerdict> read_no_proxy(NoProxyReader reader, std::string_view list, std::string_view url) {
  const auto cut = no_proxy::cut_url(url);
  if (!cut) return tl::unexpected(cut.error());
  auto verdict = no_proxy::read_as(reader, list, *cut);
  if (verdict) return *std::move(verdict);
  return failure(ErrorCode::kInvalidValue,
                 fmt::format("{} refuses this URL. Write its host in plain letters and digits.", display_name(reader)));
}

}  // namespace sallyport
