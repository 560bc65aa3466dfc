// What a paper cannot say: thrown inside the library, answered as a status by its papers.
#pragma once

#include <stdexcept>

namespace aor::documents {
class Unprintable : public std::runtime_error {
  using std::runtime_error::runtime_error;
};
}  // namespace aor::documents
