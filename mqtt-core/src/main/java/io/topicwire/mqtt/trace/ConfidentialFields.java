package io.topicwire.mqtt.trace;

import java.util.Arrays;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.packet.PacketType;
import io.topicwire.mqtt.packet.Property;

/**
 * Overwrites what is confidential in the bytes of one valid packet, so that everything
 * else stays where it is.
 */
final class ConfidentialFields {

	private static final byte BLANK = 'x';

	private static final int WILL = 0b0000_0100;

	private static final int PASSWORD = 0b0100_0000;

	private static final int USERNAME = 0b1000_0000;

	private final byte[] bytes;

	private final boolean secrets;

	private final boolean content;

	private boolean mqtt5;

	private int position;

	private ConfidentialFields(byte[] bytes, ProtocolVersion version, boolean secrets, boolean content) {
		this.bytes = bytes;
		this.secrets = secrets;
		this.content = content;
		this.mqtt5 = version == ProtocolVersion.MQTT_5;
		this.position = headerSize(bytes);
	}

	/**
	 * Blank user name, password and authentication data.
	 */
	static void blankSecrets(byte[] bytes, ProtocolVersion version) {
		new ConfidentialFields(bytes, version, true, false).visit();
	}

	/**
	 * Blank what applications tell each other: payloads, correlation data and the values
	 * of user properties.
	 */
	static void blankContent(byte[] bytes, ProtocolVersion version) {
		new ConfidentialFields(bytes, version, false, true).visit();
	}

	/**
	 * Blank everything but the fixed header. For what is no valid packet: nobody knows
	 * where the confidential part begins.
	 */
	static void blankAll(byte[] bytes) {
		Arrays.fill(bytes, headerSize(bytes), bytes.length, BLANK);
	}

	/**
	 * Return whether a packet that is malformed may have a secret.
	 */
	static boolean mayHaveSecrets(byte[] bytes) {
		int code = (bytes[0] & 0xFF) >> 4;
		return code == PacketType.CONNECT.code() || code == PacketType.CONNACK.code() || code == PacketType.AUTH.code();
	}

	private static int headerSize(byte[] bytes) {
		int size = 1;
		while (size < Math.min(bytes.length, 4) && bytes[size] < 0) {
			size++;
		}
		return Math.min(bytes.length, size + 1);
	}

	private void visit() {
		switch (this.bytes[0] >> 4 & 0x0F) {
			case 1 -> visitConnect();
			case 2 -> {
				this.position += 2;
				visitProperties();
			}
			case 3 -> visitPublish();
			case 4, 5, 6, 7 -> {
				this.position += 2;
				visitReason();
			}
			case 8, 9, 10, 11 -> {
				this.position += 2;
				visitProperties();
			}
			case 14, 15 -> visitReason();
			default -> {
				// Pings have nothing to hide
			}
		}
	}

	private void visitConnect() {
		visitBinary(false);
		this.mqtt5 = this.bytes[this.position] == ProtocolVersion.MQTT_5.level();
		int flags = this.bytes[this.position + 1];
		this.position += 4;
		visitProperties();
		visitBinary(false);
		if ((flags & WILL) != 0) {
			visitProperties();
			visitBinary(false);
			visitBinary(this.content);
		}
		if ((flags & USERNAME) != 0) {
			visitBinary(this.secrets);
		}
		if ((flags & PASSWORD) != 0) {
			visitBinary(this.secrets);
		}
	}

	private void visitPublish() {
		visitBinary(false);
		this.position += ((this.bytes[0] & 0b0110) != 0) ? 2 : 0;
		visitProperties();
		visit(this.bytes.length - this.position, this.content);
	}

	private void visitReason() {
		if (this.position < this.bytes.length) {
			this.position++;
			visitProperties();
		}
	}

	private void visitProperties() {
		if (!this.mqtt5 || this.position >= this.bytes.length) {
			return;
		}
		int length = variableInt();
		int end = this.position + length;
		while (this.position < end) {
			visitProperty(this.bytes[this.position++]);
		}
	}

	private void visitProperty(int identifier) {
		switch (identifier) {
			case 0x02, 0x11, 0x18, 0x27 -> visit(4, false);
			case 0x13, 0x21, 0x22, 0x23 -> visit(2, false);
			case 0x0B -> variableInt();
			case 0x03, 0x08, 0x09, 0x12, 0x15, 0x16, 0x1A, 0x1C, 0x1F -> visitBinary(isBlanked(identifier));
			case 0x26 -> {
				visitBinary(false);
				visitBinary(this.content);
			}
			default -> visit(1, false);
		}
	}

	private boolean isBlanked(int identifier) {
		return (identifier == Property.AUTHENTICATION_DATA.identifier() && this.secrets)
				|| (identifier == Property.CORRELATION_DATA.identifier() && this.content);
	}

	private int variableInt() {
		int value = 0;
		int shift = 0;
		int current;
		do {
			current = this.bytes[this.position++];
			value |= (current & 0x7F) << shift;
			shift += 7;
		}
		while (current < 0);
		return value;
	}

	private void visitBinary(boolean blank) {
		int length = (this.bytes[this.position] & 0xFF) << 8 | this.bytes[this.position + 1] & 0xFF;
		this.position += 2;
		visit(length, blank);
	}

	private void visit(int length, boolean blank) {
		if (blank) {
			Arrays.fill(this.bytes, this.position, this.position + length, BLANK);
		}
		this.position += length;
	}

}
