// What is said of a training session, to whoever takes part in it and to whoever runs it.
#pragma once

#include <string>

#include "aor/notifications/v1/notifications_rows.pb.h"
#include "services/notifications/projections/outbox.h"

namespace aor::notifications {
std::string SessionKey(const std::string& tenant, const std::string& roll);
// What the stream is named after, of mission-m1 it is m1.
std::string NameOf(const eventsourcing::Happened& happened);
// The name of the roll of a session that its mission speaks of.
std::string RollOf(const eventsourcing::Happened& happened, const std::string& session,
                   const eventsourcing::Rows& rows);
// What it is called, beside its id.
void AddName(const v1::SessionRow& session, const std::string& session_id, v1::Reminder& told);
void AddPlace(const v1::SessionRow& session, v1::Reminder& told);
std::string MessageOf(const std::string& tenant, const v1::Reminder& told);
// Stands in the place of what was said before, whether that has left or not.
void Supersede(const std::string& tenant, const std::string& key, const v1::Reminder& told,
               eventsourcing::WritableRows& rows);
}  // namespace aor::notifications
