#pragma once

namespace sallyport {

/// As far as this process may without asking.
void raise_descriptor_limit();

}  // namespace sallyport
