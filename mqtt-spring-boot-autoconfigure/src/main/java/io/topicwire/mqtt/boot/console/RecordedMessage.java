package io.topicwire.mqtt.boot.console;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.topicwire.mqtt.MessageProperties;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.UserProperty;
import org.jspecify.annotations.Nullable;

/**
 * A message that was sent or received, with as much of its payload as may be kept.
 * Handlings are added under the lock of the {@link MessageLog}.
 */
final class RecordedMessage {

	// A topic name may have 65,535 bytes, which nobody needs but who wants to fill memory
	static final int MAXIMUM_TOPIC_LENGTH = 1_024;

	private static final int MAXIMUM_PROPERTIES = 256;

	// A message may be tried again for ever
	private static final int MAXIMUM_HANDLINGS = 100;

	private static final byte[] NOTHING = {};

	private final long id;

	private final Key key;

	private final boolean received;

	private final long time;

	private final int packetIdentifier;

	private final MqttMessage message;

	private final boolean propertiesKept;

	// The beginning of what filters have left
	private final byte @Nullable [] payload;

	private final int size;

	private final List<Handling> handlings = new ArrayList<>(1);

	// Tells attempts to handle this message from those to handle an equal one, and must
	// not keep a large payload alive
	private @Nullable WeakReference<MqttMessage> handled;

	RecordedMessage(long id, Source source, MqttMessage message, byte @Nullable [] payload, int maximumPayloadSize) {
		this.id = id;
		this.key = Key.of(source.connection(), message);
		this.received = source.received();
		this.time = source.time();
		this.packetIdentifier = source.packetIdentifier();
		this.propertiesKept = isSmall(message.properties(), maximumPayloadSize);
		MqttMessage head = message.topic(this.key.topic()).payload(NOTHING);
		this.message = this.propertiesKept ? head : head.properties(MessageProperties.NONE);
		this.payload = (payload != null && payload.length > maximumPayloadSize)
				? Arrays.copyOf(payload, maximumPayloadSize) : payload;
		this.size = (payload != null) ? payload.length : message.payload().length;
	}

	private static boolean isSmall(MessageProperties properties, int maximumSize) {
		byte[] correlationData = properties.correlationData();
		long size = length(properties.contentType()) + length(properties.responseTopic())
				+ ((correlationData != null) ? correlationData.length : 0);
		for (UserProperty property : properties.userProperties()) {
			size += property.name().length() + property.value().length();
		}
		// Each takes memory, even if it is empty
		int count = properties.userProperties().size() + properties.subscriptionIdentifiers().size();
		return size <= maximumSize && count <= MAXIMUM_PROPERTIES;
	}

	private static long length(@Nullable String text) {
		return (text != null) ? text.length() : 0;
	}

	long id() {
		return this.id;
	}

	Key key() {
		return this.key;
	}

	boolean isReceived() {
		return this.received;
	}

	String connection() {
		return this.key.connection();
	}

	String topic() {
		return this.message.topic();
	}

	MqttMessage message() {
		return this.message;
	}

	long time() {
		return this.time;
	}

	byte @Nullable [] payload() {
		return this.payload;
	}

	boolean isCut() {
		return this.payload != null && this.payload.length < this.size;
	}

	@Nullable String text() {
		return (this.payload != null) ? Payloads.text(this.payload, isCut()) : null;
	}

	boolean isHandledAs(@Nullable MqttMessage candidate) {
		return candidate != null && this.handled != null && this.handled.get() == candidate;
	}

	boolean isUnhandled() {
		return this.handled == null;
	}

	/**
	 * Add that a listener was called.
	 * @param handled the message as it was given to the listener
	 * @return the handling with the number of its attempt
	 */
	Handling add(WeakReference<MqttMessage> handled, String listener, long nanos, @Nullable String error) {
		if (this.handled == null) {
			this.handled = handled;
		}
		int attempts = this.handlings.stream()
			.filter((earlier) -> earlier.listener().equals(listener))
			.mapToInt(Handling::attempt)
			.max()
			.orElse(0);
		Handling handling = new Handling(listener, nanos, error, attempts + 1);
		this.handlings.add(handling);
		if (this.handlings.size() > MAXIMUM_HANDLINGS) {
			this.handlings.remove(0);
		}
		return handling;
	}

