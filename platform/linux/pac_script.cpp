#include "platform/linux/pac_script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "platform/linux/glib_pointer.hpp"
#include "platform/posix/regular_file.hpp"
#include "sallyport/core/shown_url.hpp"

namespace sallyport {
namespace {

constexpr guint kSilenceSeconds = 10;
constexpr std::size_t kLargestScript = std::size_t{64} * 1024 * 1024;

/// Empty, or why it cannot be read.
std::string file_problem(const std::string& url) {
  GErrorSlot error;
  const GLibPointer<char> path(g_filename_from_uri(url.c_str(), nullptr, error.out()));
  if (!path) return error.get()->message;
  const auto file = read_regular_file(path.get(), kLargestScript);
  if (!file) return file.error().message;
  return *file ? "" : fmt::format("there is no file {}", path.get());
}

/// The first line of the answer to a GET, as the runner asks: without a proxy, and going nowhere else.
std::string status_line(GIOStream* connection, const std::string& request, GCancellable* cancellable,
                        GErrorSlot& error) {
  if (!g_output_stream_write_all(g_io_stream_get_output_stream(connection), request.data(), request.size(), nullptr,
                                 cancellable, error.out())) {
    return {};
  }
  std::string line;
  std::array<char, 256> buffer{};
  while (line.find('\n') == std::string::npos && line.size() < buffer.size()) {
    const gssize count = g_input_stream_read(g_io_stream_get_input_stream(connection), buffer.data(), buffer.size(),
                                             cancellable, error.out());
    if (count <= 0) break;
    line.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return line.substr(0, line.find_first_of("\r\n"));
}

std::string server_problem(const std::string& url, GCancellable* cancellable) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7f; };
  if (std::any_of(url.begin(), url.end(), is_control)) return "it is no URL";
  char* host = nullptr;
  char* path = nullptr;
  char* query = nullptr;
  int port = -1;
  GErrorSlot error;
  const bool split = g_uri_split(url.c_str(), G_URI_FLAGS_ENCODED, nullptr, nullptr, &host, &port, &path, &query,
                                 nullptr, error.out()) != FALSE;
  const std::array<GLibPointer<char>, 3> owned = {GLibPointer<char>(host), GLibPointer<char>(path),
                                                  GLibPointer<char>(query)};
  if (!split || host == nullptr || *host == '\0') return "it is no URL";
  const GObjectPointer<GSocketClient> client(g_socket_client_new());
  g_socket_client_set_enable_proxy(client.get(), FALSE);
  g_socket_client_set_timeout(client.get(), kSilenceSeconds);
  const GObjectPointer<GSocketConnection> connection(g_socket_client_connect_to_host(
      client.get(), host, static_cast<guint16>(port > 0 ? port : 80), cancellable, error.out()));
  if (!connection) return error.get()->message;
  const bool is_v6 = std::string_view(host).find(':') != std::string_view::npos;
  const std::string request = fmt::format(
      "GET {}{}{} HTTP/1.0\r\nHost: {}{}\r\nAccept: application/x-ns-proxy-autoconfig, */*\r\nConnection: "
      "close\r\n\r\n",
      path == nullptr || *path == '\0' ? "/" : path, query == nullptr ? "" : "?", query == nullptr ? "" : query,
      is_v6 ? fmt::format("[{}]", host) : host, port > 0 ? fmt::format(":{}", port) : "");
  const std::string line = status_line(G_IO_STREAM(connection.get()), request, cancellable, error);
  if (error) return error.get()->message;
  if (line.starts_with("HTTP/") && line.find(" 200") != std::string::npos) return {};
  return line.empty() ? "its server gave no answer" : fmt::format("its server answered \"{}\"", line);
}

std::string problem_of(const std::string& url, GCancellable* cancellable) {
  const GLibPointer<char> scheme(g_uri_parse_scheme(url.c_str()));
  if (!scheme) return url.empty() ? std::string() : "it is no URL";
  if (g_ascii_strcasecmp(scheme.get(), "file") == 0) return file_problem(url);
  if (g_ascii_strcasecmp(scheme.get(), "http") == 0) return server_problem(url, cancellable);
  return {};
}

}  // namespace

Result<PacScript::Answers> PacScript::judge(const std::string& url, Answers answers, GCancellable* cancellable) {
  const bool names_proxy =
      std::any_of(answers.begin(), answers.end(), [](const auto& server) { return server.has_value(); });
  if (!names_proxy) {
    {
      const std::lock_guard lock(mutex_);
      if (loaded_ == url) return answers;
    }
    if (const std::string problem = problem_of(url, cancellable); !problem.empty()) {
      return failure(ErrorCode::kFailed,
                     fmt::format("The system's proxy script (PAC) \"{}\" cannot be loaded: {}. Correct its address in "
                                 "the system's proxy settings, or use a custom proxy.",
                                 shown_url(url), problem),
                     problem);
    }
  }
  const std::lock_guard lock(mutex_);
  loaded_ = url;
  return answers;
}

std::string describe_pac_failure(const std::string& url, const std::string& detail) {
  return fmt::format(
      "The system's proxy script (PAC) \"{}\" cannot be run: {} Ask whoever wrote it, or use a custom proxy.",
      shown_url(url), detail.ends_with('.') ? detail : detail + ".");
}

Error explain_pac_silence(Error error) {
  if (error.code == ErrorCode::kTimedOut) {
    error.message =
        "The system's proxy script (PAC) gave no answer in time. Check its address in the system's proxy settings, and "
        "whether its server answers.";
  }
  return error;
}

}  // namespace sallyport
