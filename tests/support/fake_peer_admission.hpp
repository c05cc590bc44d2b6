#pragma once

#include <atomic>

#include "sallyport/ports/peer_admission.hpp"

namespace sallyport {

class FakePeerAdmission final : public PeerAdmission {
 public:
  bool admits(const SocketAddress&, const SocketAddress&) override { return admits_; }
  std::string_view method() const override { return "user"; }

  std::atomic<bool> admits_ = true;
};

}  // namespace sallyport
