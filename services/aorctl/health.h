// What processes say of themselves.
#pragma once

#include <string>

#include "services/aorctl/client.h"

namespace aor::aorctl {
// Prints each process with what it answers: does it live, may it be asked, does its log take
// commands, did all open that its keyring should open; and each of its services that does not
// serve. Of `only` one of live, ready, log and keyring, for probes. True when all of it serves.
bool TellHealth(Client& client, const std::string& only);
}  // namespace aor::aorctl
