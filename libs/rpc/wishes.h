// Wishes on which one aggregate decides.
#pragma once

#include <string>
#include <utility>

#include "libs/eventsourcing/transaction.h"
#include "libs/rpc/edge.h"

namespace aor::rpc {
// By a command that `make` makes of what the transaction knows: its moment, other records.
template <class State, class Event, class Command, class Make>
Wish WishOf(std::string key, std::string stream, Make make) {
  return {std::move(key), [stream = std::move(stream),
                           make = std::move(make)](eventsourcing::Transaction& transaction) {
            const Command& command = make(transaction);
            return eventsourcing::DecideOn<State, Event, Command>(transaction, stream, command);
          }};
}

// By a command that is known when the call comes.
template <class State, class Event, class Command>
Wish WishFor(std::string key, std::string stream, Command command) {
  return WishOf<State, Event, Command>(
      std::move(key), std::move(stream),
      [command = std::move(command)](eventsourcing::Transaction&) -> const Command& {
        return command;
      });
}
}  // namespace aor::rpc
