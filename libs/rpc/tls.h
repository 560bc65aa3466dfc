// Mutual TLS between processes: each side shows a certificate that one authority signed. Files are
// read again when they change, and connections that are made from then on use them.
#pragma once

#include <absl/status/status.h>
#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

namespace aor::rpc {
struct TlsFiles {
  std::string certificate, key;  // ours, PEM; a caller without them shows none
  std::string authorities;       // PEM; none: plain text
  unsigned seconds = 10;         // between two looks at the files
};
// One line for files that cannot be read, or that do not belong together.
absl::Status CheckTls(const TlsFiles& files);
// A caller without a certificate of the authorities gets no connection.
std::shared_ptr<grpc::ServerCredentials> ServerCredentialsOf(const TlsFiles& files);
// A server gets no call unless its certificate is of the authorities and names the host that is
// called.
std::shared_ptr<grpc::ChannelCredentials> ChannelCredentialsOf(const TlsFiles& files);
}  // namespace aor::rpc
