#include "services/aorctl/audit.h"

#include <absl/strings/ascii.h>
#include <absl/strings/escaping.h>
#include <absl/strings/str_cat.h>

#include <filesystem>
#include <iostream>

#include "aor/audit/v1/audit_service.grpc.pb.h"
#include "libs/audit/business_checks.h"
#include "libs/audit/pack.h"
#include "libs/audit/verify.h"
#include "libs/rpc/errors.h"

namespace aor::aorctl {
namespace {
namespace fs = std::filesystem;

absl::Status ReadChain(Client& client, audit::v1::AuditService::Stub& stub,
                       const eventlog::AnchoredHead& head, const audit::Sink& sink,
                       uint64_t& bytes) {
  for (uint64_t next = 1; next > 0;) {
    grpc::ClientContext context;
    client.Prepare(context);
    audit::v1::ReadChainRequest request;
    request.set_log(head.log);
    request.set_chain(head.chain);
    request.set_from_sequence(next);
    request.set_to_sequence(head.sequence);
    audit::v1::ReadChainResponse response;
    const auto status = stub.ReadChain(&context, request, &response);
    if (!status.ok()) return rpc::FromGrpc(status);
    const auto written = sink(audit::ChainFile(head.log, head.chain), response.records());
    if (!written.ok()) return written;
    bytes += response.records().size();
    next = response.next_sequence();
  }
  return absl::OkStatus();
}

void PrintText(const audit::Report& report) {
  std::cout << "pack of tenant " << report.tenant << ", environment " << report.environment
            << ", exported " << report.exported_at
            << (report.development_clock ? " (its clock was moved by hand)" : "") << "\n"
            << "CHAIN: " << report.commits << " commits, " << report.leaves << " bare leaves, "
            << report.events << " events, " << report.bytes << " bytes\n";
  for (const std::string& summary : report.summaries) std::cout << summary << "\n";
  for (const auto& finding : report.findings) {
    std::cout << "BAD " << finding.check << ": ";
    if (!finding.log.empty())
      std::cout << "log " << finding.log << " chain " << finding.chain << " sequence "
                << finding.sequence << ": ";
    std::cout << finding.what << "\n";
  }
  std::cout << (report.sound() ? "sound" : "NOT SOUND") << std::endl;
}

void PrintJson(const audit::Report& report) {
  std::cout << "{\"sound\": " << (report.sound() ? "true" : "false")
            << ", \"commits\": " << report.commits << ", \"events\": " << report.events
            << ", \"findings\": [";
  for (size_t i = 0; i < report.findings.size(); ++i) {
    const auto& finding = report.findings[i];
    std::cout << (i ? ", " : "") << "{\"check\": \"" << finding.check << "\", \"log\": \""
              << finding.log << "\", \"chain\": " << finding.chain
              << ", \"sequence\": " << finding.sequence << ", \"what\": \""
              << absl::CHexEscape(finding.what) << "\"}";
  }
  std::cout << "]}" << std::endl;
}
}  // namespace

absl::Status ExportPack(Client& client, const std::string& directory) {
  if (fs::exists(directory))
    return absl::AlreadyExistsError(directory + " exists: name a new directory");
  const auto stub = audit::v1::AuditService::NewStub(client.channel());
  grpc::ClientContext context;
  client.Prepare(context);
  audit::v1::CreatePackResponse pack;
  const auto status = stub->CreatePack(&context, {}, &pack);
  if (!status.ok()) return rpc::FromGrpc(status);
  const audit::Sink sink = audit::IntoDirectory(directory);
  if (auto written = sink(audit::kManifestFile, pack.manifest()); !written.ok()) return written;
  if (auto written = sink(audit::kCheckpointFile, pack.checkpoint()); !written.ok()) return written;
  uint64_t bytes = 0, commits = 0;
  const auto heads = eventlog::UnverifiedHeads(pack.checkpoint());  // the auditor verifies them
  if (!heads.ok()) return heads.status();
  for (const auto& head : *heads) {
    if (auto read = ReadChain(client, *stub, head, sink, bytes); !read.ok()) return read;
    commits += head.sequence;
  }
  std::cout << commits << " commits, " << bytes << " bytes in " << directory << std::endl;
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadPublicKey(const std::string& file_or_hex) {
  std::string text = file_or_hex;
  if (fs::exists(file_or_hex)) {
    auto content = eventlog::ReadFile(file_or_hex);
    if (!content.ok()) return content.status();
    text = *content;
  }
  absl::StripAsciiWhitespace(&text);
  if (text.size() != 64 || text.find_first_not_of("0123456789abcdef") != std::string::npos)
    return absl::InvalidArgumentError(
        "--public-key: give the 64 hex digits of the key, or a file that holds them");
  return absl::HexStringToBytes(text);
}

absl::Status VerifyPack(const std::string& directory, const std::string& public_key,
                        const std::string& earlier_checkpoint_file, bool json) {
  audit::VerifyOptions options{directory, public_key, ""};
  if (!fs::is_directory(directory)) return absl::NotFoundError(directory + " is no directory");
  if (!earlier_checkpoint_file.empty()) {
    auto note = eventlog::ReadFile(earlier_checkpoint_file);
    if (!note.ok()) return note.status();
    options.earlier_checkpoint = *note;
  }
  const audit::Report report = audit::Verify(options, audit::BusinessChecks());
  json ? PrintJson(report) : PrintText(report);
  return report.sound() ? absl::OkStatus() : absl::DataLossError("the pack is not sound");
}

absl::Status Restore(const std::string& backup, const std::string& data_directory) {
  if (!fs::is_directory(backup + "/log"))
    return absl::NotFoundError(backup + " is no backup: it holds no log");
  if (fs::exists(data_directory) && !fs::is_empty(data_directory))
    return absl::AlreadyExistsError(data_directory + " is not empty: name a new directory");
  std::error_code error;
  fs::create_directories(data_directory, error);
  fs::copy(backup, data_directory, fs::copy_options::recursive, error);
  if (error) return absl::UnavailableError(data_directory + ": " + error.message());
  std::cout
      << "restored to " << data_directory
      << "; start the suite on it, with --wrapping_key_file naming the key that wraps its keys:"
      << " read models are folded again. Without the anchor of its log, or with a later one put "
         "aside,"
      << " start once with --accept_missing_anchor=true" << std::endl;
  return absl::OkStatus();
}
}  // namespace aor::aorctl
