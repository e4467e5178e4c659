package io.topicwire.mqtt.spring.core;

import org.jspecify.annotations.Nullable;

/**
 * What a listener says about its replies.
 *
 * @param contentType what the payload of a reply is that does not say so itself, usually
 * a MIME type; {@code null} to leave that to the message converter
 * @param postProcessor has the last word about each reply, {@code null} for none
 * @since 0.1.0
 */
public record ReplyOptions(@Nullable String contentType, @Nullable ReplyPostProcessor postProcessor) {

	/**
	 * Options that say nothing.
	 */
	public static final ReplyOptions DEFAULTS = new ReplyOptions(null, null);

}
