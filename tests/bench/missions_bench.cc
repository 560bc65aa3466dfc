// A training network's year on one machine: a coordinator lists their own missions, and thirty
// participants are marked present, while tens of thousands of sessions are there.
// usage: missions_bench SUITE_ADDRESS ISSUER_KEY_FILE [RUNS] [MISSIONS] [SESSIONS OF EACH]
// The suite's clock stands on 28 September 2026 and moves only when told.
#include <absl/strings/str_cat.h>

#include <algorithm>

#include "aor/clock/v1/clock_service.grpc.pb.h"
#include "aor/directory/v1/organisation_service.grpc.pb.h"
#include "aor/directory/v1/person_service.grpc.pb.h"
#include "aor/missions/v1/facilitators_service.grpc.pb.h"
#include "aor/missions/v1/missions_service.grpc.pb.h"
#include "aor/missions/v1/roll_service.grpc.pb.h"
#include "tests/bench/office.h"

namespace aor::bench {
namespace {
using directory::v1::OrganisationService, directory::v1::PersonService;
using missions::v1::FacilitatorService, missions::v1::MissionService, missions::v1::RollService;
constexpr size_t kCoordinators = 100, kClients = 500, kRolls = 500;
constexpr int kParticipants = 30;
constexpr double kListMs = 5, kMarkMs = 10;      // asked for at 50 000 sessions
constexpr int64_t kDuringTheFirst = 1790668800;  // 29 September 2026, 10:00 in Paris

class Network {
 public:
  Network(const Office& office, size_t missions, size_t sessions)
      : office_(office),
        count_(missions),
        sessions_(sessions),
        missions_(MissionService::NewStub(office.channel())),
        rolls_(RollService::NewStub(office.channel())),
        team_(office.TokenOf("tess", "permanent_team")) {
    for (size_t n = 0; n < kCoordinators; ++n)
      coordinators_.push_back(office.TokenOf(CoordinatorOf(n), "coordinator"));
  }
  bool Prepare() { return Name() && Admit() && Open() && Plan() && Register() && Begin(); }
  // In milliseconds, one after the other: of each coordinator, and of each roll.
  std::vector<double> ListEach();
  std::vector<double> MarkEach();

 private:
  static std::string CoordinatorOf(size_t n) { return absl::StrCat("c", n % kCoordinators); }
  size_t rolls() const { return std::min(kRolls, count_); }
  const std::string& TokenOfCoordinator(size_t n) const { return coordinators_[n % kCoordinators]; }
  bool Name();
  bool Admit();
  bool Open();
  bool Plan();
  bool Register();
  bool Begin();
  template <class Call>
  static double Took(Call call) {
    const auto begin = std::chrono::steady_clock::now();
    if (!call()) abort();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
        .count();
  }

