package usage.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How complete an answer about usage is: `accepted = in flight + settled + expired` at every moment.
///
/// @param asOf the moment of the figures
/// @param lag how far the table is behind the journal
/// @param inFlight attempts opened and not yet settled
/// @param oldestInFlight age of the oldest of them; zero where there is none
/// @param spooled settled attempts that are in the journal and not yet in the table
/// @param accepted attempts ever opened or refused
/// @param settled of those, the ones that ended, lost ones included
/// @param expired of those, the ones that retention has removed
/// @param deadLetters of the settled ones, those that the table would not take, which are in the dead-letter file
/// @param rowsSince rows of everything accepted from then on are there; empty where nothing has expired
public record Completeness(Instant asOf, Duration lag, long inFlight, Duration oldestInFlight, long spooled, long accepted,
        long settled, long expired, long deadLetters, Optional<Instant> rowsSince) {}
