// FOUR_EYES: where a second person protects, no pair of eyes was the same, also through
// delegation:
// - a payment batch is released by nobody who proposed it;
// - a changed bank account is confirmed by nobody who declared it;
// - a loan above the threshold is confirmed by nobody who asked for it, and no advance,
//   no payslip is granted or verified by its own worker;
// - hours are verified by nobody who entered or corrected them;
// - a client's contest is rejected by two;
// - a closed gate is overridden by nobody who asked for it;
// - below cost, a quote is approved and a rate taken by nobody who asked for it;
// - an invoice that its order does not cover, and a payslip below zero, are confirmed by nobody who
//   decided that.
#pragma once

#include <memory>

#include "libs/audit/verify.h"

namespace aor::audit {
// Remembers the hands of one chain at a time: memory is bound by the largest.
std::unique_ptr<Check> FourEyes();
}  // namespace aor::audit
