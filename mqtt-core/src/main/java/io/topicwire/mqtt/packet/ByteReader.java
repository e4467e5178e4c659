package io.topicwire.mqtt.packet;

import java.util.Arrays;

import io.topicwire.mqtt.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * Takes the fields of one packet after the other out of a byte array, in place. Every
 * method names the field it reads, so that a bad one can be reported.
 */
final class ByteReader {

	private static final byte[] NOTHING = {};

	private PacketType packetType = PacketType.CONNECT;

	private byte[] source = NOTHING;

	private int position;

	private int limit;

	// What follows behind the limit and is an array already
	private byte @Nullable [] rest;

	// The next packet, without its fixed header
	void begin(PacketType packetType, byte[] source, int position, int limit) {
		begin(packetType, source, position, limit, null);
	}

	// The next packet, without its fixed header and its payload
	void begin(PacketType packetType, byte[] source, int position, int limit, byte @Nullable [] payload) {
		this.packetType = packetType;
		this.rest = payload;
		this.source = source;
		this.position = position;
		this.limit = limit;
	}

	// Lets go of the arrays, which may be large ones
	void end() {
		this.source = NOTHING;
		this.rest = null;
	}

	PacketType packetType() {
		return this.packetType;
	}

	byte[] source() {
		return this.source;
	}

	int remaining() {
		return this.limit - this.position;
	}

	boolean hasRemaining() {
		return this.position < this.limit;
	}

	int oneByte(String field) {
		return this.source[advance(1, field)] & 0xFF;
	}

	int twoBytes(String field) {
		int at = advance(2, field);
		return (this.source[at] & 0xFF) << 8 | this.source[at + 1] & 0xFF;
	}

	long fourBytes(String field) {
		return (long) twoBytes(field) << 16 | twoBytes(field);
	}

	int variableInt(String field) {
		int value = VariableInt.read(this.source, this.position, this.limit);
		if (value < 0) {
			throw malformed(field, VariableInt.problemOf(value));
		}
		this.position += VariableInt.size(value);
		return value;
	}

	// Whether the number that comes next is 0, which then is read
	boolean skipZero() {
		if (hasRemaining() && this.source[this.position] == 0) {
			this.position++;
			return true;
		}
		return false;
	}

	// Returns where the skipped bytes are in the source
	int skip(int count, String field) {
		return advance(count, field);
	}

	String string(String field) {
		int length = twoBytes(field);
		return string(advance(length, field), length, field);
	}

	// Bytes that were skipped, as text
	String string(int from, int length, String field) {
		String problem = Utf8.problemOf(this.source, from, from + length);
		if (problem != null) {
			throw malformed(field, problem);
		}
		return Utf8.decode(this.source, from, from + length);
	}

	byte[] binary(String field) {
		int length = twoBytes(field);
		int from = advance(length, field);
		return Arrays.copyOfRange(this.source, from, from + length);
	}

	byte[] rest() {
		if (this.rest != null) {
			return this.rest;
		}
		int from = this.position;
		this.position = this.limit;
		return Arrays.copyOfRange(this.source, from, this.limit);
	}

	int packetIdentifier() {
		int packetIdentifier = twoBytes("packet identifier");
		if (packetIdentifier == 0) {
			throw violation(ReasonCode.PROTOCOL_ERROR, "packet identifier", "must not be 0");
		}
		return packetIdentifier;
	}

	// From here until leave, the packet ends where the length read now says
	int enter(String lengthField) {
		int length = variableInt(lengthField);
		if (length > remaining()) {
			throw malformed(lengthField, "is %d but only %d bytes are left".formatted(length, remaining()));
		}
		int outerLimit = this.limit;
		this.limit = this.position + length;
		return outerLimit;
	}

	void leave(int outerLimit) {
		this.limit = outerLimit;
	}

	MalformedPacketException malformed(String field, String problem) {
		return violation(ReasonCode.MALFORMED_PACKET, field, problem);
	}

	MalformedPacketException violation(ReasonCode reasonCode, String field, String problem) {
		return new MalformedPacketException(reasonCode, this.packetType, field, problem);
	}

	private int advance(int count, String field) {
		int at = this.position;
		if (count > this.limit - at) {
			throw malformed(field, (at < this.limit) ? "is cut short" : "is missing");
		}
		this.position = at + count;
		return at;
	}

}
