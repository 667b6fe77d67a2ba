package io.dbvitals.app.deadman.tell;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of this program. */
public record LogChannel() implements Channel {
    private static final Logger logger = LoggerFactory.getLogger(LogChannel.class);

    @Override
    public String name() {
        return "the log";
    }

    @Override
    public void tell(News news) {
        if (news.dead()) {
            logger.error("{}", news.text());
        } else {
            logger.info("{}", news.text());
        }
    }
}
