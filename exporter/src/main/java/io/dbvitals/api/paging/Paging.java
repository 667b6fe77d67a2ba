package io.dbvitals.api.paging;

import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.resource.Call;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which piece of a list is wanted, by {@code ?limit=} and {@code ?offset=}. The list must have a stable order.
 *
 * @param limit items at most
 * @param offset items that are left out before
 */
public record Paging(String path, int limit, int offset) {
    private static final int STANDARD = 100;
    private static final int MOST = 1000;
    private static final int FURTHEST = 1_000_000;

    public static Paging of(Call call) throws Refusal {
        return new Paging(
                call.path(), number(call, "limit", 1, MOST, STANDARD), number(call, "offset", 0, FURTHEST, 0));
    }

    private static int number(Call call, String name, int least, int most, int standard) throws Refusal {
        String given = call.parameters().one(name, String.valueOf(standard));
        if (given.matches("\\d{1,9}")) {
            int value = Integer.parseInt(given);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw new Refusal(400, name + " must be a whole number from " + least + " to " + most);
    }

    /** The piece. */
    public <T> List<T> of(List<T> all) {
        int from = Math.min(offset, all.size());
        return all.subList(from, Math.min(from + limit, all.size()));
    }

    /** Adds how many there are, and where the next piece is: {@code null} behind the last. */
    public void tell(Map<String, Object> answer, int all, Map<String, String> more) {
        StringBuilder next = new StringBuilder(path + "?limit=" + limit + "&offset=" + (offset + limit));
        more.forEach((name, value) -> next.append('&').append(name).append('=').append(value));
        answer.put("total", all);
        answer.put("next", offset + limit < all ? Optional.of(next.toString()) : Optional.empty());
    }
}
