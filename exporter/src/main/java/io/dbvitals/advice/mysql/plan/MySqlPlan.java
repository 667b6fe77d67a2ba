package io.dbvitals.advice.mysql.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * How the server would run a statement with the values of one sample.
 *
 * @param accesses in the order of their reading
 * @param sortKey what is sorted by, as the plan writes it; empty where it is unknown or nothing is sorted
 * @param sorts whether anything is sorted
 * @param shape of its steps, without figures and literals
 * @param text one line for each step, without literals
 */
public record MySqlPlan(List<Access> accesses, String sortKey, boolean sorts, String shape, String text) {
    public MySqlPlan {
        accesses = List.copyOf(accesses);
    }

    /** 16 hexadecimal digits of its shape. */
    public String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(shape.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The biggest of those tables that are read whole and whose rows are then tried with a condition. */
    public Optional<Access> filteredScan() {
        return accesses.stream()
                .filter(each -> each.whole() && !each.condition().isEmpty() && !each.inner())
                .max((a, b) -> Double.compare(a.rows(), b.rows()));
    }

    /** The biggest of those tables that are read whole for rows of another. */
    public Optional<Access> innerScan() {
        return accesses.stream()
                .filter(each -> each.whole() && each.inner())
                .max((a, b) -> Double.compare(a.rows(), b.rows()));
    }

    /** How many rows it thinks to look at, over all tables of a join; NaN where that is not known. */
    public double estimatedRows() {
        double sum = 0;
        double product = 1;
        for (Access access : accesses) {
            if (!access.inner()) {
                product = 1;
            }
            sum += product * access.rows();
            product *= access.rows() * (Double.isNaN(access.filtered()) ? 1 : access.filtered() / 100);
        }
        return accesses.isEmpty() ? Double.NaN : sum;
    }
}
