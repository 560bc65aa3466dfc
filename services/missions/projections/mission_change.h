// One event of a mission on its rows.
#pragma once

#include <string>

#include "services/missions/projections/missions_view.h"

namespace aor::missions {
class MissionChange {
 public:
  MissionChange(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
  void Apply(const v1::MissionEvent& event);

 private:
  bool TakeOrder(const v1::MissionEvent& event);
  bool TakeSession(const v1::MissionEvent& event);
  bool TakeFee(const v1::MissionEvent& event);
  bool TakeFunding(const v1::MissionEvent& event);
  v1::FundingRecord& FundingOf(const auto& fact);
  void Apportion(const auto& fact);
  void Await(const v1::FundingRecord& record);
  void Change(const v1::OrderLine& line);
  void Answer(const std::string& person, v1::OfferState state);
  void Coordinate(const std::string& person, const google::protobuf::Timestamp& from);
  void Plan(const v1::SessionPlanned& planned);
  void Check(const v1::SheetChecked& checked);
  void ForgetProposal(v1::FeeRecord& record);
  void Enrol(const auto& fact, v1::EnrolmentState state);
  void Close(const v1::MissionClosed& closed);
  void Add(const v1::Fee& fee);
  void Pay(const v1::Fee& fee, bool hold_open);
  void Settle(const auto& fact, v1::FeeStatus status);
  v1::SessionRecord& SessionOf(const std::string& session);
  v1::FeeRecord& FeeOf(const std::string& fee);
  void ShowTo(const std::string& person);
  void Work(v1::WorkKind kind, const std::string& session, const std::string& fee,
            const std::string& what);
  void Done(v1::WorkKind kind, const std::string& item);
  void Move(const v1::SessionMoved& moved);
  void Cancel(const v1::SessionCancelled& cancelled);
  void End(const v1::SessionEnded& ended);
  void Miss(const std::string& session, v1::HoldCause cause);
  void Exceed(v1::SessionKind kind, uint32_t sessions);
  void CompareWithOrder(v1::SessionKind kind);
  std::string EndingKey(const v1::SessionPlanned& planned) const;

  const eventsourcing::Happened& happened_;
  eventsourcing::WritableRows& rows_;
  const std::string tenant_, id_;
  v1::Mission mission_;
};
}  // namespace aor::missions
