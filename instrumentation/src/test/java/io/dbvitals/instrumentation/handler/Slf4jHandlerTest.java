package io.dbvitals.instrumentation.handler;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.dbvitals.instrumentation.event.Severity;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

class Slf4jHandlerTest {
    @Test
    void severity_isTheLevel_andFiguresAreKeyValues() {
        Logger logger = (Logger) LoggerFactory.getLogger("io.dbvitals.events");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try (Slf4jHandler handler = Slf4jHandler.create()) {
            handler.handle(Events.exhausted());
            handler.handle(Events.of(Severity.WARNING, "kind", "a"));
            handler.handle(Events.of(Severity.INFO, "kind", "a"));
        }
        logger.detachAppender(lines);
        assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.ERROR, Level.WARN, Level.INFO);
        assertThat(lines.list.get(0).getFormattedMessage())
                .isEqualTo("Pool orders is exhausted: größer wird er nicht.");
        assertThat(lines.list.get(0).getKeyValuePairs())
                .contains(new KeyValuePair("kind", "pool_exhausted"))
                .contains(new KeyValuePair("subject", "orders"))
                .contains(new KeyValuePair("active", "10"));
    }
}
