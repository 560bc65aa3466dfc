#include "libs/audit/run_check.h"

#include <absl/strings/str_cat.h>
#include <openssl/sha.h>

#include <map>

#include "aor/operations/v1/run_events.pb.h"

namespace aor::audit {
namespace {
using eventlog::v1::Commit;
using operations::v1::RunAdvanced;
using operations::v1::RunClosed;
using operations::v1::RunEvent;

std::string Sha256(const std::string& bytes) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

// Of a run after this commit, as RunAdvanced says.
std::string DigestAfter(std::string digests, const Commit& commit) {
  for (const auto& stream : commit.streams())
    if (!stream.name().starts_with("run-"))
      for (const auto& event : stream.events()) digests += Sha256(event.payload());
  return Sha256(digests);
}

class Runs final : public Check {
 public:
  std::string name() const override { return "RUNS"; }
  std::string summary() const override {
    return absl::StrCat(closed_, " runs of ", items_, " items, closed as their chunks say");
  }
  void See(const Commit& commit, uint32_t chain, uint64_t sequence) override {
    for (const auto& stream : commit.streams())
      for (const auto& envelope : stream.events()) {
        RunEvent event;
        if (!envelope.type().starts_with("aor.operations.v1.RunEvent/") ||
            !event.ParseFromString(envelope.payload()))
          continue;
        const std::string wrong = Follow(commit, event);
        if (!wrong.empty())
          found_.push_back({name(), commit.log(), chain, sequence, stream.name() + " " + wrong});
      }
  }
  void Finish(std::vector<Finding>& findings) override {
    for (Finding& finding : found_) findings.push_back(std::move(finding));
  }

 private:
  struct Run {
    bool open = false;
    uint32_t chunks = 0;
    uint64_t done = 0, left = 0;
    std::map<std::string, int64_t> sums;
    std::string digest;
  };
  // What is wrong with it; empty if nothing is.
  std::string Follow(const Commit& commit, const RunEvent& event) {
    const auto run_of = [&](const std::string& id) -> Run& {
      return runs_[commit.log() + "/" + commit.tenant() + "/" + id];
    };
    if (event.has_run_opened()) {
      run_of(event.run_opened().run_id()).open = true;
      return "";
    }
    if (event.has_run_advanced())
      return Advance(run_of(event.run_advanced().run_id()), commit, event.run_advanced());
    if (event.has_run_closed())
      return Close(run_of(event.run_closed().run_id()), event.run_closed());
    return "";
  }
  static std::string Advance(Run& run, const Commit& commit, const RunAdvanced& advanced) {
    if (!run.open || advanced.chunk() != run.chunks + 1) return "has a chunk out of its turn";
    run.chunks = advanced.chunk();
    run.done += advanced.done();
    run.left += advanced.left_size();
    for (const auto& sum : advanced.sums()) run.sums[sum.currency_code()] += sum.minor_units();
    run.digest = DigestAfter(run.digest, commit);
    return run.digest == advanced.digest() ? "" : "has a chunk whose digest is another";
  }
  std::string Close(Run& run, const RunClosed& closed) {
    std::map<std::string, int64_t> sums;
    for (const auto& sum : closed.sums()) sums[sum.currency_code()] = sum.minor_units();
    const bool fits = run.open && run.done == closed.done() && run.left == closed.left() &&
                      run.sums == sums && run.digest == closed.digest();
    run.open = false;
    ++closed_;
    items_ += closed.done();
    return fits ? "" : "is closed otherwise than its chunks say";
  }

  std::map<std::string, Run> runs_;
  std::vector<Finding> found_;
  uint64_t closed_ = 0, items_ = 0;
};
}  // namespace

std::unique_ptr<Check> RunCheck() { return std::make_unique<Runs>(); }
}  // namespace aor::audit
