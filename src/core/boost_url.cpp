// Boost.URL is used without its compiled library, which Debian's default Boost lacks: this is its one source.
#include <boost/url/src.hpp>
