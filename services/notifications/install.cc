#include "services/notifications/install.h"

#include <cstdlib>
#include <fstream>

#include "services/notifications/api/endpoint.h"
#include "services/notifications/channels/outbox_folder.h"
#include "services/notifications/channels/smpp.h"
#include "services/notifications/channels/smtp.h"
#include "services/notifications/clients/contacts.h"
#include "services/notifications/delivery/delivery.h"
#include "services/notifications/delivery/intake.h"
#include "services/notifications/delivery/reminders.h"
#include "services/notifications/delivery/returned.h"
#include "services/notifications/delivery/undelivered.h"
#include "services/notifications/projections/outbox.h"
#include "services/notifications/reactions/announcements.h"
#include "services/notifications/settings.h"

namespace aor::notifications {
namespace {
// The first line of a file.
std::string SecretIn(const std::string& file, service::Context& context) {
  std::string secret;
  if (!file.empty() && !std::getline(std::ifstream(file), secret))
    context.CannotStart(absl::InvalidArgumentError(file + " cannot be read"));
  return secret;
}

std::shared_ptr<Way> MailWay(const Settings& settings, const std::string& folder,
                             service::Context& context) {
  if (settings.smtp_url.empty()) return MailFolder(folder, settings.sender);
  return SmtpWay({settings.smtp_url, settings.smtp_ca_file, settings.smtp_user,
                  SecretIn(settings.smtp_password_file, context)},
                 settings.sender);
}

// Where receipts lie until they are told: the centre is not asked for them twice.
std::string ReceiptsIn(const service::Context& context) {
  return context.directory() + "/receipts";
}

std::shared_ptr<Way> SmsWay(const Settings& settings, const std::string& folder,
                            service::Context& context) {
  if (settings.smpp.empty()) return SmsFolder(folder);
  const size_t colon = settings.smpp.rfind(':');
  return SmppWay(
      {settings.smpp.substr(0, colon), settings.smpp.substr(colon + 1), settings.smpp_user,
       SecretIn(settings.smpp_password_file, context), settings.sms_from},
      [folder = ReceiptsIn(context)](const smpp::Receipt& receipt) {
        v1::ReportReceiptRequest report;
        report.set_server_id(receipt.server_id);
        report.set_stat(receipt.stat);
        report.set_error(receipt.error);
        return SpoolReceipt(folder, report).ok();
      });
}

Means MeansBy(const Settings& settings, service::Context& context,
              std::shared_ptr<Undelivered> undelivered) {
  auto templates =
      settings.templates.empty() ? Templates::BuiltIn() : Templates::InFolder(settings.templates);
  if (!templates.ok()) context.CannotStart(templates.status());
  const std::string folder =
      settings.outbox.empty() ? context.directory() + "/outbox" : settings.outbox;
  Means means;
  means.contacts = ContactsOver(
      context.ChannelTo("directory"), context.ChannelTo("missions"),
      [context](const std::string& tenant) mutable { return context.ServiceToken(tenant); });
  means.mail = MailWay(settings, folder, context);
  means.sms = SmsWay(settings, folder, context);
  means.templates = std::make_shared<const Templates>(*std::move(templates));
  means.quiet = settings.quiet;
  means.zone = settings.zone;
  means.link = settings.link;
  means.undelivered = std::move(undelivered);
  means.vault = &context.vault();
  return means;
}

std::unique_ptr<Intake> IntakeOf(const Settings& settings, service::Context& context,
                                 const eventsourcing::Rows& rows) {
  const auto returned = std::make_shared<Returned>(
      rows, context.ChannelTo("notifications"),
      [context](const std::string& tenant) mutable { return context.ServiceToken(tenant); });
  std::vector<Inbox> inboxes{{"receipt", ReceiptsIn(context), [returned](const auto& content) {
                                return returned->TakeReceipt(content);
                              }}};
  if (!settings.returned.empty() && !MakeMaildir(settings.returned))
    context.CannotStart(absl::InvalidArgumentError(settings.returned + " cannot be a maildir: " +
                                                   "name a folder that this process may write"));
  if (!settings.returned.empty())
    inboxes.push_back({"mail", settings.returned,
                       [returned](const auto& mail) { return returned->TakeMail(mail); }});
  return std::make_unique<Intake>(std::move(inboxes), context.registry());
}
}  // namespace

void Install(service::Host& host) {
  auto context = host.Open("notifications");
  const auto settings = ReadSettings([](const char* name) { return std::getenv(name); });
  if (!settings.ok()) context.CannotStart(settings.status());
  auto& outbox = context.Project(std::make_unique<Outbox>());
  context.React(std::make_unique<Announcements>());
  context.Watch(std::make_unique<Reminders>(context.runtime(), outbox));
  const auto undelivered = std::make_shared<Undelivered>(context.registry());
  context.Watch(std::make_unique<Delivery>(
      context.runtime(), outbox, MeansBy(*settings, context, undelivered), context.registry()));
  context.Watch(IntakeOf(*settings, context, outbox.rows()));
  context.Serve(NotificationsEndpoint(context.edge(), context.runtime(), outbox, context.vault(),
                                      undelivered));
}
}  // namespace aor::notifications
