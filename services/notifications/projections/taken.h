// By which number an SMS centre knows a message. Many answer a submission in hexadecimal digits and
// report in decimal ones, or the other way round, with or without zeros in front: SMPP 3.3 and 3.4
// say it differently.
#pragma once

#include <optional>
#include <string>

#include "aor/notifications/v1/notifications_rows.pb.h"
#include "libs/eventsourcing/projection.h"

namespace aor::notifications {
void StoreTaken(const std::string& server_id, const v1::LeftRow& row,
                eventsourcing::WritableRows& rows);
// As the centre spells it if it spelled one so, else by its number. Digits alone are not taken for
// hexadecimal ones unless some answer had a letter: they would name another's message.
std::optional<v1::LeftRow> LoadTaken(const eventsourcing::Rows& rows, const std::string& server_id);
}  // namespace aor::notifications
