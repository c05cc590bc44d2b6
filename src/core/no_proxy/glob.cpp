#include "core/no_proxy/glob.hpp"

#include <vector>

namespace sallyport::no_proxy {

bool matches_glob(std::string_view text, std::string_view pattern) {
  // reached[i]: what was read of the pattern can take the first i characters.
  std::vector<char> reached(text.size() + 1, 0);
  reached[0] = 1;
  for (std::size_t p = 0; p < pattern.size(); ++p) {
    char wanted = pattern[p];
    if (wanted == '*') {
      for (std::size_t i = 1; i < reached.size(); ++i) reached[i] = reached[i] != 0 || reached[i - 1] != 0 ? 1 : 0;
      continue;
    }
    if (wanted == '?') {
      for (std::size_t i = reached.size() - 1; i > 0; --i) {
        reached[i] = reached[i] != 0 || reached[i - 1] != 0 ? 1 : 0;
      }
      continue;
    }
    if (wanted == '\\' && p + 1 < pattern.size()) wanted = pattern[++p];
    for (std::size_t i = reached.size() - 1; i > 0; --i) {
      reached[i] = reached[i - 1] != 0 && text[i - 1] == wanted ? 1 : 0;
    }
    reached[0] = 0;
  }
  return reached.back() != 0;
}

}  // namespace sallyport::no_proxy
