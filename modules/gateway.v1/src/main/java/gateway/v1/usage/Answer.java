package gateway.v1.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// An answer of the ledger in both of its shapes; the request's `Accept` chooses.
///
/// @param document as JSON
/// @param table as CSV
record Answer(ObjectNode document, Table table) {}
