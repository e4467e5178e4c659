package io.topicwire.mqtt.boot.console;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.packet.PacketType;
import io.topicwire.mqtt.packet.Property;
import org.jspecify.annotations.Nullable;

/**
 * Names the fields of a packet in its bytes (MQTT 5.0, sections 2 and 3). Bytes that make
 * no sense are one field at the end.
 */
final class PacketFields {

	private static final int WILL = 0b0000_0100;

	private static final int PASSWORD = 0b0100_0000;

	private static final int USERNAME = 0b1000_0000;

	private static final int MAXIMUM_VALUE_LENGTH = 256;

	/**
	 * Properties, filters and reason codes that begin later are not told apart: nobody is
	 * shown their bytes, and there may be hundreds of thousands.
	 */
	static final int MAXIMUM_SIZE = 4_096;

	private final byte[] bytes;

	private final boolean redacted;

	private final List<Map<String, @Nullable Object>> fields = new ArrayList<>();

	private boolean mqtt5;

	private int position;

	private PacketFields(byte[] bytes, ProtocolVersion version, boolean redacted) {
		this.bytes = bytes;
		this.mqtt5 = version == ProtocolVersion.MQTT_5;
		this.redacted = redacted;
	}

	/**
	 * Name the fields of a packet.
	 * @param bytes the packet without secrets
	 * @param version the version of MQTT
	 * @param redacted whether the bytes are without content too, so that there is none to
	 * tell
	 * @return the fields, which have all bytes of the packet
	 */
	static List<Map<String, @Nullable Object>> of(byte[] bytes, ProtocolVersion version, boolean redacted) {
		PacketFields fields = new PacketFields(bytes, version, redacted);
		try {
			fields.packet();
		}
		catch (ArrayIndexOutOfBoundsException ex) {
			// Ends too early; the rest has no name
		}
		fields.rest("Other bytes");
		return fields.fields;
	}

	private void packet() {
		int first = this.bytes[0] & 0xFF;
		PacketType type = type(first >> 4);
		add("Packet type", 1, (type != null) ? type.name() + flags(type, first) : String.valueOf(first >> 4));
		variable("Remaining Length");
		if (type == null) {
			return;
		}
		switch (type) {
			case CONNECT -> connect();
			case CONNACK -> {
				one("Connect Acknowledge Flags");
				reason();
			}
			case PUBLISH -> publish(first);
			case PUBACK, PUBREC, PUBREL, PUBCOMP -> {
				two("Packet Identifier");
				reason();
			}
			case SUBSCRIBE -> {
				two("Packet Identifier");
				properties("");
				while (hasMoreToTell()) {
					text("Topic Filter");
					one("Subscription Options");
				}
			}
			case UNSUBSCRIBE -> {
				two("Packet Identifier");
				properties("");
				while (hasMoreToTell()) {
					text("Topic Filter");
				}
			}
			case SUBACK, UNSUBACK -> {
				two("Packet Identifier");
				properties("");
				while (hasMoreToTell()) {
					one("Reason Code");
				}
			}
			case DISCONNECT, AUTH -> reason();
			case PINGREQ, PINGRESP -> {
				// Nothing follows
			}
		}
	}

	private static @Nullable PacketType type(int code) {
		for (PacketType type : PacketType.values()) {
			if (type.code() == code) {
				return type;
			}
		}
		return null;
	}

	private static String flags(PacketType type, int first) {
		if (type != PacketType.PUBLISH) {
			return "";
		}
		return ", QoS " + (first >> 1 & 0b11) + (((first & 0b1000) != 0) ? ", DUP" : "")
				+ (((first & 0b0001) != 0) ? ", RETAIN" : "");
	}

	private void connect() {
		text("Protocol Name");
		this.mqtt5 = this.bytes[this.position] == ProtocolVersion.MQTT_5.level();
		one("Protocol Version");
		int flags = this.bytes[this.position];
		one("Connect Flags");
		two("Keep Alive");
		properties("");
		text("Client Identifier");
		if ((flags & WILL) != 0) {
			properties("Will ");
			text("Will Topic");
			binary("Will Payload");
		}
		if ((flags & USERNAME) != 0) {
			binary("User Name");
		}
		if ((flags & PASSWORD) != 0) {
			binary("Password");
		}
	}

	private void publish(int first) {
		text("Topic Name");
		if ((first & 0b0110) != 0) {
			two("Packet Identifier");
		}
		properties("");
		rest("Payload");
	}

	private void reason() {
		if (hasMore()) {
			one("Reason Code");
			properties("");
		}
	}

	private void properties(String prefix) {
		if (!this.mqtt5 || !hasMore()) {
			return;
		}
		int length = variable(prefix + "Property Length");
		int end = this.position + length;
		while (this.position < Math.min(end, MAXIMUM_SIZE)) {
			property(prefix);
		}
		if (this.position < end) {
			add(prefix + "Further properties", end - this.position, null);
		}
	}

	private void property(String prefix) {
		int identifier = this.bytes[this.position] & 0xFF;
		Property<?> property = Property.find(identifier);
		String name = prefix + ((property != null) ? property.name() : "Property 0x%02X".formatted(identifier));
		add(name + ": Identifier", 1, "0x%02X".formatted(identifier));
		switch (identifier) {
			case 0x02, 0x11, 0x18, 0x27 -> number(name, 4);
			case 0x13, 0x21, 0x22, 0x23 -> two(name);
			case 0x0B -> variable(name);
			case 0x03, 0x08, 0x12, 0x15, 0x1A, 0x1C, 0x1F -> text(name);
			case 0x09, 0x16 -> binary(name);
			case 0x26 -> {
				text(name + ": Name");
				if (this.redacted) {
					binary(name + ": Value");
				}
				else {
					text(name + ": Value");
				}
			}
			default -> one(name);
		}
	}

	private void one(String name) {
		add(name, 1, "0x%02X".formatted(this.bytes[this.position]));
	}

	private void two(String name) {
		number(name, 2);
	}

	private void number(String name, int length) {
		long value = 0;
		for (int i = 0; i < length; i++) {
			value = value << 8 | this.bytes[this.position + i] & 0xFF;
		}
		add(name, length, String.valueOf(value));
	}

	private int variable(String name) {
		int value = 0;
		int length = 0;
		int current;
		do {
			current = this.bytes[this.position + length];
			value |= (current & 0x7F) << 7 * length;
			length++;
		}
		while (current < 0 && length < 4);
		add(name, length, String.valueOf(value));
		return value;
	}

	private void text(String name) {
		int length = length();
		String value = new String(this.bytes, this.position + 2, Math.min(length, available() - 2),
				StandardCharsets.UTF_8);
		add(name, 2 + length,
				(value.length() > MAXIMUM_VALUE_LENGTH) ? value.substring(0, MAXIMUM_VALUE_LENGTH) + "…" : value);
	}

	private void binary(String name) {
		add(name, 2 + length(), null);
	}

	private int length() {
		return (this.bytes[this.position] & 0xFF) << 8 | this.bytes[this.position + 1] & 0xFF;
	}

	private void rest(String name) {
		if (hasMore()) {
			add(name, available(), null);
		}
	}

	private boolean hasMore() {
		return this.position < this.bytes.length;
	}

	private boolean hasMoreToTell() {
		return this.position < Math.min(this.bytes.length, MAXIMUM_SIZE);
	}

	private int available() {
		return this.bytes.length - this.position;
	}

	private void add(String name, int length, @Nullable String value) {
		int present = Math.min(length, available());
		this.fields.add(Json.object("name", name, "offset", this.position, "length", present, "value", value));
		this.position += present;
	}

}
