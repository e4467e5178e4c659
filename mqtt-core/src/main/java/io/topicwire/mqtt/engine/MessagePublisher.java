package io.topicwire.mqtt.engine;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Publishes the messages of a topic filter to reactive subscribers, each of which has a
 * registration and a demand of its own.
 *
 * @param <T> the type of the items
 */
public final class MessagePublisher<T> implements Flow.Publisher<T> {

	private final Source source;

	private final Signal<T> signal;

	/**
	 * Create a publisher.
	 * @param source where messages come from
	 * @param signal hands a message to a subscriber
	 */
	MessagePublisher(Source source, Signal<T> signal) {
		this.source = source;
		this.signal = signal;
	}

	@Override
	public void subscribe(Flow.Subscriber<? super T> subscriber) {
		Objects.requireNonNull(subscriber, "subscriber must not be null");
		new MessageSubscription<>(this.source, this.signal, subscriber).start();
	}

	/**
	 * Where the messages of a topic filter come from.
	 *
	 * @param filter the topic filter
	 * @param context what is shared
	 * @param dispatch where subscribers are called
	 * @param caller guards against what subscribers throw
	 * @param register registers a recipient
	 * @param unregister removes what was registered
	 */
	record Source(String filter, ClientContext context, Dispatcher dispatch, HandlerCaller caller,
			Function<Recipient, Registration> register, Consumer<Registration> unregister) {

	}

	/**
	 * Hands a message to a subscriber.
	 *
	 * @param <T> the type of the items
	 */
	public interface Signal<T> {

		/**
		 * Hand over a message.
		 * @param subscriber who gets it
		 * @param answer what the broker is to be told about the message
		 */
		void next(Flow.Subscriber<? super T> subscriber, HandlerAnswer answer);

	}

}
