#!/usr/bin/env python3
"""A month lived by the services as processes of their own on Apache Kafka, two of payroll and of invoicing,
while several of them at once, and sometimes the broker, are killed at random points.

What must come out, at each of two processes alike, is what the suite in one process, undisturbed, makes of the
same input: what people see, every stream's events, no request twice, a pack that verifies.
"""
import running_suite
from apart import Apart
from lives import lives, options_of

PAUSES = (0.3, 3.0, 8.0)  # seconds at most between two rounds of kills


def main():
    options = options_of(__doc__, kills=24, clients=12)
    running_suite.PATIENCE = 300  # a broker takes its time to come back
    lives(options, "aor-kafka-kill-", lambda home, seed: Apart(options.programs, home, seed), PAUSES,
          lambda apart, _expected, _home: apart.stop())


if __name__ == "__main__":
    main()
