package io.topicwire.mqtt.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * One connection of a client library. Implementations are as thin as can be and use the
 * library as its documentation recommends for speed, so that it is the library that is
 * measured. Apart from {@link PublishCall} and {@link MessageCall}, methods are called by
 * one thread.
 *
 * @param <M> what the library wants to be given for a message
 */
public interface BenchmarkClient<M> extends AutoCloseable {

	/**
	 * Connect and wait for the CONNACK.
	 * @param endpoint where to, and how
	 * @throws Exception if there is no connection
	 */
	void connect(Endpoint endpoint) throws Exception;

	/**
	 * Make what an application has to make for each message.
	 * @param topic the topic
	 * @param payload the payload
	 * @param qos the QoS
	 * @return the message
	 */
	M message(String topic, byte[] payload, int qos);

	/**
	 * Return how messages are published asynchronously.
	 * @param completion told of each message when it is written (QoS 0) or acknowledged,
	 * with an exception if it failed
	 * @return the call, for one thread
	 */
	PublishCall<M> publishing(BiConsumer<@Nullable Object, @Nullable Throwable> completion);

	/**
	 * Return a future as publishing returns it, to find out what an application allocates
	 * itself when it hangs something on it.
	 * @return an unfinished future, or {@code null} if publishing returns none of the
	 * Java platform
	 */
	default @Nullable CompletableFuture<?> future() {
		return null;
	}

	/**
	 * Return how messages of QoS 0 are sent without asking what becomes of them, by a
	 * call that waits for room if need be.
	 * @return the call, for one thread, or {@code null} if there is none that holds the
	 * caller back
	 */
	default @Nullable PublishCall<M> sending() {
		return null;
	}

	/**
	 * Publish and wait until the message is written (QoS 0) or acknowledged.
	 * @param topic the topic
	 * @param message the message
	 * @param qos the QoS
	 * @throws Exception if it failed
	 */
	void publishBlocking(String topic, M message, int qos) throws Exception;

	/**
	 * Subscribe and wait for the SUBACK.
	 * @param filter the topic filter
	 * @param qos the maximum QoS
	 * @param call what is to be called for each message
	 * @throws Exception if it failed
	 */
	void subscribe(String filter, int qos, MessageCall call) throws Exception;

	/**
	 * Disconnect.
	 * @throws Exception if it failed
	 */
	@Override
	void close() throws Exception;

	/**
	 * Publishes a message.
	 *
	 * @param <M> what the library wants to be given for a message
	 */
	@FunctionalInterface
	interface PublishCall<M> {

		/**
		 * Publish.
		 * @param topic the topic
		 * @param message the message
		 * @param qos the QoS
		 * @throws Exception if it failed at once
		 */
		void publish(String topic, M message, int qos) throws Exception;

	}

	/**
	 * Takes a message.
	 */
	@FunctionalInterface
	interface MessageCall {

		/** The length of a payload that the application has got as an object. */
		int UNKNOWN = -1;

		/**
		 * Take a message.
		 * @param topic the topic
		 * @param payloadLength how many bytes of payload the message has, or
		 * {@link #UNKNOWN}
		 */
		void received(String topic, int payloadLength);

	}

}
