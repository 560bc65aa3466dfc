// A PDF as cairo 1.16 writes it, taken apart, so that what cairo cannot say is added. It refuses
// any other file: whoever changes cairo finds out at the first paper.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aor::documents {
class CairoFile {
 public:
  explicit CairoFile(const std::string& file);

  // Each from behind "7 0 obj\n" to its end; number n at n - 1. The catalogue is the last.
  std::vector<std::string> objects;

  std::string& At(size_t number);
  void Append(const std::string& entries, const std::string& stream);
  // The bytes of the file; the same objects give the same.
  std::string Written() const;

 private:
  std::string head_;     // before the first object
  std::string trailer_;  // behind its size
};

// The number behind `name`: of an object where it is "/Contents ".
size_t NumberBehind(std::string_view text, std::string_view name);
[[noreturn]] void UnknownToUs(const std::string& what);
}  // namespace aor::documents
