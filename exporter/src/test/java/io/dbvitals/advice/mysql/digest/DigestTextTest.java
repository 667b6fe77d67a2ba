package io.dbvitals.advice.mysql.digest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "SELECT `o` . `id` , COUNT ( * ) FROM `orders` `o` WHERE ID IN (...)~SELECT o.id, COUNT(*) FROM orders o WHERE ID IN (...)",
                "SELECT ID FROM `orders` ORDER BY `rand` ( ) LIMIT ?~SELECT ID FROM orders ORDER BY rand() LIMIT ?",
                "SELECT IF ( `a` % ?, ... ) FROM `t b`~SELECT IF(a % ?, ...) FROM `t b`",
                "SELECT ? NOT IN ( SELECT ID FROM `t` )~SELECT ? NOT IN (SELECT ID FROM t)",
                "SELECT 'secret' , 12~SELECT ?, ?",
            })
    void tidy_isReadableAndHasNoLiteral(String text, String expected) {
        assertThat(DigestText.tidy(text)).isEqualTo(expected);
    }
}
