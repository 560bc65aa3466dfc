// One stored sample of every event: what is in the logs today can be read for ever.
#include "libs/eventsourcing/testing/golden.h"

#include <gtest/gtest.h>

#include "services/documents/domain/content.h"
#include "services/documents/domain/document.h"

namespace aor::documents {
namespace {
using eventsourcing::CheckSamples;

TEST(GoldenTest, EveryEventIsReadAndFolded) {
  const auto printed = Evolve(document::Document{}, eventsourcing::SampleOf<document::Event>(
                                                        GOLDEN "/document", "document_rendered"));
  CheckSamples<document::Document, document::Event>(GOLDEN "/document", printed);
  CheckSamples<content::Content, content::Event>(GOLDEN "/content");
}
}  // namespace
}  // namespace aor::documents
