package io.dbvitals.advice.mysql.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "a.b = 'secret'~a.b = ?",
                "a.b = 'it''s secret' and c < 12~a.b = ? and c < ?",
                "a = 'back\\' secret' or b = 1.5e3~a = ? or b = ?",
                "a = \"secret\"~a = ?",
                "a = _utf8mb4'secret'~a = ?",
                "a = x'5ec7e7' and b = 0x5ec7e7 and c = b'101'~a = ? and b = ? and c = ?",
                "`a1`.`b 2` = -77~`a1`.`b 2` = -?",
                "t1.c2 = 5~t1.c2 = ?",
                "a /* secret */ = 1 -- secret~a   = ?  ",
                "o.a in (subquery#2) and b = 'secret' # secret~o.a in (subquery#2) and b = ?",
                "a = 'never closed secret~a = ?",
                "date_col > DATE'2020-01-01'~date_col > DATE?",
            })
    void redacted_leavesNoLiteral(String sql, String expected) {
        assertThat(Token.redacted(sql).strip()).isEqualTo(expected.strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"'", "\"", "`", "/*", "'\\", "a'b\"c`d", "''''", "1e", "0x", "<cache>", "é", "\u0000", ""})
    void of_endsOnAnyText(String sql) {
        assertThat(Token.of(sql)).hasSizeLessThanOrEqualTo(sql.length());
        assertThat(Token.redacted(sql)).isNotNull();
    }

    @Test
    void of_tellsKindsApart() {
        assertThat(Token.of("`a``b` <=> <cache>(1)"))
                .extracting(Token::kind, Token::text)
                .containsExactly(
                        tuple(Token.Kind.NAME, "a`b"),
                        tuple(Token.Kind.SIGN, "<=>"),
                        tuple(Token.Kind.SIGN, "<cache>"),
                        tuple(Token.Kind.SIGN, "("),
                        tuple(Token.Kind.NUMBER, "1"),
                        tuple(Token.Kind.SIGN, ")"));
    }
}
