#pragma once

#include "sallyport/core/request_record.hpp"

namespace sallyport {

/// Whoever wants to know what the relay carries.
class RequestObserver {
 public:
  virtual ~RequestObserver() = default;

  /// Once for each request that has ended, well or badly, and for each tunnel that has closed. On the relay's thread;
  /// does not block.
  virtual void request_ended(RequestRecord record) = 0;
};

}  // namespace sallyport
