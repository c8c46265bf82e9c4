package vectord.service.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import vectord.service.VectorsException;

/// A page of a list that is ordered by a unique key.
///
/// @param object always `list`
/// @param data the page
/// @param hasMore whether there is more
/// @param nextPage what to ask for it
record Page<T>(String object, List<T> data, boolean hasMore, Optional<String> nextPage) {

    static final int DEFAULT_LIMIT = 20;
    static final int MAX_LIMIT = 100;

    /// Everything on one page.
    static <T> Page<T> of(List<T> all) {
        return new Page<>("list", all, false, Optional.empty());
    }

    /// The items behind `page`, at most `limit` of them.
    ///
    /// @param page empty, or what an earlier page called `next_page`
    static <T> Page<T> of(List<T> all, Function<T, String> key, int limit, String page) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw VectorsException.invalid("limit", "limit is 1 to " + MAX_LIMIT + ", not " + limit);
        }
        var after = decode(page);
        var rest = all.stream().filter(item -> key.apply(item).compareTo(after) > 0).limit(limit + 1L).toList();
        if (rest.size() <= limit) {
            return of(rest);
        }
        return new Page<>("list", rest.subList(0, limit), true, Optional.of(encode(key.apply(rest.get(limit - 1)))));
    }

    /// The same with its items shown otherwise.
    <R> Page<R> map(Function<T, R> view) {
        return new Page<>(object, data.stream().map(view).toList(), hasMore, nextPage);
    }

    private static String encode(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String page) {
        try {
            return new String(Base64.getUrlDecoder().decode(page), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw VectorsException.invalid("page", "page is not what an earlier answer gave as next_page");
        }
    }
}
