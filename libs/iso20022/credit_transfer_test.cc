#include "libs/iso20022/credit_transfer.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>
#include <fstream>
#include <limits>
#include <sstream>
#include <stdexcept>

#include "libs/iso20022/check.h"
#include "libs/iso20022/samples.h"
#include "libs/iso20022/text_rules.h"
#include "libs/iso20022/xml_tree.h"
#include "libs/iso20022/xml_writer.h"

namespace aor::iso20022 {
namespace {
std::string Stored(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// AOR_WRITE_GOLDEN=1 writes the files anew; look at the difference before a commit.
TEST(CreditTransferTest, WritesTheSameBytesAsEver) {
  for (const auto& [name, message] : Samples()) {
    const std::string path = GOLDEN + name;
    const std::string xml = Write(message);
    if (std::getenv("AOR_WRITE_GOLDEN")) std::ofstream(path, std::ios::binary) << xml;
    EXPECT_EQ(xml, Stored(path)) << name;
    EXPECT_EQ(xml, Write(message)) << name;
  }
}

TEST(CreditTransferTest, RefusesToWrapASum) {
  Message message = SwissSalaries();
  message.groups[0].transfers[0].amount.minor = std::numeric_limits<int64_t>::max();
  EXPECT_THROW(Write(message), std::overflow_error);
}

TEST(XmlWriterTest, EscapesWhatXmlNeeds) {
  EXPECT_EQ(Escaped("A & B <c> \"d\" 'e'"), "A &amp; B &lt;c&gt; &quot;d&quot; 'e'");
  EXPECT_EQ(Escaped("😀ș"), "😀ș");
  EXPECT_EQ(Escaped(std::string_view("a\0b\x01\xff\xc3", 6)), "a\uFFFDb\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(Escaped("\xed\xa0\x80"), "\uFFFD\uFFFD\uFFFD");  // a lone surrogate
  EXPECT_EQ(Escaped("\xc0\x80"), "\uFFFD\uFFFD");            // not the shortest form
  EXPECT_EQ(Escaped("\r\n"), "&#13;\n");
}

// ---- laws ----
std::string ReadBack(const std::string& text) {
  XmlWriter xml;
  xml.Text("Nm", text, " a=\"" + Escaped(text) + "\"");
  const Document document = Parse(xml.Finish());
  return document ? TextOf(xmlDocGetRootElement(document.get())) : "not well-formed";
}

bool IsCarried(const std::string& text) {
  return Escaped(text).find("\uFFFD") == std::string::npos;
}

RC_GTEST_PROP(XmlWriterLaw, AnyBytesMakeWellFormedXml, (const std::string& text)) {
  RC_PRE(!text.empty());
  const std::string back = ReadBack(text);
  if (IsCarried(text)) RC_ASSERT(back == text);
  RC_ASSERT(back != "not well-formed");
}

std::string AnyName() {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "&", "<", ">", "]]>", "&amp;", "\"", "'", "é", "ș", "€", "😀", "Ж", "<!--", "\t", "a", " "));
  std::string name;
  for (const std::string& piece : pieces) name += piece;
  return name;
}

RC_GTEST_PROP(XmlWriterLaw, NamesSurvive, ()) {
  const std::string name = AnyName();
  RC_PRE(!name.empty());
  RC_ASSERT(ReadBack(name) == name);
}

RC_GTEST_PROP(CheckLaw, ANameIsRefusedExactlyForItsText, ()) {
  Message message = SwissSalaries();
  const std::string name = AnyName();
  message.groups[0].transfers[0].creditor.name = name;
  RC_ASSERT(Check(message).empty() == BankText(name, 140).empty());
}
}  // namespace
}  // namespace aor::iso20022
