package usage.store;

import java.util.List;
import java.util.Optional;

/// Attempts, in the order that was asked for.
///
/// @param rows of this page
/// @param nextPage cursor of the next page, where there is one
public record CallsPage(List<AttemptRow> rows, Optional<String> nextPage) {}
