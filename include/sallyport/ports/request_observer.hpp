#pragma once

#include <vector>

#include "sallyport/core/request_record.hpp"

namespace sallyport {

/// Whoever wants to know what the relay carries. Called on the relay's thread; does not block.
class RequestObserver {
 public:
  virtual ~RequestObserver() = default;

  /// Once for each request that has ended, well or badly, and for each tunnel that has closed.
  virtual void request_ended(RequestRecord record) = 0;

  /// Whether `under_way` is wanted now.
  [[nodiscard]] virtual bool watches() const = 0;
  /// Every second, each request and tunnel that has not ended, with what it carried so far.
  virtual void under_way(std::vector<RequestRecord> records) = 0;
};

}  // namespace sallyport
