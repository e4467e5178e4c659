package io.topicwire.mqtt.spring.listener;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * Calls listeners, and does something of its own around each call. Several are put
 * together by giving one the next.
 */
@FunctionalInterface
interface ListenerCaller {

	/**
	 * Call a listener.
	 * @return completed when the call and what is done around it are over, or
	 * {@code null} if they are
	 * @throws Exception what the listener throws
	 */
	@Nullable CompletionStage<?> call(ListenerCall call) throws Exception;

}
