#include "libs/service/config.h"

#include <gtest/gtest.h>

namespace aor::service {
namespace {
Environment Holding(std::map<std::string, std::string> variables) {
  return [variables = std::move(variables)](const char* name) -> const char* {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second.c_str();
  };
}

TEST(Config, StandsWithoutAWord) {
  const auto config = ReadConfig({}, Holding({}));
  ASSERT_TRUE(config.ok());
  EXPECT_EQ(config->listen, "127.0.0.1:7443");
  EXPECT_EQ(config->anchor_directory, "data-anchor");
  EXPECT_EQ(config->issuer_key_file, "data/issuer-key.pem");
  EXPECT_FALSE(config->development_clock);
}

TEST(Config, FlagsWinOverTheEnvironment) {
  const auto config =
      ReadConfig({"--listen=0.0.0.0:1", "--peers", "payroll=a:1,invoicing=b:2",
                  "--development_clock=2026-09-28T06:00:00Z"},
                 Holding({{"AOR_LISTEN", "0.0.0.0:2"}, {"AOR_DATA_DIRECTORY", "/var/aor"}}));
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->listen, "0.0.0.0:1");
  EXPECT_EQ(config->data_directory, "/var/aor");
  EXPECT_EQ(config->peers.at("invoicing"), "b:2");
  EXPECT_EQ(absl::FormatTime("%FT%TZ", *config->development_clock, absl::UTCTimeZone()),
            "2026-09-28T06:00:00Z");
}

TEST(Config, SaysWhatIsWrongInOneLine) {
  const struct {
    std::vector<std::string> arguments;
    const char* message;
  } cases[] = {
      {{"--bogus=1"}, "there is no flag --bogus; --help lists them"},
      {{"serve"}, "\"serve\" is no flag; --help lists them"},
      {{"--listen=7443"}, "--listen needs host:port, not \"7443\""},
      {{"--listen=a:99999"}, "--listen needs host:port, not \"a:99999\""},
      {{"--metrics"}, "--metrics needs host:port or off, not \"\""},
      {{"--log=paper"}, "--log needs embedded or kafka or memory, not \"paper\""},
      {{"--log=kafka"}, "--log=kafka needs --kafka_brokers"},
      {{"--kafka_brokers=a:1"}, "--kafka_brokers goes with --log=kafka"},
      {{"--advertise=a:1"}, "--advertise goes with --log=kafka"},
      {{"--log=kafka", "--kafka_brokers=a:1,b"},
       "--kafka_brokers needs host:port, separated by commas, not \"a:1,b\""},
      {{"--log=kafka", "--kafka_brokers=a:1", "--kafka_partitions=65"},
       "--kafka_partitions needs a number from 1 to 64, not \"65\""},
      {{"--log=kafka", "--kafka_brokers=a:1", "--kafka_security=ssl", "--kafka_key_file=k"},
       "--kafka_certificate_file and --kafka_key_file go together"},
      {{"--log=kafka", "--kafka_brokers=a:1", "--kafka_ca_file=ca"},
       "--kafka_ca_file, --kafka_key_file and --kafka_user need --kafka_security"},
      {{"--log=kafka", "--kafka_brokers=a:1", "--kafka_security=sasl_ssl", "--kafka_user=u"},
       "--kafka_security=sasl_ssl, --kafka_user and --kafka_password_file go together"},
      {{"--log=kafka", "--kafka_brokers=a:1", "--environment=production"},
       "--kafka_security=plaintext does not exist in production"},
      {{"--log=kafka", "--kafka_brokers=a:1", "--next_wrapping_key_file=k"},
       "--next_wrapping_key_file goes with --kafka_keyring: the keyring of a data directory is "
       "wrapped anew while nobody serves it"},
      {{"--oidc_issuer="}, "--oidc_issuer needs a value, not \"\""},
      {{"--oidc_algorithms=RS256,HS256"},
       "--oidc_algorithms needs EdDSA, ES256 or RS256, separated by commas, not \"RS256,HS256\""},
      {{"--oidc_algorithms=none"},
       "--oidc_algorithms needs EdDSA, ES256 or RS256, separated by commas, not \"none\""},
      {{"--oidc_jwks_url=https://a/keys"},
       "--oidc_jwks_url and --oidc_ca_file go with --oidc_issuer"},
      {{"--oidc_issuer=https://a", "--issuer_key_file=k"},
       "--issuer_key_file is the development issuer's: it does not go with --oidc_issuer"},
      {{"--pool_threads=0"}, "--pool_threads needs a number from 1 to 256, not \"0\""},
      {{"--development_clock=today"},
       "--development_clock needs an instant such as 2026-09-28T06:00:00Z, not \"today\""},
      {{"--peers=payroll"}, "--peers needs context=address, separated by commas, not \"payroll\""},
      {{"--tls_ca_file=ca", "--tls_key_file=k"},
       "--tls_certificate_file, --tls_key_file and --tls_ca_file go together"},
      {{"--tls_ca_file=ca", "--tls_key_file=k", "--tls_certificate_file=c", "--tls_by_mesh=true"},
       "--tls_by_mesh=true says that a mesh speaks TLS: it does not go with --tls_ca_file"},
      {{"--tls_by_mesh=yes"}, "--tls_by_mesh needs true or false, not \"yes\""},
      {{"--environment=production"},
       "production needs --tls_certificate_file, --tls_key_file and --tls_ca_file, or "
       "--tls_by_mesh=true where a mesh speaks TLS"},
      {{"--environment=production", "--development_clock=2026-09-28T06:00:00Z"},
       "--development_clock does not exist in production"},
  };
  for (const auto& expected : cases)
    EXPECT_EQ(ReadConfig(expected.arguments, Holding({})).status().message(), expected.message);
  EXPECT_EQ(ReadConfig({}, Holding({{"AOR_LOG", "paper"}})).status().message(),
            "AOR_LOG needs embedded or kafka or memory, not \"paper\"");
}

TEST(Config, HelpNamesEveryFlag) {
  EXPECT_NE(ConfigHelp().find("--development_clock"), std::string::npos);
}
}  // namespace
}  // namespace aor::service
