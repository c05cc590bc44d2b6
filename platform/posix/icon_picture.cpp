#include "platform/icon_picture.hpp"

namespace sallyport {

std::optional<IconPicture> picture_of_icon(const std::string& /*icon*/, int /*size*/) { return std::nullopt; }

}  // namespace sallyport
