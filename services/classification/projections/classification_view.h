// Assessments, determinations with all that became of them, and what was preset.
#pragma once

#include <string>

#include "aor/classification/v1/classification_rows.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/eventsourcing/projection.h"

namespace aor::classification {
//   <tenant>/assessment/<id>/<chain>                   Assessment: each worker's chain may have one
//   <tenant>/determination/<id>                        DeterminationRecord
//   <tenant>/determination_of_worker/<worker>/<id>     the determination's id
//   <tenant>/determination_of_client/<client>/<id>     the determination's id
//   <tenant>/rules/<version>                           RuleBookUsed
//   <tenant>/preset/<jurisdiction>/<level>/<of>        PresetRow; a job is of <client>~<job>
//   <tenant>/person/<id>                               empty: the directory knows them
//   <tenant>/client/<id>                               likewise
//   <tenant>/engagement/<contract>/<worker>/<client>   empty: it was concluded
std::string AssessmentsOf(const std::string& tenant, const std::string& assessment);
std::string DeterminationRow(const std::string& tenant, const std::string& determination);
std::string DeterminationsOfWorker(const std::string& tenant, const std::string& worker);
std::string DeterminationsOfClient(const std::string& tenant, const std::string& client);
std::string RulesRow(const std::string& tenant, const std::string& version);
std::string PersonRow(const std::string& tenant, const std::string& person);
std::string ClientRow(const std::string& tenant, const std::string& client);
std::string EngagementRow(const std::string& tenant, const std::string& contract,
                          const std::string& worker, const std::string& client);
std::string PresetRowKey(const std::string& tenant, const std::string& jurisdiction,
                         v1::Level level, const std::string& of);

class ClassificationView final : public eventsourcing::Projection {
 public:
  std::string name() const override { return "classification"; }
  int version() const override { return 4; }
  std::vector<std::string> logs() const override {
    return {"classification", "directory", "engagements"};
  }
  void Apply(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows) override;
};

// The state after all that happened, on a day: what gives way to another does so from a day on.
v1::DeterminationState StateOf(const v1::DeterminationRecord& record, calendar::Date day);
}  // namespace aor::classification