  const Office& office_;
  const size_t count_, sessions_;
  const std::unique_ptr<MissionService::Stub> missions_;
  const std::unique_ptr<RollService::Stub> rolls_;
  const std::string team_;
  std::vector<std::string> coordinators_;
  std::vector<std::vector<std::string>> participants_;  // by mission, of its first session
  std::string named_, token_;  // of who is known, and of the last registration
};

void Fill(directory::v1::Address& address) {
  address.set_street("Rue Bugeaud");
  address.set_postal_code("69006");
  address.set_town("Lyon");
  address.set_country_code("FR");
}

// The directory knows the seller, the clients and the coordinators.
bool Network::Name() {
  const auto organisations = OrganisationService::NewStub(office_.channel());
  const auto people = PersonService::NewStub(office_.channel());
  const std::string office = office_.TokenOf("root", "administrator"),
                    consultant = office_.TokenOf("carla", "consultant");
  directory::v1::RegisterLegalEntityRequest entity;
  directory::v1::RegisterLegalEntityResponse registered;
  entity.set_request_id("entity");
  entity.set_legal_entity_id("org");
  entity.set_name("Bench SAS");
  Fill(*entity.mutable_address());
  entity.set_currency_code("EUR");
  entity.set_zone("Europe/Paris");
  entity.set_holiday_place("FR");
  const auto client = [&](size_t n, directory::v1::RegisterClientRequest & request) -> const auto& {
    request.set_request_id(absl::StrCat("client-", n));
    request.set_client_id(absl::StrCat("client-", n));
    request.set_name(absl::StrCat("Client ", n, " SA"));
    Fill(*request.mutable_address());
    request.set_payment_terms_days(30);
    request.set_legal_entity_id("org");
    return consultant;
  };
  const auto person = [&](size_t n, directory::v1::RegisterPersonRequest & request) -> const auto& {
    request.set_request_id(absl::StrCat("person-", n));
    request.set_person_id(CoordinatorOf(n));
    request.mutable_name()->set_given_name("Cora");
    request.mutable_name()->set_family_name(absl::StrCat("Marchetti ", n));
    Fill(*request.mutable_address());
    request.set_language("fr");
    return consultant;
  };
  const auto seen = [&](size_t, const directory::v1::RegisterPersonResponse& response) {
    named_ = response.consistency_token();
  };
  return office_.Do(office, *organisations, &OrganisationService::Stub::RegisterLegalEntity, entity,
                    registered) &&
         office_.Each(kClients, *organisations, &Calls<OrganisationService>::RegisterClient,
                      client) &&
         office_.Each(kCoordinators, *people, &Calls<PersonService>::RegisterPerson, person, seen);
}

// Every coordinator may coordinate.
bool Network::Admit() {
  const auto stub = FacilitatorService::NewStub(office_.channel());
  for (size_t n = 0; n < kCoordinators; ++n) {
    missions::v1::RecordLevelRequest level;
    missions::v1::RecordLevelResponse recorded;
    level.set_request_id(absl::StrCat("level-", n));
    level.set_consistency_token(named_);
    level.set_person_id(CoordinatorOf(n));
    level.set_level("black");
    level.set_evidence("card");
    level.mutable_valid_from()->set_year(2026);
    level.mutable_valid_from()->set_month(1);
    level.mutable_valid_from()->set_day(1);
    if (!office_.Do(team_, *stub, &FacilitatorService::Stub::RecordLevel, level, recorded))
      return false;
    token_ = recorded.consistency_token();
  }
  missions::v1::GetFacilitatorRequest seen;  // the view has read the levels
  missions::v1::GetFacilitatorResponse known;
  seen.set_person_id(CoordinatorOf(kCoordinators - 1));
  seen.set_consistency_token(token_);
  return office_.Do(team_, *stub, &FacilitatorService::Stub::GetFacilitator, seen, known);
}

bool Network::Open() {
  const auto open = [&](size_t n, missions::v1::OpenMissionRequest & request) -> const auto& {
    request.set_request_id(absl::StrCat("open-", n));
    request.set_mission_id(absl::StrCat("m", n));
    request.set_client_id(absl::StrCat("client-", n % kClients));
    request.set_consistency_token(named_);
    request.set_legal_entity_id("org");
    request.set_client_type(missions::v1::CLIENT_TYPE_COMPANY);
    request.set_opportunity_kind("INTRODUCTION");
    auto& line = *request.add_order();
    line.set_session_kind(missions::v1::SESSION_KIND_WORKSHOP);
    line.set_sessions(static_cast<uint32_t>(sessions_));
    return team_;
  };
  const auto offer = [&](size_t n, missions::v1::OfferOpportunityRequest & request) -> const auto& {
    request.set_request_id(absl::StrCat("offer-", n));
    request.set_mission_id(absl::StrCat("m", n));
    request.set_coordinator_id(CoordinatorOf(n));
    return team_;
  };
  const auto accept = [&](size_t n,
                          missions::v1::AcceptOpportunityRequest & request) -> const auto& {
    request.set_request_id(absl::StrCat("accept-", n));
    request.set_mission_id(absl::StrCat("m", n));
    return TokenOfCoordinator(n);
  };
  return office_.Each(count_, *missions_, &Calls<MissionService>::OpenMission, open) &&
         office_.Each(count_, *missions_, &Calls<MissionService>::OfferOpportunity, offer) &&
         office_.Each(count_, *missions_, &Calls<MissionService>::AcceptOpportunity, accept);
}

// The first of each mission tomorrow, the others in October.
bool Network::Plan() {
  const auto plan = [&](size_t n, missions::v1::PlanSessionRequest & request) -> const auto& {
    const size_t session = n / count_;
    request.set_request_id(absl::StrCat("plan-", n));
    request.set_mission_id(absl::StrCat("m", n % count_));
    request.set_session_id(absl::StrCat("s", session));
    request.set_session_kind(missions::v1::SESSION_KIND_WORKSHOP);
    auto& time = *request.add_times();
    time.set_date(session == 0 ? "2026-09-29" : absl::StrCat("2026-10-", 10 + session % 20));
    time.set_start("09:00");
    time.set_end("17:00");
    request.set_zone("Europe/Paris");
    request.set_place("Paris");
    return team_;
  };
  return office_.Each(count_ * sessions_, *missions_, &Calls<MissionService>::PlanSession, plan);
}

bool Network::Register() {
  participants_.resize(rolls());
  const auto fill = [&](size_t n,
                        missions::v1::RegisterParticipantsRequest & request) -> const auto& {
    request.set_request_id(absl::StrCat("register-", n));
    request.set_mission_id(absl::StrCat("m", n));
    request.set_session_id("s0");
    for (int i = 0; i < kParticipants; ++i)
      request.add_participants()->set_mail(absl::StrCat("p", i, ".m", n, "@example.com"));
    return team_;
  };
  return office_.Each(rolls(), *rolls_, &Calls<RollService>::RegisterParticipants, fill,
                      [&](size_t n, const missions::v1::RegisterParticipantsResponse& response) {
                        for (const auto& one : response.registered())
                          participants_[n].push_back(one.participant_id());
                      });
}

bool Network::Begin() {
  const auto clock = clock::v1::ClockService::NewStub(office_.channel());
  clock::v1::AdvanceToRequest request;
  clock::v1::AdvanceToResponse response;
  request.mutable_time()->set_seconds(kDuringTheFirst);
  return office_.Do(office_.TokenOf("root", "administrator"), *clock,
                    &clock::v1::ClockService::Stub::AdvanceTo, request, response);
}

std::vector<double> Network::ListEach() {
  std::vector<double> took;
  for (size_t n = 0; n < kCoordinators; ++n) {
    missions::v1::ListMissionsRequest request;
    missions::v1::ListMissionsResponse response;
    request.set_page_size(100);
    took.push_back(Took([&] {
      return office_.Do(TokenOfCoordinator(n), *missions_, &MissionService::Stub::ListMissions,
                        request, response);
    }));
    if (response.missions().empty()) abort();
  }
  return took;
}

std::vector<double> Network::MarkEach() {
  std::vector<double> took;
  for (size_t n = 0; n < rolls(); ++n) {
    missions::v1::MarkAttendanceRequest request;
    missions::v1::MarkAttendanceResponse response;
    request.set_request_id(absl::StrCat("mark-", n));
    request.set_mission_id(absl::StrCat("m", n));
    request.set_session_id("s0");
    request.set_half_day("2026-09-29-AM");
    for (const auto& one : participants_[n]) request.add_present(one);
    took.push_back(Took([&] {
      return office_.Do(TokenOfCoordinator(n), *rolls_, &RollService::Stub::MarkAttendance, request,
                        response);
    }));
  }
  return took;
}

void Say(const std::string& what, std::vector<double> took, double at_most) {
  std::ranges::sort(took);
  Print({what, "ms", took[took.size() / 2], at_most, 1, "", 0});
  Print({what + ", p99", "ms", took[took.size() * 99 / 100], at_most, 0, "", 0});
}

int Run(int argc, char** argv) {
  if (argc < 3) return 2;
  const Office office(argv[1], argv[2]);
  const int runs = argc > 3 ? std::stoi(argv[3]) : 5;
  const size_t missions = argc > 4 ? std::stoul(argv[4]) : 5'000;
  const size_t sessions = argc > 5 ? std::stoul(argv[5]) : 10;
  Network network(office, missions, sessions);
  if (!network.Prepare()) return 1;
  std::vector<double> listed;
  for (int run = 0; run <= runs; ++run) {
    const auto took = network.ListEach();
    if (run > 0) listed.insert(listed.end(), took.begin(), took.end());  // the first one warms
  }
  const std::string of = absl::StrCat(" of ", missions * sessions, " sessions");
  Say(absl::StrCat("list of ", missions / kCoordinators, " missions of one's own", of), listed,
      kListMs);
  Say(absl::StrCat("mark ", kParticipants, " participants", of), network.MarkEach(), kMarkMs);
  return 0;
}
}  // namespace
}  // namespace aor::bench

int main(int argc, char** argv) { return aor::bench::Run(argc, argv); }
