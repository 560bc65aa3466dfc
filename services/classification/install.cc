#include "services/classification/install.h"

#include <cstdlib>
#include <iostream>

#include "services/classification/api/endpoint.h"
#include "services/classification/projections/classification_view.h"
#include "services/classification/reactions/contracts.h"
#include "services/classification/reactions/hours.h"

namespace aor::classification {
namespace {
constexpr int kCannotStart = 2;

std::shared_ptr<const RuleBooks> LoadOrExit() {
  auto books = LoadRuleBooks(RulesDirectory());
  if (books.ok()) return std::make_shared<const RuleBooks>(*std::move(books));
  std::cerr << "classification rules: " << books.status().message() << std::endl;
  std::_Exit(kCannotStart);
}
}  // namespace

void Install(service::Host& host) {
  auto books = LoadOrExit();
  auto context = host.Open("classification");
  auto& view = context.Project(std::make_unique<ClassificationView>());
  context.React(std::make_unique<Contracts>(books));
  context.React(std::make_unique<Hours>(books));
  context.Serve(ClassificationEndpoint({context.edge(), view, context.clock(), std::move(books)}));
}
}  // namespace aor::classification
