#include "services/notifications/templates/templates.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

#include "libs/calendar/calendar.h"

namespace aor::notifications {
namespace {
v1::MessageRequested Extended(const std::string& contract) {
  v1::MessageRequested message;
  message.set_template_id("contract-extended");
  auto& id = *message.add_parameters();
  id.set_name("contract_id");
  id.set_id(contract);
  auto& end = *message.add_parameters();
  end.set_name("end");
  end.mutable_date()->set_year(2026);
  end.mutable_date()->set_month(12);
  end.mutable_date()->set_day(5);
  return message;
}

std::string TextOf(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Every file in every language, valid, so that one can be broken.
Templates::Files AllFiles() {
  Templates::Files files;
  for (const Kind& kind : Kinds())
    for (const char* language : {"fr", "de", "en"}) {
      std::string text = "subject: s\nsms: t\n\nHello {{name}}\n";
      for (const auto& field : kind.fields) text += "{{" + std::string(field.name) + "}}\n";
      if (!kind.topic.empty()) text += "{{stop}}\n";
      files[std::string(kind.id) + "." + language + ".txt"] = text;
    }
  return files;
}
std::string Fault(const std::string& file, const std::string& text) {
  auto files = AllFiles();
  files[file] = text;
  return std::string(Templates::Parse(files).status().message());
}

TEST(TemplatesTest, SpeakTheReadersLanguage) {
  const auto templates = Templates::BuiltIn();
  ASSERT_TRUE(templates.ok()) << templates.status();
  const auto in = [&](const char* language) {
    return templates->Render(Extended("c-7"), {"Zoé Müller", language, "https://x.ch/m/1"});
  };
  EXPECT_EQ(in("fr-CH").subject, "Votre contrat c-7 est prolongé jusqu'au 05.12.2026");
  EXPECT_EQ(in("de").subject, "Ihr Vertrag c-7 ist bis 05.12.2026 verlängert");
  EXPECT_EQ(in("en").subject, "Your contract c-7 is extended to 5 Dec 2026");
  EXPECT_EQ(in("it").subject, in("en").subject) << "one without templates";
  EXPECT_EQ(in("fr").text.substr(0, 21), "Bonjour Zoé Müller,");
  EXPECT_NE(in("fr").sms.find("https://x.ch/m/1"), std::string::npos);
}

TEST(TemplatesTest, AWeekIsOneOfTheCalendar) {
  const auto templates = Templates::BuiltIn();
  ASSERT_TRUE(templates.ok()) << templates.status();
  const auto subject = [&](const std::string& week, const char* language) {
    v1::MessageRequested message;
    message.set_template_id("hours-due");
    auto& parameter = *message.add_parameters();
    parameter.set_name("week");
    parameter.set_id(week);
    return templates->Render(message, {"Ada", language, "", "https://x.ch/u/1"}).subject;
  };
  EXPECT_EQ(subject("2026-W43", "fr"), "Vos heures de la semaine 43 (19.10.–25.10.2026)");
  EXPECT_EQ(subject("2026-W53", "de"), "Ihre Stunden der Woche 53 (28.12.2026–03.01.2027)");
  EXPECT_EQ(subject("2026-W43", "en"), "Your hours of week 43 (19 Oct–25 Oct 2026)");
  EXPECT_EQ(subject("2026-W99", "de"), "Ihre Stunden der Woche 2026-W99");
}

TEST(TemplatesTest, AnAmountIsWrittenAsItsReadersDo) {
  const auto templates = Templates::BuiltIn();
  ASSERT_TRUE(templates.ok()) << templates.status();
  const auto subject = [&](const char* currency, int64_t minor, const char* language) {
    v1::MessageRequested message;
    message.set_template_id("invoice-issued");
    auto& parameter = *message.add_parameters();
    parameter.set_name("payable");
    parameter.mutable_amount()->set_currency_code(currency);
    parameter.mutable_amount()->set_minor_units(minor);
    const std::string all = templates->Render(message, {"Ada", language, ""}).subject;
    return all.substr(all.find(": ") + 2);
  };
  EXPECT_EQ(subject("CHF", 123456750, "de"), "CHF 1'234'567.50");
  EXPECT_EQ(subject("CHF", 99900, "fr"), "CHF 999.00");
  EXPECT_EQ(subject("EUR", 1339205, "fr"), "13\u202F392,05\u00A0€");
  EXPECT_EQ(subject("EUR", 133920, "de"), "1.339,20\u00A0€");
  EXPECT_EQ(subject("EUR", 133920, "en"), "EUR 1,339.20");
  EXPECT_EQ(subject("EUR", -100000, "en"), "EUR -1,000.00");
}

TEST(TemplatesTest, APaperHasANameInTheReadersLanguage) {
  const auto templates = Templates::BuiltIn();
  ASSERT_TRUE(templates.ok()) << templates.status();
  const auto subject = [&](const char* kind, const char* language) {
    v1::MessageRequested message;
    message.set_template_id("credential-expiring");
    for (const auto& [name, value] :
         {std::pair("paper", "Cross-border permit G"), std::pair(kPaperKind, kind)}) {
      message.add_parameters()->set_name(name);
      message.mutable_parameters()->rbegin()->set_id(value);
    }
    const std::string all = templates->Render(message, {"Ada", language, ""}).subject;
    return all.substr(0, all.find(" :")).substr(0, all.find(':'));
  };
  EXPECT_EQ(subject("ch.permit_g", "fr"), "Autorisation frontalière (permis G)");
  EXPECT_EQ(subject("ch.permit_g", "de"), "Grenzgängerbewilligung G");
  EXPECT_EQ(subject("ch.permit_g", "en"), "Cross-border permit G") << "as the rule says";
  EXPECT_EQ(subject("xx.new", "fr"), "Cross-border permit G") << "one of tomorrow";
  EXPECT_EQ(Fault("papers.fr.txt", "ch.permit_g: G\nPermis\n"),
            "papers.fr.txt:2: a line is the kind of a paper, a colon and its name");
}

// A kind that the rules gain is named in every language, too.
TEST(TemplatesTest, EveryPaperOfTheRulesHasAName) {
  namespace fs = std::filesystem;
  const std::regex kind("kind_id: \"([a-z]{2}\\.[a-z0-9_]+)\" title");
  size_t kinds = 0;
  for (const auto& entry :
       fs::recursive_directory_iterator(AOR_SOURCE_DIR "/services/credentials/rules")) {
    if (entry.path().extension() != ".textproto") continue;
    const std::string rules = TextOf(entry.path());
    for (std::sregex_iterator at(rules.begin(), rules.end(), kind), end; at != end; ++at, ++kinds)
      for (const char* language : {"fr", "de"})
        EXPECT_NE(TextOf(std::string(AOR_SOURCE_DIR "/services/notifications/templates/papers.") +
                         language + ".txt")
                      .find((*at)[1].str() + ": "),
                  std::string::npos)
            << (*at)[1] << " has no name in papers." << language << ".txt";
  }
  EXPECT_GT(kinds, 15u) << "the rules were not found";
}

// Nobody recognises an id: it is what messages of before say.
TEST(TemplatesTest, ASessionIsCalledByItsTitleOrItsKind) {
  const auto templates = Templates::BuiltIn();
  ASSERT_TRUE(templates.ok()) << templates.status();
  v1::MessageRequested message;
  message.set_template_id("session-cancelled");
  const auto add = [&](const char* name, const std::string& value) {
    auto& parameter = *message.add_parameters();
    parameter.set_name(name);
    parameter.set_id(value);
  };
  const auto says = [&](const char* language, const char* words) {
    const auto text = templates->Render(message, {"Ada", language, ""}).text;
    EXPECT_NE(text.find(words), std::string::npos) << text;
  };
  add("session_id", "s1");
  add("place", "");
  says("fr", "séance s1");
  says("fr", "lieu à préciser");
  add(kCalled, "training");
  says("fr", "séance (formation)");
  says("en", "(training)");
  add(kTitled, "Fresque du climat");
  message.mutable_parameters()->DeleteSubrange(2, 1);
  says("de", "Fresque du climat");
}

TEST(TemplatesTest, ACertificateIsReplacedByNumberDayAndCause) {
  const auto templates = Templates::BuiltIn();
  ASSERT_TRUE(templates.ok()) << templates.status();
  v1::MessageRequested message;
  message.set_template_id("certificate-replaced");
  const auto add = [&](const char* name) -> v1::Parameter& {
    v1::Parameter& parameter = *message.add_parameters();
    parameter.set_name(name);
    return parameter;
  };
  add(kSuperseded).set_number(1);
  *add(kSupersededOn).mutable_date() = calendar::ToProto(calendar::Date(2026, 10, 5));
  v1::Parameter& cause = add(kCause);
  const auto says = [&](const char* language, const char* why, const std::string& words) {
    cause.set_id(why);
    const auto text = templates->Render(message, {"Ada", language, ""}).text;
    EXPECT_NE(text.find(words + "."), std::string::npos) << text;
  };
  says("fr", kNameCause, "l’attestation n° 1 du 05.10.2026 : votre nom est corrigé");
  says("fr", kAttendanceCause, "vos présences sont corrigées");
  says("de", kNameCause, "Bestätigung Nr. 1 vom 05.10.2026: Ihr Name ist berichtigt");
  says("de", kAttendanceCause, "Ihre Anwesenheit ist berichtigt");
  says("en", kNameCause, "certificate no. 1 of 5 Oct 2026: your name is corrected");
  says("en", kAttendanceCause, "your attendance is corrected");
}

TEST(TemplatesTest, ABadOneNamesFileAndLine) {
  ASSERT_TRUE(Templates::Parse(AllFiles()).ok());
  const char* kFile = "contract-extended.fr.txt";
  EXPECT_EQ(Fault(kFile, "subject: a\nsms: b\n\nText {{contract_id}}\n{{ende}} {{end}}\n"),
            "contract-extended.fr.txt:5: {{ende}} is no field of contract-extended; it has "
            "contract_id, end, name, link");
  EXPECT_EQ(Fault(kFile, "subject: a\nsms: b\n\n{{contract_id}} {{end}} {{stop}}\n"),
            "contract-extended.fr.txt:4: {{stop}} is no field of contract-extended; it has "
            "contract_id, end, name, link")
      << "contractual";
  EXPECT_EQ(Fault("hours-due.fr.txt", "subject: a\nsms: b\n\n{{contract_id}} {{week}}\n"),
            "hours-due.fr.txt:6: the text does not print {{stop}}: its reader may do without it");
  EXPECT_EQ(Fault(kFile, "subject: {{end\nsms: b\n\nText\n"),
            "contract-extended.fr.txt:1: {{ is not closed on its line");
  EXPECT_EQ(Fault(kFile, "subject: a\nb\n\nText\n"),
            "contract-extended.fr.txt:2: the line begins with \"sms: \"");
  EXPECT_EQ(Fault(kFile, "subject: a\nsms: b\nText\n\n"),
            "contract-extended.fr.txt:3: an empty line stands before the text");
  EXPECT_EQ(Fault(kFile, "subject: a\nsms: b\n\n{{end}}\n"),
            "contract-extended.fr.txt:6: the text does not print {{contract_id}}");
  EXPECT_EQ(Fault(kFile, "subject: a\nsms: " + std::string(400, 'x') + "\n\n{{end}}\n"),
            "contract-extended.fr.txt:2: an SMS has at most 300 bytes");
  EXPECT_EQ(Fault(kFile, ""),
            "contract-extended.fr.txt:1: subject, sms, an empty line and a text are needed");
  EXPECT_EQ(Fault("contract-extendet.fr.txt", "x"),
            "contract-extendet.fr.txt:1: there is no message of this name");
  auto files = AllFiles();
  files.erase("digest.de.txt");
  EXPECT_EQ(Templates::Parse(files).status().message(),
            "digest.de.txt:1: the file is missing; every kind is said in every language");
}

TEST(TemplatesTest, ADigestNamesWhatItStandsFor) {
  const auto templates = Templates::BuiltIn();
  ASSERT_TRUE(templates.ok()) << templates.status();
  v1::MessageRequested digest;
  digest.set_template_id("digest");
  auto& count = *digest.add_parameters();
  count.set_name("count");
  count.set_number(2);
  const auto rendered = templates->RenderDigest(digest, {Extended("c-1"), Extended("c-2")},
                                                {"Ada", "en", "https://x.ch"});
  EXPECT_EQ(rendered.subject, "2 messages from your agency");
  EXPECT_NE(rendered.text.find("- Your contract c-1 is extended to 5 Dec 2026\n"
                               "- Your contract c-2 is extended to 5 Dec 2026\n"
                               "\nhttps://x.ch\n"),
            std::string::npos)
      << rendered.text;
}

TEST(HarmlessTest, NamesBecomeNoLinksAndNoLines) {
  EXPECT_EQ(Harmless("Anne-Sophie d'Étoile (St. Gallen)"), "Anne-Sophie d'Étoile (St. Gallen)");
  EXPECT_EQ(Harmless("Ada\r\nBcc: x@evil.example"), "Ada Bcc x evil example");
  EXPECT_EQ(Harmless("https://evil.example/?a=1"), "https evil example a 1");
  EXPECT_EQ(Harmless("<a href=x>\"Ada\"</a>"), "a href x Ada a");
  EXPECT_EQ(Harmless("Ada\u202Egpj.exe\u200B\u2028"), "Ada gpj exe") << "no direction marks";
  EXPECT_EQ(Harmless("\xFF\xC3"), "") << "no UTF-8";
  EXPECT_EQ(Harmless("李小龍 Zoë"), "李小龍 Zoë");
  EXPECT_LE(Harmless(std::string(10'000, 'x')).size(), 124u);
  EXPECT_EQ(Harmless("{{link}}"), "link") << "no template of its own";
  EXPECT_EQ(PercentEncoded("a/b?c=d e"), "a%2Fb%3Fc%3Dd%20e");
}
}  // namespace
}  // namespace aor::notifications
