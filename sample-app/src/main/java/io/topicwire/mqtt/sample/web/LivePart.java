package io.topicwire.mqtt.sample.web;

import java.util.function.Supplier;

/**
 * A part of the page that is sent as a whole whenever it is not what the browser shows.
 *
 * @param name the name of the events
 * @param content makes what is sent, with {@code equals}; called often and on any thread
 */
record LivePart(String name, Supplier<?> content) {

}
