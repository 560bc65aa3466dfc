#include "services/engagements/domain/papers.h"

#include <gtest/gtest.h>

namespace aor::engagements {
namespace {
TEST(PapersTest, APlacementHasNoAmendments) {
  EXPECT_TRUE(AmendmentsOf("c1", v1::ENGAGEMENT_KIND_PERMANENT, 1, {}).empty());
  EXPECT_EQ(AmendmentsOf("c1", v1::ENGAGEMENT_KIND_AOR, 3, {}).front().paper_id, "c1-worker-3");
}

TEST(PapersTest, ASideSignsItsOwnPapers) {
  EXPECT_TRUE(IsOfWorker("c1", "c1-worker") && IsOfWorker("c1", "c1-worker-1"));
  EXPECT_FALSE(IsOfWorker("c1", "c1-client-1") || IsOfWorker("c1", "c1-workers"));
  EXPECT_TRUE(IsOfClient("c1", "c1-client") && IsOfClient("c1", "c1-client-12"));
  EXPECT_FALSE(IsOfClient("c1", "c1-worker-1") || IsOfClient("c1", "c2-client"));
}
}  // namespace
}  // namespace aor::engagements
