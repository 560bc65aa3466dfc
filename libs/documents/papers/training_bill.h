// What an invoice says of a training mission that it bills: which sessions, when, who was there and
// who else pays.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libs/documents/papers/training.h"

namespace aor::documents {
struct TrainingBill {
  std::string mission, title;
  bool is_training = false;               // else workshops
  uint32_t instalment = 0;                // 0: none
  bool is_part = false;                   // of what several pay
  std::string agreement;                  // by which a funder pays its part; empty: the client does
  uint32_t sessions = 0;                  // that took place
  std::optional<money::Money> delivered;  // what they come to, whoever pays
  struct Other {
    std::string payer, agreement;
    money::Money amount;
  };
  std::vector<Other> others;
};

// A session that took place; for a funder, that pays on it, with who was there.
struct SessionHeld {
  std::string number, title;
  std::vector<HalfDay> half_days;
  struct Attendance {
    std::vector<std::pair<std::string, size_t>> names;  // the first of them, with their half-days
    size_t present = 0, half_days = 0;                  // of all
  };
  std::optional<Attendance> attendance;
};

// "Training mission m9, training Fresque, instalment 2: part funded by agreement A-1"
std::string BillText(const Desk& desk, const TrainingBill& bill);
// Who else pays what of the same sessions, a line each.
std::vector<std::string> BillDetails(const Desk& desk, const TrainingBill& bill);
std::string HeldText(const Desk& desk, const SessionHeld& held);
}  // namespace aor::documents
