#include "services/notifications/channels/outbox_folder.h"

#include <filesystem>
#include <fstream>

namespace aor::notifications {
namespace {
namespace fs = std::filesystem;

Outcome Write(const std::string& folder, const std::string& name, const std::string& bytes) {
  std::error_code error;
  fs::create_directories(folder, error);
  const std::string beside = folder + "/." + name;
  {
    std::ofstream file(beside, std::ios::binary | std::ios::trunc);
    file << bytes;
    file.close();
    if (!file) return {Result::kDelayed, "the outbox folder cannot be written"};
  }
  fs::rename(beside, folder + "/" + name, error);
  if (error) return {Result::kDelayed, "the outbox folder cannot be written"};
  return {Result::kSent, "filed"};
}

class Mails final : public Way {
 public:
  Mails(std::string folder, Sender sender)
      : folder_(std::move(folder)), sender_(std::move(sender)) {}
  Outcome Send(const Letter& letter) override {
    return Write(folder_, letter.wire_id + ".eml", MailText(letter, sender_));
  }

 private:
  const std::string folder_;
  const Sender sender_;
};

class Texts final : public Way {
 public:
  explicit Texts(std::string folder) : folder_(std::move(folder)) {}
  Outcome Send(const Letter& letter) override {
    return Write(
        folder_, letter.wire_id + ".txt",
        "To: " + letter.to + "\nReference: " + letter.wire_id + "\n\n" + letter.text + "\n");
  }

 private:
  const std::string folder_;
};
}  // namespace

std::unique_ptr<Way> MailFolder(const std::string& folder, const Sender& sender) {
  return std::make_unique<Mails>(folder, sender);
}
std::unique_ptr<Way> SmsFolder(const std::string& folder) {
  return std::make_unique<Texts>(folder);
}
}  // namespace aor::notifications
