// From what the directory says of a company to what papers print of it.
#pragma once

#include <absl/strings/str_replace.h>

#include <string>
#include <vector>

#include "aor/directory/v1/directory_events.pb.h"
#include "libs/documents/papers/press.h"

namespace aor::documents {
inline constexpr size_t kSiren = 9;  // digits

inline iso20022::Party WhoOf(const std::string& name, const directory::v1::Address& address) {
  return {name,
          {address.street(),
           address.building_number(),
           address.postal_code(),
           address.town(),
           address.country_code(),
           {}}};
}

// A Swiss VAT number holds the firm's, and French numbers do not say what they are.
inline std::vector<std::string> Stated(const std::string& registration, const std::string& vat,
                                       const std::string& country) {
  const bool is_french = country == "FR";
  std::vector<std::string> stated;
  if (!registration.empty() && !vat.starts_with(registration))
    stated.push_back(is_french && registration.size() == kSiren ? "SIREN " + registration
                                                                : registration);
  if (!vat.empty()) stated.push_back(is_french ? "TVA " + vat : vat);
  return stated;
}

// The French register has a company by its SIREN, with which a SIRET begins.
inline Company CompanyOf(const directory::v1::CompanyParticulars& stated,
                         const std::string& registration, const std::string& country) {
  Company company;
  company.legal_form = stated.legal_form();
  if (stated.has_share_capital()) company.capital = money::FromProto(stated.share_capital());
  if (country != "FR") return company;
  company.register_town = stated.register_town();
  company.register_number =
      absl::StrReplaceAll(registration, {{" ", ""}, {".", ""}}).substr(0, kSiren);
  return company;
}

// With its numbers: once in the register's words, once beside them would be twice.
template <class Registered>
Party CompanyParty(const Registered& company) {
  const std::string& country = company.address().country_code();
  Party party{WhoOf(company.name(), company.address()), {}, {}};
  party.company = CompanyOf(company.particulars(), company.registration_number(), country);
  party.registrations =
      Stated(party.company.register_town.empty() ? company.registration_number() : "",
             company.vat_number(), country);
  return party;
}
}  // namespace aor::documents
