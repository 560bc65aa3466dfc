// Whether a bank would take a payment file. The schemas are the smallest part of
// what banks check: they let a wrong check digit, a wrong sum or a slash pass.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "libs/iso20022/credit_transfer.h"

namespace aor::iso20022 {
struct Violation {
  std::string path;      // "/Document/CstmrCdtTrfInitn/PmtInf[1]/CdtTrfTxInf[2]/Cdtr/Nm"
  std::string sentence;  // "Nm is too long."
  friend bool operator==(const Violation&, const Violation&) = default;
};

// The transfer that it concerns, from 1 in its group; 0 for what concerns more than one.
size_t TransferOf(const Violation& violation);

// All violations of the bytes that would leave: our subset of pain.001.001.09
// with the rules of the market. An empty answer means that the file may leave.
// Only the message id's being new cannot be seen in a file.
std::vector<Violation> CheckFile(std::string_view xml, Market market);
// The same of the file that Write makes of a message.
std::vector<Violation> Check(const Message& message);
}  // namespace aor::iso20022
