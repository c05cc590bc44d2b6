#pragma once

#include <string>
#include <vector>

#include "sallyport/core/client.hpp"
#include "sallyport/core/result.hpp"

namespace sallyport {

/// An entry of Sallyport's as it stands in the menu.
struct MenuEntry {
  std::string path;
  std::string client_id;  ///< that it starts; as its name says it when it cannot be read
  std::string program;    ///< of the command that it runs
  std::string problem;    ///< why it cannot be read, a sentence; else empty
};

/// The OS menu's entries that start clients through Sallyport.
class MenuEntries {
 public:
  virtual ~MenuEntries() = default;

  /// Writes or rewrites the entry of a client. It stands in for the app's own; when that name is taken, by an entry of
  /// the user's own or of another client, it gets a name of its own beside that one, which stays as it is. Returns a
  /// sentence for the user when that happened now, else nothing. Never overwrites what is not ours, or was edited
  /// (kAlreadyExists).
  [[nodiscard]] virtual Result<std::string> add(const Client& client) = 0;
  /// Removes the client's entry when it is unchanged; one that the user edited stays (kAlreadyExists says so). None is
  /// fine.
  [[nodiscard]] virtual Result<void> remove(const Client& client) = 0;
  [[nodiscard]] virtual bool has(const Client& client) = 0;
  /// Every entry of Sallyport's, by path; also those that cannot be read and have a name as Sallyport gives it.
  [[nodiscard]] virtual std::vector<MenuEntry> list() = 0;
};

}  // namespace sallyport
