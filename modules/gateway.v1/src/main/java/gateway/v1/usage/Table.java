package gateway.v1.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// An answer as a table.
///
/// @param columns names, in order
/// @param rows values by those names; others are left out
record Table(List<String> columns, List<ObjectNode> rows) {}
