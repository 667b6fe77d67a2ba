package io.dbvitals.migration.state;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of numbers, which are compared one by one: 1.10 comes after 1.9, and 1.0 is 1. Other signs divide numbers. */
public final class Version implements Comparable<Version> {
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private final List<BigInteger> numbers;

    private Version(List<BigInteger> numbers) {
        this.numbers = List.copyOf(numbers);
    }

    public static Version of(String text) {
        List<BigInteger> numbers = new ArrayList<>();
        Matcher matcher = NUMBER.matcher(text);
        while (matcher.find()) {
            numbers.add(new BigInteger(matcher.group()));
        }
        while (!numbers.isEmpty() && numbers.get(numbers.size() - 1).signum() == 0) {
            numbers.remove(numbers.size() - 1);
        }
        return new Version(numbers);
    }

    @Override
    public int compareTo(Version other) {
        int common = Math.min(numbers.size(), other.numbers.size());
        for (int i = 0; i < common; i++) {
            int order = numbers.get(i).compareTo(other.numbers.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(numbers.size(), other.numbers.size());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Version version && numbers.equals(version.numbers);
    }

    @Override
    public int hashCode() {
        return numbers.hashCode();
    }
}
