/**
 * Topic names, topic filters, templates with variables, and the trie that finds what was
 * registered for a topic. Must not know packets, connections or message handlers: the
 * trie holds values of any type.
 */
@NullMarked
package io.topicwire.mqtt.topic;

import org.jspecify.annotations.NullMarked;
