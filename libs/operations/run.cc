#include "libs/operations/run.h"

#include <stdexcept>

namespace aor::operations::run {
namespace {
using enum Refusal;
std::vector<Event> AlreadyTrue() { return {}; }

Decision On(const Run& run, const Open& command) {
  if (run.known.contains(command.opened.run_id())) return AlreadyTrue();
  if (run.open) return kOtherIsOpen;

  Event event;
  *event.mutable_run_opened() = command.opened;
  return std::vector{event};
}

Decision On(const Run& run, const Advance& command) {
  const auto& advanced = command.advanced;
  if (!run.known.contains(advanced.run_id())) return kUnknownRun;
  if (!run.IsOpen(advanced.run_id())) return kClosed;
  if (advanced.chunk() <= run.chunks) return AlreadyTrue();
  if (run.cancellation_requested) return kCancelled;
  if (advanced.chunk() != run.chunks + 1) return kOutOfTurn;

  Event event;
  *event.mutable_run_advanced() = advanced;
  return std::vector{event};
}

Decision On(const Run& run, const RequestCancellation& command) {
  if (!run.known.contains(command.run_id)) return kUnknownRun;
  if (!run.IsOpen(command.run_id) || run.cancellation_requested) return AlreadyTrue();

  Event event;
  event.mutable_run_cancellation_requested()->set_run_id(command.run_id);
  event.mutable_run_cancellation_requested()->set_requested_by(command.by);
  return std::vector{event};
}

Decision On(const Run& run, const Close& command) {
  if (!run.known.contains(command.run_id)) return kUnknownRun;
  if (!run.IsOpen(command.run_id)) return AlreadyTrue();

  Event event;
  auto& closed = *event.mutable_run_closed();
  closed.set_run_id(command.run_id);
  closed.set_outcome(command.outcome);
  closed.set_done(run.done);
  closed.set_left(run.left);
  for (const auto& [currency, sum] : run.sums) *closed.add_sums() = money::ToProto(sum);
  closed.set_digest(run.digest);
  closed.set_detail(command.detail);
  closed.set_run_kind(run.opened.run_kind());
  closed.set_legal_entity_id(run.opened.legal_entity_id());
  closed.set_period(run.opened.period());
  return std::vector{event};
}

Run Opened(Run run, const v1::RunOpened& opened) {
  Run fresh;
  fresh.known = std::move(run.known);
  fresh.known.insert(opened.run_id());
  fresh.opened = opened;
  fresh.open = true;
  return fresh;
}

Run Advanced(Run run, const v1::RunAdvanced& advanced) {
  run.chunks = advanced.chunk();
  run.done += advanced.done();
  run.left += advanced.left_size();
  for (const auto& part : advanced.sums()) {
    const auto amount = money::FromProto(part);
    const auto [sum, is_new] = run.sums.try_emplace(amount.currency, amount);
    if (!is_new) sum->second = sum->second + amount;
  }
  run.digest = advanced.digest();
  return run;
}
}  // namespace

Decision Decide(const Run& run, const Command& command) {
  return std::visit([&](const auto& c) { return On(run, c); }, command);
}

Run Evolve(Run run, const Event& event) {
  switch (event.kind_case()) {
    case Event::kRunOpened: return Opened(std::move(run), event.run_opened());
    case Event::kRunAdvanced: return Advanced(std::move(run), event.run_advanced());
    case Event::kRunCancellationRequested: run.cancellation_requested = true; return run;
    case Event::kRunClosed: run.open = false; return run;
    case Event::KIND_NOT_SET: break;
  }
  throw std::runtime_error("run: unknown event " + event.ShortDebugString());
}

std::string_view Name(Refusal refusal) {
  switch (refusal) {
    case kOtherIsOpen: return "RUN_IS_OPEN";
    case kUnknownRun: return "UNKNOWN_RUN";
    case kClosed: return "RUN_CLOSED";
    case kCancelled: return "RUN_CANCELLED";
    case kOutOfTurn: return "OUT_OF_TURN";
  }
  throw std::logic_error("run: unnamed refusal");
}

std::string_view Sentence(Refusal refusal) {
  switch (refusal) {
    case kOtherIsOpen:
      return "Another run of this legal entity and period is open; wait for it or cancel it.";
    case kUnknownRun: return "There is no such run; list the operations.";
    case kClosed: return "The run is closed and stays as it is; open another one.";
    case kCancelled: return "Somebody cancelled the run; open another one for the rest.";
    case kOutOfTurn: return "The run has come to another place; read the operation again.";
  }
  throw std::logic_error("run: unexplained refusal");
}

std::string RunId(const v1::RunOpened& opened, std::string_view of_request) {
  return opened.run_kind() + "~" + opened.legal_entity_id() + "~" + opened.period() + "~" +
         std::string(of_request);
}

std::string StreamOf(std::string_view run_id) {
  return "run-" + std::string(run_id.substr(0, run_id.rfind('~')));
}
}  // namespace aor::operations::run
