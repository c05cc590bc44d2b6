#pragma once

#include <string>
#include <vector>

#include "app/proxy_import.hpp"

namespace sallyport {

/// What an import would change in the form, in the words of its fields.
struct ImportTable {
  struct Row {
    std::string setting;  ///< `Server`
    std::string now;
    std::string then;
    bool operator==(const Row&) const = default;
  };
  std::vector<Row> rows;  ///< none: there is nothing to import, and `note` says why
  std::string note;       ///< sentences on what is not imported; may be empty
  bool warns = false;     ///< they are more than a reason
};

[[nodiscard]] ImportTable make_import_table(const Result<ProxyImport>& proposed);

}  // namespace sallyport
