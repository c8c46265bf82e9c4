package vectord.service;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How texts are cut into chunks: whole sentences up to a number of words, each chunk beginning with the last
/// sentences of the one before.
///
/// A sentence that is longer than a chunk is cut at spaces into pieces of a quarter of one, which are then treated as
/// sentences. Ten characters count as one word at least, so that scripts without spaces are cut too.
///
/// @param words most words of a chunk, 10 to 2000
/// @param overlap most words that a chunk repeats of the one before, at most half of `words`
public record Chunking(int words, int overlap) {

    private static final int CHARACTERS_PER_WORD = 10;

    public Chunking {
        if (words < 10 || words > 2000) {
            throw VectorsException.invalid("chunking.words", "chunking.words is 10 to 2000, not " + words);
        }
        if (overlap < 0 || overlap > words / 2) {
            throw VectorsException.invalid("chunking.overlap",
                    "chunking.overlap is 0 to half of chunking.words (" + words / 2 + "), not " + overlap);
        }
    }

    /// Cuts a text into its chunks; a blank one has none.
    public List<Chunk> split(String text) {
        var sentences = sentences(text);
        var chunks = new ArrayList<Chunk>();
        for (int first = 0; first < sentences.size();) {
            int end = fill(sentences, first);
            var chunk = text.substring(sentences.get(first).start, sentences.get(end - 1).end).strip();
            chunks.add(new Chunk(chunks.size(), chunk));
            first = end == sentences.size() ? end : stepBack(sentences, first, end);
        }
        return chunks;
    }

    @Override
    public String toString() {
        return words + " words, overlapping by " + overlap;
    }

    private int fill(List<Piece> sentences, int first) {
        int end = first + 1;
        for (int sum = sentences.get(first).words; end < sentences.size(); end++) {
            sum += sentences.get(end).words;
            if (sum > words) {
                break;
            }
        }
        return end;
    }

    private int stepBack(List<Piece> sentences, int first, int end) {
        int next = end;
        for (int sum = 0; next > first + 1; next--) {
            sum += sentences.get(next - 1).words;
            if (sum > overlap) {
                break;
            }
        }
        return next;
    }

    private List<Piece> sentences(String text) {
        var pieces = new ArrayList<Piece>();
        var breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
        breaks.setText(text);
        for (int start = breaks.first(), end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
            var sentence = Piece.of(text, start, end);
            if (sentence.words > words) {
                cut(text, sentence, pieces);
            } else if (sentence.words > 0) {
                pieces.add(sentence);
            }
        }
        return pieces;
    }

    private void cut(String text, Piece sentence, List<Piece> pieces) {
        int most = Math.max(1, words / 4);
        for (int start = sentence.start; start < sentence.end;) {
            int end = start;
            for (int seen = 0; end < sentence.end && seen < most && end - start < most * CHARACTERS_PER_WORD; end++) {
                seen += endsWord(text, end, sentence.end) ? 1 : 0;
            }
            if (end < sentence.end && Character.isHighSurrogate(text.charAt(end - 1))) {
                end++;
            }
            pieces.add(Piece.of(text, start, end));
            start = end;
        }
    }

    private static boolean endsWord(String text, int at, int end) {
        return !Character.isWhitespace(text.charAt(at)) && (at + 1 == end || Character.isWhitespace(text.charAt(at + 1)));
    }

    /// A stretch of text; a blank one has no words.
    private record Piece(int start, int end, int words) {

        static Piece of(String text, int start, int end) {
            int seen = 0;
            for (int at = start; at < end; at++) {
                seen += endsWord(text, at, end) ? 1 : 0;
            }
            return new Piece(start, end, seen == 0 ? 0 : Math.max(seen, (end - start) / CHARACTERS_PER_WORD));
        }
    }
}
