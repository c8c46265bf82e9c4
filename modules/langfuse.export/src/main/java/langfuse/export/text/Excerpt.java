package langfuse.export.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import telemetry.Said.ToolCall;
import telemetry.Said.Turn;

/// What is kept of turns where there is too much of them: the latest whole, of the one that does not fit its beginning, and of those
/// before it how many they were.
///
/// @param turnsLeft how many turns are left out
/// @param charactersLeft how many characters those have
/// @param pieces what is there, in order
record Excerpt(int turnsLeft, long charactersLeft, List<Piece> pieces) {

    /// A turn, or its beginning.
    ///
    /// @param turn as far as it is there
    /// @param left how many characters of it are left out
    /// @param isCut whether a text of it may end in the middle of something
    record Piece(Turn turn, long left, boolean isCut) {

        private int size() {
            return turn.role().length() + turn.text().length() + turn.toolCalls().stream().mapToInt(Piece::size).sum();
        }

        private static int size(ToolCall call) {
            return 1 + call.id().length() + call.name().length() + call.arguments().length();
        }

        /// Its first characters. A call of which not even the name fits is left out.
        private Piece within(int limit) {
            int room = Math.max(0, limit - turn.role().length());
            var text = beginning(turn.text(), room);
            room -= text.length();
            var calls = new ArrayList<ToolCall>();
            for (var call : turn.toolCalls()) {
                room -= 1 + call.id().length() + call.name().length();
                if (room >= 0) {
                    var arguments = beginning(call.arguments(), room);
                    calls.add(new ToolCall(call.id(), call.name(), arguments));
                    room -= arguments.length();
                }
            }
            return cut(new Turn(turn.role(), text, calls));
        }

        private Piece withoutEdges(int characters) {
            return cut(new Turn(turn.role(), withoutEdge(turn.text(), characters), turn.toolCalls().stream()
                    .map(call -> new ToolCall(call.id(), call.name(), withoutEdge(call.arguments(), characters))).toList()));
        }

        private Piece cut(Turn less) {
            return new Piece(less, left + size() - new Piece(less, 0, true).size(), true);
        }

        private static String withoutEdge(String text, int characters) {
            return beginning(text, Math.max(0, text.length() - characters));
        }

        private static String beginning(String text, int length) {
            return text.substring(0, Math.min(length, text.length()));
        }
    }

    Excerpt {
        pieces = List.copyOf(pieces);
    }

    /// All of it.
    ///
    /// @param left how many characters are left out already, anywhere
    static Excerpt of(List<Turn> turns, long left) {
        int last = turns.size() - 1;
        return new Excerpt(0, 0, IntStream.rangeClosed(0, last)
                .mapToObj(at -> new Piece(turns.get(at), at == last ? left : 0, left > 0)).toList());
    }

    int characters() {
        return pieces.stream().mapToInt(Piece::size).sum();
    }

    /// No more than so many characters of it, names of roles and tools among them.
    Excerpt within(int limit) {
        var kept = new ArrayDeque<Piece>();
        int room = limit;
        int at = pieces.size() - 1;
        for (; at >= 0 && pieces.get(at).size() <= room; at--) {
            kept.addFirst(pieces.get(at));
            room -= pieces.get(at).size();
        }
        if (at >= 0 && (room > pieces.get(at).turn().role().length() || kept.isEmpty())) {
            kept.addFirst(pieces.get(at--).within(room));
        }
        var left = pieces.subList(0, at + 1);
        return new Excerpt(turnsLeft + left.size(),
                charactersLeft + left.stream().mapToLong(piece -> piece.size() + piece.left()).sum(), List.copyOf(kept));
    }

    /// Where a turn is cut, its texts lose so many more of their last characters.
    Excerpt withoutEdges(int characters) {
        return new Excerpt(turnsLeft, charactersLeft,
                pieces.stream().map(piece -> piece.isCut() ? piece.withoutEdges(characters) : piece).toList());
    }

    /// With every text and all arguments of calls replaced.
    Excerpt with(UnaryOperator<String> text, UnaryOperator<String> arguments) {
        return new Excerpt(turnsLeft, charactersLeft, pieces.stream().map(piece -> new Piece(
                new Turn(piece.turn().role(), text.apply(piece.turn().text()),
                        piece.turn().toolCalls().stream()
                                .map(call -> new ToolCall(call.id(), call.name(), arguments.apply(call.arguments()))).toList()),
                piece.left(), piece.isCut())).toList());
    }
}
