package io.topicwire.mqtt.sample.history;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the history of readings.
 *
 * @param rows how many readings are kept, of all machines; a few more until the oldest
 * are deleted
 */
@ConfigurationProperties("sample.history")
record HistoryProperties(@DefaultValue("20000") int rows) {

}
