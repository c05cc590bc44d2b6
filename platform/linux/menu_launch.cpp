#include "platform/posix/menu_launch.hpp"

#include "platform/linux/start_traces.hpp"

namespace sallyport {

bool is_menu_launch(const Environment& environment) { return is_by_desktop(own_start_traces(environment)); }

}  // namespace sallyport
