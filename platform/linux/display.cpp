#include "platform/display.hpp"

#include "app/window_request.hpp"

namespace sallyport {

bool shows_windows(const Environment& environment) { return has_display(environment); }

}  // namespace sallyport
