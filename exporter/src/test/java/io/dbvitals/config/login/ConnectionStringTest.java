package io.dbvitals.config.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.config.yaml.ConfigException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionStringTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "postgresql://h | {host=h}",
                "postgres://u:p@h:6000/d | {user=u, password=p, host=h, port=6000, dbname=d}",
                "postgresql:///d | {dbname=d}",
                "postgresql://u@/d?host=h2&port=7 | {user=u, dbname=d, host=h2, port=7}",
                "postgresql://u:p%40%2F%3a%25@h/d%20b | {user=u, password=p@/:%, host=h, dbname=d b}",
                "postgresql://u:p@ss@h/d | {user=u, password=p@ss, host=h, dbname=d}",
                "postgresql://u:a+b@h/d | {user=u, password=a+b, host=h, dbname=d}",
                "postgresql://[::1]:5433/d | {host=::1, port=5433, dbname=d}",
                "postgresql://[fe80::1]/d | {host=fe80::1, dbname=d}",
                "postgresql://h/d?sslmode=require&application_name=a%26b | {host=h, dbname=d, sslmode=require, application_name=a&b}",
                "postgresql://h?sslmode=disable | {host=h, sslmode=disable}",
                "POSTGRESQL://h/D | {host=h, dbname=D}",
                "jdbc:postgresql://h:1/d?user=u&password=a+b | {host=h, port=1, dbname=d, user=u, password=a b}",
                "jdbc:postgresql:d | {dbname=d}",
                "host=h port=5433 dbname=d user=u password=p | {host=h, port=5433, dbname=d, user=u, password=p}",
                "user = u  password = 'a b\\'c\\\\d' host=h | {user=u, password=a b'c\\d, host=h}",
                "host=h password=a\\ b | {host=h, password=a b}",
                "host=h password='' user=u | {host=h, user=u}",
                "host=/var/run/postgresql user=u | {host=/var/run/postgresql, user=u}",
                "postgresql://%2Fvar%2Frun/d | {host=/var/run, dbname=d}",
            })
    void text_isReadAsLibpqDoes(String text, String keywords) throws ConfigException {
        assertThat(ConnectionString.parse(text)).hasToString(keywords);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mysql://h/d | must look like postgresql://user@host:5432/database, like",
                "jdbc:mysql://h/d | must look like postgresql://user@host:5432/database, like",
                "somewhere | must look like postgresql://user@host:5432/database, like",
                "postgresql://u:hidden@h:x/d | has a port that is no number from 1 to 65535; in a user name or password",
                "postgresql://u:hidden@h:70000/d | has a port that is no number from 1 to 65535",
                "postgresql://u:hidden#/x@h/d | has an @ or / behind the host; in a user name or password write @ as %40",
                "postgresql://h/d/hidden | has an @ or / behind the host",
                "postgresql://u:hidden%zz@h/d | has a % that is not followed by two hexadecimal digits",
                "postgresql://u:hidden%4@h/d | has a % that is not followed by two hexadecimal digits",
                "postgresql://u:hidden%4 | has a port that is no number",
                "postgresql://h/d?hidden | has a parameter behind ? that is not written key=value",
                "postgresql://a:1,b:2/hidden | names several hosts; give each server a target of its own",
                "host=a,b password=hidden | names several hosts; give each server a target of its own",
                "postgresql://[::1/hidden | has an IPv6 address that is not written [address] or [address]:port",
                "postgresql://[::1]hidden/d | has an IPv6 address that is not written [address] or [address]:port",
                "password='hidden | has a single quote that is not closed",
                "host=h hidden | must be pairs of key=value; put a value with spaces in single quotes",
                "service=hidden | names a service; service files are not read, give host, port and database",
            })
    void mistake_isToldWithoutTheText(String text, String message) {
        assertThatThrownBy(() -> ConnectionString.parse(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("hidden");
    }

    @Test
    void surroundingSpace_doesNotCount() throws ConfigException {
        assertThat(ConnectionString.parse("  postgresql://h/d\n")).isEqualTo(Map.of("host", "h", "dbname", "d"));
    }
}
