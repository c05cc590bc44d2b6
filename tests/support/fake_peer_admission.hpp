#pragma once

#include <atomic>
#include <functional>

#include "sallyport/ports/peer_admission.hpp"

namespace sallyport {

class FakePeerAdmission final : public PeerAdmission {
 public:
  bool admits(const SocketAddress&, const SocketAddress&) override {
    if (meanwhile_) meanwhile_();
    return admits_;
  }
  std::string_view method() const override { return "user"; }

  std::atomic<bool> admits_ = true;
  std::function<void()> meanwhile_;  ///< happens while it is asked; set before the relay opens
};

}  // namespace sallyport
