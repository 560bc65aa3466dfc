// What is checked of a company's numbers before it is a fact, by the country of its address.
#pragma once

#include <absl/status/status.h>
#include <absl/strings/ascii.h>
#include <absl/strings/str_replace.h>

#include <algorithm>
#include <string>

#include "aor/directory/v1/directory_events.pb.h"
#include "libs/identifiers/identifiers.h"
#include "libs/rpc/errors.h"

namespace aor::directory {
// Said with nothing in them they are not said.
template <class Request, class Fact>
void SetParticulars(const Request& request, Fact& fact) {
  if (request.particulars().ByteSizeLong() > 0) *fact.mutable_particulars() = request.particulars();
}

// A number of its country's register has the digits that such numbers have. A client's is not kept.
template <class Request>
absl::Status CheckRegistration(const Request& request) {
  if constexpr (requires { request.registration_number(); }) {
    const auto& number = request.registration_number();
    const auto kind = identifiers::RegisterKindOf(request.address().country_code(), number);
    if (number.empty() || !kind) return absl::OkStatus();
    const auto verdict = identifiers::Check(*kind, number);
    if (!verdict.valid) return rpc::FieldError("registration_number", verdict.reason);
  }
  return absl::OkStatus();
}

// 78.20Z, also without the point: four digits and a capital.
inline bool IsActivityCode(const std::string& code) {
  const std::string compact = absl::StrReplaceAll(code, {{".", ""}});
  return compact.size() == 5 && absl::ascii_isupper(compact.back()) &&
         std::all_of(compact.begin(), compact.end() - 1, absl::ascii_isdigit);
}

inline absl::Status CheckFrench(const v1::CompanyParticulars& stated) {
  if (!stated.activity_code().empty() && !IsActivityCode(stated.activity_code()))
    return rpc::FieldError("particulars.activity_code", "give a NAF code such as 78.20Z");
  if (stated.establishment_number().empty()) return absl::OkStatus();
  const auto verdict =
      identifiers::Check(identifiers::Kind::kFrenchSiret, stated.establishment_number());
  return verdict.valid ? absl::OkStatus()
                       : rpc::FieldError("particulars.establishment_number", verdict.reason);
}

template <class Request>
absl::Status CheckParticulars(const Request& request) {
  if constexpr (requires { request.particulars(); }) {
    const auto& capital = request.particulars().share_capital();
    if (request.particulars().has_share_capital() &&
        (capital.minor_units() <= 0 || capital.currency_code().size() != 3))
      return rpc::FieldError("particulars.share_capital",
                             "give an amount above zero with its currency, or leave it out");
    if (request.address().country_code() == "FR") return CheckFrench(request.particulars());
  }
  return absl::OkStatus();
}
}  // namespace aor::directory
