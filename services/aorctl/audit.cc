#include "services/aorctl/audit.h"

#include <absl/strings/escaping.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_split.h>

#include <filesystem>
#include <iostream>

#include "aor/audit/v1/audit_service.grpc.pb.h"
#include "libs/audit/business_checks.h"
#include "libs/audit/pack.h"
#include "libs/audit/verify.h"
#include "libs/files/files.h"
#include "libs/rpc/errors.h"
#include "services/aorctl/audit_report.h"

namespace aor::aorctl {
namespace {
namespace fs = std::filesystem;

using Stub = audit::v1::AuditService::Stub;

// One pack of what one process after the other hands out.
class Exporting {
 public:
  Exporting(Client& client, audit::Sink sink) : client_(client), sink_(std::move(sink)) {}

  absl::Status Cut(const std::shared_ptr<grpc::Channel>& channel) {
    auto stub = audit::v1::AuditService::NewStub(channel);
    grpc::ClientContext context;
    client_.Prepare(context);
    audit::v1::CreatePackResponse pack;
    const auto status = stub->CreatePack(&context, {}, &pack);
    if (!status.ok()) return rpc::FromGrpc(status);
    auto heads = eventlog::UnverifiedHeads(pack.checkpoint());  // the auditor verifies them
    if (!heads.ok()) return heads.status();
    cuts_.push_back({pack.manifest(), pack.manifest_note(), pack.checkpoint()});
    heads_.push_back({std::move(stub), *std::move(heads)});
    return absl::OkStatus();
  }

  absl::Status Write() {
    if (auto written = audit::WriteCuts(cuts_, sink_); !written.ok()) return written;
    for (const auto& [stub, heads] : heads_)
      for (const auto& head : heads)
        if (auto read = ReadChain(*stub, head); !read.ok()) return read;
    return absl::OkStatus();
  }

  uint64_t commits() const { return commits_; }
  uint64_t bytes() const { return bytes_; }

 private:
  absl::Status ReadChain(Stub& stub, const eventlog::AnchoredHead& head) {
    std::string shown;
    for (uint64_t next = 1; next > 0;) {
      grpc::ClientContext context;
      client_.Prepare(context);
      audit::v1::ReadChainRequest request;
      request.set_log(head.log);
      request.set_chain(head.chain);
      request.set_from_sequence(next);
      request.set_to_sequence(head.sequence);
      request.set_shown(shown);
      audit::v1::ReadChainResponse response;
      const auto status = stub.ReadChain(&context, request, &response);
      if (!status.ok()) return rpc::FromGrpc(status);
      const auto written = sink_(audit::ChainFile(head.log, head.chain), response.records());
      if (!written.ok()) return written;
      bytes_ += response.records().size();
      next = response.next_sequence();
      shown = response.shown();
    }
    commits_ += head.sequence;
    return sink_(audit::kShownFile, shown);
  }

  Client& client_;
  const audit::Sink sink_;
  std::vector<audit::Cut> cuts_;
  std::vector<std::pair<std::unique_ptr<Stub>, std::vector<eventlog::AnchoredHead>>> heads_;
  uint64_t commits_ = 0, bytes_ = 0;
};
}  // namespace

absl::Status ExportPack(Client& client, const std::string& directory) {
  if (fs::exists(directory))
    return absl::AlreadyExistsError(directory + " exists: name a new directory");
  Exporting exporting(client, audit::IntoDirectory(directory));
  for (const auto& [address, channel] : client.processes())
    if (auto cut = exporting.Cut(channel); !cut.ok()) return cut;
  if (auto written = exporting.Write(); !written.ok()) return written;
  std::cout << exporting.commits() << " commits, " << exporting.bytes() << " bytes in " << directory
            << std::endl;
  return absl::OkStatus();
}

absl::Status PrintPublicKeys(Client& client) {
  for (const auto& [address, channel] : client.processes()) {
    grpc::ClientContext context;
    client.Prepare(context);
    audit::v1::GetPublicKeyResponse key;
    const auto status = audit::v1::AuditService::NewStub(channel)->GetPublicKey(&context, {}, &key);
    if (!status.ok()) return rpc::FromGrpc(status);
    const std::string hex = absl::BytesToHexString(key.public_key());
    if (client.processes().size() == 1)
      std::cout << hex << std::endl;
    else
      for (const std::string& log : key.logs()) std::cout << log << "=" << hex << std::endl;
  }
  return absl::OkStatus();
}

absl::StatusOr<audit::PublicKeys> ReadPublicKeys(const std::string& file_or_text) {
  std::string text = file_or_text;
  std::error_code too_long_for_a_name;
  if (fs::exists(file_or_text, too_long_for_a_name)) {
    auto content = files::ReadFile(file_or_text);
    if (!content.ok()) return content.status();
    text = *content;
  }
  audit::PublicKeys keys;
  for (const absl::string_view word :
       absl::StrSplit(text, absl::ByAnyChar(", \t\r\n"), absl::SkipEmpty())) {
    const size_t equals = word.find('=');
    const std::string log(equals == word.npos ? "" : word.substr(0, equals));
    const std::string hex(equals == word.npos ? word : word.substr(equals + 1));
    if (hex.size() != 64 || hex.find_first_not_of("0123456789abcdef") != std::string::npos)
      return absl::InvalidArgumentError("--public-key: " + hex + " is no key of 64 hex digits");
    keys[log] = absl::HexStringToBytes(hex);
  }
  if (!keys.empty()) return keys;
  return absl::InvalidArgumentError(
      "--public-key: give the 64 hex digits of the key, LOG=HEX,… of processes apart, or a file "
      "that holds them");
}

absl::Status VerifyPack(const std::string& directory, const audit::PublicKeys& public_keys,
                        const std::string& earlier_checkpoint_file, bool json) {
  audit::VerifyOptions options{directory, public_keys, ""};
  if (!fs::is_directory(directory)) return absl::NotFoundError(directory + " is no directory");
  if (!earlier_checkpoint_file.empty()) {
    auto note = files::ReadFile(earlier_checkpoint_file);
    if (!note.ok()) return note.status();
    options.earlier_checkpoint = *note;
  }
  const audit::Report report = audit::Verify(options, audit::BusinessChecks());
  std::cout << (json ? ReportJson(report) : ReportText(report)) << std::flush;
  return report.sound() ? absl::OkStatus() : absl::DataLossError("the pack is not sound");
}
}  // namespace aor::aorctl
