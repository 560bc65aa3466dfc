// Every method of the suite as a verb: RegisterClient is register-client, ListContracts
// is also "list contracts".
#pragma once

#include <google/protobuf/descriptor.h>

#include <string>
#include <vector>

namespace aor::aorctl {
struct Verb {
  std::string name;  // register-client
  const google::protobuf::MethodDescriptor* method;
};
// Of all services linked into this program, sorted by name. A name that two services
// share carries the context in front: payroll-get-history.
const std::vector<Verb>& Verbs();
// Nothing for an unknown verb. `words` such as {"list", "contracts"} or {"register-client"};
// the words that made the verb are counted in `used`.
const google::protobuf::MethodDescriptor* FindVerb(const std::vector<std::string>& words,
                                                   size_t& used);
// What is also said for a verb, such as {"month", "status"}, in the verb's own words; others stay.
std::vector<std::string> InVerbs(std::vector<std::string> words);
// A sentence for words that make no verb, with what may follow the first of them.
std::string NoSuchVerb(const std::vector<std::string>& words);
// What a method does, and the flags of its request, one line each: path, kind of value, what is
// required, what it means.
std::string DescribeMethod(const google::protobuf::MethodDescriptor& method);
}  // namespace aor::aorctl
