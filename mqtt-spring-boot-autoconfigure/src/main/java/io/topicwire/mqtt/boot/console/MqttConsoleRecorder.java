package io.topicwire.mqtt.boot.console;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.spring.listener.MqttInvocationListener;
import io.topicwire.mqtt.trace.PacketDirection;
import io.topicwire.mqtt.trace.PacketTap;
import io.topicwire.mqtt.trace.TracedPacket;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Collects what clients send and receive and what listeners make of it, while somebody
 * looks. There before the clients, because they are built with its taps. Thread-safe.
 *
 * @since 0.1.0
 */
public final class MqttConsoleRecorder {

	private static final Log logger = LogFactory.getLog(MqttConsoleRecorder.class);

	// A message of an exception may quote a whole payload
	private static final int MAXIMUM_MESSAGE_LENGTH = 1_000;

	private final boolean showPayloads;

	private final List<MqttConsolePayloadFilter> filters;

	private final Clock clock = Clock.systemUTC();

	private final TopicTable topics;

	private final MessageLog messages;

	private final PacketLog packets;

	private final ListenerTimes listeners = new ListenerTimes();

	private final Set<String> traced = ConcurrentHashMap.newKeySet();

	private volatile boolean active;

	private volatile boolean filterFailed;

	/**
	 * Create a recorder.
	 * @param settings how much to keep
	 * @param filters what decides about payloads
	 */
	public MqttConsoleRecorder(ConsoleSettings settings, List<MqttConsolePayloadFilter> filters) {
		ConsoleSettings.Limits limits = settings.limits();
		this.showPayloads = settings.showPayloads();
		this.filters = List.copyOf(filters);
		this.topics = new TopicTable(limits.topics());
		this.messages = new MessageLog(limits.messages(), limits.payloadSize());
		this.packets = new PacketLog(limits.packets());
	}

	/**
	 * Return what is to be shown the packets of a client.
	 * @param connection the name of its connection
	 * @return a tap that is not active while nobody looks
	 */
	public PacketTap tap(String connection) {
		this.traced.add(connection);
		return new Tap(connection);
	}

	/**
	 * Return what is to be told about the listeners of a client.
	 * @param connection returns the name of the connection
	 * @return what to tell
	 */
	public MqttInvocationListener invocationListener(Supplier<String> connection) {
		return (listenerId, message, elapsed, failure) -> invoked(connection, listenerId, message, elapsed, failure);
	}

	private void invoked(Supplier<String> connection, String listenerId, MqttMessage message, Duration elapsed,
			@Nullable Throwable failure) {
		String error = (failure != null) ? describe(failure) : null;
		long now = this.clock.millis();
		if (error != null) {
			this.listeners.failed(listenerId, error, now);
		}
		if (this.active) {
			String name = connection.get();
			collect(() -> {
				this.listeners.called(listenerId, elapsed.toNanos(), now);
				this.messages.handled(name, message, listenerId, elapsed.toNanos(), error);
			});
		}
	}

	/**
	 * Collect something, unless collecting has ended in the meantime: what is collected
	 * afterwards would not be forgotten.
	 */
	private synchronized void collect(Runnable collecting) {
		if (this.active) {
			collecting.run();
		}
	}

	/**
	 * Describe why a listener failed. The exception that the listener has thrown may be
	 * wrapped, and what wraps it has a stack of no interest here.
	 */
	private String describe(Throwable failure) {
		Throwable cause = failure;
		while (cause.getCause() != null && cause.getClass().getPackageName().startsWith("io.topicwire.mqtt.")) {
			cause = cause.getCause();
		}
		String message = cause.getMessage();
		String name = cause.getClass().getSimpleName();
		return (message != null && isShowingAll()) ? name + ": " + shorten(message) : name;
	}

	private static String shorten(String message) {
		return (message.length() <= MAXIMUM_MESSAGE_LENGTH) ? message
				: message.substring(0, MAXIMUM_MESSAGE_LENGTH) + "…";
	}

	/**
	 * Return whether payloads are shown as they are. If not, neither are messages of
	 * exceptions, which may quote them.
	 */
	boolean isShowingAll() {
		return this.showPayloads && this.filters.isEmpty();
	}

	boolean isFiltering() {
		return !this.filters.isEmpty();
	}

	boolean isTraced(String connection) {
		return this.traced.contains(connection);
	}

	TopicTable topics() {
		return this.topics;
	}

	MessageLog messages() {
		return this.messages;
	}

	PacketLog packets() {
		return this.packets;
	}

	ListenerTimes listeners() {
		return this.listeners;
	}

	/**
	 * Begin to collect.
	 */
	synchronized void start() {
		this.active = true;
	}

	/**
	 * Collect no more, and forget what was collected.
	 */
	synchronized void stop() {
		this.active = false;
		this.topics.clear();
		this.messages.clear();
		this.packets.clear();
		this.listeners.clear();
	}

	private byte @Nullable [] filter(String connection, MqttMessage message) {
		if (!this.showPayloads) {
			return null;
		}
		byte[] payload = message.payload();
		try {
			MqttMessage filtered = message;
			for (MqttConsolePayloadFilter filter : this.filters) {
				payload = filter.filter(connection, filtered);
				if (payload == null) {
					return null;
				}
				filtered = filtered.payload(payload);
			}
			return payload;
		}
		catch (RuntimeException ex) {
			if (!this.filterFailed) {
				this.filterFailed = true;
				logger.warn("A payload filter of the MQTT console failed, so that its payloads are not shown;"
						+ " this is not logged again", ex);
			}
			return null;
		}
	}

	/**
	 * Records the packets of one client.
	 */
	private final class Tap implements PacketTap {

		private final String connection;

		Tap(String connection) {
			this.connection = connection;
		}

		@Override
		public boolean isActive() {
			return MqttConsoleRecorder.this.active;
		}

		@Override
		public void traced(TracedPacket packet) {
			collect(() -> packets().add(this.connection, packet));
			if (packet.packet() instanceof Publish publish) {
				record(packet, publish);
			}
		}

		private void record(TracedPacket packet, Publish publish) {
			MqttMessage message = withTopic(publish.message(), packet.aliasedTopic());
			if (message == null) {
				return;
			}
			byte[] payload = filter(this.connection, message);
			RecordedMessage.Source source = new RecordedMessage.Source(this.connection,
					packet.direction() == PacketDirection.RECEIVED, packet.time().toEpochMilli(),
					publish.packetIdentifier());
			collect(() -> {
				topics().add(source, message, payload);
				messages().add(source, message, payload);
			});
		}

		private static @Nullable MqttMessage withTopic(MqttMessage message, @Nullable String aliasedTopic) {
			if (!message.topic().isEmpty()) {
				return message;
			}
			return (aliasedTopic != null) ? message.topic(aliasedTopic) : null;
		}

	}

}