	List<Map<String, @Nullable Object>> handlings() {
		return this.handlings.stream().map(Handling::toJson).toList();
	}

	/**
	 * Describe the message in short.
	 */
	Map<String, @Nullable Object> summary() {
		Payloads.Preview preview = (this.payload != null) ? Payloads.preview(this.payload) : null;
		Map<String, @Nullable Object> json = head();
		json.put("preview", (preview != null) ? preview.text() : null);
		json.put("binary", preview != null && preview.binary());
		json.put("contentType", this.message.properties().contentType());
		json.put("handlings", handlings());
		return json;
	}

	private Map<String, @Nullable Object> head() {
		return Json.object("id", this.id, "connection", connection(), "direction", this.received ? "received" : "sent",
				"time", this.time, "topic", topic(), "qos", this.message.qos().level(), "retain", this.message.retain(),
				"duplicate", this.message.duplicate(), "packetIdentifier",
				(this.packetIdentifier != 0) ? this.packetIdentifier : null, "size", this.size);
	}

	/**
	 * Describe the message with all that is known.
	 * @param previous the one before on the same topic
	 */
	Map<String, @Nullable Object> detail(@Nullable RecordedMessage previous) {
		Map<String, @Nullable Object> json = head();
		json.put("payload", payloadJson());
		json.put("properties", properties());
		json.put("handlings", handlings());
		json.put("previous", (previous != null)
				? Json.object("id", previous.id, "time", previous.time, "payload", previous.payloadJson()) : null);
		return json;
	}

	private Map<String, @Nullable Object> payloadJson() {
		byte[] payload = this.payload;
		return Json.object("size", this.size, "shown", (payload != null) ? payload.length : 0, "hidden",
				payload == null, "text", text(), "base64",
				(payload != null) ? Base64.getEncoder().encodeToString(payload) : null);
	}

	private Map<String, @Nullable Object> properties() {
		MessageProperties properties = this.message.properties();
		boolean hidden = this.payload == null;
		byte[] correlationData = properties.correlationData();
		List<List<@Nullable String>> userProperties = new ArrayList<>();
		properties.userProperties()
			.forEach(
					(property) -> userProperties.add(Arrays.asList(property.name(), hidden ? null : property.value())));
		return Json.object("kept", this.propertiesKept, "payloadIsText", properties.payloadIsText(),
				"messageExpiryInterval", properties.messageExpiryInterval(), "contentType", properties.contentType(),
				"responseTopic", properties.responseTopic(), "correlationData",
				(correlationData != null && !hidden) ? Base64.getEncoder().encodeToString(correlationData) : null,
				"userProperties", userProperties, "subscriptionIdentifiers", properties.subscriptionIdentifiers());
	}

	/**
	 * Return whether topic or text has all words.
	 * @param words words in lower case
	 */
	boolean hasWords(List<String> words) {
		if (words.isEmpty()) {
			return true;
		}
		String text = text();
		String all = (topic() + '\n' + ((text != null) ? text : "")).toLowerCase(Locale.ROOT);
		return words.stream().allMatch(all::contains);
	}

	/**
	 * Where a message comes from.
	 *
	 * @param connection name of the connection
	 * @param received whether it was received
	 * @param time when, in milliseconds since 1970
	 * @param packetIdentifier the packet identifier, 0 if there is none
	 */
	record Source(String connection, boolean received, long time, int packetIdentifier) {

	}

	/**
	 * What equal messages have in common.
	 *
	 * @param connection name of the connection
	 * @param topic the topic name, the beginning of a long one
	 * @param size size of the payload
	 * @param hash hash code of the payload
	 */
	record Key(String connection, String topic, int size, int hash) {

		static Key of(String connection, MqttMessage message) {
			return new Key(connection, shorten(message.topic()), message.payload().length,
					Arrays.hashCode(message.payload()));
		}

		private static String shorten(String topic) {
			return (topic.length() <= MAXIMUM_TOPIC_LENGTH) ? topic : topic.substring(0, MAXIMUM_TOPIC_LENGTH) + "…";
		}

	}

}
