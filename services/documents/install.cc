#include "services/documents/install.h"

#include <cstdlib>
#include <iostream>

#include "libs/eventlog/anchor.h"
#include "libs/files/files.h"
#include "libs/ids/content_digest.h"
#include "libs/service/erasures.h"
#include "services/documents/api/endpoint.h"
#include "services/documents/api/revoked_certificates.h"
#include "services/documents/projections/documents_view.h"

namespace aor::documents {
namespace {
constexpr int kCannotStart = 2;
// Raised with whatever changes a printed page but its words.
constexpr char kRenderer[] = "aor-2";

std::string TextsDirectory() {
  const char* given = std::getenv("AOR_TEXTS_DIRECTORY");
  return given && *given ? given : AOR_DOCUMENT_TEXTS;
}

std::shared_ptr<const Press> PressOrExit(const std::string& texts) {
  auto press = Press::Open(texts);
  if (press.ok()) return *std::move(press);
  std::cerr << "documents: " << press.status().message() << std::endl;
  std::_Exit(kCannotStart);
}

// The version of what prints: the program's, and the words'.
std::string RendererOf(const std::string& texts) {
  std::string words;
  for (const char* language : kLanguages)
    for (const std::string& path : TextFiles(texts, language))
      if (const auto file = files::ReadFile(path); file.ok()) words += *file;
  return std::string(kRenderer) + "-" + ContentDigest(words).substr(0, 12);
}
}  // namespace

void Install(service::Host& host) {
  auto press = PressOrExit(TextsDirectory());
  auto context = host.Open("documents");
  auto& view = context.Project(std::make_unique<DocumentsView>());
  context.Watch(std::make_unique<RevokedCertificates>(context.runtime(), view));
  std::shared_ptr<Records> records = RecordsOver(
      {context.ChannelTo("directory"), context.ChannelTo("engagements"),
       context.ChannelTo("timesheet"), context.ChannelTo("invoicing"), context.ChannelTo("payroll"),
       context.ChannelTo("missions"), context.ChannelTo("classification")},
      [context](const std::string& tenant) mutable { return context.ServiceToken(tenant); });
  const Tools tools{context.edge(),
                    view,
                    context.runtime(),
                    context.vault(),
                    context.clock(),
                    std::move(records),
                    std::move(press),
                    RendererOf(TextsDirectory()),
                    std::make_shared<const Policies>(),
                    std::make_shared<const ClauseBook>(),
                    ContentStore(context.runtime(), context.vault(), view)};
  context.Watch(std::make_unique<service::Erasures>(view, context.vault(), kErasedPrefix));
  context.Serve(std::make_unique<Endpoint>(tools));
}
}  // namespace aor::documents
