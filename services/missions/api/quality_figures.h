// The figures of several sessions and complaints, put together.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "aor/missions/v1/quality_rows.pb.h"
#include "aor/missions/v1/quality_service.pb.h"
#include "services/missions/domain/quality_book.h"

namespace aor::missions {
class QualityFigures {
 public:
  // A session that is over, and what was answered about it.
  void Add(const v1::QualityRow& session);
  void Add(const v1::ComplaintRow& complaint);
  v1::Quality ReadBy(const QualityBook& book) const;

 private:
  std::map<std::pair<std::string, uint32_t>, v1::Tally> tallies_;  // by questionnaire and version
  uint32_t sessions_ = 0, complaints_ = 0, open_ = 0, upheld_ = 0;
};
}  // namespace aor::missions
